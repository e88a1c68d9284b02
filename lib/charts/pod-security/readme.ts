/** What the chart's README says besides the table of values. */
export const README = `PodSecurityPolicies for clusters up to Kubernetes 1.24. With the default values nothing is rendered and nothing changes. From
Kubernetes 1.25 on the API is gone: there the chart renders nothing at all, and its notes say what to do instead.

\`\`\`yaml
podSecurityPolicies:
  restricted:
    level: restricted          # privileged, baseline or restricted
    spec:                      # what differs from the level; each field replaces a whole field
      readOnlyRootFilesystem: true
    subjects:                  # who may use it; nobody: it takes part in no decision
      - kind: Group
        name: system:serviceaccounts:shop
\`\`\`

Policies are rendered where the cluster serves their API, which \`helm template\` does not ask: give it
\`--api-versions policy/v1beta1/PodSecurityPolicy\`.

A policy acts only on a cluster whose API server has the admission plugin PodSecurityPolicy switched on, and only for those who
may use it. Where the plugin is on and nobody may use any policy, no pod is let in: before you switch it on, allow the
policy \`privileged\` to the service accounts of \`kube-system\`, at the least.

Of several policies that fit, one that changes nothing in the pod wins, then the first by alphabet. The policies are named
\`<release>-pod-security-<name>\`, for the whole cluster: a second release needs a name of its own, in another namespace too.

Uninstall the chart before the cluster goes to Kubernetes 1.25: once the API is gone Helm can neither upgrade nor uninstall a
release that holds PodSecurityPolicies.`;
