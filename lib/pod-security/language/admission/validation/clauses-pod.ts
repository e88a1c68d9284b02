import { cel } from '../variable';
import { type Clause, quoted, unless, when } from './clause';
import { fault, wouldBeSet } from './fault';

const ANY = '"RunAsAny"';

/** CEL that says whether an id lies in one of the ranges. */
export const inRanges = (ranges: string, id: string): string => `${ranges}.exists(r, r.min <= ${id} && ${id} <= r.max)`;

/** Ranges as the server prints them. */
export const rangesText = (ranges: string): string =>
  `'[' + ${ranges}.map(r, '{' + string(r.min) + ' ' + string(r.max) + '}').join(' ') + ']'`;

/** A flag: allowed, or a fault of the pod. */
const flag = (name: 'hostNetwork' | 'hostPID' | 'hostIPC'): Clause => ({
  faults: (policy) => unless(policy[name], `variables.${name}`),
  neverFails: (policy) => policy[name],
});

const ID_RULES = ['runAsUser', 'runAsGroup', 'supplementalGroups', 'fsGroup'] as const;

/** Rules that are nothing without ranges: the server takes such a policy, and lets no pod in with it. */
const useless: Clause = {
  faults: (policy) => {
    const each = ID_RULES.map((name) =>
      when(
        `${policy[`${name}Rule`]} in ["MustRunAs", "MayRunAs"] && size(${policy[`${name}Ranges`]}) == 0`,
        `["podsecuritypolicy.spec.${name}.ranges: Required value"]`,
      ),
    );
    return each.join(' + ');
  },
  neverFails: (policy) =>
    ID_RULES.every(
      (name) => !['MustRunAs', 'MayRunAs'].includes(policy[`${name}Rule`]) || policy[`${name}Ranges`].length > 0,
    ),
};

const FS_GROUP = 'variables.context.fsGroup';

const fsGroup: Clause = {
  faults: ({ fsGroupRule: rule, fsGroupRanges: ranges, lenient }) => {
    const outside = fault('fsGroup', {
      value: `'[]int64{' + string(${FS_GROUP}) + '}'`,
      group: `string(${FS_GROUP})`,
      ranges: rangesText(ranges),
    });
    const missing = when(`${rule} == "MustRunAs" && !${lenient}`, `[${fault('fsGroupMissing', {})}]`);
    const given = unless(inRanges(ranges, FS_GROUP), `[${outside}]`);
    return unless(`${rule} == ${ANY}`, `has(${FS_GROUP}) ? ${given} : ${missing}`);
  },
  neverFails: ({ fsGroupRule }) => fsGroupRule === 'RunAsAny',
};

const supplementalGroups: Clause = {
  faults: ({ supplementalGroupsRule: rule, supplementalGroupsRanges: ranges, lenient }) => {
    const missing = fault('supplementalGroupsMissing', { value: "'[]int64(nil)'" });
    const outside = fault('supplementalGroups', {
      value: "'[]int64{' + variables.groupTexts + '}'",
      group: 'string(g)',
      ranges: rangesText(ranges),
    });
    return unless(
      `${rule} == ${ANY}`,
      cel`size(variables.groups) == 0 ? ${when(`${rule} == "MustRunAs" && !${lenient}`, `[${missing}]`)} :
        variables.groups.filter(g, !${inRanges(ranges, 'g')}).map(g, ${outside})`,
    );
  },
  neverFails: ({ supplementalGroupsRule }) => supplementalGroupsRule === 'RunAsAny',
};

const matches = (patterns: string, name: string): string =>
  cel`${patterns}.exists(f, f == ${name} ||
    (f.endsWith("*") && string(${name}).startsWith(f.substring(0, size(f) - 1))))`;

const sysctls: Clause = {
  faults: ({ forbiddenSysctls: forbidden, allowedUnsafeSysctls: allowed }) =>
    cel`variables.sysctls.map(s,
      ${matches(forbidden, 's.name')} || ${matches(forbidden, 's.dotted')} ? s.forbidden :
      s.isSafe || ${matches(allowed, 's.name')} ? "" : s.unsafe).filter(t, t != "")`,
  neverFails: ({ forbiddenSysctls, allowedUnsafeSysctls }) =>
    forbiddenSysctls.length === 0 && allowedUnsafeSysctls.includes('*'),
};

const NAME = 'variables.spec.runtimeClassName';

/** No RuntimeClass is always right, unless the policy would have set one. */
const runtimeClass: Clause = {
  faults: ({ allowedRuntimeClassNames: allowed, defaultRuntimeClassName: standard, lenient }) => {
    const refused = `[${fault('runtimeClass', { value: quoted(NAME) })}]`;
    const missing = `[${wouldBeSet('spec.runtimeClassName', { value: quoted(standard) })}]`;
    return cel`(has(${NAME}) ? ${unless(`"*" in ${allowed} || ${NAME} in ${allowed}`, refused)} :
      ${when(`${standard} != "" && !${lenient}`, missing)})`;
  },
  neverFails: ({ allowedRuntimeClassNames, defaultRuntimeClassName, lenient }) =>
    allowedRuntimeClassNames.includes('*') && (lenient || defaultRuntimeClassName === ''),
};

/** What policies say of a pod as a whole. */
export const POD_CLAUSES: readonly Clause[] = [
  useless,
  fsGroup,
  supplementalGroups,
  flag('hostNetwork'),
  flag('hostPID'),
  flag('hostIPC'),
  sysctls,
  runtimeClass,
];
