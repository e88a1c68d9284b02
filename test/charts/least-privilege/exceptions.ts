/** What a chart has to have although it is forbidden, and why. The release is called `r`; one that is not needed fails. */
export const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  apparmor: {
    'DaemonSet/r-apparmor-loader mounts /sys/kernel/security of the node':
      'profiles are loaded by writing to a file there',
    'DaemonSet/r-apparmor-loader mounts /run/apparmor-loader/default/r/apparmor/loader of the node':
      'after a restart of the pod it must know which profiles are its own, until the node restarts and the kernel has none',
    'DaemonSet/r-apparmor-loader mounts /proc of the node':
      'read-only, and only with loader.unloadRemoved: a profile that a process still uses must not be taken away',
    'DaemonSet/r-apparmor-loader mounts /etc/apparmor.d of the node':
      'read-only, and only with loader.nodeProfiles: profiles of the node must not be overwritten, and may be included from',
    'DaemonSet/r-apparmor-loader, container loader, may be root': 'the kernel gives those files to root',
    'DaemonSet/r-apparmor-loader, container loader, adds the capability MAC_ADMIN':
      'the capability to load profiles, and nothing else',
    'DaemonSet/r-apparmor-loader, container loader, has no AppArmor profile':
      "the runtime's own profile denies the mounts and the writing",
  },
  'pod-security': {
    'RoleBinding/r-pod-security-exempt-binding-0 gives rights to system:authenticated':
      'in namespaces that are exempt up to Kubernetes 1.24 everybody may use the policy that allows everything',
    'Pod/r-pod-security-test has a token for the API server':
      'helm test tries a pod as an account that may create pods in one namespace, and does nothing else',
  },
};
