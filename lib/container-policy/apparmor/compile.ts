import type { ContainerRules, Policy } from '../language/model';
import { RUNTIME_PEERS } from './facts';
import { addFiles } from './files';
import { asWord } from './patterns';
import { addPorts } from './ports';
import { addProcesses } from './processes';
import { RuleList } from './rule-list';
import { type AppArmorTarget, abiRule, knowsPorts } from './target';

/** What a profile is called, whose rules it has, and who reads it. */
export interface ProfileOptions extends AppArmorTarget {
  /** Name of the profile: the kernel of a node knows it by this. */
  readonly name: string;
  /** Name of the container. Default: the rules of those that have none of their own. */
  readonly container?: string;
}

/** The rules that hold for a container. */
export function rulesOf(policy: Policy, container?: string): ContainerRules {
  return policy.containers.find(({ name }) => name === container)?.rules ?? policy.rules;
}

/**
 * The AppArmor profile of a policy. Every group of rules says which property it comes from. The profile includes nothing, so
 * the same text is the same everywhere.
 */
export function profileText(policy: Policy, options: ProfileOptions): string {
  const rules = rulesOf(policy, options.container);
  const audit = policy.mode === 'audit';
  const list = new RuleList(policy.mode, options.name);
  addProcesses(rules, audit, list);
  addFiles(rules, audit, list);
  addPorts(rules, options, audit, list);
  addRest(rules, options.name, list);
  const withPorts = rules.ports.open === 'some' && knowsPorts(options);
  if (withPorts) list.add('queues of messages: newer parsers ask for them', 'mqueue,');
  const abi = abiRule(options, withPorts);
  const flags = ['attach_disconnected', 'mediate_deleted', ...(audit ? ['complain'] : [])];
  const head = [
    `# The container policy ${JSON.stringify(policy.name)}${options.container === undefined ? '' : `, container ${JSON.stringify(options.container)}`}: ${ABOUT[policy.mode]}`,
    `# For apparmor_parser ${options.parser}. Written by container-security: edit the policy, not this.`,
    ...(abi === '' ? [] : [abi, '']),
    `profile ${asWord(options.name)} flags=(${flags.join(', ')}) {`,
  ];
  return `${head.join('\n')}\n${list.text}}\n`;
}

const ABOUT = {
  audit: 'nothing is blocked, what it does not allow is logged.',
  enforce: 'what it does not allow fails.',
} as const;

/** What no property is about: capabilities, and how processes and the runtime reach each other. */
function addRest({ capabilities }: ContainerRules, name: string, list: RuleList): void {
  if (capabilities === 'any') list.add('capabilities: all that the runtime gives', 'capability,');
  else list.add('capabilities', ...capabilities.map((each) => `capability ${each},`));
  const own = asWord(name);
  list.add(
    'the runtime ends and stops the container; its processes signal each other, and look at each other as ps does',
    ...RUNTIME_PEERS.map((peer) => `signal (receive) peer=${peer},`),
    `signal (send, receive) peer=${own},`,
    `ptrace (read, readby) peer=${own},`,
  );
}
