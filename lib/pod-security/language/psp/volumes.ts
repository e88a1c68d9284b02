import type { AllowedHostPath } from '../spec';

type Fields = Readonly<Record<string, unknown>>;

/** The keys of volumes in the order in which the server looks for them. */
const KEYS: readonly string[] = [
  ...['hostPath', 'emptyDir', 'gcePersistentDisk', 'awsElasticBlockStore', 'gitRepo', 'secret', 'nfs', 'iscsi'],
  ...['glusterfs', 'persistentVolumeClaim', 'rbd', 'flexVolume', 'cinder', 'cephfs', 'flocker', 'downwardAPI', 'fc'],
  ...['azureFile', 'configMap', 'vsphereVolume', 'quobyte', 'azureDisk', 'photonPersistentDisk', 'storageos'],
  ...['projected', 'portworxVolume', 'scaleIO', 'csi', 'ephemeral'],
];

/** The kind of a volume as policies name it. One that says no kind, or none that 1.24 knows, becomes an `emptyDir`. */
export function volumeKind(volume: Fields): string {
  const key = KEYS.find((each) => isGiven(volume[each])) ?? 'emptyDir';
  return key === 'cephfs' ? 'cephFS' : key;
}

/** Whether a projected volume holds nothing but what the token of a service account comes with. */
export function isTokenVolume(projected: unknown): boolean {
  return list(fields(projected).sources).every((source) => {
    const { serviceAccountToken: token, configMap, downwardAPI } = fields(source);
    if (!isGiven(token) && !isGiven(configMap) && !isGiven(downwardAPI)) return false;
    if (isGiven(token) && (fields(token).path !== 'token' || (fields(token).audience ?? '') !== '')) return false;
    if (isGiven(configMap) && fields(configMap).name !== 'kube-root-ca.crt') return false;
    return list(fields(downwardAPI).items).every(isNamespaceItem);
  });
}

function isNamespaceItem(item: unknown): boolean {
  const { path, fieldRef } = fields(item);
  const { apiVersion = 'v1', fieldPath } = fields(fieldRef);
  return path === 'namespace' && apiVersion === 'v1' && fieldPath === 'metadata.namespace';
}

/** How a folder of the node may be mounted. */
export type Mounting = 'never' | 'readOnly' | 'freely';

/** Without any allowed folder all are. */
export function mountingOf(path: string, allowed: readonly AllowedHostPath[] = []): Mounting {
  if (allowed.length === 0) return 'freely';
  const fitting = allowed.filter(({ pathPrefix }) => liesIn(path, pathPrefix));
  if (fitting.length === 0) return 'never';
  return fitting.some(({ readOnly }) => readOnly !== true) ? 'freely' : 'readOnly';
}

/** `/foo` holds `/foo`, `/foo/` and `/foo/bar`, not `/food`. One slash at the end is no difference, two are. */
function liesIn(path: string, prefix: string): boolean {
  const [inner, outer] = [withoutSlash(path), withoutSlash(prefix)];
  return inner.startsWith(outer) && (inner.length === outer.length || inner[outer.length] === '/');
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
