/** What the chart's README says besides the table of values. */
export const README = `With the default values the loader runs and loads nothing: no container is confined until you give a profile and put a
workload under it.

\`\`\`yaml
profiles:
  deny-write: |
    abi <abi/3.0>,

    profile deny-write flags=(attach_disconnected) {
      file,
      deny /** w,
    }
\`\`\`

The profiles are kept in one ConfigMap, which holds 1 MiB (1,048,576 bytes): more than that the API server refuses. Several
releases can be installed side by side. A name is the key in that ConfigMap: letters, digits, \`-\`, \`_\` and \`.\`, no dot in
front; the name that containers use stands in the text. When Helm says \`at '/profiles/NAME': 'not' failed\`, the text holds
what a template cannot carry: the words \`<no value>\`, a control character from U+007F to U+009F, a byte order mark (U+FEFF),
U+FFFE or U+FFFF. Save it as plain UTF-8 without a byte order mark.

Put a container under it with \`securityContext.appArmorProfile: {type: Localhost, localhostProfile: deny-write}\`
(Kubernetes 1.30 and newer), or with the annotation
\`container.apparmor.security.beta.kubernetes.io/CONTAINER: localhost/deny-write\` before.

The loader runs as root with the capability MAC_ADMIN and no other, with a read-only root file system, the runtime's seccomp
profile, and without AppArmor confinement of its own: the runtime's default profile denies writes to \`/sys\`, and writing to
\`/sys/kernel/security/apparmor\` is how profiles get into the kernel. It mounts that folder and one of its own below
\`/run/apparmor-loader\` of the node, on demand also \`/proc\` (\`loader.unloadRemoved\`) and \`/etc/apparmor.d\`
(\`loader.nodeProfiles\`), read-only. It has no access to the API server. Pod Security lets such a pod in where its namespace
has the label \`pod-security.kubernetes.io/enforce: privileged\`; \`pod-security.kubernetes.io/warn\` and \`…/audit\` with the
same value keep it from warning. Confined workloads need none of that: their namespaces may stay \`restricted\`.`;
