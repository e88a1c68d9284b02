/** A namespace in which no test makes pods: what is enforced there meets nobody. */
const namespaces = ['ci-shop'];

/** Values under which the chart is judged: every template is rendered by one of them, every kind of value is given. */
export const CI_VALUES: Readonly<Record<string, Record<string, unknown>>> = {
  levels: {
    podSecurityPolicies: {
      privileged: { level: 'privileged' },
      baseline: { level: 'baseline' },
      restricted: { level: 'restricted' },
    },
    commonLabels: { 'example.com/team': 'security' },
  },
  overrides: {
    mode: 'enforce',
    namespaces,
    podSecurityPolicies: {
      'web-servers': {
        level: 'restricted',
        spec: {
          allowedCapabilities: ['NET_BIND_SERVICE'],
          runAsUser: { rule: 'MustRunAs', ranges: [{ min: 101, max: 101 }] },
          fsGroup: { rule: 'MayRunAs', ranges: [{ min: 1, max: 65535 }] },
          readOnlyRootFilesystem: true,
          volumes: ['configMap', 'emptyDir', 'projected', 'secret'],
          forbiddenSysctls: ['*'],
        },
        appArmorDefaultProfile: 'runtime/default',
        appArmorAllowedProfiles: ['runtime/default', 'localhost/ci-web'],
        seccompAllowedProfiles: ['runtime/default', 'localhost/ci/web.json'],
        unset: 'allow',
      },
      'log-agents': {
        level: 'baseline',
        spec: {
          volumes: ['hostPath', 'secret', 'projected'],
          allowedHostPaths: [{ pathPrefix: '/var/log', readOnly: true }, { pathPrefix: '/run/ci' }],
          hostPorts: [{ min: 24224, max: 24224 }],
        },
      },
    },
  },
  subjects: {
    mode: 'enforce',
    namespaces,
    exemptNamespaces: ['kube-system'],
    podSecurityPolicies: {
      baseline: {
        level: 'baseline',
        subjects: [
          { kind: 'Group', name: 'system:serviceaccounts:ci-shop' },
          { kind: 'ServiceAccount', name: 'ci-web' },
          { kind: 'ServiceAccount', name: 'ci-worker', namespace: 'ci-shop' },
          { kind: 'User', name: 'ci-jane', in: 'default' },
        ],
      },
      restricted: { level: 'restricted', subjects: [{ kind: 'User', name: 'ci-user' }], ownNamespaceOnly: true },
    },
  },
  'every-field': {
    mode: 'enforce',
    namespaces,
    podSecurityPolicies: {
      everything: {
        spec: {
          privileged: false,
          allowPrivilegeEscalation: false,
          defaultAllowPrivilegeEscalation: false,
          defaultAddCapabilities: ['CHOWN'],
          requiredDropCapabilities: ['NET_RAW'],
          allowedCapabilities: ['SETUID'],
          volumes: ['hostPath', 'flexVolume', 'csi', 'projected'],
          allowedHostPaths: [{ pathPrefix: '/srv', readOnly: false }],
          allowedFlexVolumes: [{ driver: 'example/lvm' }],
          allowedCSIDrivers: [{ name: 'csi.example.com' }],
          hostNetwork: true,
          hostPorts: [{ min: 80, max: 90 }],
          hostPID: true,
          hostIPC: true,
          seLinux: { rule: 'MustRunAs', seLinuxOptions: { level: 's0:c1,c2' } },
          runAsUser: { rule: 'MustRunAsNonRoot' },
          runAsGroup: { rule: 'MayRunAs', ranges: [{ min: 1, max: 9 }] },
          supplementalGroups: { rule: 'MustRunAs', ranges: [{ min: 2, max: 3 }] },
          fsGroup: { rule: 'MustRunAs', ranges: [{ min: 4, max: 5 }] },
          readOnlyRootFilesystem: true,
          allowedUnsafeSysctls: ['net.core.*'],
          forbiddenSysctls: ['kernel.shm_rmid_forced'],
          allowedProcMountTypes: ['Default'],
          runtimeClass: { allowedRuntimeClassNames: ['ci'], defaultRuntimeClassName: 'ci' },
        },
        subjects: [{ kind: 'Group', name: 'ci-group' }],
      },
    },
  },
};
