/** From permissions to an answer: what the kernel lets through and what it logs. */
import type { Entry, ProfileFlags } from '../expand/model';
import type { Rule } from '../model/rules';
import type { AutomatonRule, State } from './accept';
import type { Answer } from './answer';

/** What is asked for, in the bits of the state. */
export interface Asked extends State {
  readonly request: number;
  /** Bits of the request that `audit` among the flags of a profile logs. Default: all. */
  readonly logged?: number;
  /** Rules that match, and where they have the bits of the request. */
  readonly rules: readonly AutomatonRule[];
  readonly inRules?: (request: number) => number;
}

export const UNMEDIATED: Answer = { allowed: true, why: 'unmediated', log: 'none', entries: [] };

/** What a request comes to. */
export function decide(asked: Asked, flags: ProfileFlags): Answer {
  const { request, allow, audit, quiet, logged = -1, rules, inRules = (bits: number): number => bits } = asked;
  const missing = request & ~allow;
  if (missing === 0) {
    const told = request & (flags.audit ? logged : audit);
    const entries = speaking(rules, inRules(request), true);
    return { allowed: true, why: 'allowed', log: told === 0 ? 'none' : 'audit', entries };
  }
  const entries = speaking(rules, inRules(missing), false);
  return refuse(entries, !flags.audit && (missing & ~quiet) === 0, flags);
}

/** A silent denial holds in complain mode too. */
export function refuse(entries: Answer['entries'], silent: boolean, { mode }: ProfileFlags): Answer {
  const why = entries.some((entry) => entry.mode === 'deny') ? 'denied' : 'no-rule';
  if (silent) return { allowed: false, why, log: 'none', entries };
  return mode === 'complain'
    ? { allowed: true, why: 'complain', log: 'allowed', entries }
    : { allowed: false, why, log: 'denied', entries };
}

/** Entries of the rules that speak of a request, each once: on an act that is denied those that deny come first. */
export function speaking(rules: readonly AutomatonRule[], bits: number, allowed: boolean): readonly Entry<Rule>[] {
  const about = rules.filter(({ perms }) => perms & bits);
  const first = about.filter(({ deny }) => deny !== allowed);
  const rest = about.filter(({ deny }) => deny === allowed);
  return [...new Set([...first, ...rest].flatMap(({ entries }) => entries))];
}
