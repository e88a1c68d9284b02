// How the server merges the lists and maps of a pod when an apply configuration meets it: the schema of core/v1 in
// Kubernetes 1.36 (client-go, applyconfigurations/internal). The names mean the same wherever they stand in a pod.

/** Lists whose items are told apart by keys: the items of both sides stay, those with equal keys become one. */
export const LIST_KEYS: Readonly<Record<string, readonly string[]>> = {
  claims: ['name'],
  containers: ['name'],
  env: ['name'],
  ephemeralContainers: ['name'],
  hostAliases: ['ip'],
  imagePullSecrets: ['name'],
  initContainers: ['name'],
  ownerReferences: ['uid'],
  ports: ['containerPort', 'protocol'],
  resourceClaims: ['name'],
  schedulingGates: ['name'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  volumeDevices: ['devicePath'],
  volumeMounts: ['mountPath'],
  volumes: ['name'],
};

/** What a key counts as where an item does not say it. */
export const KEY_DEFAULTS: Readonly<Record<string, string>> = { protocol: 'TCP' };

/** Lists that are sets of texts. All others are atomic. */
export const SETS: readonly string[] = ['finalizers'];

/** Maps and structs that are one value. */
export const ATOMIC_MAPS: readonly string[] = [
  'configMapKeyRef',
  'dataSource',
  'fieldRef',
  'fileKeyRef',
  'labelSelector',
  'nodePublishSecretRef',
  'nodeSelector',
  'requiredDuringSchedulingIgnoredDuringExecution',
  'resourceFieldRef',
  'secretKeyRef',
  'secretRef',
  'selector',
];

/** Lists whose items are one value each. */
export const ATOMIC_ITEMS: readonly string[] = ['imagePullSecrets', 'ownerReferences'];
