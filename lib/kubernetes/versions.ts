/** Minor versions of Kubernetes that are known here, oldest first: 1.24 is the last with PodSecurityPolicy. */
export const KUBERNETES_VERSIONS = [
  '1.24',
  '1.25',
  '1.26',
  '1.27',
  '1.28',
  '1.29',
  '1.30',
  '1.31',
  '1.32',
  '1.33',
  '1.34',
  '1.35',
  '1.36',
  '1.37',
] as const;

export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];

/** The version that is meant when nobody names one: the first in which all policies can be both enforced and defaulted. */
export const DEFAULT_KUBERNETES: KubernetesVersion = '1.36';

/** The second number of a version: 36 of 1.36. */
export function minorOf(version: KubernetesVersion): number {
  return Number(version.split('.')[1]);
}
