import type { Complain } from '../complain';
import type { Profile } from '../model/policy';
import type {
  AccessRule,
  AllRule,
  Block,
  CapabilityRule,
  ChangeProfileRule,
  FileRule,
  LinkRule,
  MountRule,
  PivotRootRule,
  Prefix,
  RlimitRule,
  Rule,
} from '../model/rules';
import { atLeast, type ParserVersion } from '../versions';
import { decide } from './conditions';
import { flatItems } from './declare';
import type { Symbols } from './symbols';
import { reportTwins } from './twins';

/** What is laid on a rule by its own prefix and by the blocks around it. */
export interface Laid {
  readonly mode: 'allow' | 'deny' | 'prompt';
  readonly stated: boolean;
  readonly priority: number;
  /** The audit bit of the parser: audited where allowed, silent where denied. */
  readonly marked: boolean;
  readonly owner: boolean;
  readonly other: boolean;
}

/** A rule that ends as an entry of the file automaton. */
export interface FileLike {
  readonly rule: FileRule | LinkRule | ChangeProfileRule;
  readonly laid: Laid;
}

export type Other = CapabilityRule | AccessRule | MountRule | PivotRootRule | AllRule;

/** The rules of a profile that count. */
export interface Body {
  readonly files: FileLike[];
  readonly others: Other[];
  readonly rlimits: RlimitRule[];
  readonly children: Profile[];
}

/** What decides which rules count. */
export interface Deciding {
  readonly version: ParserVersion;
  readonly symbols: Symbols;
  readonly complain: Complain;
}

export const NOTHING: Laid = { mode: 'allow', stated: false, priority: 0, marked: false, owner: true, other: true };

/** Lays a prefix on a rule, as the parser does. */
export function lay(before: Laid, prefix: Prefix, version: ParserVersion, block: boolean): Laid {
  const modern = atLeast(version, '4.1');
  // From 4.1 on a block overwrites the mode and the priority of its rules; before, it has no mode to give.
  const mode = block && !modern ? before.mode : (prefix.mode ?? 'allow');
  return {
    mode,
    stated: block && !modern ? before.stated : prefix.mode !== undefined,
    priority: prefix.priority ?? 0,
    marked: before.marked || (mode === 'deny') !== (prefix.audit ?? false),
    owner: before.owner && prefix.owner !== 'other',
    other: before.other && prefix.owner !== 'owner',
  };
}

/** Whether what is allowed is audited, or what is denied is told. */
export const isAudited = ({ mode, marked }: Laid): boolean => (mode === 'deny' ? !marked : marked);

/** The rules that count: includes put in place, conditionals decided, blocks opened. */
export function collect(rules: readonly Rule[], deciding: Deciding): Body {
  const body: Body = { files: [], others: [], rlimits: [], children: [] };
  for (const rule of flatItems(rules)) take(rule as Rule, body, deciding);
  return body;
}

function take(rule: Rule, body: Body, deciding: Deciding): void {
  switch (rule.kind) {
    case 'if':
      takeBranch(rule, body, deciding);
      break;
    case 'block':
      takeBlock(rule, body, deciding);
      break;
    case 'profile':
      body.children.push(rule);
      break;
    case 'rlimit':
      body.rlimits.push(rule);
      break;
    case 'file':
    case 'link':
    case 'change_profile':
      body.files.push({ rule, laid: lay(NOTHING, rule.prefix, deciding.version, false) });
      break;
    case 'include':
    case 'abi':
      break;
    default:
      body.others.push(rule);
  }
}

/** A block gives its file rules; the parser forgets all others that stand in it. */
function takeBlock({ prefix, rules }: Block, body: Body, deciding: Deciding): void {
  const { files, children } = collect(rules, deciding);
  reportTwins(children, deciding.complain);
  body.files.push(...files.map(({ rule, laid }) => ({ rule, laid: lay(laid, prefix, deciding.version, true) })));
}

/** All conditions are looked at; the parser forgets limits in a branch, and up to 3.0 all rules that are not its own kind. */
function takeBranch(rule: Extract<Rule, { kind: 'if' }>, body: Body, deciding: Deciding): void {
  const { version, symbols, complain } = deciding;
  const truths = rule.branches.map(({ when }) => when === undefined || decide(when, symbols, version, complain));
  const bodies = rule.branches.map(({ rules }) => collect(rules, deciding));
  for (const { children } of bodies) reportTwins(children, complain);
  const chosen = bodies[truths.indexOf(true)];
  if (chosen === undefined) return;
  const networks = isNetwork(body.others);
  if (!atLeast(version, '4.1') && networks && !isNetwork(chosen.others)) crash(rule, deciding);
  body.files.push(...chosen.files);
  body.children.push(...chosen.children);
  body.others.push(...chosen.others.filter((each) => atLeast(version, '4.1') || survives(each, networks)));
}

const isNetwork = (rules: readonly Other[]): boolean => rules.some(({ kind }) => kind === 'network');

/** Of a branch 3.0 keeps capabilities, and network rules when there was one before. */
const survives = ({ kind }: Other, networks: boolean): boolean =>
  kind === 'capability' || (kind === 'network' && networks);

function crash({ span }: Rule, { version, complain }: Deciding): void {
  complain(
    'parserCrash',
    { ...span, end: span.start + 'if'.length },
    `apparmor_parser ${version} crashes on a condition without network rules below a network rule`,
    'write the network rules below the condition',
  );
}
