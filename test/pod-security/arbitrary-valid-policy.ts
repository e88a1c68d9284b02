/** Made-up policies that the API server takes and that let in some pods: half of what they could say they leave open. */
import fc from 'fast-check';
import { checkPolicy } from '../../lib/pod-security/language/check-policy';
import type { NamedPolicy } from '../../lib/pod-security/language/psp/policy';
import { profilesShape } from '../../lib/pod-security/language/shape';
import type { PodSecurityPolicyProfiles, PodSecurityPolicySpec } from '../../lib/pod-security/language/spec';
import { VOLUME_KINDS } from '../../lib/pod-security/language/words';
import { arbitraryPolicy } from './arbitrary-policy';

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const few = <T>(item: fc.Arbitrary<T>, maxLength = 3): fc.Arbitrary<T[]> => fc.array(item, { maxLength });
const mostly = <T>(usual: T, other: fc.Arbitrary<T>, times = 2): fc.Arbitrary<T> =>
  fc.oneof({ weight: times, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
/** Hardly any policy says it; what is undefined is left out below. */
const rarely = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.oneof(fc.constant(undefined), item);

// So few ids that ranges meet each other and pods hit them.
const range = fc
  .tuple(oneOf(0, 1, 10, 1000, 2000), oneOf(0, 5, 1000, 65_535))
  .map(([min, more]) => ({ min, max: min + more }));
const ranges = fc.array(range, { minLength: 1, maxLength: 2 });
const ANY = { rule: 'RunAsAny' };
const within = (...rules: readonly string[]) =>
  fc.record({ rule: oneOf(...rules), ranges }).map(({ rule, ranges: given }) => ({ rule, ranges: given }));
const groups = mostly(ANY, within('MustRunAs', 'MayRunAs', 'MayRunAs'), 4);

const capability = oneOf('NET_ADMIN', 'CHOWN', 'KILL', 'MKNOD', 'SYS_TIME');
const label = fc.record(
  { user: oneOf('u'), role: oneOf('r'), type: oneOf('container_t'), level: oneOf('s0', 's0:c1,c2', '') },
  { requiredKeys: [] },
);
const seccomp = oneOf('runtime/default', 'docker/default', 'unconfined', 'localhost/web.json');
const appArmor = oneOf('runtime/default', 'localhost/web', 'unconfined');

const open: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    privileged: oneOf(true, true, true, false),
    allowPrivilegeEscalation: oneOf(true, true, true, true, true, false),
    defaultAllowPrivilegeEscalation: rarely(oneOf(false, true)),
    defaultAddCapabilities: rarely(few(capability, 2)),
    requiredDropCapabilities: rarely(few(fc.oneof(capability, oneOf('ALL')), 2)),
    allowedCapabilities: mostly(['*'], few(fc.oneof(capability, oneOf('CAP_SYS_ADMIN')))),
    volumes: mostly(['*'], few(oneOf(...VOLUME_KINDS, 'secret', 'hostPath', 'projected', 'emptyDir'), 6)),
    allowedHostPaths: few(
      fc.record({ pathPrefix: oneOf('/var/log', '/', '/a..b', 'relative', '/var/'), readOnly: fc.boolean() }),
      2,
    ),
    allowedFlexVolumes: few(fc.record({ driver: oneOf('a/b', 'lvm') }), 2),
    allowedCSIDrivers: few(fc.record({ name: oneOf('ebs', 'secrets-store.csi.k8s.io') }), 2),
    hostNetwork: oneOf(true, true, false),
    hostPID: oneOf(true, true, false),
    hostIPC: oneOf(true, true, false),
    hostPorts: few(
      fc.tuple(oneOf(0, 80, 8000), oneOf(0, 1, 65_000)).map(([min, more]) => ({ min, max: min + more })),
      2,
    ),
    seLinux: mostly<object>(ANY, fc.record({ rule: oneOf('MustRunAs'), seLinuxOptions: label }), 4),
    runAsUser: mostly<object>(ANY, fc.oneof(within('MustRunAs'), fc.constant({ rule: 'MustRunAsNonRoot' })), 3),
    runAsGroup: groups,
    supplementalGroups: groups,
    fsGroup: groups,
    readOnlyRootFilesystem: oneOf(true, false, false, false, false),
    allowedUnsafeSysctls: oneOf<readonly string[]>(['*'], ['kernel.*', 'vm.x'], []),
    forbiddenSysctls: oneOf<readonly string[]>(['net.ipv4.*'], [], []),
    runtimeClass: rarely(
      oneOf<object>(
        { allowedRuntimeClassNames: ['gvisor', 'kata'], defaultRuntimeClassName: 'kata' },
        { allowedRuntimeClassNames: ['*'] },
        { allowedRuntimeClassNames: ['*'], defaultRuntimeClassName: 'a.b' },
        { allowedRuntimeClassNames: [] },
      ),
    ),
    appArmorDefaultProfile: rarely(appArmor),
    appArmorAllowedProfiles: rarely(fc.array(appArmor, { maxLength: 2 })),
    seccompDefaultProfile: rarely(seccomp),
    seccompAllowedProfiles: mostly<readonly string[]>(['*'], few(fc.oneof(seccomp, oneOf('*')), 2), 4),
  },
  {
    requiredKeys: [
      'seLinux',
      'runAsUser',
      'supplementalGroups',
      'fsGroup',
      'allowedCapabilities',
      'volumes',
      'seccompAllowedProfiles',
      'allowedUnsafeSysctls',
    ],
  },
);

const PROFILES = Object.keys(profilesShape(() => false));

const isValid = (policy: unknown): boolean => checkPolicy(policy).every(({ severity }) => severity !== 'error');

/** A policy without a name; one in five is of those that say much and let in little. */
export const validPolicy: fc.Arbitrary<Omit<NamedPolicy, 'name'>> = fc
  .oneof({ weight: 4, arbitrary: open.map(withoutUndefined) }, { weight: 1, arbitrary: arbitraryPolicy })
  .filter(isValid)
  .map((policy) => {
    const isProfile = ([key]: readonly [string, unknown]) => PROFILES.includes(key);
    const entries = Object.entries(policy);
    return {
      spec: Object.fromEntries(entries.filter((entry) => !isProfile(entry))) as unknown as PodSecurityPolicySpec,
      profiles: Object.fromEntries(entries.filter(isProfile)) as PodSecurityPolicyProfiles,
    };
  });

function withoutUndefined(record: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
