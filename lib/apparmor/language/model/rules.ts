import type { IfRule } from './conditions';
import type { Abi, Include, Profile } from './policy';
import type { Span, Word } from './source';

/** What stands around every rule, so that printing it again keeps it. */
export interface Trivia {
  /** Comment lines (with their `#`) and empty lines (as '') above, and comments from inside the rule. */
  readonly above?: readonly string[];
  /** The comment behind, on the same line: behind the comma of a rule, behind the brace that opens a block or profile. */
  readonly behind?: string;
}

/** What may stand before a rule or a block. */
export interface Prefix {
  /** From 4.1 on. */
  readonly priority?: number;
  readonly audit?: boolean;
  readonly mode?: 'allow' | 'deny' | 'prompt';
  readonly owner?: 'owner' | 'other';
}

interface RuleBase extends Trivia {
  /** From the first word of the prefix to the comma. */
  readonly span: Span;
  readonly prefix: Prefix;
}

/** `name=value`, `name=(a b)`, `name in (a b)`, `name:=value`, or the bare name. */
export interface Condition {
  readonly name: Word;
  readonly operator?: '=' | 'in' | ':=';
  readonly values: readonly Word[];
  /** Whether the values stand in parentheses. */
  readonly list: boolean;
}

export interface FileRule extends RuleBase {
  readonly kind: 'file';
  /** The keyword `file` was written. Alone, without path and perms, it allows all files. */
  readonly keyword: boolean;
  readonly path?: Word;
  /** As written, such as `rwPx`. */
  readonly perms?: Word;
  /** Permissions stand before the path. */
  readonly permsFirst: boolean;
  readonly exec?: 'safe' | 'unsafe';
  /** `subset` or `<=` before the path of a rule with `l`. */
  readonly subset: boolean;
  /** After `->`: the profile to change to, or what may be linked to. */
  readonly target?: Word;
}

export interface LinkRule extends RuleBase {
  readonly kind: 'link';
  readonly subset: boolean;
  readonly path: Word;
  readonly target: Word;
}

export interface CapabilityRule extends RuleBase {
  readonly kind: 'capability';
  /** Empty: all of them. */
  readonly names: readonly Word[];
}

/** Rules of the form `keyword access conditions peer=(conditions)`. */
export interface AccessRule extends RuleBase {
  readonly kind: 'network' | 'unix' | 'dbus' | 'signal' | 'ptrace' | 'mqueue' | 'userns' | 'io_uring';
  /** Permissions as written: `send`, `rw` … */
  readonly access: readonly Word[];
  /** Bare words behind them: domain and type or protocol of `network`, the queue of `mqueue`. */
  readonly names: readonly Word[];
  readonly conditions: readonly Condition[];
  /** `peer=(…)`; its name is kept, because another one is a mistake of its own. */
  readonly peer?: { readonly name: Word; readonly conditions: readonly Condition[] };
}

export interface MountRule extends RuleBase {
  readonly kind: 'mount' | 'remount' | 'umount';
  readonly conditions: readonly Condition[];
  /** Device or mount point that stands before `->`. */
  readonly source?: Word;
  /** After `->`. */
  readonly target?: Word;
  /** Conditions after `->`, which no version takes. */
  readonly targetConditions: readonly Condition[];
}

export interface PivotRootRule extends RuleBase {
  readonly kind: 'pivot_root';
  readonly conditions: readonly Condition[];
  readonly path?: Word;
  /** The profile after `->`. */
  readonly target?: Word;
}

export interface ChangeProfileRule extends RuleBase {
  readonly kind: 'change_profile';
  readonly exec?: 'safe' | 'unsafe';
  /** Program that the change waits for. */
  readonly path?: Word;
  /** The profile after `->`. Without it: any. */
  readonly target?: Word;
}

export interface RlimitRule extends RuleBase {
  readonly kind: 'rlimit';
  readonly resource: Word;
  readonly value: Word;
  readonly unit?: Word;
}

export interface AllRule extends RuleBase {
  readonly kind: 'all';
}

/** `audit deny { … }` */
export interface Block extends RuleBase {
  readonly kind: 'block';
  readonly rules: readonly Rule[];
  /** Comments before the closing brace. */
  readonly below?: readonly string[];
}

export type Rule =
  | FileRule
  | LinkRule
  | CapabilityRule
  | AccessRule
  | MountRule
  | PivotRootRule
  | ChangeProfileRule
  | RlimitRule
  | AllRule
  | Block
  | IfRule
  | Include
  | Abi
  | Profile;
