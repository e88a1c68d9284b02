/**
 * PodSecurityPolicies that well-known projects once shipped, with who uses them and what runs under them: field values as
 * their charts rendered them, written down here in our own words.
 */

const ANY = { rule: 'RunAsAny' };
const ids = (min: number, max: number) => ({ rule: 'MustRunAs', ranges: [{ min, max }] });
const CONFIG_VOLUMES = ['configMap', 'emptyDir', 'projected', 'secret', 'downwardAPI'];
const NO_HOST = { hostNetwork: false, hostIPC: false, hostPID: false };
const RBAC = 'rbac.authorization.k8s.io';

interface Project {
  readonly name: string;
  readonly namespace: string;
  readonly policies: readonly {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly spec: object;
    /** Name of the service account that uses it; bound in its namespace alone, or everywhere. */
    readonly account: string;
    readonly isLocal?: boolean;
    /** What runs under it. */
    readonly kind: string;
    readonly pod: object;
  }[];
}

const CERT_MANAGER_PROFILES = {
  'seccomp.security.alpha.kubernetes.io/allowedProfileNames': 'docker/default',
  'seccomp.security.alpha.kubernetes.io/defaultProfileName': 'docker/default',
  'apparmor.security.beta.kubernetes.io/allowedProfileNames': 'runtime/default',
  'apparmor.security.beta.kubernetes.io/defaultProfileName': 'runtime/default',
};
const certManager = (name: string, kind: string, volumes = CONFIG_VOLUMES) => ({
  name,
  annotations: CERT_MANAGER_PROFILES,
  spec: {
    privileged: false,
    allowPrivilegeEscalation: false,
    allowedCapabilities: [],
    volumes,
    ...NO_HOST,
    runAsUser: ids(1000, 1000),
    seLinux: ANY,
    supplementalGroups: ids(1000, 1000),
    fsGroup: ids(1000, 1000),
  },
  account: name,
  kind,
  pod: {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{ name: 'main', image: 'x', securityContext: { allowPrivilegeEscalation: false } }],
  },
});

const PROMETHEUS_SPEC = {
  privileged: false,
  volumes: [...CONFIG_VOLUMES, 'persistentVolumeClaim'],
  ...NO_HOST,
  runAsUser: ANY,
  seLinux: ANY,
  supplementalGroups: ids(0, 65_535),
  fsGroup: ids(0, 65_535),
  readOnlyRootFilesystem: false,
};
const NOBODY = { fsGroup: 65_534, runAsGroup: 65_534, runAsNonRoot: true, runAsUser: 65_534 };
const HARDENED = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true };
const hostPath = (name: string, path: string) => ({ name, hostPath: { path } });

export const PROJECTS: readonly Project[] = [
  {
    name: 'cert-manager',
    namespace: 'cert-manager',
    policies: [
      certManager('cert-manager', 'Deployment'),
      certManager('cert-manager-cainjector', 'Deployment'),
      certManager('cert-manager-webhook', 'Deployment'),
      certManager('cert-manager-startupapicheck', 'Job', ['projected', 'secret']),
    ],
  },
  {
    name: 'prometheus-operator',
    namespace: 'monitoring',
    policies: [
      {
        name: 'prometheus-operator',
        spec: PROMETHEUS_SPEC,
        account: 'prometheus-operator',
        kind: 'Deployment',
        pod: {
          securityContext: NOBODY,
          volumes: [{ name: 'tls', secret: { secretName: 'tls' } }],
          containers: [{ name: 'main', image: 'x', ports: [{ containerPort: 10_250 }], securityContext: HARDENED }],
        },
      },
      {
        name: 'prometheus-alertmanager',
        spec: PROMETHEUS_SPEC,
        account: 'alertmanager',
        isLocal: true,
        kind: 'StatefulSet',
        pod: { containers: [{ name: 'main', image: 'x' }] },
      },
      {
        name: 'prometheus-node-exporter',
        spec: {
          ...PROMETHEUS_SPEC,
          volumes: [...PROMETHEUS_SPEC.volumes, 'hostPath'],
          hostNetwork: true,
          hostPID: true,
          hostPorts: [{ min: 0, max: 65_535 }],
        },
        account: 'node-exporter',
        kind: 'DaemonSet',
        pod: {
          automountServiceAccountToken: false,
          securityContext: NOBODY,
          hostNetwork: true,
          hostPID: true,
          volumes: [hostPath('proc', '/proc'), hostPath('sys', '/sys'), hostPath('root', '/')],
          containers: [{ name: 'main', image: 'x', ports: [{ containerPort: 9100, protocol: 'TCP' }] }],
        },
      },
    ],
  },
  {
    name: 'metallb',
    namespace: 'metallb-system',
    policies: [
      {
        name: 'controller',
        spec: {
          allowPrivilegeEscalation: false,
          allowedCapabilities: [],
          allowedHostPaths: [],
          defaultAddCapabilities: [],
          defaultAllowPrivilegeEscalation: false,
          fsGroup: ids(1, 65_535),
          ...NO_HOST,
          privileged: false,
          readOnlyRootFilesystem: true,
          requiredDropCapabilities: ['ALL'],
          runAsUser: ids(1, 65_535),
          seLinux: ANY,
          supplementalGroups: ids(1, 65_535),
          volumes: ['configMap', 'secret', 'emptyDir'],
        },
        account: 'controller',
        kind: 'Deployment',
        pod: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 65_534, fsGroup: 65_534 },
          containers: [{ name: 'main', image: 'x', securityContext: { ...HARDENED, capabilities: { drop: ['all'] } } }],
        },
      },
      {
        name: 'speaker',
        spec: {
          allowPrivilegeEscalation: false,
          allowedCapabilities: ['NET_RAW'],
          defaultAllowPrivilegeEscalation: false,
          fsGroup: ANY,
          ...NO_HOST,
          hostNetwork: true,
          hostPorts: [
            { min: 7472, max: 7472 },
            { min: 7946, max: 7946 },
          ],
          privileged: true,
          readOnlyRootFilesystem: true,
          requiredDropCapabilities: ['ALL'],
          runAsUser: ANY,
          seLinux: ANY,
          supplementalGroups: ANY,
          volumes: ['configMap', 'secret', 'emptyDir'],
        },
        account: 'speaker',
        kind: 'DaemonSet',
        pod: {
          hostNetwork: true,
          containers: [
            {
              name: 'main',
              image: 'x',
              ports: [{ containerPort: 7472 }, { containerPort: 7946, protocol: 'UDP' }],
              securityContext: { ...HARDENED, capabilities: { add: ['NET_RAW'], drop: ['ALL'] } },
            },
          ],
        },
      },
    ],
  },
  {
    name: 'cilium',
    namespace: 'kube-system',
    policies: [
      {
        name: 'cilium-psp',
        spec: {
          privileged: true,
          allowPrivilegeEscalation: true,
          allowedCapabilities: ['NET_ADMIN', 'SYS_MODULE'],
          volumes: [...CONFIG_VOLUMES, 'hostPath'],
          ...NO_HOST,
          hostNetwork: true,
          runAsUser: ANY,
          seLinux: ANY,
          supplementalGroups: ids(1, 65_535),
          fsGroup: ids(1, 65_535),
          readOnlyRootFilesystem: false,
        },
        account: 'cilium',
        kind: 'DaemonSet',
        pod: {
          hostNetwork: true,
          volumes: [hostPath('run', '/var/run/cilium'), hostPath('modules', '/lib/modules')],
          containers: [
            {
              name: 'main',
              image: 'x',
              securityContext: { privileged: true, capabilities: { add: ['NET_ADMIN', 'SYS_MODULE'] } },
            },
          ],
        },
      },
      {
        name: 'cilium-operator-psp',
        spec: {
          privileged: false,
          allowPrivilegeEscalation: false,
          requiredDropCapabilities: ['ALL'],
          volumes: CONFIG_VOLUMES,
          ...NO_HOST,
          hostNetwork: true,
          runAsUser: ANY,
          seLinux: ANY,
          supplementalGroups: ids(1, 65_535),
          fsGroup: ids(1, 65_535),
          readOnlyRootFilesystem: false,
        },
        account: 'cilium-operator',
        kind: 'Deployment',
        pod: { hostNetwork: true, containers: [{ name: 'main', image: 'x' }] },
      },
    ],
  },
];

/** The objects of a project: policies, roles, bindings and workloads, as one text. */
export function manifestsOf({ namespace, policies }: Project): string {
  const items = policies.flatMap(({ name, annotations, spec, account, isLocal = false, kind, pod }) => [
    { apiVersion: 'policy/v1beta1', kind: 'PodSecurityPolicy', metadata: { name, annotations }, spec },
    {
      apiVersion: `${RBAC}/v1`,
      kind: isLocal ? 'Role' : 'ClusterRole',
      metadata: { name: `use-${name}`, ...(isLocal && { namespace }) },
      rules: [
        { apiGroups: ['policy'], resources: ['podsecuritypolicies'], verbs: ['use'], resourceNames: [name] },
        { apiGroups: [''], resources: ['events'], verbs: ['create'] },
      ],
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: isLocal ? 'RoleBinding' : 'ClusterRoleBinding',
      metadata: { name: `use-${name}`, ...(isLocal && { namespace }) },
      roleRef: { apiGroup: RBAC, kind: isLocal ? 'Role' : 'ClusterRole', name: `use-${name}` },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    },
    {
      apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
      kind,
      metadata: { name, namespace },
      spec: { template: { metadata: { labels: { app: name } }, spec: { serviceAccountName: account, ...pod } } },
    },
  ]);
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
