/** Values under which the chart is judged: every template is rendered by one of them, every kind of value is given. */
export const CI_VALUES: Readonly<Record<string, Record<string, unknown>>> = {
  default: {},
  'default-deny': { defaultDeny: { ingress: true, egress: true, allowSameNamespace: true } },
  'without-dns': { defaultDeny: { egress: true, allowDns: false } },
  policies: {
    networkPolicies: {
      web: {
        podSelector: { matchLabels: { 'ci-app': 'web' } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: [
              { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } },
              { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
            ],
            ports: [
              { protocol: 'TCP', port: 8080 },
              { protocol: 'TCP', port: 'metrics' },
            ],
          },
        ],
        egress: [
          { to: [{ podSelector: { matchExpressions: [{ key: 'ci-db', operator: 'Exists' }] } }] },
          { ports: [{ protocol: 'UDP', port: 53, endPort: 54 }] },
        ],
      },
      closed: { podSelector: { matchLabels: { 'ci-app': 'closed' } }, policyTypes: ['Ingress'], ingress: [] },
    },
  },
  cilium: {
    ciliumNetworkPolicies: {
      shop: {
        spec: {
          endpointSelector: { matchLabels: { 'ci-app': 'shop' } },
          ingress: [{ fromEndpoints: [] }],
          egress: [
            {
              toEndpoints: [
                { matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s:k8s-app': 'kube-dns' } },
              ],
              toPorts: [{ ports: [{ port: '53', protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }],
            },
            { toFQDNs: [{ matchPattern: '*.example.com' }], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] },
          ],
        },
      },
    },
    ciliumClusterwideNetworkPolicies: {
      metadata: {
        spec: {
          endpointSelector: { matchLabels: { 'ci-app': 'shop' } },
          enableDefaultDeny: { ingress: false, egress: false },
          egressDeny: [{ toCIDR: ['169.254.169.254/32'] }],
        },
      },
    },
  },
};
