import { mustBeArrayOf, mustBeText, mustMatch, type Predicate, type Shape } from '../diagnostics/check';
import { isOpen } from '../helm/told-at-synth';

/** What the policies of a chart have in common. */
export interface PodSecurityPolicySetProps {
  /**
   * `enforce` refuses pods. `audit` lets them in: from Kubernetes 1.30 on it warns whoever makes them, and writes it into the
   * audit log; up to 1.24 nothing is there, for a PodSecurityPolicy knows no audit.
   * @default "enforce"
   */
  readonly mode?: string;
  /**
   * Namespaces in which every pod is let in. They must exist: up to Kubernetes 1.24 a policy that allows everything is bound
   * in each of them.
   * @default - none
   */
  readonly exemptNamespaces?: string[];
  /**
   * Only pods of these namespaces are judged, from Kubernetes 1.30 on. A PodSecurityPolicy knows no such limit.
   * @default - all namespaces but the exempt ones
   */
  readonly namespaces?: string[];
  /**
   * Version of the cluster, such as `1.34`, for a plain cdk8s chart: it says which objects are made. A `HelmChart` asks the
   * cluster.
   * @default - PodSecurityPolicies, as up to 1.24
   */
  readonly kubernetes?: string;
}

/** What a policy set does with pods that no policy lets in. */
const MODES = ['enforce', 'audit'] as const;

/** A name of a namespace, or what Helm makes one of. */
const mustBeNamespace: Predicate = (value) =>
  isOpen(value) ? undefined : mustMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'the name of a namespace')(value);

const mustBeMode: Predicate = (value) =>
  isOpen(value) || MODES.some((mode) => mode === value) ? undefined : { noun: '"enforce" or "audit"' };

const mustBeMinor: Predicate = (value) =>
  minorOf(value) === undefined ? { noun: 'a version of Kubernetes', hint: 'such as "1.34"' } : undefined;

export const SET_PROPS: Shape = {
  mode: mustBeMode,
  exemptNamespaces: mustBeArrayOf(mustBeNamespace),
  namespaces: mustBeArrayOf(mustBeNamespace),
  kubernetes: mustBeMinor,
};

/** The minor of `1.34`, `v1.34` or `1.34.2`. */
export function minorOf(version: unknown): number | undefined {
  if (mustBeText(version) !== undefined) return undefined;
  const [, minor] = /^v?1\.(\d{1,3})(\.\d+)?$/.exec(String(version)) ?? [];
  return minor === undefined ? undefined : Number(minor);
}
