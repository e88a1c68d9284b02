import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { ExpandedPolicy } from './expand/model';
import type { PolicyFile } from './model/policy';

/** What a name stands for: a profile, or inside one a child profile or a hat. */
export type ProfileKind = 'profile' | 'child' | 'hat';

/** A name that a profile text defines. */
export interface ProfileName {
  /** As the kernel lists it, variables of this text replaced: what a pod writes behind `localhost/`. */
  readonly name: string;
  /** As `apparmor_parser -N` prints it, variables left as they are. */
  readonly written: string;
  readonly kind: ProfileKind;
  /** Name of the profile around it (`name` begins with it and `//`); undefined for a top-level profile. */
  readonly parent?: string;
  /** Where the name stands, from 1. */
  readonly line: number;
  readonly column: number;
}

/** What `profileNames` found. */
export interface ProfileNames {
  /** In the order of the text. */
  readonly names: readonly ProfileName[];
  /** Whether an `abi` rule stands in the text, outside of profiles: inside of them the parser takes no notice. */
  readonly abi: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** What was read, for what looks further; none where the grammar is broken. */
  readonly policy?: { readonly file: PolicyFile; readonly expanded: ExpandedPolicy };
}
