// How Kubernetes 1.x holds pods to the policies of a cluster has changed three times.

/** The last minor with PodSecurityPolicy. */
export const POLICIES_UNTIL = 24;

/** The first minor without: it has levels alone. */
export const LEVELS_SINCE = 25;

/** The first minor in which ValidatingAdmissionPolicies are stable. */
export const VALIDATION_SINCE = 30;

/** The first minor in which MutatingAdmissionPolicies, which change pods, are stable as well. */
export const DEFAULTING_SINCE = 36;

/** Clusters that hold pods to policies in the same way, by the minor that they begin with. */
export const BANDS = [
  { since: `1.${POLICIES_UNTIL}`, title: `Kubernetes up to 1.${POLICIES_UNTIL}` },
  { since: `1.${LEVELS_SINCE}`, title: `Kubernetes 1.${LEVELS_SINCE} to 1.${VALIDATION_SINCE - 1}` },
  { since: `1.${VALIDATION_SINCE}`, title: `Kubernetes 1.${VALIDATION_SINCE} to 1.${DEFAULTING_SINCE - 1}` },
  { since: `1.${DEFAULTING_SINCE}`, title: `Kubernetes from 1.${DEFAULTING_SINCE} on` },
] as const;

/** The minor that a band begins with, such as `1.25`. */
export type Band = (typeof BANDS)[number]['since'];
