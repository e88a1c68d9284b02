import type { Volume } from '../../pod/model';
import type { Check, CheckPod } from '../check';
import { listed, plural, quoted } from '../words';

/** Kinds that hold nothing of the node, and no storage but what a claim stands for. */
export const ALLOWED_VOLUMES: readonly string[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** All others, in the order in which a volume that says several is named. */
const RESTRICTED: readonly string[] = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
];

const has = (volume: Volume, kind: string): boolean => (volume[kind] ?? undefined) !== undefined;

const ALLOWED: ReadonlySet<string> = new Set(ALLOWED_VOLUMES);

/** Of its many kinds a volume says one: what it says is looked up, not what it could say. */
function isRestricted(volume: Volume): boolean {
  for (const key in volume) if (ALLOWED.has(key) && has(volume, key)) return false;
  return true;
}

const noHostPath: CheckPod = ({ volumes = [] }) => {
  if (!volumes.some((volume) => has(volume, 'hostPath'))) return undefined;
  const bad = volumes.flatMap((volume, index) => (has(volume, 'hostPath') ? [{ name: volume.name ?? '', index }] : []));
  return {
    reason: 'hostPath volumes',
    detail: `${plural('volume', bad.length)} ${quoted(bad.map(({ name }) => name))}`,
    fields: bad.map(({ index }) => `spec.volumes[${index}].hostPath`),
  };
};

const allowedKinds: CheckPod = ({ volumes = [] }) => {
  if (!volumes.some(isRestricted)) return undefined;
  const bad = volumes.flatMap((volume, index) => {
    if (!isRestricted(volume)) return [];
    const kind = RESTRICTED.find((each) => has(volume, each));
    return [{ name: volume.name ?? '', kind, field: `spec.volumes[${index}]${kind === undefined ? '' : `.${kind}`}` }];
  });
  const kinds = listed(bad.map(({ kind }) => kind ?? 'unknown'));
  const uses = `${plural('uses', bad.length, 'use')} ${plural('restricted volume type', kinds.length)}`;
  return {
    reason: 'restricted volume types',
    detail: `${plural('volume', bad.length)} ${quoted(bad.map(({ name }) => name))} ${uses} ${quoted(kinds)}`,
    fields: bad.map(({ field }) => field),
  };
};

export const hostPathVolumes: Check = {
  id: 'hostPathVolumes',
  level: 'baseline',
  forms: [{ since: 0, run: noHostPath }],
};

export const restrictedVolumes: Check = {
  id: 'restrictedVolumes',
  level: 'restricted',
  forms: [{ since: 0, run: allowedKinds, instead: [hostPathVolumes.id] }],
};
