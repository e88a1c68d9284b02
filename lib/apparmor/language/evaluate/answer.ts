/** What the kernel answers to an act. */
import type { Entry } from '../expand/model';
import type { Rule } from '../model/rules';

/** Under which profile a program runs. */
export type Next =
  /** The profile of before goes on. */
  | { readonly kind: 'inherit' }
  | { readonly kind: 'unconfined' }
  /** Full name, with parents and namespace. */
  | { readonly kind: 'profile'; readonly name: string }
  /** That profile which is attached to the path, if one is loaded: which are, is not known here. */
  | { readonly kind: 'attached'; readonly otherwise: 'inherit' | 'unconfined' | 'denied' }
  /** Complain mode made a profile that learns. */
  | { readonly kind: 'learning' };

export interface Answer {
  readonly allowed: boolean;
  /**
   * Why: a rule allows it; no rule does; a deny rule forbids it; complain mode lets through what is forbidden; nobody
   * looks (the profile is unconfined, or parser and kernel know no such rules).
   */
  readonly why: 'allowed' | 'no-rule' | 'denied' | 'complain' | 'unmediated' | 'no-profile';
  /** Which line the kernel writes: `AUDIT`, `DENIED`, `ALLOWED` (complain mode), or none. */
  readonly log: 'none' | 'audit' | 'denied' | 'allowed';
  /** Entries that speak of what was asked and match; those that decide come first. */
  readonly entries: readonly Entry<Rule>[];
  /** Of an execution or a change of profile that succeeds. */
  readonly next?: Next;
  /** The loader cleans the environment of the program. */
  readonly cleans?: boolean;
}
