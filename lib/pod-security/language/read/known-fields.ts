/** A field of core/v1. */
export interface KnownField {
  /** The first minor that has it, of those after 1.24; 0: 1.24 has it. */
  readonly since: number;
  /** The feature gate that it needs. */
  readonly gate?: {
    readonly name: string;
    /** The first minor in which it is on by default. */
    readonly onSince: number;
    /** The value that means the same without it. */
    readonly same?: unknown;
    /** What a server does where it is off. */
    readonly becomes: string;
  };
}

export type KnownFields = Readonly<Record<string, KnownField>>;

// Fields are those of staging/src/k8s.io/api/core/v1/types.go, gates those of pkg/features/kube_features.go, up to 1.36.

const always = (...names: readonly string[]): KnownFields =>
  Object.fromEntries(names.map((name) => [name, { since: 0 }]));

/** What a pod and its containers may both say. */
const SHARED: KnownFields = {
  ...always('seLinuxOptions', 'windowsOptions', 'runAsUser', 'runAsGroup', 'runAsNonRoot', 'seccompProfile'),
  appArmorProfile: { since: 30 },
};

/** The security context of a container. */
export const OF_CONTEXT: KnownFields = {
  ...SHARED,
  ...always('capabilities', 'privileged', 'readOnlyRootFilesystem', 'allowPrivilegeEscalation'),
  procMount: {
    since: 0,
    gate: { name: 'ProcMountType', onSince: 33, same: 'Default', becomes: 'stores "Default" in its place' },
  },
};

/** The security context of a pod. */
export const OF_POD_CONTEXT: KnownFields = {
  ...SHARED,
  ...always('supplementalGroups', 'fsGroup', 'sysctls', 'fsGroupChangePolicy'),
  supplementalGroupsPolicy: { since: 31 },
  seLinuxChangePolicy: { since: 32 },
};

/** A volume: its name, and one kind. */
export const OF_VOLUME: KnownFields = {
  ...always('name', 'hostPath', 'emptyDir', 'gcePersistentDisk', 'awsElasticBlockStore', 'gitRepo', 'secret', 'nfs'),
  ...always('iscsi', 'glusterfs', 'persistentVolumeClaim', 'rbd', 'flexVolume', 'cinder', 'cephfs', 'flocker'),
  ...always('downwardAPI', 'fc', 'azureFile', 'configMap', 'vsphereVolume', 'quobyte', 'azureDisk', 'projected'),
  ...always('photonPersistentDisk', 'portworxVolume', 'scaleIO', 'storageos', 'csi', 'ephemeral'),
  image: {
    since: 31,
    gate: { name: 'ImageVolume', onSince: 35, becomes: 'drops the volume and its mounts' },
  },
};

/** Fields of the spec of a pod that came later and that policies look at. */
export const SPEC_FIELDS: KnownFields = {
  hostUsers: {
    since: 25,
    gate: { name: 'UserNamespacesSupport', onSince: 33, same: true, becomes: 'drops it' },
  },
};
