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

Put a container under it with \`securityContext.appArmorProfile: {type: Localhost, localhostProfile: deny-write}\`
(Kubernetes 1.30 and newer), or with the annotation
\`container.apparmor.security.beta.kubernetes.io/CONTAINER: localhost/deny-write\` before.

The loader runs as root with the capability MAC_ADMIN and no other, without AppArmor confinement of its own, and mounts
\`/sys/kernel/security\` and a folder of its own below \`/run/apparmor-loader\` of the node, on demand
also \`/proc\` (\`loader.unloadRemoved\`) and \`/etc/apparmor.d\` (\`loader.nodeProfiles\`), read-only. Its namespace must allow that: label it
\`pod-security.kubernetes.io/enforce: privileged\`. It has no access to the API server.`;
