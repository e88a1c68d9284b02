/** The one NetworkPolicy that the chart makes, named `<release>-auto-deploy`. */
export interface AutoDeployNetworkPolicy {
  /** Whether there is one. @default false */
  readonly enabled?: boolean;
  /**
   * A construct that holds one NetworkPolicy of networking.k8s.io/v1, or the `spec` of such a policy.
   * It is taken whole: no rule of the chart's own spec stays beside it.
   * @default - pods of the namespace, and of namespaces labelled `app.gitlab.com/managed_by: gitlab`, to all pods
   */
  readonly spec?: any;
}

/** Values of the area network, and everything that has no value of its own. */
export interface AutoDeployNetworkProps {
  /** The NetworkPolicy. @default - none */
  readonly networkPolicy?: AutoDeployNetworkPolicy;
  /**
   * More objects of the release: constructs (an ApiObject, or anything around some), or manifests. Image v2.51.0, several
   * v2.80.1, templates in them v2.91.0. What comes from constructs stays as it is, braces and all, but for its name, which is
   * made different in every release. In a manifest `{{ }}` is an expression, and its name must hold `{{ .Release.Name }}`.
   * @default - none
   */
  readonly customResources?: any[];
}
