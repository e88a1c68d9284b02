import type { ApiObjectMetadata } from 'cdk8s';
import type {
  IdStrategy,
  PodSecurityPolicyLimits,
  PodSecurityPolicyProfiles,
  PodSecurityPolicySpec,
  SeLinuxStrategy,
} from './language/spec';
import type { PolicySubject } from './subject';

/** What is around the policy. */
export interface PodSecurityPolicyOptions extends PodSecurityPolicyProfiles {
  /**
   * Name, labels and annotations. Names matter: of several policies that fit, the first by alphabet is taken.
   * @default - a name of its own
   */
  readonly metadata?: ApiObjectMetadata;
  /** Who may use the policy in the whole cluster, as with `allow()`. @default - nobody: it takes part in no decision */
  readonly subjects?: PolicySubject[];
  /**
   * What happens from Kubernetes 1.30 to 1.35 to a pod that leaves out what the policy sets: nothing can set it there.
   * `refuse`, or `allow`: the pod is let in as it is. Up to 1.24 and from 1.36 on it is set.
   * @default "refuse"
   */
  readonly unset?: string;
}

/** A policy with all that it says. */
export interface PodSecurityPolicyProps extends PodSecurityPolicySpec, PodSecurityPolicyOptions {}

/** What differs from the level. Lists and records replace those of the level. */
export interface PodSecurityLevelProps extends PodSecurityPolicyLimits, PodSecurityPolicyOptions {
  /** Which SELinux labels are allowed. @default - any */
  readonly seLinux?: SeLinuxStrategy;
  /** Which users containers may run as. @default - as the level says */
  readonly runAsUser?: IdStrategy;
  /** Which supplemental groups pods may have. @default - any */
  readonly supplementalGroups?: IdStrategy;
  /** Which group may own the volumes. @default - any */
  readonly fsGroup?: IdStrategy;
}
