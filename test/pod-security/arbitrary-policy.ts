/** Made-up policies, right and wrong in about equal parts: what a policy and the API server are asked. */
import fc from 'fast-check';
import { PROC_MOUNT_TYPES, RULES, VOLUME_KINDS } from '../../lib/pod-security/language/words';

/** One wrong part in so many. */
const RARE = 60;

function mostly<T, U>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ arbitrary: right, weight: RARE }, { arbitrary: wrong, weight: 1 });
}

const oneOf = (...values: readonly unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);
const few = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> => fc.array(item, { maxLength: 3 });

const flag = mostly(fc.boolean(), oneOf('yes', 1));

// So few that lists meet each other.
const capability = oneOf('ALL', 'NET_ADMIN', 'NET_RAW', 'SYS_TIME', 'CHOWN', 'SYS_PTRACE', 'KILL', 'MKNOD');
const capabilities = mostly(few(capability), few(fc.oneof(capability, oneOf('*', 7))));

const range = fc
  .tuple(fc.integer({ min: 0, max: 70_000 }), fc.integer({ min: 0, max: 70_000 }))
  .map(([one, other]) => ({ min: Math.min(one, other), max: Math.max(one, other) }));
const wrongRange = oneOf(
  { min: 2, max: 1 },
  { min: -1, max: 5 },
  { min: -5, max: -1 },
  { min: 1.5, max: 3 },
  { min: '1', max: 3 },
);
const ranges = few(mostly(range, wrongRange));

const strategy = (rules: readonly string[]) =>
  fc.record(
    { rule: mostly(oneOf(...rules), oneOf('MustRunAsAny', 'runAsAny', '')), ranges },
    { requiredKeys: ['rule'] },
  );

const group = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ rule: 'RunAsAny' }) },
  { weight: 8, arbitrary: range.map((one) => ({ rule: 'MayRunAs', ranges: [one] })) },
  { weight: 1, arbitrary: strategy(RULES.runAsGroup) },
);

const sysctl = mostly(
  oneOf(
    'kernel.shm_rmid_forced',
    'kernel.*',
    'kernel.msg*',
    'net.ipv4.tcp_syncookies',
    'net.ipv4.*',
    'net*',
    'vm.x',
    '*',
  ),
  oneOf('net/ipv4', 'Kernel.msg', '', '.', 'a..b', '-a', 'a*b', `${'a'.repeat(254)}`),
);

const path = mostly(
  oneOf('/var/log', '/', '/a..b', '/...', 'relative', '/var/'),
  oneOf('', '/..', '/a/../b', '..', '/a/..'),
);

const anyRuntimeClass = fc.record(
  {
    allowedRuntimeClassNames: few(mostly(oneOf('gvisor', 'kata', 'a.b', '*'), oneOf('gVisor', '', '-a', 'a_b'))),
    defaultRuntimeClassName: mostly(oneOf('gvisor', 'kata'), oneOf('', 'Kata')),
  },
  { requiredKeys: ['allowedRuntimeClassNames'] },
);

const runtimeClass = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constant({ allowedRuntimeClassNames: ['gvisor', 'kata'], defaultRuntimeClassName: 'kata' }),
  },
  { weight: 1, arbitrary: anyRuntimeClass },
);

const driver = mostly(
  oneOf('secrets-store.csi.k8s.io', 'A.b', 'ebs', `${'a'.repeat(63)}`),
  oneOf('', '-a', 'a_b', 'a..b', `${'a'.repeat(64)}`),
);

const appArmor = mostly(
  oneOf('runtime/default', 'unconfined', 'localhost/web', 'localhost/', 'localhost//usr/sbin/nginx'),
  oneOf('web', 'Unconfined', 'docker/default', '*', 'runtime/other'),
);
const seccomp = mostly(
  oneOf('runtime/default', 'docker/default', 'unconfined', 'localhost/web.json', 'localhost/a/..b', 'localhost/'),
  oneOf('web', 'localhost//web', 'localhost/../web', 'localhost/a/..', 'localhost', 'runtime/other'),
);

/** A policy by its fields and profiles; hardly ever all of them are there. */
export const arbitraryPolicy: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    privileged: flag,
    allowPrivilegeEscalation: flag,
    defaultAllowPrivilegeEscalation: fc.oneof(
      { weight: 9, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: flag },
    ),
    defaultAddCapabilities: capabilities,
    requiredDropCapabilities: fc.oneof(fc.constant([]), capabilities),
    allowedCapabilities: capabilities,
    volumes: few(mostly(oneOf(...VOLUME_KINDS, '*'), oneOf('hostpath', '', 'nothing'))),
    allowedHostPaths: few(fc.record({ pathPrefix: path, readOnly: flag }, { requiredKeys: ['pathPrefix'] })),
    allowedFlexVolumes: few(fc.record({ driver: mostly(oneOf('a/b', 'lvm'), oneOf('')) })),
    allowedCSIDrivers: few(fc.record({ name: driver })),
    hostNetwork: flag,
    hostPorts: few(mostly(range, oneOf({ min: 'a', max: 1 }, { min: 0, max: 2 ** 31 }))),
    hostPID: flag,
    hostIPC: flag,
    seLinux: fc.record(
      {
        rule: mostly(oneOf(...RULES.seLinux), oneOf('MayRunAs', '')),
        seLinuxOptions: fc.record({ user: oneOf('u', ''), type: oneOf('container_t') }, { requiredKeys: [] }),
      },
      { requiredKeys: ['rule'] },
    ),
    runAsUser: strategy(RULES.runAsUser),
    runAsGroup: group,
    supplementalGroups: strategy(RULES.supplementalGroups),
    fsGroup: strategy(RULES.fsGroup),
    readOnlyRootFilesystem: flag,
    allowedUnsafeSysctls: fc.array(sysctl, { maxLength: 2 }),
    forbiddenSysctls: fc.array(sysctl, { maxLength: 1 }),
    // Right ones only: a server whose feature gate ProcMountType is off drops the field before it looks.
    allowedProcMountTypes: few(oneOf(...PROC_MOUNT_TYPES)),
    runtimeClass,
    appArmorDefaultProfile: appArmor,
    appArmorAllowedProfiles: few(appArmor),
    seccompDefaultProfile: seccomp,
    seccompAllowedProfiles: few(fc.oneof(seccomp, fc.constant('*'))),
  },
  { requiredKeys: ['seLinux', 'runAsUser', 'supplementalGroups', 'fsGroup'] },
);
