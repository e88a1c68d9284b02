import {
  isObject,
  mustBeArrayOf,
  mustBeBoolean,
  mustBeIntegerFrom,
  mustBeMapOf,
  mustBeOneOf,
  mustBeString,
  mustBeText,
  mustHaveShape,
  mustMatch,
  type Predicate,
  required,
  type Shape,
} from '../../diagnostics/predicates';
import { isDnsName, isSysctlPattern } from './names';
import { ALL, PROC_MOUNT_TYPES, RULES, VOLUME_KINDS } from './words';

/** Which values are not known yet, such as those that a chart computes: they are right wherever they stand. */
export type IsOpen = (value: unknown) => boolean;

const LARGEST_INT32 = 2_147_483_647;

/** CSI drivers are told apart without regard to case. */
const mustBeDriver: Predicate = (value) =>
  typeof value === 'string' && value.length <= 63 && isDnsName(value.toLowerCase())
    ? undefined
    : 'the name of a CSI driver: at most 63 letters, digits, "-" and "."';

const mustBeSysctl: Predicate = (value) =>
  typeof value === 'string' && isSysctlPattern(value)
    ? undefined
    : 'a sysctl, such as "net.ipv4.tcp_syncookies", or a beginning and "*"';

const mustBeRuntimeClass: Predicate = (value) =>
  typeof value === 'string' && isDnsName(value) ? undefined : 'the name of a RuntimeClass: a DNS name';

const APPARMOR_FORM = /^(runtime\/default|unconfined|localhost\/[\s\S]*)$/;
const SECCOMP_FORM = /^(runtime\/default|docker\/default|unconfined|localhost\/(?!\/)(?!(?:.*\/)?\.\.(?:\/|$)).*)$/s;
const PROFILE_NOUN = '"runtime/default", "unconfined", or "localhost/" and the';

const mustBeAppArmor = mustMatch(APPARMOR_FORM, `${PROFILE_NOUN} name of a profile`);
const mustBeSeccomp = mustMatch(SECCOMP_FORM, `${PROFILE_NOUN} path of a profile without ".."`);

/** Names of lists are written with commas between them. */
function withoutComma(predicate: Predicate): Predicate {
  return (value) => (typeof value === 'string' && value.includes(',') ? 'a name without a comma' : predicate(value));
}

/** What may stand beside the wildcard. */
function orAll(predicate: Predicate): Predicate {
  return (value) => (value === ALL ? undefined : predicate(value));
}

/** What each field of the spec must be, alone. What fields must be to each other is told by `checkSpec`. */
export function specShape(isOpen: IsOpen): Readonly<Record<'limits' | 'strategies', Shape>> {
  const or = (predicate: Predicate): Predicate => orOpen(isOpen, predicate);
  const list = (item: Predicate): Predicate => or(mustBeArrayOf(or(item)));
  const record = (shape: Shape): Predicate => or(mustHaveShape(shape));
  const [text, flag] = [or(mustBeText), or(mustBeBoolean)];
  // Server and JSON know no more than 2^53 - 1 for sure; less than zero is refused there as well.
  const id = or(mustBeIntegerFrom(0, Number.MAX_SAFE_INTEGER));
  const port = or(mustBeIntegerFrom(-LARGEST_INT32 - 1, LARGEST_INT32));
  const strategy = (rules: readonly string[]): Predicate =>
    record({
      rule: required(or(mustBeOneOf(rules))),
      ranges: list(mustHaveShape({ min: required(id), max: required(id) })),
    });
  return {
    limits: {
      privileged: flag,
      allowPrivilegeEscalation: flag,
      defaultAllowPrivilegeEscalation: flag,
      defaultAddCapabilities: list(mustBeText),
      requiredDropCapabilities: list(mustBeText),
      allowedCapabilities: list(mustBeText),
      volumes: list(mustBeOneOf([...VOLUME_KINDS, ALL])),
      allowedHostPaths: list(mustHaveShape({ pathPrefix: required(text), readOnly: flag })),
      allowedFlexVolumes: list(mustHaveShape({ driver: required(text) })),
      allowedCSIDrivers: list(mustHaveShape({ name: required(or(mustBeDriver)) })),
      hostNetwork: flag,
      hostPorts: list(mustHaveShape({ min: required(port), max: required(port) })),
      hostPID: flag,
      hostIPC: flag,
      runAsGroup: strategy(RULES.runAsGroup),
      readOnlyRootFilesystem: flag,
      allowedUnsafeSysctls: list(mustBeSysctl),
      forbiddenSysctls: list(mustBeSysctl),
      allowedProcMountTypes: list(mustBeOneOf(PROC_MOUNT_TYPES)),
      runtimeClass: record({
        allowedRuntimeClassNames: required(list(orAll(mustBeRuntimeClass))),
        defaultRuntimeClassName: or(mustBeRuntimeClass),
      }),
    },
    strategies: {
      seLinux: record({
        rule: required(or(mustBeOneOf(RULES.seLinux))),
        seLinuxOptions: seLinuxOptions(isOpen),
      }),
      runAsUser: strategy(RULES.runAsUser),
      supplementalGroups: strategy(RULES.supplementalGroups),
      fsGroup: strategy(RULES.fsGroup),
    },
  };
}

/** A label of SELinux. Keys that are not known yet stand for any. */
function seLinuxOptions(isOpen: IsOpen): Predicate {
  const part = orOpen(isOpen, mustBeString);
  const shape = mustHaveShape({ user: part, role: part, type: part, level: part });
  const any = mustBeMapOf(part);
  return orOpen(isOpen, (value) => (isObject(value) && Object.keys(value).some(isOpen) ? any(value) : shape(value)));
}

/** What the annotations must be. */
export function profilesShape(isOpen: IsOpen): Shape {
  const or = (predicate: Predicate): Predicate => orOpen(isOpen, predicate);
  const list = (item: Predicate): Predicate => or(mustBeArrayOf(or(withoutComma(item))));
  return {
    appArmorDefaultProfile: or(mustBeAppArmor),
    appArmorAllowedProfiles: list(mustBeAppArmor),
    seccompDefaultProfile: or(mustBeSeccomp),
    seccompAllowedProfiles: list(orAll(mustBeSeccomp)),
  };
}

/** The keys of a shape, each of which must be there. */
export function allRequired(shape: Shape): Shape {
  return Object.fromEntries(
    Object.entries(shape).map(([key, rule]) => [key, typeof rule === 'function' ? required(rule) : rule]),
  );
}

function orOpen(isOpen: IsOpen, predicate: Predicate): Predicate {
  return (value) => (isOpen(value) ? undefined : predicate(value));
}
