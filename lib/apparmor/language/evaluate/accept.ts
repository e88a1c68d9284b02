/** How the rules that match a text become the permissions of the state that it ends in. */
import type { Entry } from '../expand/model';
import type { Pattern } from '../glob/glob';
import { matchesBytes } from '../glob/glob';
import type { Rule } from '../model/rules';
import type { ParserVersion } from '../versions';
import {
  ALL_EXEC_TYPE,
  AUDITED,
  EXEC_TYPE,
  MMAP,
  OTHER_EXEC,
  OTHER_EXEC_TYPE,
  OTHER_SHIFT,
  USER_EXEC,
  USER_EXEC_TYPE,
} from './bits';

/** A rule as the automaton knows it. */
export interface AutomatonRule {
  readonly pattern: Pattern;
  readonly perms: number;
  /** Bits that are audited when allowed, or silent when denied. */
  readonly audit: number;
  readonly deny: boolean;
  /** Holds no wildcard: its exec mode wins over that of others. */
  readonly exact: boolean;
  readonly priority: number;
  /** None: the parser adds it of its own. */
  readonly entries: readonly Entry<Rule>[];
}

export interface State {
  readonly allow: number;
  readonly audit: number;
  readonly quiet: number;
}

interface Sums {
  allow: number;
  deny: number;
  audit: number;
  quiet: number;
}

export const matching = (rules: readonly AutomatonRule[], bytes: Uint8Array): readonly AutomatonRule[] =>
  rules.filter((rule) => matchesBytes(rule.pattern, bytes));

/** `file`: the automaton of files, where some bits say how an execution goes on. */
export function accept(rules: readonly AutomatonRule[], file: boolean, version: ParserVersion): State {
  const sums = PRIORITIES[version] ? byPriority(rules, file, version) : flat(rules, file || version === '2.13');
  return {
    allow: sums.allow & ~sums.deny,
    audit: sums.audit & AUDITED,
    quiet: sums.quiet & AUDITED,
  };
}

/** Versions in which a rule of a greater priority wins. */
const PRIORITIES: Readonly<Record<ParserVersion, boolean>> = { '2.13': false, '3.0': false, '4.1': true, '5.0': true };

/** Up to 3.0: all is added up, deny wins, and the exec mode of exact rules. */
function flat(rules: readonly AutomatonRule[], file: boolean): Sums {
  const sums: Sums = { allow: 0, deny: 0, audit: 0, quiet: 0 };
  let exact = 0;
  let exactAudit = 0;
  for (const rule of rules) {
    if (rule.deny) {
      sums.deny |= rule.perms;
      sums.quiet |= rule.audit;
    } else if (rule.exact) {
      exact |= rule.perms;
      exactAudit |= rule.audit;
    } else {
      sums.allow |= rule.perms;
      sums.audit |= rule.audit;
    }
  }
  sums.allow |= file ? exact & ~ALL_EXEC_TYPE : exact;
  sums.audit |= file ? exactAudit & ~ALL_EXEC_TYPE : exactAudit;
  if (exact & USER_EXEC) sums.allow = (exact & USER_EXEC_TYPE) | (sums.allow & ~USER_EXEC_TYPE);
  if (exact & OTHER_EXEC) sums.allow = (exact & OTHER_EXEC_TYPE) | (sums.allow & ~OTHER_EXEC_TYPE);
  if (file && sums.deny & USER_EXEC) sums.deny |= USER_EXEC_TYPE;
  if (file && sums.deny & OTHER_EXEC) sums.deny |= OTHER_EXEC_TYPE;
  sums.quiet &= sums.deny;
  return sums;
}

const SIDES = [
  { exec: USER_EXEC, type: USER_EXEC_TYPE, inherit: EXEC_TYPE.inherit, mmap: MMAP },
  {
    exec: OTHER_EXEC,
    type: OTHER_EXEC_TYPE,
    inherit: EXEC_TYPE.inherit << OTHER_SHIFT,
    mmap: MMAP << OTHER_SHIFT,
  },
] as const;

/** From 4.1 on: bit by bit, the rules of the greatest priority; among these deny wins, then the exec mode of exact rules. */
function byPriority(rules: readonly AutomatonRule[], file: boolean, version: ParserVersion): Sums {
  const sums: Sums = { allow: 0, deny: 0, audit: 0, quiet: 0 };
  const tops: number[] = [];
  for (let index = 0; index < 32; index++) {
    const bit = 1 << index;
    if (file && bit & ALL_EXEC_TYPE) continue;
    const speaking = rules.filter((rule) => (rule.perms | rule.audit) & bit);
    if (speaking.length === 0) continue;
    const side = file ? SIDES.find(({ exec }) => exec === bit) : undefined;
    const rank =
      version === '5.0'
        ? rankOf((bit & (USER_EXEC | OTHER_EXEC)) !== 0)
        : ({ priority }: AutomatonRule): number => priority;
    const top = Math.max(...speaking.map(rank));
    tops[index] = top;
    const deciding = speaking.filter((rule) => rank(rule) === top);
    const exact = deciding.filter((rule) => rule.exact && !rule.deny);
    for (const rule of deciding) {
      if (rule.deny) {
        sums.deny |= rule.perms & bit;
        sums.quiet |= rule.audit & bit;
      } else {
        const type = exact.length === 0 || rule.exact ? (side?.type ?? 0) : 0;
        sums.allow |= rule.perms & (bit | type);
        sums.audit |= rule.audit & bit;
      }
    }
  }
  if (file && version === '5.0') addMmap(sums, tops);
  return sums;
}

/** In 5.0 what kind of rule it is counts as a part of the priority, so that a rule that is beaten leaves no audit bit. */
const rankOf =
  (execution: boolean) =>
  ({ priority, deny, exact }: AutomatonRule): number =>
    priority * 4 + (deny ? 3 : execution && exact ? 2 : 1);

/** `ix` allows to map the program too, unless a rule of a greater priority speaks of that. */
function addMmap(sums: Sums, tops: readonly number[]): void {
  for (const { exec, inherit, mmap } of SIDES) {
    const mapping = tops[Math.log2(mmap)] ?? Number.NEGATIVE_INFINITY;
    const executing = tops[Math.log2(exec)] ?? Number.NEGATIVE_INFINITY;
    if (sums.allow & exec && sums.allow & inherit && mapping <= executing) sums.allow |= mmap;
  }
}
