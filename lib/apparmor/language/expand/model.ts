import type { Profile } from '../model/policy';
import type {
  AccessRule,
  AllRule,
  CapabilityRule,
  ChangeProfileRule,
  FileRule,
  LinkRule,
  MountRule,
  PivotRootRule,
  RlimitRule,
  Rule,
} from '../model/rules';
import type { Word } from '../model/source';

/**
 * What a policy is once includes, conditionals, variables, aliases and blocks are out of the way: plain data, one step
 * before the automaton. Every entry keeps the rule that it came from.
 */
export interface ExpandedPolicy {
  /** In the order of the file. Children stand below their parents, see {@link ExpandedProfile.children}. */
  readonly profiles: readonly ExpandedProfile[];
}

export interface ExpandedProfile {
  /** As the kernel knows it, with its parents: `a`, `a//hat`. Variables are expanded. Without the namespace. */
  readonly name: string;
  /** `ns` of `:ns:name`. */
  readonly namespace?: string;
  /** The name without its parents. */
  readonly ownName: string;
  readonly kind: 'profile' | 'hat';
  /**
   * Globs of programs that run under it when nobody says otherwise: the attachment, or the name when that is a path,
   * then what aliases add. Empty: it is never attached by a path.
   */
  readonly attachments: readonly string[];
  readonly flags: ProfileFlags;
  /** In the order of the text; what the parser adds of its own comes last. */
  readonly files: readonly FileEntry[];
  readonly changeProfiles: readonly ChangeProfileEntry[];
  readonly capabilities: readonly CapabilityEntry[];
  readonly networks: readonly AccessEntry[];
  readonly unix: readonly AccessEntry[];
  readonly dbus: readonly AccessEntry[];
  readonly signals: readonly AccessEntry[];
  readonly ptraces: readonly AccessEntry[];
  readonly mqueues: readonly AccessEntry[];
  readonly userns: readonly AccessEntry[];
  readonly ioUrings: readonly AccessEntry[];
  readonly mounts: readonly MountEntry[];
  readonly pivotRoots: readonly PivotRootEntry[];
  readonly rlimits: readonly RlimitEntry[];
  /** Hats and child profiles. */
  readonly children: readonly ExpandedProfile[];
  /** The syntax that it came from. */
  readonly node: Profile;
}

export interface ProfileFlags {
  readonly mode: 'enforce' | 'complain' | 'kill' | 'unconfined' | 'default_allow' | 'prompt';
  readonly audit: boolean;
  /** The other flags as written, such as `attach_disconnected`, `error=EPERM`. */
  readonly others: readonly string[];
}

/** What every entry has. */
export interface Entry<R extends Rule> {
  /** None: the parser adds it of its own. */
  readonly rule?: R;
  /** With what the blocks around it say. */
  readonly audit: boolean;
  readonly mode: 'allow' | 'deny' | 'prompt';
  /** Whether `allow` is written out. Only the order in which the parser takes rules depends on it. */
  readonly stated?: boolean;
  /** 0 when none is written. The greater wins over the lesser, deny or not. */
  readonly priority: number;
}

/** Bits of file permissions, as the kernel counts them. */
export const FILE_BITS = { x: 1, w: 2, r: 4, a: 8, l: 16, k: 32, m: 64 } as const;

/** Permissions of those who own the file, and of the others; sums of {@link FILE_BITS}. */
export interface FilePerms {
  readonly owner: number;
  readonly other: number;
}

/** What happens on execute: `pix` is `profile` with the fallback `inherit`. */
export interface ExecMode {
  readonly transition: 'inherit' | 'unconfined' | 'profile' | 'child';
  /** When the profile or child is not there. */
  readonly fallback?: 'inherit' | 'unconfined';
  /** Upper case, or `safe`: the loader cleans the environment. */
  readonly clean: boolean;
  /** After `->`, expanded. For `child` with the names of its parents: `a//b`. */
  readonly target?: string;
  /** All of it in one word: rules that meet on a path must have the same. */
  readonly type: string;
}

export interface FileEntry extends Entry<FileRule | LinkRule | ChangeProfileRule> {
  /** AppArmor globs, any of which matches: the path after its variables, then what aliases add. */
  readonly patterns: readonly string[];
  readonly perms: FilePerms;
  /** None: no execution, or denied. */
  readonly exec?: ExecMode;
  /** Of a rule with `l` and `->`: globs of what may be linked to. None: anything that is not more permissive. */
  readonly linkTargets?: readonly string[];
  /** The link may have no permissions that its target has not. */
  readonly subset: boolean;
}

export interface ChangeProfileEntry extends Entry<ChangeProfileRule> {
  /** Glob of profiles, `**` when none is written. */
  readonly target: string;
  /** Program that the change waits for; none: at once, or with any. */
  readonly exec?: string;
  readonly clean: boolean;
}

export interface CapabilityEntry extends Entry<CapabilityRule | AllRule> {
  /** Lower case. Empty: all of them. */
  readonly names: readonly string[];
}

/** Values of one condition, variables expanded. */
export interface ExpandedCondition {
  readonly name: string;
  readonly operator?: '=' | 'in' | ':=';
  readonly values: readonly string[];
  /** The name as it stands in the text, then the values. */
  readonly word: Word;
  readonly words: readonly Word[];
}

export interface AccessEntry extends Entry<AccessRule | AllRule> {
  /** In the words of the long form: `send`, `receive`, `trace` … Empty: all that fits. */
  readonly access: readonly string[];
  /** `inet`, `stream`, `tcp` of network rules; the queue of mqueue rules. */
  readonly names: readonly string[];
  readonly conditions: readonly ExpandedCondition[];
  readonly peer: readonly ExpandedCondition[];
}

export interface MountEntry extends Entry<MountRule | AllRule> {
  readonly kind: 'mount' | 'remount' | 'umount';
  readonly conditions: readonly ExpandedCondition[];
  readonly source?: string;
  readonly target?: string;
}

export interface PivotRootEntry extends Entry<PivotRootRule | AllRule> {
  readonly oldRoot?: string;
  readonly newRoot?: string;
  readonly target?: string;
}

export interface RlimitEntry {
  readonly rule: RlimitRule;
  readonly resource: string;
  /** In the unit of the kernel: bytes, seconds, microseconds, a count; undefined: infinity. */
  readonly limit?: number;
}
