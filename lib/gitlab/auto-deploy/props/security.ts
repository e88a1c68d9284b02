/** Linux capabilities, without `CAP_` in front. */
export interface AutoDeployCapabilities {
  /** Given besides those of the container runtime, such as `NET_BIND_SERVICE`. @default - none */
  readonly add?: string[];
  /** Taken away, such as `ALL`. @default - none */
  readonly drop?: string[];
}

/** What holds for all containers of a pod. */
export interface AutoDeployPodSecurityContext {
  /** Refuses to start containers that would run as root. @default false */
  readonly runAsNonRoot?: boolean;
  /** User that the processes run as. @default - that of the image */
  readonly runAsUser?: number;
  /** Group that the processes run as. @default - that of the image */
  readonly runAsGroup?: number;
  /** Group that volumes are given to. @default - none */
  readonly fsGroup?: number;
  /** `OnRootMismatch` or `Always`. @default 'Always' */
  readonly fsGroupChangePolicy?: string;
  /** More groups of the processes. @default - none */
  readonly supplementalGroups?: number[];
  /** `Merge` or `Strict`; Kubernetes 1.31. @default 'Merge' */
  readonly supplementalGroupsPolicy?: string;
  /**
   * System calls: `{ type: 'RuntimeDefault' }`, `{ type: 'Unconfined' }` or `{ type: 'Localhost', localhostProfile }`.
   * @default - the kubelet's
   */
  readonly seccompProfile?: any;
  /**
   * AppArmor, Kubernetes 1.30: an `AppArmorProfile`, or `{ type, localhostProfile }`.
   * @default - the container runtime's profile
   */
  readonly appArmorProfile?: any;
  /** SELinux label: `{ level, role, type, user }`. @default - the container runtime's */
  readonly seLinuxOptions?: any;
  /** `MountOption` or `Recursive`. @default - the cluster's */
  readonly seLinuxChangePolicy?: string;
  /** Kernel parameters: `{ name, value }`. @default - none */
  readonly sysctls?: any[];
}

/** What holds for one container. */
export interface AutoDeployContainerSecurityContext {
  /** Whether a process may gain more rights than its parent. @default true */
  readonly allowPrivilegeEscalation?: boolean;
  /** Capabilities. @default - those of the container runtime */
  readonly capabilities?: AutoDeployCapabilities;
  /** All rights on the node. @default false */
  readonly privileged?: boolean;
  /** `Default` or `Unmasked`. @default 'Default' */
  readonly procMount?: string;
  /** Nothing can be written but to volumes. @default false */
  readonly readOnlyRootFilesystem?: boolean;
  /** Refuses to start when it would run as root. @default - that of the pod */
  readonly runAsNonRoot?: boolean;
  /** User that the processes run as. @default - that of the pod */
  readonly runAsUser?: number;
  /** Group that the processes run as. @default - that of the pod */
  readonly runAsGroup?: number;
  /** System calls, as for the pod. @default - those of the pod */
  readonly seccompProfile?: any;
  /**
   * AppArmor, Kubernetes 1.30: an `AppArmorProfile`, or `{ type, localhostProfile }`.
   * @default - that of the pod
   */
  readonly appArmorProfile?: any;
  /** SELinux label: `{ level, role, type, user }`. @default - that of the pod */
  readonly seLinuxOptions?: any;
}

/** The account that the application's pods run under. Cron jobs always use the namespace's default one. */
export interface AutoDeployServiceAccount {
  /** Its name. @default - the namespace's default account */
  readonly name?: string;
  /** Whether the chart makes it. @default false */
  readonly createNew?: boolean;
  /** Annotations of an account that the chart makes. @default - none */
  readonly annotations?: { [key: string]: string };
}

/** Values of the area security. */
export interface AutoDeploySecurityProps {
  /** Of the pods: application, workers, cron jobs. Image v2.67.0. @default - none */
  readonly securityContext?: AutoDeployPodSecurityContext;
  /** Of the containers: application, workers, cron jobs. Image v2.69.0. @default - none */
  readonly containerSecurityContext?: AutoDeployContainerSecurityContext;
  /** The account of the application and its workers. Image v2.10.0. @default - the namespace's default account */
  readonly serviceAccount?: AutoDeployServiceAccount;
  /** The old name of `serviceAccount.name`. Image v2.2.0. @default - none */
  readonly serviceAccountName?: string;
}
