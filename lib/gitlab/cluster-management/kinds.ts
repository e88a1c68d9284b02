import type { ChartKind } from './model';

/** A kind as RBAC names it. */
export type Resource = {
  readonly group: string;
  readonly plural: string;
  readonly clusterWide: boolean;
  /** Undefined: any. */
  readonly names: readonly string[] | undefined;
  /** A role that gives the use of policies, and nothing else. */
  readonly givesUse: boolean;
};

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
export function resourceOf({ apiVersion, kind, anywhere, names, givesUse }: ChartKind): Resource {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const clusterWide = anywhere === true || CLUSTER_WIDE[group]?.includes(kind) || IN_ANY_NAMESPACE.has(kind);
  return { group, plural: pluralOf(kind), clusterWide, names, givesUse: givesUse === true };
}

/** As Kubernetes and its generators make plurals. */
function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name === 'endpoints') return name;
  if (/(s|x|ch|sh)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}
