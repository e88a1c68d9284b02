import { cel } from '../variable';
import { type Clause, quoted, unless, type Values, when } from './clause';
import { fault, wouldBeSet } from './fault';

/** CEL that says whether an id lies in one of the ranges. */
export const inRanges = (ranges: string, id: string): string => `${ranges}.exists(r, r.min <= ${id} && ${id} <= r.max)`;

/** Ranges as the server prints them. */
export const rangesText = (ranges: string): string =>
  `'[' + ${ranges}.map(r, '{' + string(r.min) + ' ' + string(r.max) + '}').join(' ') + ']'`;

/** A flag: allowed, or a fault of the pod. */
const flag = (name: 'hostNetwork' | 'hostPID' | 'hostIPC'): Clause => ({
  name,
  given: { faults: unless(`policy.${name}`, `variables.${name}`), neverFails: (policy) => policy[name] },
});

const ID_RULES = ['runAsUser', 'runAsGroup', 'supplementalGroups', 'fsGroup'] as const;

const isUseless = (policy: Values, name: (typeof ID_RULES)[number]): boolean =>
  ['MustRunAs', 'MayRunAs'].includes(policy[`${name}Rule`]) && policy[`${name}Ranges`].length === 0;

/** Rules that are nothing without ranges: the server takes such a policy, and lets no pod in with it. */
const useless: Clause = {
  name: 'useless',
  given: {
    faults: ID_RULES.map((name) =>
      when(
        `policy.${name}Rule in ["MustRunAs", "MayRunAs"] && size(policy.${name}Ranges) == 0`,
        `["podsecuritypolicy.spec.${name}.ranges: Required value"]`,
      ),
    ).join(' + '),
    neverFails: (policy) => !ID_RULES.some((name) => isUseless(policy, name)),
  },
};

const FS_GROUP = 'variables.context.fsGroup';
const FS_GROUP_OUTSIDE = fault('fsGroup', {
  value: `'[]int64{' + string(${FS_GROUP}) + '}'`,
  group: `string(${FS_GROUP})`,
  ranges: rangesText('policy.fsGroupRanges'),
});

const fsGroup: Clause = {
  name: 'fsGroup',
  given: {
    faults: unless(
      `policy.fsGroupRule == "RunAsAny" || !has(${FS_GROUP}) || ${inRanges('policy.fsGroupRanges', FS_GROUP)}`,
      `[${FS_GROUP_OUTSIDE}]`,
    ),
    neverFails: ({ fsGroupRule }) => fsGroupRule === 'RunAsAny',
  },
  open: {
    faults: when(`policy.fsGroupRule == "MustRunAs" && !has(${FS_GROUP})`, `[${fault('fsGroupMissing', {})}]`),
    neverFails: ({ fsGroupRule }) => fsGroupRule !== 'MustRunAs',
  },
};

const GROUP_OUTSIDE = fault('supplementalGroups', {
  value: "'[]int64{' + variables.groupTexts + '}'",
  group: 'string(g)',
  ranges: rangesText('policy.supplementalGroupsRanges'),
});

const supplementalGroups: Clause = {
  name: 'supplementalGroups',
  given: {
    faults: unless(
      'policy.supplementalGroupsRule == "RunAsAny"',
      cel`variables.groups.filter(g, !${inRanges('policy.supplementalGroupsRanges', 'g')}).map(g, ${GROUP_OUTSIDE})`,
    ),
    neverFails: ({ supplementalGroupsRule }) => supplementalGroupsRule === 'RunAsAny',
  },
  open: {
    faults: when(
      'policy.supplementalGroupsRule == "MustRunAs" && size(variables.groups) == 0',
      `[${fault('supplementalGroupsMissing', { value: "'[]int64(nil)'" })}]`,
    ),
    neverFails: ({ supplementalGroupsRule }) => supplementalGroupsRule !== 'MustRunAs',
  },
};

const matches = (patterns: string, name: string): string =>
  cel`${patterns}.exists(f, f == ${name} ||
    (f.endsWith("*") && string(${name}).startsWith(f.substring(0, size(f) - 1))))`;

const [FORBIDDEN, UNSAFE] = ['policy.forbiddenSysctls', 'policy.allowedUnsafeSysctls'];

const sysctls: Clause = {
  name: 'sysctls',
  given: {
    faults: cel`variables.sysctls.map(s,
      ${matches(FORBIDDEN, 's.name')} || ${matches(FORBIDDEN, 's.dotted')} ? s.forbidden :
      s.isSafe || ${matches(UNSAFE, 's.name')} ? "" : s.unsafe).filter(t, t != "")`,
    neverFails: ({ forbiddenSysctls, allowedUnsafeSysctls }) =>
      forbiddenSysctls.length === 0 && allowedUnsafeSysctls.includes('*'),
  },
};

const CLASS = 'variables.spec.runtimeClassName';
const [CLASSES, CLASS_DEFAULT] = ['policy.allowedRuntimeClassNames', 'policy.defaultRuntimeClassName'];

/** No RuntimeClass is always right, unless the policy would have set one. */
const runtimeClass: Clause = {
  name: 'runtimeClass',
  given: {
    faults: unless(
      `!has(${CLASS}) || "*" in ${CLASSES} || ${CLASS} in ${CLASSES}`,
      `[${fault('runtimeClass', { value: quoted(CLASS) })}]`,
    ),
    neverFails: ({ allowedRuntimeClassNames }) => allowedRuntimeClassNames.includes('*'),
  },
  open: {
    faults: when(
      `${CLASS_DEFAULT} != "" && !has(${CLASS})`,
      `[${wouldBeSet('spec.runtimeClassName', { value: quoted(CLASS_DEFAULT) })}]`,
    ),
    neverFails: ({ defaultRuntimeClassName }) => defaultRuntimeClassName === '',
  },
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
