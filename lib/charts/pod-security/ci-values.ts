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
      },
      'log-agents': {
        level: 'baseline',
        spec: {
          volumes: ['hostPath', 'secret', 'projected'],
          allowedHostPaths: [{ pathPrefix: '/var/log', readOnly: true }],
          hostPorts: [{ min: 24224, max: 24224 }],
        },
      },
    },
  },
  subjects: {
    podSecurityPolicies: {
      baseline: {
        level: 'baseline',
        subjects: [
          { kind: 'Group', name: 'system:serviceaccounts:ci-shop' },
          { kind: 'ServiceAccount', name: 'ci-web' },
          { kind: 'ServiceAccount', name: 'ci-worker', namespace: 'ci-shop' },
        ],
      },
      restricted: { level: 'restricted', subjects: [{ kind: 'User', name: 'ci-user' }], ownNamespaceOnly: true },
    },
  },
};
