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
