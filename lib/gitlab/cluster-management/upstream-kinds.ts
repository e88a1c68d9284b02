import type { ChartKind } from './model';

const kinds = (apiVersion: string, names: readonly string[]): readonly ChartKind[] =>
  names.map((kind) => ({ apiVersion, kind }));

/** The same, of which some stand in namespaces other than that of the release. */
const anywhere = (apiVersion: string, names: readonly string[]): readonly ChartKind[] =>
  kinds(apiVersion, names).map((each) => ({ ...each, anywhere: true }));

const RBAC = 'rbac.authorization.k8s.io/v1';
const ROLES = kinds(RBAC, ['Role', 'RoleBinding']);
const CLUSTER_ROLES = kinds(RBAC, ['ClusterRole', 'ClusterRoleBinding']);
const BASIC = kinds('v1', ['ConfigMap', 'Service', 'ServiceAccount']);
const INGRESS = kinds('networking.k8s.io/v1', ['Ingress']);

/** What policies for pods are made of, whatever the cluster knows. */
const POD_SECURITY = [
  ...kinds('policy/v1beta1', ['PodSecurityPolicy']),
  ...['Validating', 'Mutating'].flatMap((kind) =>
    kinds('admissionregistration.k8s.io/v1', [`${kind}AdmissionPolicy`, `${kind}AdmissionPolicyBinding`]),
  ),
];

/**
 * What charts write, whatever their values switch on: kinds of Kubernetes and of the Prometheus operator. Read from the
 * templates of falco 9.1.0, falcosidekick 0.14.0, cilium 1.20.0 and alertmanager 1.31.3. Not among them is what an
 * administrator grants when somebody needs it: the namespace of SPIRE, certificates of cert-manager, the Gateway API.
 */
const KNOWN: Readonly<Record<string, readonly ChartKind[]>> = {
  falco: [
    ...BASIC,
    ...ROLES,
    ...CLUSTER_ROLES,
    ...INGRESS,
    ...kinds('apps/v1', ['DaemonSet', 'Deployment', 'StatefulSet']),
    ...kinds('monitoring.coreos.com/v1', ['PrometheusRule', 'ServiceMonitor']),
  ],
  falcosidekick: [
    ...BASIC,
    ...ROLES,
    ...CLUSTER_ROLES,
    ...INGRESS,
    ...kinds('apps/v1', ['Deployment', 'StatefulSet']),
    ...kinds('monitoring.coreos.com/v1', ['PrometheusRule', 'ServiceMonitor']),
  ],
  cilium: [
    ...BASIC,
    // Agent and operator read certificates there.
    { apiVersion: 'v1', kind: 'Namespace', names: ['cilium-secrets'] },
    ...anywhere(RBAC, ['Role', 'RoleBinding']),
    ...CLUSTER_ROLES,
    ...INGRESS,
    ...kinds('v1', ['ResourceQuota']),
    ...kinds('apps/v1', ['DaemonSet', 'Deployment']),
    ...kinds('batch/v1', ['CronJob', 'Job']),
    ...kinds('discovery.k8s.io/v1', ['EndpointSlice']),
    ...kinds('monitoring.coreos.com/v1', ['ServiceMonitor']),
    ...kinds('networking.k8s.io/v1', ['IngressClass']),
    ...kinds('policy/v1', ['PodDisruptionBudget']),
  ],
  alertmanager: [
    ...BASIC,
    ...INGRESS,
    ...kinds('apps/v1', ['StatefulSet']),
    ...kinds('policy/v1', ['PodDisruptionBudget']),
  ],
};

/** What a chart may write whose templates nobody has read: the kinds that charts of security tools have. */
const ORDINARY: readonly ChartKind[] = [
  ...BASIC,
  ...ROLES,
  ...CLUSTER_ROLES,
  ...INGRESS,
  ...kinds('v1', ['PersistentVolumeClaim']),
  ...kinds('apps/v1', ['DaemonSet', 'Deployment', 'StatefulSet']),
  ...kinds('autoscaling/v2', ['HorizontalPodAutoscaler']),
  ...kinds('batch/v1', ['CronJob', 'Job']),
  ...kinds('monitoring.coreos.com/v1', ['PodMonitor', 'PrometheusRule', 'ServiceMonitor']),
  ...kinds('networking.k8s.io/v1', ['NetworkPolicy']),
  ...kinds('policy/v1', ['PodDisruptionBudget']),
];

/** Ours, once their release is on its way out and no program knows them any more. */
const OURS: Readonly<Record<string, readonly ChartKind[]>> = {
  apparmor: [...ORDINARY, ...POD_SECURITY],
  'pod-security': [...POD_SECURITY, ...anywhere(RBAC, ['RoleBinding']), ...CLUSTER_ROLES],
};

/** Kinds of a chart by its name. */
export const upstreamKinds = (name: string): readonly ChartKind[] =>
  new Map(Object.entries({ ...OURS, ...KNOWN })).get(name) ?? ORDINARY;
