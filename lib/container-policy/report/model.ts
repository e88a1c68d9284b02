import type { ContainerRules, Mode, Property } from '../language/model';

/**
 * What an enforcer makes of a property:
 * - `blocks`: what is not allowed fails.
 * - `detects`: it happens, and is written down.
 * - `unreachable`: it happens, and nobody outside of the pod comes by.
 * - `cannot`: the enforcer has no means, or means with a way around.
 * - `nothing`: the policy asks for nothing here, or the enforcer has nothing to do with it.
 */
export type Answer = 'blocks' | 'detects' | 'unreachable' | 'cannot' | 'nothing';

/** An answer, why it is that one, and what it takes. Sentences without a full stop. */
export interface Verdict {
  readonly answer: Answer;
  /** What everybody must know who reads the answer: why it is not better, and its one great gap. */
  readonly reasons: readonly string[];
  /** Where it ends. */
  readonly limits: readonly string[];
  /** What nodes and cluster must have for it. */
  readonly needs: readonly string[];
}

export type EnforcerName = 'apparmor' | 'falco' | 'network-policy';

/** One property of a policy before all enforcers. */
export interface ReportRow {
  readonly property: Property;
  /** What the policy says, in words. */
  readonly says: string;
  readonly verdicts: readonly (Verdict & { readonly enforcer: EnforcerName })[];
}

/** What the cluster will make of the rules of one container. Plain data: printed as JSON as it is. */
export interface EnforcementReport {
  readonly policy: string;
  /** Containers with rules of their own are reported apart. */
  readonly container?: string;
  readonly profile: string;
  readonly mode: Mode;
  /** Version of apparmor_parser that the profile was written for. */
  readonly parser: string;
  readonly rows: readonly ReportRow[];
  /** Commands that the cluster starts in the container, and what becomes of them. */
  readonly commands: readonly CommandVerdict[];
  /** Kinds of nodes, and whether they have AppArmor. */
  readonly nodes: readonly { readonly name: string; readonly apparmor: boolean; readonly note?: string }[];
}

/** A probe, a hook or another command that must go on working. */
export interface CommandVerdict {
  readonly command: readonly string[];
  readonly works: boolean;
  /** Why it does not, without a full stop. */
  readonly reason?: string;
}

/** What a verdict is about. */
export interface Case {
  readonly rules: ContainerRules;
  readonly mode: Mode;
}
