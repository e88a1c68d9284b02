import { cel } from '../variable';
import { type Clause, once, quoted, unless, when } from './clause';
import { fault, messageOf, wouldBeSet } from './fault';

const LABEL_PARTS = ['level', 'role', 'type', 'user'] as const;

/** Levels are equal with their categories in any order. There is no sorting: what one has, the other has as often. */
const equalLevels = (one: string, other: string): string =>
  cel`(${one} == ${other} || (size(${one}) == size(${other}) &&
    [${one}.split(":", 2)].all(a, [${other}.split(":", 2)].all(b, size(a) == 2 && size(b) == 2 && a[0] == b[0] &&
      [a[1].split(",")].all(x, [b[1].split(",")].all(y, size(x) == size(y) &&
        x.all(z, size(x.filter(k, k == z)) == size(y.filter(k, k == z)))))))))`;

const part = (name: (typeof LABEL_PARTS)[number]): string => {
  const [given, wanted] = [`l.${name}`, `o.?${name}.orValue("")`];
  const same = name === 'level' ? equalLevels(`string(${given})`, `string(${wanted})`) : `${given} == ${wanted}`;
  const words = fault('seLinux', { container: 'l.path', key: `"${name}"`, value: quoted(given), wanted });
  return `${same} ? "" : ${words}`;
};

/** The pod must have the label itself, even where each of its containers has it. */
const seLinux: Clause = {
  name: 'seLinux',
  given: {
    faults: unless(
      'policy.seLinuxRule == "RunAsAny"',
      cel`policy.seLinuxOptions.map(o, variables.labels
        .map(l, [${LABEL_PARTS.map(part).join(', ')}].filter(t, t != "").join(", ")).filter(t, t != ""))[?0]
        .orValue(["podsecuritypolicy.spec.seLinux.seLinuxOptions: Required value"])`,
    ),
    neverFails: ({ seLinuxRule }) => seLinuxRule === 'RunAsAny',
  },
  open: {
    faults: unless('policy.seLinuxRule == "RunAsAny"', 'variables.seLinuxMissing'),
    neverFails: ({ seLinuxRule }) => seLinuxRule === 'RunAsAny',
  },
};

const [APPARMOR, APPARMOR_DEFAULT] = ['policy.appArmorAllowedProfiles', 'policy.appArmorDefaultProfile'];

/** Containers that name no profile. */
const UNCONFINED = 'variables.containers.filter(c, c.appArmor == "")';

const appArmorRefused = (containers: string, profile: string): string =>
  once(
    'allowed',
    quoted(`${APPARMOR}.join(",")`),
    `${containers}.map(c, ${fault('appArmor', { name: 'c.name', profile, value: 'allowed' })})`,
  );

/** Without a list all profiles are right. With one every container must have a profile. */
const appArmor: Clause = {
  name: 'appArmor',
  given: {
    faults: unless(
      `size(${APPARMOR}) == 0`,
      appArmorRefused(`variables.containers.filter(c, c.appArmor != "" && !(c.appArmor in ${APPARMOR}))`, 'c.appArmor'),
    ),
    neverFails: ({ appArmorAllowedProfiles }) => appArmorAllowedProfiles.length === 0,
  },
  open: {
    faults: cel`(size(${APPARMOR}) > 0 ? variables.appArmorMissing : ${APPARMOR_DEFAULT} == "" ? [] :
      ${UNCONFINED}.map(c, ${wouldBeSet('<container>.securityContext.appArmorProfile', {
        container: 'c.path',
        value: quoted(APPARMOR_DEFAULT),
      })}))`,
    neverFails: ({ appArmorAllowedProfiles, appArmorDefaultProfile }) =>
      appArmorAllowedProfiles.length === 0 && appArmorDefaultProfile === '',
  },
  defaulted: {
    faults: cel`(size(${APPARMOR}) == 0 || ${APPARMOR_DEFAULT} in ${APPARMOR} ? [] :
      ${APPARMOR_DEFAULT} == "" ? variables.appArmorMissing : ${appArmorRefused(UNCONFINED, APPARMOR_DEFAULT)})`,
    neverFails: ({ appArmorAllowedProfiles: allowed, appArmorDefaultProfile }) =>
      allowed.length === 0 || allowed.includes(appArmorDefaultProfile),
  },
};

const [SECCOMP, SECCOMP_DEFAULT] = ['policy.seccompAllowedProfiles', 'policy.seccompDefaultProfile'];

const BOTH = '["runtime/default", "docker/default"]';

/** The old and the new name of the same profile allow each other. */
const WITH_BOTH = `${SECCOMP} + ("runtime/default" in ${SECCOMP} || "docker/default" in ${SECCOMP} ? ${BOTH} : [])`;

/** Whether a place names no profile at all. */
const IS_OPEN = 's.profile == "" && s.annotation == ""';

/** The faults of some places, of which `profile` is judged. Without a list none may be named. */
const seccompFaults = (places: string, profile: string): string => {
  const none = messageOf('seccompNone', 's.field', {});
  const refused = messageOf('seccomp', 's.field', { profile: 'p', allowed: 'listed' });
  const judged = once(
    'p',
    profile,
    `size(${SECCOMP}) == 0 ? (p == "" ? "" : ${none}) : p in allowed ? "" : ${refused}`,
  );
  return unless(
    `"*" in ${SECCOMP}`,
    once(
      'allowed',
      WITH_BOTH,
      once(
        'listed',
        `${SECCOMP}.join(",")`,
        `variables.seccompProfiles.filter(s, ${places}).map(s, ${judged}).filter(t, t != "")`,
      ),
    ),
  );
};

/**
 * The profile of the fields is judged, or an annotation that is not allowed; an annotation that is allowed changes nothing.
 * What is left open is judged as it is, or as what the policy sets.
 */
const seccomp: Clause = {
  name: 'seccomp',
  given: {
    faults: seccompFaults(`!(${IS_OPEN})`, 's.profile != "" ? s.profile : s.annotation in allowed ? "" : s.annotation'),
    neverFails: ({ seccompAllowedProfiles }) => seccompAllowedProfiles.includes('*'),
  },
  open: {
    faults: seccompFaults(IS_OPEN, '""'),
    neverFails: ({ seccompAllowedProfiles: allowed }) => allowed.length === 0 || allowed.includes('*'),
  },
  defaulted: {
    faults: seccompFaults(IS_OPEN, SECCOMP_DEFAULT),
    neverFails: ({ seccompAllowedProfiles: allowed, seccompDefaultProfile: standard }) =>
      allowed.includes('*') || (allowed.length === 0 ? standard === '' : allowed.includes(standard)),
  },
};

/** Where any profile is right, or none may be named, it is only by the default that a pod needs one. */
const seccompDefault: Clause = {
  name: 'seccompDefault',
  open: {
    faults: when(
      cel`${SECCOMP_DEFAULT} != "" && variables.podSeccomp == "" && (size(${SECCOMP}) == 0 || "*" in ${SECCOMP})`,
      `[${wouldBeSet('spec.securityContext.seccompProfile', { value: quoted(SECCOMP_DEFAULT) })}]`,
    ),
    neverFails: ({ seccompDefaultProfile, seccompAllowedProfiles: allowed }) =>
      seccompDefaultProfile === '' || (allowed.length > 0 && !allowed.includes('*')),
  },
};

/** What policies say of labels and profiles. */
export const PROFILE_CLAUSES: readonly Clause[] = [seLinux, appArmor, seccomp, seccompDefault];
