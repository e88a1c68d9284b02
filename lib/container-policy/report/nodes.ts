/** Nodes by distribution, and whether AppArmor works on them as they come. Taken from what the distributions say in 2026. */
export interface NodeKind {
  readonly name: string;
  readonly apparmor: boolean;
  /** What stands in its place, or what is special. */
  readonly note?: string;
}

export const NODE_KINDS: readonly NodeKind[] = [
  { name: 'Ubuntu (also the node images of GKE, AKS and EKS)', apparmor: true },
  { name: 'Debian', apparmor: true, note: 'from 10 on' },
  { name: 'Container-Optimized OS (GKE)', apparmor: true },
  { name: 'SUSE Linux Enterprise 15, openSUSE Leap 15', apparmor: true, note: '16 and Tumbleweed have SELinux' },
  { name: 'Amazon Linux 2 and 2023 (EKS)', apparmor: false, note: 'SELinux' },
  { name: 'Bottlerocket (EKS)', apparmor: false, note: 'SELinux' },
  { name: 'Azure Linux (AKS)', apparmor: false },
  { name: 'Red Hat Enterprise Linux, OpenShift, Rocky, Alma, Fedora', apparmor: false, note: 'SELinux' },
  { name: 'Flatcar Container Linux', apparmor: false, note: 'SELinux' },
];
