/** Values under which the chart is judged: every template is rendered by one of them, every kind of value is given. */
export const CI_VALUES: Readonly<Record<string, Record<string, unknown>>> = {
  default: {},
  profiles: {
    profiles: {
      'ci-deny-write':
        'abi <abi/3.0>,\n\nprofile ci-deny-write flags=(attach_disconnected) {\n  file,\n  deny /etc/** w,\n}\n',
    },
    loader: { pollSeconds: 5, unloadRemoved: true, nodeProfiles: true },
    podAnnotations: { 'example.com/note': 'yes' },
    tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }],
  },
  monitoring: { metrics: { podMonitor: { enabled: true, interval: '30s' } } },
  'security-policies': {
    securityPolicies: {
      restricted: {
        defaultProfile: 'ci-deny-write',
        allowedProfiles: ['ci-deny-write', 'runtime/default', 'localhost/ci-unconfined', 'unconfined'],
        spec: {
          privileged: false,
          runAsUser: { rule: 'MustRunAsNonRoot' },
          seLinux: { rule: 'RunAsAny' },
          supplementalGroups: { rule: 'RunAsAny' },
          fsGroup: { rule: 'RunAsAny' },
          volumes: ['configMap', 'secret', 'emptyDir', 'projected'],
        },
      },
    },
  },
  'security-policies-enforced': {
    // A namespace that no test has: what is enforced there meets nobody.
    securityPoliciesMode: 'enforce',
    securityPoliciesNamespaces: ['ci-shop'],
    securityPoliciesExemptNamespaces: ['kube-system'],
    securityPolicies: {
      'ci-any': {
        spec: {
          runAsUser: { rule: 'RunAsAny' },
          seLinux: { rule: 'RunAsAny' },
          supplementalGroups: { rule: 'RunAsAny' },
          fsGroup: { rule: 'RunAsAny' },
          volumes: ['*'],
        },
      },
    },
  },
};
