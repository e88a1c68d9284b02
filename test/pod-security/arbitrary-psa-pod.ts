/**
 * Made-up pods at the edges of the Pod Security Standards. Most parts of a pod are as the restricted level wants them, so
 * that many pods fail in one check only and some in none.
 */
import fc from 'fast-check';
import type { Pod } from '../../lib/pod-security/language/pod/model';

/** One fault in so many parts. */
const RARE = 9;

/** Nothing, as manifests say it. */
const NIL = [undefined, null];

type Plain = Readonly<Record<string, unknown>>;

const oneOf = (...values: readonly unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);

function mostly(right: fc.Arbitrary<unknown>, wrong: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: right, weight: RARE }, { arbitrary: wrong, weight: 1 });
}

/** Fields of which each may stand or not. */
const record = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Plain> =>
  fc.record(fields) as fc.Arbitrary<Plain>;

const CAPABILITIES = [
  'CHOWN',
  'MKNOD',
  'SYS_CHROOT',
  'KILL',
  'NET_RAW',
  'SYS_ADMIN',
  'CAP_CHOWN',
  'ALL',
  'net_raw',
  '',
];

const capabilities = mostly(
  oneOf(
    { drop: ['ALL'] },
    { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
    { drop: ['KILL', 'ALL'], add: null },
    { drop: ['ALL'], add: [] },
  ),
  fc.oneof(
    oneOf(...NIL, {}, { drop: null }, { drop: ['all'] }, { drop: ['NET_RAW'] }, { add: ['NET_BIND_SERVICE'] }),
    record({
      add: fc.array(oneOf(...CAPABILITIES), { maxLength: 3 }),
      drop: oneOf(undefined, [], ['ALL'], ['CHOWN']),
    }),
  ),
);

const profile = (wrong: readonly unknown[]): fc.Arbitrary<unknown> =>
  mostly(
    oneOf(...NIL, { type: 'RuntimeDefault' }, { type: 'Localhost', localhostProfile: 'some' }),
    oneOf(...wrong, { type: 'Unconfined' }, {}, { type: '' }, { type: 'runtimeDefault' }, { type: null }),
  );

const seLinuxOptions = mostly(
  oneOf(...NIL, {}, { level: 's0:c1' }, { type: 'container_t' }, { type: 'container_init_t' }, { user: '' }),
  oneOf(
    { type: 'container_kvm_t', role: 'r' },
    { type: 'container_engine_t' },
    { type: 'spc_t' },
    { type: 'Container_t', user: 'u' },
    { user: 'system_u', role: 'sysadm_r' },
    { type: '\u{1f600}' },
    { type: '\ufffd' },
  ),
);

const windowsOptions = mostly(oneOf(...NIL, {}, { hostProcess: false }), oneOf({ hostProcess: true }));

const HANDLERS = [
  ...NIL,
  {},
  { httpGet: { port: 80 } },
  { tcpSocket: { port: 80, host: '' } },
  { exec: { command: ['true'] } },
  { httpGet: null },
];
const HOSTS = ['10.0.0.1', 'localhost', 'é.example', '\u{10000}', '\uffff'];
const handler = mostly(
  oneOf(...HANDLERS),
  fc.oneof(
    oneOf(...HOSTS).map((host) => ({ httpGet: { port: 80, host } })),
    oneOf(...HOSTS).map((host) => ({ tcpSocket: { port: 80, host } })),
  ),
);

const port = mostly(
  oneOf({}, { hostPort: 0 }, { hostPort: null }),
  oneOf({ hostPort: 80 }, { hostPort: 8080 }, { hostPort: 443 }),
);

const containerSecurity = record({
  privileged: mostly(oneOf(...NIL, false), oneOf(true)),
  allowPrivilegeEscalation: mostly(oneOf(false), oneOf(...NIL, true)),
  runAsNonRoot: mostly(oneOf(...NIL, true), oneOf(false)),
  runAsUser: mostly(oneOf(...NIL, 1000), oneOf(0)),
  procMount: mostly(oneOf(...NIL, 'Default'), oneOf('Unmasked', 'default', '')),
  capabilities,
  seccompProfile: profile([{ type: 'Localhost' }]),
  appArmorProfile: profile([]),
  seLinuxOptions,
  windowsOptions,
});

const optional = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.oneof(oneOf(...NIL), value);

const containerParts = record({
  securityContext: mostly(containerSecurity, oneOf(...NIL, {})),
  ports: optional(fc.array(port, { maxLength: 2 })),
  livenessProbe: handler,
  readinessProbe: handler,
  startupProbe: handler,
  lifecycle: fc.oneof(oneOf(...NIL, {}), record({ postStart: handler, preStop: handler })),
});

const containers = (name: string, minLength: number): fc.Arbitrary<unknown> =>
  fc
    .array(containerParts, { minLength, maxLength: 2 })
    .map((parts) => parts.map((part, index) => ({ name: `${name}${index}`, image: 'registry.example/a:1', ...part })));

const ALLOWED_VOLUMES: readonly Plain[] = [
  { emptyDir: {} },
  { configMap: { name: 'a' } },
  { secret: { secretName: 'a' } },
  { projected: { sources: [] } },
  { downwardAPI: {} },
  { csi: { driver: 'a.example' } },
  { persistentVolumeClaim: { claimName: 'a' } },
  { image: { reference: 'a' } },
  {
    ephemeral: {
      volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    },
  },
  { emptyDir: {}, hostPath: null },
];
const OTHER_VOLUMES: readonly Plain[] = [
  { hostPath: { path: '/var' } },
  { hostPath: { path: '/etc' } },
  { nfs: { server: 'a', path: '/' } },
  { gcePersistentDisk: { pdName: 'a' } },
  { awsElasticBlockStore: { volumeID: 'a' } },
  { gitRepo: { repository: 'a' } },
  { iscsi: { targetPortal: '1.2.3.4', iqn: 'iqn.2001-04.com.example:a', lun: 0 } },
  { glusterfs: { endpoints: 'a', path: 'b' } },
  { rbd: { monitors: ['a'], image: 'b' } },
  { flexVolume: { driver: 'a/b' } },
  { cinder: { volumeID: 'a' } },
  { cephfs: { monitors: ['a'] } },
  { flocker: { datasetName: 'a' } },
  { fc: { targetWWNs: ['a'], lun: 1 } },
  { azureFile: { secretName: 'a', shareName: 'b' } },
  { vsphereVolume: { volumePath: 'a' } },
  { quobyte: { registry: 'a:1', volume: 'b' } },
  { azureDisk: { diskName: 'a', diskURI: 'b' } },
  { photonPersistentDisk: { pdID: 'a' } },
  { portworxVolume: { volumeID: 'a' } },
  { scaleIO: { gateway: 'a', system: 'b', volumeName: 'c', secretRef: { name: 'd' } } },
  { storageos: { volumeName: 'a', volumeNamespace: 'b' } },
];
/** Volumes of no kind, or of several. */
const ODD_VOLUMES: readonly Plain[] = [
  {},
  { emptyDir: null },
  { nfs: null },
  { hostPath: { path: '/' }, emptyDir: {} },
  { hostPath: { path: '/' }, nfs: { server: 'a', path: '/' } },
  { scaleIO: {}, gitRepo: {} },
];
const volumes = fc
  .array(mostly(oneOf(...ALLOWED_VOLUMES), oneOf(...OTHER_VOLUMES, ...ODD_VOLUMES)), { maxLength: 3 })
  .map((sources) => sources.map((source, index) => ({ name: `v${index}`, ...(source as Plain) })));

const sysctl = mostly(
  oneOf(
    'kernel.shm_rmid_forced',
    'net.ipv4.ip_local_port_range',
    'net.ipv4.tcp_syncookies',
    'net.ipv4.ping_group_range',
  ),
  oneOf(
    'net.ipv4.ip_unprivileged_port_start',
    'net.ipv4.ip_local_reserved_ports',
    'net.ipv4.tcp_keepalive_time',
    'net.ipv4.tcp_fin_timeout',
    'net.ipv4.tcp_rmem',
    'net.ipv4.tcp_wmem',
    'net.ipv4.tcp_notsent_lowat',
    'net.ipv4.tcp_slow_start_after_idle',
    'kernel.msgmax',
    'net/ipv4/tcp_syncookies',
    '',
  ),
);
const sysctls = fc.array(sysctl, { maxLength: 3 }).map((names) => names.map((name) => ({ name, value: '1' })));

const podSecurity = record({
  runAsNonRoot: mostly(oneOf(true), oneOf(...NIL, false)),
  runAsUser: mostly(oneOf(...NIL, 1000), oneOf(0)),
  seccompProfile: mostly(
    oneOf({ type: 'RuntimeDefault' }, { type: 'Localhost', localhostProfile: 'a' }),
    oneOf(...NIL, { type: 'Unconfined' }, {}),
  ),
  appArmorProfile: profile([]),
  seLinuxOptions,
  sysctls: optional(sysctls),
  windowsOptions,
});

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/';
const ODD_VALUES = ['unconfined', '', 'localhost', 'a"b\\c\n\u0007\u007f\u00a0\u2028é\u{1f600}', 'Runtime/default'];
const value = mostly(oneOf('runtime/default', 'localhost/a'), oneOf(...ODD_VALUES, 'docker/default'));
const annotation = fc.tuple(
  oneOf(
    ...[`${APPARMOR}main0`, `${APPARMOR}main1`, `${APPARMOR}init0`, APPARMOR, 'apparmor.security.beta.kubernetes.io/a'],
    ...[
      `${SECCOMP}main0`,
      `${SECCOMP}init1`,
      `${SECCOMP}other`,
      'seccomp.security.alpha.kubernetes.io/pod',
      'unrelated',
    ],
  ),
  value,
);
const annotations = optional(fc.array(annotation, { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs)));

const parts = record({
  annotations,
  initContainers: fc.oneof(oneOf(...NIL), containers('init', 0)),
  containers: containers('main', 1),
  ephemeralContainers: fc.oneof(
    { arbitrary: oneOf(...NIL), weight: 3 },
    { arbitrary: containers('late', 1), weight: 1 },
  ),
  volumes: fc.oneof(oneOf(...NIL), volumes),
  hostNetwork: mostly(oneOf(...NIL, false), oneOf(true)),
  hostPID: mostly(oneOf(...NIL, false), oneOf(true)),
  hostIPC: mostly(oneOf(...NIL, false), oneOf(true)),
  hostUsers: oneOf(...NIL, ...NIL, true, false),
  os: oneOf(...NIL, ...NIL, {}, { name: 'linux' }, { name: 'windows' }),
  securityContext: mostly(podSecurity, oneOf(...NIL, {})),
});

/** Pods that the library decodes; whether a server takes them as valid does not matter here. */
export const psaPod: fc.Arbitrary<Pod> = parts.map(({ annotations: given, ...spec }) => {
  const pod: unknown = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', annotations: given }, spec };
  return JSON.parse(JSON.stringify(pod)) as Pod;
});
