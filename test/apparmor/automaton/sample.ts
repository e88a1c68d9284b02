/** Profiles made for the comparison. */
import type { Act } from '../../../lib/apparmor/language/evaluate/act';

/** A rule, and acts near it. */
export interface RuleSample {
  readonly text: string;
  readonly acts: readonly Act[];
}

/** A profile, and acts near its rules. */
export interface Sample extends RuleSample {
  readonly name: string;
}
