// The words that the fields of a PodSecurityPolicy know, as the API server of Kubernetes 1.24 takes them.

/** Volumes that a pod can have, as policies name them. */
export const VOLUME_KINDS = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephFS',
  'cinder',
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'hostPath',
  'iscsi',
  'nfs',
  'persistentVolumeClaim',
  'photonPersistentDisk',
  'portworxVolume',
  'projected',
  'quobyte',
  'rbd',
  'scaleIO',
  'secret',
  'storageos',
  'vsphereVolume',
] as const;

/** Stands for all: capabilities, volumes, RuntimeClasses, seccomp profiles. */
export const ALL = '*';

/** The rules of each strategy. */
export const RULES = {
  seLinux: ['MustRunAs', 'RunAsAny'],
  runAsUser: ['MustRunAs', 'MustRunAsNonRoot', 'RunAsAny'],
  runAsGroup: ['MustRunAs', 'MayRunAs', 'RunAsAny'],
  supplementalGroups: ['MustRunAs', 'MayRunAs', 'RunAsAny'],
  fsGroup: ['MustRunAs', 'MayRunAs', 'RunAsAny'],
} as const;

/** Mount types of `/proc`. */
export const PROC_MOUNT_TYPES = ['Default', 'Unmasked'] as const;

/**
 * Sysctls that every pod may set: what the kubelet of 1.24 lets pods set, which is what all standards began with. Later
 * kubelets and standards take more.
 */
export const SAFE_SYSCTLS: readonly string[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
];

/** Capabilities that container runtimes give by default, and that the level baseline lets containers name therefore. */
export const DEFAULT_CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
] as const;
