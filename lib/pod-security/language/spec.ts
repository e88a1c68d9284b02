// The spec of a PodSecurityPolicy, policy/v1beta1, with the names of Kubernetes.

/** A range of user or group ids. Both ends belong to it. */
export interface IdRange {
  /** Least id. */
  readonly min: number;
  /** Greatest id. */
  readonly max: number;
}

/** Which user or group ids are allowed. */
export interface IdStrategy {
  /**
   * `MustRunAs`, `MayRunAs` (groups only), `MustRunAsNonRoot` (users only) or `RunAsAny`. With `MustRunAs` a pod that names
   * no id gets the least one of the first range.
   */
  readonly rule: string;
  /** Ids that are allowed. @default - none: for the rules without ranges */
  readonly ranges?: IdRange[];
}

/** Which SELinux labels are allowed. */
export interface SeLinuxStrategy {
  /** `MustRunAs` or `RunAsAny`. */
  readonly rule: string;
  /**
   * The label that containers must have, and get when they name none: `user`, `role`, `type`, `level`.
   * @default - none: with `RunAsAny`
   */
  readonly seLinuxOptions?: { [key: string]: string };
}

/** A folder of the node that pods may mount. */
export interface AllowedHostPath {
  /** `/foo` allows `/foo`, `/foo/` and `/foo/bar`, not `/food`. It has no `..` in it. */
  readonly pathPrefix: string;
  /** Whether it may only be mounted read-only. @default false */
  readonly readOnly?: boolean;
}

/** A driver of FlexVolumes that pods may use. */
export interface AllowedFlexVolume {
  /** Name of the driver, such as `example/lvm`. */
  readonly driver: string;
}

/** A CSI driver whose volumes may stand in a pod itself. */
export interface AllowedCsiDriver {
  /** Name of the driver, such as `secrets-store.csi.k8s.io`. */
  readonly name: string;
}

/** Ports of the node that pods may take. */
export interface HostPortRange {
  /** First port. */
  readonly min: number;
  /** Last port. */
  readonly max: number;
}

/** Which RuntimeClasses pods may name. */
export interface RuntimeClassStrategy {
  /** Names; `*` alone for all. Empty: none may be named. */
  readonly allowedRuntimeClassNames: string[];
  /** Given to pods that name none. It must be allowed. @default - none */
  readonly defaultRuntimeClassName?: string;
}

/** What a policy may leave out. */
export interface PodSecurityPolicyLimits {
  /** Whether containers may be privileged. @default false */
  readonly privileged?: boolean;
  /** Whether containers may gain more privileges than their parent process. @default true */
  readonly allowPrivilegeEscalation?: boolean;
  /** What containers get that do not say it. @default - nothing is set */
  readonly defaultAllowPrivilegeEscalation?: boolean;
  /** Capabilities that containers get, unless they drop them: `NET_ADMIN`. They are allowed by that. @default - none */
  readonly defaultAddCapabilities?: string[];
  /** Capabilities that are taken from containers and may not be added. @default - none */
  readonly requiredDropCapabilities?: string[];
  /** Capabilities that containers may add; `*` for all. @default - none */
  readonly allowedCapabilities?: string[];
  /** Kinds of volumes that pods may have, such as `configMap`; `*` for all. @default - none */
  readonly volumes?: string[];
  /** Folders of the node that pods may mount, where `volumes` allows `hostPath`. @default - all */
  readonly allowedHostPaths?: AllowedHostPath[];
  /** Drivers that pods may use, where `volumes` allows `flexVolume`. @default - all */
  readonly allowedFlexVolumes?: AllowedFlexVolume[];
  /** Drivers that pods may use, where `volumes` allows `csi`. @default - all */
  readonly allowedCSIDrivers?: AllowedCsiDriver[];
  /** Whether pods may use the network of the node. @default false */
  readonly hostNetwork?: boolean;
  /** Ports of the node that pods may take. @default - none */
  readonly hostPorts?: HostPortRange[];
  /** Whether pods may see the processes of the node. @default false */
  readonly hostPID?: boolean;
  /** Whether pods may use the IPC namespace of the node. @default false */
  readonly hostIPC?: boolean;
  /** Which groups containers may run as: `MustRunAs`, `MayRunAs` or `RunAsAny`. @default - any */
  readonly runAsGroup?: IdStrategy;
  /** Whether containers must run with a read-only root file system. @default false */
  readonly readOnlyRootFilesystem?: boolean;
  /** Unsafe sysctls that pods may set: names, or beginnings that end in `*`. @default - none */
  readonly allowedUnsafeSysctls?: string[];
  /** Sysctls that pods may not set: names, or beginnings that end in `*`. @default - none */
  readonly forbiddenSysctls?: string[];
  /**
   * `Default` and `Unmasked`. A server whose feature gate ProcMountType is off, as it is by default, drops the field.
   * @default - Default only
   */
  readonly allowedProcMountTypes?: string[];
  /** Which RuntimeClasses pods may name. @default - any */
  readonly runtimeClass?: RuntimeClassStrategy;
}

/** The spec of a PodSecurityPolicy. */
export interface PodSecurityPolicySpec extends PodSecurityPolicyLimits {
  /** Which SELinux labels are allowed. */
  readonly seLinux: SeLinuxStrategy;
  /** Which users containers may run as: `MustRunAs`, `MustRunAsNonRoot` or `RunAsAny`. */
  readonly runAsUser: IdStrategy;
  /** Which supplemental groups pods may have: `MustRunAs`, `MayRunAs` or `RunAsAny`. */
  readonly supplementalGroups: IdStrategy;
  /** Which group may own the volumes: `MustRunAs`, `MayRunAs` or `RunAsAny`. */
  readonly fsGroup: IdStrategy;
}

/** AppArmor and seccomp profiles: annotations of the policy, for the spec has no field for them. */
export interface PodSecurityPolicyProfiles {
  /** AppArmor profile of containers that name none: `runtime/default`, `localhost/NAME` or `unconfined`. @default - none */
  readonly appArmorDefaultProfile?: string;
  /** AppArmor profiles that containers may name. Once there is one, every container must have a profile. @default - all */
  readonly appArmorAllowedProfiles?: string[];
  /** Seccomp profile of pods that name none: `runtime/default`, `localhost/PATH` or `unconfined`. @default - none */
  readonly seccompDefaultProfile?: string;
  /**
   * Seccomp profiles that pods may name; `*` for all. Once there is one other than `*`, every pod must have a profile.
   * @default - none may be named
   */
  readonly seccompAllowedProfiles?: string[];
}
