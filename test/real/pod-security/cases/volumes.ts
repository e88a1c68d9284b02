import type { Container, Volume } from '../../../../lib/pod-security/language/pod/model';
import { VOLUME_KINDS } from '../../../../lib/pod-security/language/words';
import { other, type PolicyCase, pod } from './model';

/** What a volume of each kind must say. */
const SOURCES: Readonly<Record<string, object>> = {
  awsElasticBlockStore: { volumeID: 'vol-1' },
  azureDisk: { diskName: 'disk', diskURI: 'https://example.com/disk' },
  azureFile: { secretName: 'azure', shareName: 'share' },
  cephFS: { monitors: ['10.0.0.1'] },
  cinder: { volumeID: 'vol-1' },
  configMap: { name: 'config' },
  csi: { driver: 'csi.example.com' },
  downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] },
  emptyDir: {},
  ephemeral: {
    volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  },
  fc: { targetWWNs: ['50060e801049cfd1'], lun: 0 },
  flexVolume: { driver: 'example.com/flex' },
  flocker: { datasetName: 'data' },
  gcePersistentDisk: { pdName: 'disk' },
  gitRepo: { repository: 'https://example.com/repo.git' },
  glusterfs: { endpoints: 'gluster', path: 'data' },
  hostPath: { path: '/srv' },
  iscsi: { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:storage', lun: 0 },
  nfs: { server: 'nfs.example.com', path: '/data' },
  persistentVolumeClaim: { claimName: 'data' },
  photonPersistentDisk: { pdID: 'disk' },
  portworxVolume: { volumeID: 'vol-1' },
  projected: { sources: [{ secret: { name: 'secret' } }] },
  quobyte: { registry: 'quobyte:7861', volume: 'data' },
  rbd: { monitors: ['10.0.0.1'], image: 'image' },
  scaleIO: { gateway: 'https://example.com/api', system: 'scaleio', volumeName: 'vol', secretRef: { name: 'sio' } },
  secret: { secretName: 'secret' },
  storageos: { volumeName: 'vol' },
  vsphereVolume: { volumePath: '[ds] vol' },
};

/** Kinds are written in a pod as in a policy, but for these. */
const IN_PODS: Readonly<Record<string, string>> = { cephFS: 'cephfs' };

const volume = (name: string, kind: string, source: object | undefined = SOURCES[kind]): Volume => ({
  name,
  [IN_PODS[kind] ?? kind]: source,
});

/** Where `image` is not known it is dropped, and a volume of no kind is an empty folder. */
const NEW_VOLUME: Volume = { name: 'new', image: { reference: 'example.com/data:1' } };

const ONE_OF_EACH = VOLUME_KINDS.map((kind, index) => volume(`v${index}`, kind));

/** A pod with folders of the node, mounted by its container. */
const hostPaths = (paths: readonly string[], mount: object = {}, more: readonly Container[] = []) =>
  pod(
    { volumeMounts: paths.map((_, index) => ({ name: `v${index}`, mountPath: `/mnt/${index}`, ...mount })) },
    { volumes: paths.map((path, index) => volume(`v${index}`, 'hostPath', { path })), initContainers: more },
  );

const drivers = (kind: string, ...names: readonly string[]) =>
  pod({}, { volumes: names.map((driver, index) => volume(`v${index}`, kind, { driver })) });

const token = { automountServiceAccountToken: true };

/** Fields that judge volumes. */
export const VOLUME_CASES: readonly PolicyCase[] = [
  {
    field: 'volumes',
    spec: { volumes: VOLUME_KINDS.slice() },
    admits: { 'a pod with a volume of each kind': pod({}, { volumes: ONE_OF_EACH }) },
    refuses: {},
  },
  {
    field: 'volumes',
    variant: 'none',
    spec: { volumes: [] },
    admits: { 'a pod without volumes': pod() },
    refuses: {
      'a pod with a volume of each kind': pod({}, { volumes: ONE_OF_EACH }),
      'a pod with a token': pod({}, token),
      'a pod with a kind of volume that old servers do not know': pod({}, { volumes: [NEW_VOLUME] }),
    },
  },
  {
    field: 'volumes',
    variant: 'secret',
    spec: { volumes: ['secret', 'emptyDir'] },
    admits: {
      'a pod with a token, whose parts are secret enough': pod({}, token),
      'a pod with both kinds': pod({}, { volumes: [volume('a', 'secret'), volume('b', 'emptyDir')] }),
    },
    refuses: {
      'a pod with another projected volume': pod({}, { volumes: [volume('a', 'projected')] }),
      'a pod with a third kind': pod({}, { volumes: [volume('a', 'secret'), volume('b', 'configMap')] }),
    },
  },
  {
    field: 'allowedHostPaths',
    spec: { allowedHostPaths: [{ pathPrefix: '/var/log', readOnly: true }, { pathPrefix: '/srv/data/' }] },
    admits: {
      'a folder that may be read, mounted so': hostPaths(['/var/log/pods'], { readOnly: true }),
      'a folder that may be written': hostPaths(['/srv/data', '/srv/data/x/']),
      'a folder that nothing mounts': pod({}, { volumes: [volume('v', 'hostPath', { path: '/var/log' })] }),
    },
    refuses: {
      'folders that only begin like others': hostPaths(['/var/logs', '/srv/database', '/'], { readOnly: true }),
      'a folder that may be read, mounted to be written': hostPaths(['/var/log']),
      'the same in an init container': hostPaths(['/var/log'], { readOnly: true }, [
        other('init', { volumeMounts: [{ name: 'v0', mountPath: '/log' }] }),
      ]),
    },
  },
  {
    field: 'allowedFlexVolumes',
    spec: { allowedFlexVolumes: [{ driver: 'example.com/a' }, { driver: 'example.com/b' }] },
    admits: { 'allowed drivers': drivers('flexVolume', 'example.com/b', 'example.com/a') },
    refuses: { 'other drivers': drivers('flexVolume', 'example.com/a', 'example.com/c', 'example.com/ab') },
  },
  {
    field: 'allowedCSIDrivers',
    spec: { allowedCSIDrivers: [{ name: 'a.example.com' }, { name: 'b.example.com' }] },
    admits: { 'allowed drivers': drivers('csi', 'b.example.com', 'a.example.com') },
    refuses: { 'other drivers': drivers('csi', 'a.example.com', 'c.example.com') },
  },
];
