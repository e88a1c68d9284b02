import { cel } from '../variable';
import { type Clause, quoted, unless, when } from './clause';
import { fault, messageOf, wouldBeSet } from './fault';

const PARTS = ['level', 'role', 'type', 'user'] as const;

/** Levels are equal with their categories in any order. There is no sorting: what one has, the other has as often. */
const equalLevels = (one: string, other: string): string =>
  cel`(${one} == ${other} || (size(${one}) == size(${other}) &&
    [${one}.split(":", 2)].all(a, [${other}.split(":", 2)].all(b, size(a) == 2 && size(b) == 2 && a[0] == b[0] &&
      [a[1].split(",")].all(x, [b[1].split(",")].all(y, size(x) == size(y) &&
        x.all(z, size(x.filter(k, k == z)) == size(y.filter(k, k == z)))))))))`;

const part = (name: (typeof PARTS)[number]): string => {
  const [given, wanted] = [`l.${name}`, `o.?${name}.orValue("")`];
  const same = name === 'level' ? equalLevels(`string(${given})`, `string(${wanted})`) : `${given} == ${wanted}`;
  const words = fault('seLinux', { container: 'l.path', key: `"${name}"`, value: quoted(given), wanted });
  return `${same} ? "" : ${words}`;
};

/** The pod must have the label itself, even where each of its containers has it. */
const seLinux: Clause = {
  faults: ({ seLinuxRule: rule, seLinuxOptions: options, lenient }) =>
    unless(
      `${rule} == "RunAsAny"`,
      cel`${unless(lenient, 'variables.seLinuxMissing')} +
        ${options}.map(o, variables.labels.map(l, [${PARTS.map(part).join(', ')}].filter(t, t != "").join(", "))
          .filter(t, t != ""))[?0].orValue(["podsecuritypolicy.spec.seLinux.seLinuxOptions: Required value"])`,
    ),
  neverFails: ({ seLinuxRule }) => seLinuxRule === 'RunAsAny',
};

/** Without a list all profiles are right. With one every container must have a profile. */
const appArmor: Clause = {
  faults: ({ appArmorAllowedProfiles: allowed, appArmorDefaultProfile: standard, lenient }) => {
    const missing = wouldBeSet('<container>.securityContext.appArmorProfile', {
      container: 'c.path',
      value: quoted(standard),
    });
    const refused = fault('appArmor', { name: 'c.name', profile: 'p', value: quoted(`${allowed}.join(",")`) });
    const judged = cel`variables.containers.map(c, [c.appArmor == "" && ${lenient} ? ${standard} : c.appArmor]
      .map(p, p == "" ? ${fault('appArmorMissing', { name: 'c.name' })} : p in ${allowed} ? "" : ${refused})[0])
      .filter(t, t != "")`;
    const unset = `variables.containers.filter(c, c.appArmor == "").map(c, ${missing})`;
    return cel`(size(${allowed}) > 0 ? ${judged} : ${when(`${standard} != "" && !${lenient}`, unset)})`;
  },
  neverFails: ({ appArmorAllowedProfiles, appArmorDefaultProfile, lenient }) =>
    appArmorAllowedProfiles.length === 0 && (lenient || appArmorDefaultProfile === ''),
};

const BOTH = '["runtime/default", "docker/default"]';

/** The old and the new name of the same profile allow each other. */
const withBoth = (allowed: string): string =>
  `${allowed} + ("runtime/default" in ${allowed} || "docker/default" in ${allowed} ? ${BOTH} : [])`;

/**
 * The profile that is judged: that of the fields, or what the policy would have set, or an annotation that is not allowed;
 * an annotation that is allowed changes nothing.
 */
const judged = (standard: string, lenient: string): string =>
  cel`s.profile != "" ? s.profile : s.annotation == "" && ${lenient} ? ${standard} :
    s.annotation in a ? "" : s.annotation`;

const seccomp: Clause = {
  faults: ({ seccompAllowedProfiles: allowed, seccompDefaultProfile: standard, lenient }) => {
    const none = messageOf('seccompNone', 's.field', {});
    const refused = messageOf('seccomp', 's.field', { profile: 'p', allowed: `${allowed}.join(",")` });
    return cel`("*" in ${allowed} ? [] : [${withBoth(allowed)}].map(a, variables.seccompProfiles.map(s,
      [${judged(standard, lenient)}].map(p,
        size(${allowed}) == 0 ? (p == "" ? "" : ${none}) : p in a ? "" : ${refused})[0]))[0].filter(t, t != ""))`;
  },
  neverFails: ({ seccompAllowedProfiles }) => seccompAllowedProfiles.includes('*'),
};

/** Where any profile is right, or none may be named, it is only by the default that a pod needs one. */
const seccompDefault: Clause = {
  faults: ({ seccompAllowedProfiles: allowed, seccompDefaultProfile: standard, lenient }) =>
    when(
      cel`${standard} != "" && !${lenient} && variables.podSeccomp == "" &&
        (size(${allowed}) == 0 || "*" in ${allowed})`,
      `[${wouldBeSet('spec.securityContext.seccompProfile', { value: quoted(standard) })}]`,
    ),
  neverFails: ({ seccompDefaultProfile, seccompAllowedProfiles: allowed, lenient }) =>
    seccompDefaultProfile === '' || lenient || (allowed.length > 0 && !allowed.includes('*')),
};

/** What policies say of labels and profiles. */
export const PROFILE_CLAUSES: readonly Clause[] = [seLinux, appArmor, seccomp, seccompDefault];
