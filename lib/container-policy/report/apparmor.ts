import { meet } from '../apparmor/globs';
import { type AppArmorTarget, abiRule, knowsPorts } from '../apparmor/target';
import type { ContainerRules, Property } from '../language/model';
import type { Case, Verdict } from './model';
import { restricts } from './others';

const NODE = 'a node that has it switched on, and the profile loaded before the pod starts';

const STARTED_OUTSIDE =
  'what the runtime starts from outside (the first program, probes, hooks, kubectl exec) is not refused, but runs under the profile: who may exec is for RBAC to say';
const OWN_MEMORY = 'code that a program brings into its own memory starts no program, and is not seen';
const WRITTEN_CODE =
  'a program that may start may load code that was written as *.so or *.node: list what is writable (files.writable), and it loads none of it';
/** Programs that are scripts of shells by their names. */
const SCRIPT_NAMES = '/{**/,}*.{sh,bash,ash,dash,ksh,zsh}';
const SCRIPTS = 'a script that may start brings its interpreter along, be it a shell';
const PATHS = 'paths count as they are behind all links; files that are open already stay open';
const LANGUAGES = 'interpreters of other languages are programs, not shells';

const NOTHING: Verdict = { answer: 'nothing', reasons: [], limits: [], needs: [] };

/** What AppArmor makes of each property. */
export function judgeAppArmor({ rules, mode }: Case, target: AppArmorTarget): Readonly<Record<Property, Verdict>> {
  /** In audit mode nothing is blocked, and everything is logged that would be. */
  const answer = mode === 'enforce' ? 'blocks' : 'detects';
  const holds: Say = (reasons, limits) => ({ answer, reasons, limits, needs: [NODE] });
  const asked = restricts(rules);
  return {
    processes: asked.processes ? judgeProcesses(rules, holds) : NOTHING,
    files: asked.files ? holds([], [PATHS]) : NOTHING,
    shells: asked.shells ? judgeShells(rules, holds) : NOTHING,
    ports: asked.ports ? judgePorts(rules, target, holds) : NOTHING,
  };
}

type Say = (reasons: readonly string[], limits: readonly string[]) => Verdict;

function cannot(...reasons: readonly string[]): Verdict {
  return { answer: 'cannot', reasons, limits: [], needs: [] };
}

function judgeProcesses({ files }: ContainerRules, holds: Say): Verdict {
  return files.rest === 'writable'
    ? holds([STARTED_OUTSIDE, WRITTEN_CODE], [OWN_MEMORY])
    : holds([STARTED_OUTSIDE], [OWN_MEMORY]);
}

function judgeShells(rules: ContainerRules, holds: Say): Verdict {
  const { processes, files } = rules;
  if (processes.start === 'any' && files.rest === 'writable') {
    return cannot(
      'shells are refused by their names, but a copy under another name starts: list the programs (processes.only), or what is writable (files.writable)',
    );
  }
  const scripts = processes.start === 'any' || processes.paths.some((path) => meet(path, SCRIPT_NAMES));
  return scripts ? holds([STARTED_OUTSIDE, SCRIPTS], [LANGUAGES]) : holds([STARTED_OUTSIDE], [LANGUAGES, SCRIPTS]);
}

function judgePorts({ ports }: ContainerRules, target: AppArmorTarget, holds: Say): Verdict {
  if (abiRule(target, false) === '') {
    return cannot(
      `profiles for apparmor_parser ${target.parser} cannot say which rules they are made for: whether sockets are looked at is for the settings of each node to say`,
    );
  }
  if (ports.open === 'none') return holds([], ['sockets inside of the pod (unix) stay']);
  if (knowsPorts(target)) return holds([], []);
  return cannot(
    `single ports need a kernel that tells them apart (network_v8/af_inet) and apparmor_parser 5.0, not ${target.parser}: raw and packet sockets are refused, "ports: none" would be blocked`,
  );
}
