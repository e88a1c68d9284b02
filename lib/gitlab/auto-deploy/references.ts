import { mapOf } from './pods';

/**
 * Where an object names another one: the key, with the key around it, and the kind of what is named. A kind of `''` stands
 * beside the name.
 */
const REFERENCES: Readonly<Record<string, string>> = {
  'configMap.name': 'ConfigMap',
  'configMapRef.name': 'ConfigMap',
  'configMapKeyRef.name': 'ConfigMap',
  'secret.secretName': 'Secret',
  'secret.name': 'Secret',
  'secretRef.name': 'Secret',
  'secretKeyRef.name': 'Secret',
  'tls.secretName': 'Secret',
  'imagePullSecrets.name': 'Secret',
  'secrets.name': 'Secret',
  'persistentVolumeClaim.claimName': 'PersistentVolumeClaim',
  'spec.serviceAccountName': 'ServiceAccount',
  'spec.serviceName': 'Service',
  'spec.volumeName': 'PersistentVolume',
  'spec.storageClassName': 'StorageClass',
  'spec.priorityClassName': 'PriorityClass',
  'spec.runtimeClassName': 'RuntimeClass',
  'spec.ingressClassName': 'IngressClass',
  'service.name': 'Service',
  'roleRef.name': '',
  'subjects.name': '',
  'scaleTargetRef.name': '',
  'targetRef.name': '',
};

/** The new name of an object, by `Kind/name`; objects that keep theirs are absent. */
export type NewNames = Readonly<Record<string, string>>;

/** The same data, with the names of other objects replaced. */
export function withReferences(value: unknown, names: NewNames, around = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, names, around));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => {
    const kind = REFERENCES[`${around}.${key}`];
    const named = kind === '' ? String(mapOf(value).kind) : kind;
    const renamed = typeof part === 'string' && named !== undefined ? names[`${named}/${part}`] : undefined;
    return [key, renamed ?? withReferences(part, names, key)];
  });
  return Object.fromEntries(entries);
}
