import type { Complain } from '../complain';
import type { IncludedFile, Item, Profile } from '../model/policy';
import type { AccessRule, Prefix, Rule } from '../model/rules';
import type { ParserVersion } from '../versions';
import { checkAccessRule } from './access';
import { checkCapability } from './capabilities';
import { checkDbus } from './dbus';
import { checkChangeProfile, checkExec, checkFile } from './files';
import { checkHead } from './head';
import { checkMountRule, checkPivotRoot } from './mounts';
import { checkMqueue } from './mqueue';
import { checkBlock, checkPrefix } from './prefixes';
import { checkRlimit } from './rlimits';
import { checkSignal } from './signals';
import { checkNetwork, checkUnix } from './sockets';

/** Where a rule stands. */
interface Place {
  readonly version: ParserVersion;
  readonly complain: Complain;
  /** Prefixes of the blocks around it, the innermost first. */
  readonly blocks: readonly Prefix[];
}

type Kind = Rule['kind'];

/** Rules of a kind; several kinds share a type. */
type RuleOf<K extends Kind> = Rule extends infer R
  ? R extends Rule
    ? K extends R['kind']
      ? R
      : never
    : never
  : never;

type Check<R> = (rule: R, place: Place) => void;

/** What is looked at besides the prefix, kind by kind. */
const CHECKS: { readonly [K in Kind]: Check<RuleOf<K>> } = {
  file: (rule, { version, complain, blocks }) => {
    checkFile(rule, complain);
    checkExec(rule, blocks, version, complain);
  },
  link: nothing,
  capability: (rule, { complain }) => checkCapability(rule, complain),
  network: access((rule, { version, complain }) => checkNetwork(rule, version, complain)),
  unix: access((rule, { version, complain }) => checkUnix(rule, version, complain)),
  dbus: access((rule, { complain }) => checkDbus(rule, complain)),
  signal: access((rule, { version, complain }) => checkSignal(rule, version, complain)),
  ptrace: access(nothing),
  mqueue: access((rule, { complain }) => checkMqueue(rule, complain)),
  userns: access(nothing),
  io_uring: access(nothing),
  mount: (rule, { version, complain }) => checkMountRule(rule, version, complain),
  remount: (rule, { version, complain }) => checkMountRule(rule, version, complain),
  umount: (rule, { version, complain }) => checkMountRule(rule, version, complain),
  pivot_root: (rule, { complain }) => checkPivotRoot(rule, complain),
  change_profile: (rule, { version, complain, blocks }) => {
    checkChangeProfile(rule, complain);
    checkExec(rule, blocks, version, complain);
  },
  rlimit: (rule, { complain }) => checkRlimit(rule, complain),
  all: nothing,
  block: (rule, place) => {
    checkBlock(rule, place.version, place.complain);
    checkRules(rule.rules, { ...place, blocks: [rule.prefix, ...place.blocks] });
  },
  if: (rule, place) => {
    for (const { rules } of rule.branches) checkRules(rules, place);
  },
  include: (rule, place) => checkIncluded(rule.files, place),
  abi: nothing,
  profile: (rule, { version, complain }) => checkProfile(rule, true, version, complain),
};

function nothing(): void {}

function access(check: Check<AccessRule>): Check<AccessRule> {
  return (rule, place) => {
    checkAccessRule(rule, place.version, place.complain);
    check(rule, place);
  };
}

/** A profile with all that stands in it, decided or not: the parser reads it all before it decides. */
export function checkProfile(profile: Profile, child: boolean, version: ParserVersion, complain: Complain): void {
  checkHead(profile, child, version, complain);
  checkRules(profile.rules, { version, complain, blocks: [] });
}

function checkRules(rules: readonly Rule[], place: Place): void {
  for (const rule of rules) checkRule(rule, place);
}

function checkRule(rule: Rule, place: Place): void {
  checkPrefix(rule, place.complain);
  // The table has a check for each kind, of rules of that kind.
  (CHECKS[rule.kind] as Check<Rule>)(rule, place);
}

const isRule = (item: Item | Rule): item is Rule => item.kind !== 'assignment' && item.kind !== 'alias';

function checkIncluded(files: readonly IncludedFile[], place: Place): void {
  for (const { items } of files) checkRules(items.filter(isRule), place);
}
