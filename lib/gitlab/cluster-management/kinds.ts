import type { ChartKind } from './model';

/** A kind as RBAC names it. */
export type Resource = { readonly group: string; readonly plural: string; readonly clusterWide: boolean };

/** Kinds of whole clusters, by API group. Every other kind lives in a namespace. */
const CLUSTER_WIDE: Readonly<Record<string, readonly string[]>> = {
  '': ['Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'cilium.io': ['CiliumClusterwideNetworkPolicy'],
  'networking.k8s.io': ['IngressClass'],
  policy: ['PodSecurityPolicy'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'StorageClass'],
};

/** Kinds that charts write into namespaces other than their own: a policy stands beside what it protects. */
const IN_ANY_NAMESPACE = new Set(['NetworkPolicy', 'CiliumNetworkPolicy']);

/** How RBAC names a kind, and whether rights on it must reach beyond one namespace. */
export function resourceOf({ apiVersion, kind }: ChartKind): Resource {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const clusterWide = CLUSTER_WIDE[group]?.includes(kind) || IN_ANY_NAMESPACE.has(kind);
  return { group, plural: pluralOf(kind), clusterWide };
}

/** As Kubernetes and its generators make plurals. */
function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name === 'endpoints') return name;
  if (/(s|x|ch|sh)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}

const kinds = (apiVersion: string, names: readonly string[]): readonly ChartKind[] =>
  names.map((kind) => ({ apiVersion, kind }));

/** What a chart may write whose templates nobody has read: the kinds that charts of security tools have. */
export const ORDINARY_KINDS: readonly ChartKind[] = [
  ...kinds('v1', ['ConfigMap', 'PersistentVolumeClaim', 'Pod', 'Service', 'ServiceAccount']),
  ...kinds('apps/v1', ['DaemonSet', 'Deployment', 'StatefulSet']),
  ...kinds('autoscaling/v2', ['HorizontalPodAutoscaler']),
  ...kinds('batch/v1', ['CronJob', 'Job']),
  ...kinds('monitoring.coreos.com/v1', ['PodMonitor', 'PrometheusRule', 'ServiceMonitor']),
  ...kinds('networking.k8s.io/v1', ['Ingress', 'NetworkPolicy']),
  ...kinds('policy/v1', ['PodDisruptionBudget']),
  ...kinds('rbac.authorization.k8s.io/v1', ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']),
];

/** What the charts of some projects write beyond that, by name of the chart. */
export const MORE_KINDS: Readonly<Record<string, readonly ChartKind[]>> = {
  cilium: [
    ...kinds('v1', ['Namespace', 'ResourceQuota']),
    ...kinds('networking.k8s.io/v1', ['IngressClass']),
    ...kinds('apiextensions.k8s.io/v1', ['CustomResourceDefinition']),
  ],
};

/**
 * What somebody reads who compares a project with a cluster, besides what its applications write: no Secret, and nothing
 * that runs in a pod's memory.
 */
export const ALWAYS_READ: readonly ChartKind[] = [
  ...kinds('v1', ['Namespace', 'Node']),
  ...kinds('apiextensions.k8s.io/v1', ['CustomResourceDefinition']),
];
