/** What the chart's README says besides the table of values. */
export const README = `With the default values the chart renders nothing: nobody is isolated until you give a policy.

\`\`\`yaml
networkPolicies:
  web:
    podSelector: { matchLabels: { app: web } }
    ingress:
      - from:
          - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } }
        ports: [{ protocol: TCP, port: 8080 }]
\`\`\`

A pod that a policy selects is closed to everything that no policy allows, in the directions of \`policyTypes\`; a pod that none
selects stays open. Close every pod of the namespace with \`defaultDeny.ingress=true\` and \`defaultDeny.egress=true\`: the way to
the DNS server stays open, unless \`defaultDeny.allowDns=false\`.

Policies act only where the network plugin enforces them. With Cilium see first what would be blocked: run its agents in audit
mode, and look at the verdicts of Hubble.

\`ciliumNetworkPolicies\` and \`ciliumClusterwideNetworkPolicies\` are rendered only where the cluster serves those APIs: without
Cilium they are left out, and the notes of the release say so. With \`helm template\` give \`--api-versions cilium.io/v2/CiliumNetworkPolicy\` (and
\`cilium.io/v2/CiliumClusterwideNetworkPolicy\`). Cluster-wide policies belong to the whole cluster: their names hold a
hash of the namespace of the release.`;
