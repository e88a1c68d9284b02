/** What the chart's README says besides the table of values. */
export const README = `Policies for pods, with the fields of a PodSecurityPolicy. Each cluster gets what its version knows: PodSecurityPolicies up to
Kubernetes 1.24, one ValidatingAdmissionPolicy for all policies from 1.30 on, and a MutatingAdmissionPolicy besides from 1.36 on.
Kubernetes 1.25 to 1.29 has none of them: there nothing is rendered. With the default values nothing is rendered anywhere.

\`\`\`yaml
mode: audit                    # audit tells, enforce refuses
exemptNamespaces: [kube-system]
podSecurityPolicies:
  restricted:
    level: restricted          # privileged, baseline or restricted
    spec:                      # what differs from the level; each field replaces a whole field
      readOnlyRootFilesystem: true
    subjects:                  # who may use it; nobody: it takes part in no decision
      - kind: Group
        name: system:serviceaccounts:shop
\`\`\`

A pod is let in by any policy that it fits and that its service account, or whoever makes it, may use. Of several, one that
changes nothing in the pod wins, then the first by alphabet. From Kubernetes 1.30 on all pods of the namespaces are judged, and
those of \`kube-system\` are pods too: exempt it, or give it a policy. Policies of another release are another admission policy,
and a pod must pass both.

\`helm test\` tries a pod that asks for everything, and fails where it is let in: a cluster shows PodSecurityPolicies also where the
admission plugin is off.

Fields that contradict each other end the installation on every cluster, those of the level included: the message names the
policy, the field and what to write. The notes that helm prints say what the cluster at hand does with the policies, and what not.

The policies are named \`<release>-pod-security-<name>\`, for the whole cluster: a second release needs a name of its own, in another
namespace too.

Before the cluster goes from Kubernetes 1.24 to 1.25, switch the admission plugin PodSecurityPolicy off, and then upgrade the
release to \`mode: audit\`: with the plugin on and no other policy every pod is refused. Once the API is gone Helm can neither
upgrade nor uninstall a release that holds PodSecurityPolicies. After each later upgrade of the cluster run \`helm upgrade\` once.`;
