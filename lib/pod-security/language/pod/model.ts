// What of a pod decides whether a cluster lets it in: the JSON of core/v1, with the names of Kubernetes. Fields that are not
// named here are kept as they are.

/** A label of SELinux. */
export interface SeLinuxOptions {
  readonly user?: string;
  readonly role?: string;
  readonly type?: string;
  readonly level?: string;
}

/** A seccomp or an AppArmor profile: `RuntimeDefault`, `Localhost` with a name, or `Unconfined`. */
export interface SecurityProfile {
  readonly type?: string;
  readonly localhostProfile?: string;
}

/** Options of Windows. */
export interface WindowsOptions {
  readonly gmsaCredentialSpecName?: string;
  readonly gmsaCredentialSpec?: string;
  readonly runAsUserName?: string;
  readonly hostProcess?: boolean;
}

/** The security context of a container. */
export interface ContainerSecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly procMount?: string;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seLinuxOptions?: SeLinuxOptions;
  readonly seccompProfile?: SecurityProfile;
  readonly appArmorProfile?: SecurityProfile;
  readonly windowsOptions?: WindowsOptions;
}

/** The security context of a pod. */
export interface PodSecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly fsGroup?: number;
  readonly supplementalGroups?: readonly number[];
  readonly sysctls?: readonly { readonly name: string; readonly value?: string }[];
  readonly seLinuxOptions?: SeLinuxOptions;
  readonly seccompProfile?: SecurityProfile;
  readonly appArmorProfile?: SecurityProfile;
  readonly windowsOptions?: WindowsOptions;
}

/** A container of any kind: init, main, ephemeral. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly ports?: readonly {
    readonly containerPort?: number;
    readonly hostPort?: number;
    readonly hostIP?: string;
    readonly protocol?: string;
  }[];
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath?: string;
    readonly readOnly?: boolean;
  }[];
  readonly securityContext?: ContainerSecurityContext;
  readonly livenessProbe?: Readonly<Record<string, unknown>>;
  readonly readinessProbe?: Readonly<Record<string, unknown>>;
  readonly startupProbe?: Readonly<Record<string, unknown>>;
  readonly lifecycle?: Readonly<Record<string, unknown>>;
}

/** A volume: its name, and one more key that says its kind. */
export interface Volume {
  readonly name: string;
  readonly [kind: string]: unknown;
}

/** The spec of a pod. */
export interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostUsers?: boolean;
  readonly serviceAccountName?: string;
  /** The old name of `serviceAccountName`. */
  readonly serviceAccount?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly runtimeClassName?: string;
  readonly securityContext?: PodSecurityContext;
  readonly os?: { readonly name?: string };
}

/** Name, labels and annotations of a pod or of a pod template. */
export interface PodMetadata {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly unknown[];
  readonly finalizers?: readonly string[];
}

/** A pod, or a pod template. */
export interface Pod {
  readonly metadata?: PodMetadata;
  readonly spec: PodSpec;
}
