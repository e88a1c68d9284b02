/**
 * What KICS finds of high severity in objects of our charts, and why it is there: by chart, then by the name of the query.
 * One that is not found any more fails.
 */
export const EXPLAINED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  apparmor: {
    'Non Kube System Pod With Host Mount': 'profiles are loaded by writing to /sys/kernel/security of the node',
    'Workload Mounting With Sensitive OS Directory': 'the same folder',
    'PSP Allows Privilege Escalation': 'a policy that the user gives, as given',
    'PSP With Unrestricted Access to Host Path':
      'a policy that the user gives: no volume of the type hostPath is let in',
  },
  'pod-security': {
    'Cluster Allows Unsafe Sysctls': 'the level privileged lets everything in, by definition; nobody has it by default',
    'PSP Allows Containers To Share The Host Network Namespace': 'the level privileged',
    'PSP Allows Sharing Host IPC': 'the level privileged',
    'PSP Set To Privileged': 'the level privileged',
    'Shared Host PID Namespace': 'the level privileged',
    'PSP Allows Privilege Escalation': 'the Pod Security Standards forbid it in the level restricted only',
    'PSP With Added Capabilities':
      'the level baseline lets the default capabilities of runtimes be added, as the standards do',
    'PSP With Unrestricted Access to Host Path':
      'the levels baseline and restricted let no volume of the type hostPath in',
  },
};
