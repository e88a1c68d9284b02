import type { IfRule } from '../model/conditions';
import type { Abi, Include, Profile } from '../model/policy';
import type { AccessRule, Block, Prefix, Rule } from '../model/rules';
import type { Word } from '../model/source';
import { printCondition, printGroup } from './conditions';
import { behind, fill, INDENT, join, printWord, WIDTH } from './words';

/** Rules that hold no others. */
export type PlainRule = Exclude<Rule, Block | IfRule | Profile | Include | Abi>;

/** What a rule consists of. */
interface Parts {
  /** Words that stay on the first line. */
  readonly head: readonly string[];
  /** Conditions: one a line when they do not fit on one. */
  readonly conditions?: (indent: string) => readonly string[];
  /** Words of a list: as many on a line as fit. */
  readonly names?: readonly string[];
  /** Words at the end. */
  readonly tail?: readonly string[];
}

type Printers = { readonly [Kind in PlainRule['kind']]: (rule: Extract<PlainRule, { kind: Kind }>) => Parts };

const only = (...words: readonly (string | false | undefined)[]): readonly string[] =>
  words.filter((word) => word !== undefined && word !== false && word !== '') as string[];

const maybe = (word: Word | undefined): string | undefined => word && printWord(word);

const arrow = (target: Word | undefined): string | undefined => target && `-> ${printWord(target)}`;

/** Permissions that every version takes without parentheses too. */
const BARE = new Set(
  'r w rw wr read write send receive trace readby tracedby bind eavesdrop create listen accept connect shutdown getattr setattr getopt setopt sqpoll override_creds'.split(
    ' ',
  ),
);

function access(words: readonly Word[]): string | undefined {
  const [first] = words;
  if (first === undefined) return undefined;
  if (words.length === 1 && BARE.has(first.raw)) return first.raw;
  return behind(
    `(${join(
      words.map((word) => word.raw),
      ', ',
    )}`,
    ')',
  );
}

function accessRule({ kind, ...rule }: AccessRule): Parts {
  const names = rule.names.map(printWord);
  // A queue stands behind the conditions, the family of a network before them.
  const last = kind === 'mqueue';
  return {
    head: only(kind, access(rule.access), ...(last ? [] : names)),
    conditions: (indent) => [
      ...rule.conditions.map((each) => printCondition(each, indent)),
      ...(rule.peer ? [printGroup(rule.peer.name, rule.peer.conditions, ', ')] : []),
    ],
    tail: last ? names : [],
  };
}

const RULES: Printers = {
  file: ({ keyword, path, perms, permsFirst, exec, subset, target }) => {
    const words = [maybe(path), perms?.raw];
    if (permsFirst) words.splice(0, 2, perms?.raw, subset ? 'subset' : undefined, maybe(path));
    return { head: only(keyword && 'file', exec, ...words, arrow(target)) };
  },
  link: ({ subset, path, target }) => ({ head: only('link', subset && 'subset', printWord(path), arrow(target)) }),
  capability: ({ names }) => ({ head: ['capability'], names: names.map((name) => name.raw) }),
  network: accessRule,
  unix: accessRule,
  dbus: accessRule,
  signal: accessRule,
  ptrace: accessRule,
  mqueue: accessRule,
  userns: accessRule,
  io_uring: accessRule,
  mount: (rule) => mountRule(rule),
  remount: (rule) => mountRule(rule),
  umount: (rule) => mountRule(rule),
  pivot_root: ({ conditions, path, target }) => ({
    head: ['pivot_root'],
    conditions: (indent) => conditions.map((each) => printCondition(each, indent)),
    tail: only(maybe(path), arrow(target)),
  }),
  change_profile: ({ exec, path, target }) => ({ head: only('change_profile', exec, maybe(path), arrow(target)) }),
  rlimit: ({ resource, value, unit }) => ({
    head: ['set', 'rlimit', resource.raw, '<=', value.raw + (unit?.raw ?? '')],
  }),
  all: () => ({ head: ['all'] }),
};

function mountRule(rule: Extract<PlainRule, { targetConditions: unknown }>): Parts {
  return {
    head: [rule.kind],
    conditions: (indent) => rule.conditions.map((each) => printCondition(each, indent)),
    tail: only(
      maybe(rule.source),
      rule.target && join(['->', ...rule.targetConditions.map((each) => printCondition(each)), printWord(rule.target)]),
    ),
  };
}

/** `priority=1 audit deny owner`, in the order that the parser wants. */
export function printPrefix({ priority, audit, mode, owner }: Prefix): readonly string[] {
  return only(priority !== undefined && `priority=${priority}`, audit && 'audit', mode, owner);
}

/** A rule with its comma, without the indent of its first line. */
export function printPlainRule(rule: PlainRule, indent: string): string {
  const print = RULES[rule.kind] as (rule: PlainRule) => Parts;
  const { head, conditions, names = [], tail = [] } = print(rule);
  const first = join([...printPrefix(rule.prefix), ...head]);
  const deep = indent + INDENT;
  const line = behind(join([first, ...(conditions?.(deep) ?? []), ...names, ...tail]), ',');
  if (indent.length + line.length <= WIDTH && !line.includes('\n')) return line;
  if (names.length > 1) return behind(fill(names, '', `${indent}${first} `, deep).slice(indent.length), ',');
  const below = conditions?.(deep) ?? [];
  return below.length === 0 ? line : behind([first, ...below, ...tail].join(`\n${deep}`), ',');
}
