import type { ApiObjectMetadata } from 'cdk8s';
import { mustBeArrayOf, mustBeObject, type Shape } from '../diagnostics/check';
import { mustBeInstance } from '../helm/sound-props';
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

/** The props beside spec and profiles. */
export const OPTIONS: Shape = {
  metadata: mustBeObject,
  subjects: mustBeArrayOf(mustBeInstance('a PolicySubject', 'kind')),
};
