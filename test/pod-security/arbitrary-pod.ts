/**
 * Made-up pods that every API server of 1.24 takes when no policy is in the way, at the edges of a policy: its ids and the ids
 * beside them, its paths and what only begins like them, its capabilities and others.
 */
import fc from 'fast-check';
import type { Container, Pod, Volume } from '../../lib/pod-security/language/pod/model';
import type { NamedPolicy } from '../../lib/pod-security/language/psp/policy';
import type { IdRange } from '../../lib/pod-security/language/spec';

/** RuntimeClasses that must be there. */
export const RUNTIME_CLASSES = ['gvisor', 'kata', 'a.b'] as const;
/** Service accounts that must be there besides `default`. */
export const ACCOUNTS = ['robot', 'helper'] as const;

const VOLUMES: Readonly<Record<string, object>> = {
  awsElasticBlockStore: { volumeID: 'vol-1' },
  azureDisk: { diskName: 'a', diskURI: 'https://a.blob.core.windows.net/b/c.vhd' },
  azureFile: { secretName: 'a', shareName: 'b' },
  cephfs: { monitors: ['a'] },
  cinder: { volumeID: 'a' },
  configMap: { name: 'a' },
  csi: { driver: 'ebs' },
  downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.name' } }] },
  emptyDir: {},
  ephemeral: {
    volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  },
  fc: { targetWWNs: ['a'], lun: 0 },
  flexVolume: { driver: 'a/b' },
  flocker: { datasetName: 'a' },
  gcePersistentDisk: { pdName: 'a' },
  gitRepo: { repository: 'https://example.com/a.git' },
  glusterfs: { endpoints: 'a', path: 'b' },
  hostPath: { path: '/var/log' },
  iscsi: { targetPortal: '10.0.0.1', iqn: 'iqn.2001-04.com.example:storage', lun: 0 },
  nfs: { server: 'a', path: '/b' },
  persistentVolumeClaim: { claimName: 'a' },
  photonPersistentDisk: { pdID: 'a' },
  portworxVolume: { volumeID: 'a' },
  projected: { sources: [{ secret: { name: 'a' } }] },
  quobyte: { registry: 'a:1', volume: 'b' },
  rbd: { monitors: ['a'], image: 'b' },
  scaleIO: { gateway: 'a', system: 'b', volumeName: 'c', secretRef: { name: 'd' } },
  secret: { secretName: 'a' },
  storageos: { volumeName: 'a' },
  vsphereVolume: { volumePath: 'a' },
};

/** What the token of a service account comes with, and what nearly is that. */
const SOURCES = {
  token: { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
  other: { serviceAccountToken: { path: 'other' } },
  audience: { serviceAccountToken: { path: 'token', audience: 'vault' } },
  ca: { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  map: { configMap: { name: 'other' } },
  namespace: { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
  label: { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
  secret: { secret: { name: 'a' } },
};

/** Once in so many times: most pods say little, or none would be let in. */
function seldom<T>(one: fc.Arbitrary<T>, times: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });
}

const oneOf = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const few = <T>(values: readonly T[], maxLength = 3): fc.Arbitrary<T[]> => fc.array(oneOf(values), { maxLength });

/** The ends of ranges, and one step beyond. */
function edges(ranges: readonly IdRange[] = []): readonly number[] {
  const ids = ranges.flatMap(({ min, max }) => [min, min, max, Math.floor((min + max) / 2), min - 1, max + 1]);
  return [...ids.filter((id) => id >= 0), 1000];
}

function label(policy: NamedPolicy): fc.Arbitrary<object> {
  const wanted = policy.spec.seLinux.seLinuxOptions ?? {};
  const turned = (wanted.level ?? '').replace(/:(.*),(.*)$/, ':$2,$1');
  const levels = ['s0', 's0:c1,c2', 's0:c2,c1', 's0:c1', 's1:c1,c2'];
  return fc.oneof(
    { weight: 4, arbitrary: oneOf([wanted, turned === '' ? wanted : { ...wanted, level: turned }]) },
    {
      weight: 2,
      arbitrary: fc.record(
        { user: oneOf(['u', 'v']), role: oneOf(['r']), type: oneOf(['container_t']), level: oneOf(levels) },
        { requiredKeys: [] },
      ),
    },
  );
}

const seccompField = oneOf([
  { type: 'RuntimeDefault' },
  { type: 'RuntimeDefault' },
  { type: 'Unconfined' },
  { type: 'Localhost', localhostProfile: 'web.json' },
  { type: 'Localhost', localhostProfile: 'a/..b' },
]);
const seccompName = oneOf(['runtime/default', 'docker/default', 'unconfined', 'localhost/web.json', 'localhost/a/..b']);
const appArmorName = oneOf(['runtime/default', 'unconfined', 'localhost/web', 'localhost//usr/sbin/nginx', '']);

function containerContext(policy: NamedPolicy): fc.Arbitrary<Record<string, unknown>> {
  const { spec } = policy;
  const names = [
    ...(spec.allowedCapabilities ?? []),
    ...(spec.defaultAddCapabilities ?? []),
    ...(spec.requiredDropCapabilities ?? []),
  ].filter((name) => name !== '*');
  const capabilities = [...names, ...names, ...names, 'KILL', 'CHOWN', 'ALL', 'CAP_SYS_ADMIN', 'é"\n'];
  return fc
    .record({
      privileged: seldom(fc.boolean(), 6),
      allowPrivilegeEscalation: seldom(fc.boolean(), 4),
      readOnlyRootFilesystem: seldom(fc.boolean(), 4),
      runAsNonRoot: seldom(oneOf([true, true, true, false]), 4),
      runAsUser: seldom(oneOf([...edges(spec.runAsUser.ranges), 0]), 3),
      runAsGroup: seldom(oneOf(edges(spec.runAsGroup?.ranges)), 4),
      capabilities: seldom(
        fc.record(
          { add: few(capabilities, 2), drop: few([...capabilities, ...(spec.requiredDropCapabilities ?? [])]) },
          { requiredKeys: [] },
        ),
        3,
      ),
      seLinuxOptions: seldom(label(policy), 6),
      seccompProfile: seldom(seccompField, 8),
      procMount: seldom(oneOf(['Default', 'Default', 'Unmasked']), 20),
    })
    .map((context) => {
      const isAll = context.privileged === true || context.capabilities?.add?.includes('CAP_SYS_ADMIN');
      return without(isAll === true ? { ...context, allowPrivilegeEscalation: undefined } : context);
    });
}

function volume(policy: NamedPolicy): fc.Arbitrary<object> {
  const { volumes = [], allowedHostPaths = [], allowedFlexVolumes = [], allowedCSIDrivers = [] } = policy.spec;
  const prefixes = allowedHostPaths.map(({ pathPrefix }) => pathPrefix);
  const paths = prefixes.flatMap((path) => [path, path, `${path}/`, `${path}//`, `${path}/sub`, `${path}x`]);
  const kinds = volumes.filter((kind) => kind !== '*').map((kind) => (kind === 'cephFS' ? 'cephfs' : kind));
  const allowed = [...kinds, 'emptyDir'].map((kind) => ({ [kind]: VOLUMES[kind] }));
  const drivers = [...allowedCSIDrivers.map(({ name }) => name), 'ebs'];
  const flex = [...allowedFlexVolumes.map(({ driver }) => driver), 'a/b', 'lvm'];
  const sources = fc.array(oneOf(['token', 'token', 'ca', 'namespace', ...Object.keys(SOURCES)] as const), {
    maxLength: 3,
  });
  return fc.oneof(
    { weight: 5, arbitrary: oneOf(allowed) },
    { weight: 1, arbitrary: oneOf(Object.entries(VOLUMES)).map(([kind, value]) => ({ [kind]: value })) },
    { weight: 1, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: oneOf([...paths, '/var', '/"ü']).map((path) => ({ hostPath: { path } })) },
    { weight: 1, arbitrary: oneOf(flex).map((driver) => ({ flexVolume: { driver } })) },
    { weight: 1, arbitrary: oneOf(drivers).map((driver) => ({ csi: { driver } })) },
    {
      weight: 2,
      arbitrary: sources.map((keys) => ({
        projected: { sources: [...new Set(keys)].map((key) => SOURCES[key as keyof typeof SOURCES]) },
      })),
    },
  );
}

const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'kernel.msgmax',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.x',
  'vm.x',
  'net.core',
];

function podContext(policy: NamedPolicy): fc.Arbitrary<object> {
  const { spec } = policy;
  return fc
    .record({
      runAsNonRoot: seldom(oneOf([true, true, true, false]), 6),
      runAsUser: seldom(oneOf([...edges(spec.runAsUser.ranges), 0]), 6),
      runAsGroup: seldom(oneOf(edges(spec.runAsGroup?.ranges)), 6),
      fsGroup: seldom(oneOf(edges(spec.fsGroup.ranges)), 4),
      supplementalGroups: seldom(few(edges(spec.supplementalGroups.ranges)), 4),
      seLinuxOptions: seldom(label(policy), 6),
      seccompProfile: seldom(seccompField, 8),
      sysctls: seldom(
        fc.uniqueArray(oneOf(SYSCTLS), { maxLength: 2 }).map((names) => names.map((name) => ({ name, value: '1' }))),
        8,
      ),
    })
    .map(without);
}

interface Parts {
  readonly context: object | undefined;
  readonly containers: readonly (object | undefined)[];
  readonly inits: number;
  readonly volumes: readonly object[];
  readonly mounts: readonly { readonly container: number; readonly readOnly: boolean }[];
  readonly ports: readonly { readonly port: number; readonly container: number; readonly isHost: boolean }[];
  readonly appArmor: readonly (string | undefined)[];
  readonly seccomp: readonly (string | undefined)[];
  readonly podSeccomp: string | undefined;
  readonly fields: object;
}

/** A pod at the edges of one of these policies. */
export function arbitraryPod(policies: readonly NamedPolicy[]): fc.Arbitrary<Pod> {
  return oneOf(policies).chain((policy) => {
    const { spec } = policy;
    const ports = [...edges(spec.hostPorts), 80, 443].filter((port) => port >= 1 && port <= 65_535);
    return fc
      .record<Parts>({
        context: seldom(podContext(policy), 2),
        containers: fc.array(seldom(containerContext(policy), 2), { minLength: 1, maxLength: 3 }),
        inits: oneOf([0, 0, 0, 1]),
        volumes: fc.oneof(fc.constant([]), fc.array(volume(policy), { maxLength: 2 })),
        mounts: fc.array(fc.record({ container: fc.nat(2), readOnly: fc.boolean() }), { maxLength: 3 }),
        ports: fc.oneof(
          { weight: 3, arbitrary: fc.constant([]) },
          {
            weight: 1,
            arbitrary: fc.uniqueArray(fc.record({ port: oneOf(ports), container: fc.nat(2), isHost: fc.boolean() }), {
              maxLength: 3,
              selector: ({ port }) => port,
            }),
          },
        ),
        appArmor: fc.array(seldom(appArmorName, 3), { maxLength: 3 }),
        seccomp: fc.array(seldom(seccompName, 12), { maxLength: 3 }),
        podSeccomp: seldom(seccompName, 5),
        fields: fc
          .record({
            hostNetwork: seldom(fc.boolean(), 5),
            hostPID: seldom(fc.boolean(), 5),
            hostIPC: seldom(fc.boolean(), 5),
            runtimeClassName: seldom(oneOf(RUNTIME_CLASSES), 4),
            serviceAccountName: seldom(oneOf(ACCOUNTS), 3),
            automountServiceAccountToken: oneOf([false, false, false, undefined]),
          })
          .map(without),
      })
      .map(assemble);
  });
}

function assemble(parts: Parts): Pod {
  const { hostNetwork, hostIPC } = parts.fields as { hostNetwork?: boolean; hostIPC?: boolean };
  const volumes = parts.volumes.map((one, index): Volume => ({ name: `v${index}`, ...one }));
  const last = parts.containers.length - 1;
  const containers = parts.containers.map((securityContext, index): Container => {
    const ports = parts.ports.filter(({ container }) => Math.min(container, last) === index);
    const mounts = parts.mounts.filter(({ container }) => Math.min(container, last) === index);
    return without({
      name: `c${index}`,
      image: 'example.com/main:1',
      securityContext,
      ports: ports.map(({ port, isHost }) => ({ containerPort: port, ...(isHost ? { hostPort: port } : {}) })),
      volumeMounts: volumes.length === 0 ? [] : mounts.map(({ readOnly }, at) => mountOf(volumes, at, readOnly)),
    }) as unknown as Container;
  });
  const inits = Math.min(parts.inits, last);
  const annotations = Object.fromEntries([
    ...parts.appArmor.slice(0, last + 1).map((name, index) => [appArmorKey(index), name]),
    // A container with a field and an annotation must say the same in both.
    ...parts.seccomp
      .slice(0, last + 1)
      .map((name, index) => [
        `container.seccomp.security.alpha.kubernetes.io/c${index}`,
        'seccompProfile' in (parts.containers[index] ?? {}) ? undefined : name,
      ]),
    [
      'seccomp.security.alpha.kubernetes.io/pod',
      'seccompProfile' in (parts.context ?? {}) ? undefined : parts.podSeccomp,
    ],
  ]);
  const context = parts.context as { sysctls?: readonly { readonly name: string }[] } | undefined;
  // A pod on the node's network or IPC may not set what belongs to it.
  const isFree = hostNetwork !== true && hostIPC !== true;
  return {
    metadata: { name: 'made-up', annotations: without(annotations) as Record<string, string> },
    spec: {
      ...(inits === 0 ? {} : { initContainers: containers.slice(0, inits) }),
      containers: containers.slice(inits),
      ...(volumes.length === 0 ? {} : { volumes }),
      ...parts.fields,
      ...(context === undefined
        ? {}
        : { securityContext: isFree ? context : without({ ...context, sysctls: undefined }) }),
    },
  };
}

function mountOf(volumes: readonly Volume[], at: number, readOnly: boolean) {
  return { name: volumes[at % volumes.length]?.name ?? '', mountPath: `/m${at}`, ...(readOnly ? { readOnly } : {}) };
}

const appArmorKey = (index: number): string => `container.apparmor.security.beta.kubernetes.io/c${index}`;

function without<T extends object>(record: T): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
