import type { Diagnostic, Severity } from '../../diagnostics/diagnostic';
import { sysctlsMeet } from './names';
import type { IdStrategy, PodSecurityPolicyLimits, PodSecurityPolicySpec } from './spec';
import { ALL } from './words';

/** Codes of what can be wrong with a policy. They never change their meaning. */
export const CODES = {
  field: 'PODSECURITY1001',
  range: 'PODSECURITY1002',
  ranges: 'PODSECURITY1003',
  uselessStrategy: 'PODSECURITY1004',
  capabilities: 'PODSECURITY1005',
  escalation: 'PODSECURITY1006',
  hostPath: 'PODSECURITY1007',
  sysctls: 'PODSECURITY1008',
  runtimeClass: 'PODSECURITY1009',
  hostPorts: 'PODSECURITY1010',
  subject: 'PODSECURITY1011',
  budget: 'PODSECURITY1030',
  expressionBudget: 'PODSECURITY1031',
  setProps: 'PODSECURITY1050',
  set: 'PODSECURITY1051',
  everywhere: 'PODSECURITY1052',
  carriedOver: 'PODSECURITY1053',
  overlay: 'PODSECURITY1054',
  sameName: 'PODSECURITY1055',
} as const;

type Code = keyof typeof CODES;

/** A spec of which every part has the right type. What is not known before a chart is rendered is undefined in it. */
export type KnownSpec = PodSecurityPolicyLimits & Partial<PodSecurityPolicySpec>;

type Check = (spec: KnownSpec) => readonly Diagnostic[];

const CHECKS: readonly Check[] = [
  ranges,
  groupRanges,
  uselessStrategies,
  capabilities,
  escalation,
  hostPaths,
  sysctls,
  runtimeClass,
  hostPorts,
];

/**
 * What the API server (1.24) finds wrong with fields that are right alone. Warnings are for what it takes although no pod
 * can meet it.
 */
export function checkSpec(spec: KnownSpec): readonly Diagnostic[] {
  return CHECKS.flatMap((check) => check(spec));
}

function problem(code: Code, key: string, says: string, hint: string, severity: Severity = 'error'): Diagnostic {
  return { code: CODES[code], severity, message: `"${key}" ${says}`, hint, place: { key } };
}

const MOST_PORT = 65_535;

/** The strategies that have ids. */
const ID_STRATEGIES = ['runAsUser', 'runAsGroup', 'supplementalGroups', 'fsGroup'] as const;

const strategiesOf = (spec: KnownSpec): readonly (readonly [string, IdStrategy])[] =>
  ID_STRATEGIES.flatMap((key) => {
    const strategy = spec[key];
    return strategy === undefined ? [] : [[key, strategy] as const];
  });

/** The rules that are nothing without ranges. */
const NEEDS_RANGES: readonly string[] = ['MustRunAs', 'MayRunAs'];

/** Ranges that are there and not known yet are taken for some. */
function lacksRanges(strategy: IdStrategy): boolean {
  const none = strategy.ranges === undefined ? !('ranges' in strategy) : strategy.ranges.length === 0;
  return NEEDS_RANGES.includes(strategy.rule) && none;
}

function ranges(spec: KnownSpec): readonly Diagnostic[] {
  return strategiesOf(spec).flatMap(([key, strategy]) =>
    Array.from(strategy.ranges ?? []).flatMap((range, index) =>
      range !== undefined && range.min > range.max
        ? [
            problem(
              'range',
              `${key}.ranges[${index}]`,
              `begins with ${range.min} and ends with ${range.max}`,
              'the least id is "min"',
            ),
          ]
        : [],
    ),
  );
}

/** Only for `runAsGroup` does the server look whether rule and ranges belong together. */
function groupRanges({ runAsGroup }: KnownSpec): readonly Diagnostic[] {
  const { rule, ranges: given = [] } = runAsGroup ?? { rule: undefined };
  if (rule === 'RunAsAny' && given.length > 0) {
    const hint = 'leave the ranges out, or write MustRunAs or MayRunAs';
    return [problem('ranges', 'runAsGroup.ranges', 'must be empty for RunAsAny', hint)];
  }
  if (runAsGroup === undefined || !lacksRanges(runAsGroup)) return [];
  const hint = 'such as [{ min: 1, max: 65535 }]';
  return [problem('ranges', 'runAsGroup.ranges', `must have at least one range for ${rule}`, hint)];
}

/** The server takes these policies, and then refuses every pod that it holds against them. */
function uselessStrategies(spec: KnownSpec): readonly Diagnostic[] {
  const says = 'is missing: with this rule the policy lets no pod in';
  const withoutRanges = strategiesOf(spec).flatMap(([key, strategy]) =>
    key !== 'runAsGroup' && lacksRanges(strategy)
      ? [problem('uselessStrategy', `${key}.ranges`, says, 'such as [{ min: 1, max: 65535 }]', 'warning')]
      : [],
  );
  const { seLinux } = spec;
  if (seLinux?.rule !== 'MustRunAs' || 'seLinuxOptions' in seLinux) return withoutRanges;
  const hint = "such as { type: 'container_t' }, or the rule RunAsAny";
  return [...withoutRanges, problem('uselessStrategy', 'seLinux.seLinuxOptions', says, hint, 'warning')];
}

function capabilities(spec: KnownSpec): readonly Diagnostic[] {
  const { requiredDropCapabilities: dropped = [], allowedCapabilities: allowed = [] } = spec;
  const lists = ['defaultAddCapabilities', 'allowedCapabilities'] as const;
  const double = lists.flatMap((key) =>
    (spec[key] ?? []).flatMap((capability, index) =>
      capability !== undefined && dropped.includes(capability)
        ? [
            problem(
              'capabilities',
              `${key}[${index}]`,
              `is "${capability}", which requiredDropCapabilities takes away`,
              'leave it in one of the two lists',
            ),
          ]
        : [],
    ),
  );
  if (dropped.length === 0 || !allowed.includes(ALL)) return double;
  const hint = 'name the capabilities that may be added, or drop none';
  return [
    ...double,
    problem('capabilities', 'requiredDropCapabilities', `must be empty when "${ALL}" is allowed`, hint),
  ];
}

function escalation(spec: KnownSpec): readonly Diagnostic[] {
  if (spec.defaultAllowPrivilegeEscalation !== true || spec.allowPrivilegeEscalation !== false) return [];
  const hint = 'set it to false as well, or leave it out';
  return [
    problem('escalation', 'defaultAllowPrivilegeEscalation', 'is true, and allowPrivilegeEscalation false', hint),
  ];
}

function hostPaths({ allowedHostPaths = [] }: KnownSpec): readonly Diagnostic[] {
  return allowedHostPaths.flatMap((path, index) =>
    path?.pathPrefix?.split('/').includes('..')
      ? [problem('hostPath', `allowedHostPaths[${index}].pathPrefix`, 'must not have ".." in it', 'write the path out')]
      : [],
  );
}

function sysctls(spec: KnownSpec): readonly Diagnostic[] {
  const { allowedUnsafeSysctls: allowed = [], forbiddenSysctls: forbidden = [] } = spec;
  const alone = (['allowedUnsafeSysctls', 'forbiddenSysctls'] as const).flatMap((key) => {
    const list = spec[key] ?? [];
    const hint = `leave "${ALL}" out, or everything else`;
    return list.includes(ALL) && list.length > 1
      ? [problem('sysctls', key, `must have nothing beside "${ALL}"`, hint)]
      : [];
  });
  const double = allowed.flatMap((one, index) => {
    const other = forbidden.find((each) => one !== undefined && each !== undefined && sysctlsMeet(one, each));
    if (other === undefined) return [];
    const says = `is "${one}", which overlaps with "${other}" in forbiddenSysctls`;
    return [problem('sysctls', `allowedUnsafeSysctls[${index}]`, says, 'leave it in one of the two lists')];
  });
  return [...alone, ...double];
}

function runtimeClass(spec: KnownSpec): readonly Diagnostic[] {
  const { allowedRuntimeClassNames: allowed = [], defaultRuntimeClassName: standard } = spec.runtimeClass ?? {};
  const key = 'runtimeClass.allowedRuntimeClassNames';
  const known = allowed.filter((name) => name !== undefined);
  const double = allowed.flatMap((name, index) =>
    name !== undefined && allowed.indexOf(name) < index
      ? [problem('runtimeClass', `${key}[${index}]`, `is "${name}" once more`, 'leave it out')]
      : [],
  );
  const alone =
    known.includes(ALL) && allowed.length > 1
      ? [problem('runtimeClass', key, `must have nothing beside "${ALL}"`, `leave "${ALL}" out, or everything else`)]
      : [];
  const missing =
    standard !== undefined && known.length === allowed.length && !known.includes(standard) && !known.includes(ALL)
      ? [problem('runtimeClass', key, `must have the default, "${standard}", in it`, 'add it')]
      : [];
  return [...double, ...alone, ...missing];
}

/** The server looks at no port; pods can take ports from 1 to 65535 only. */
function hostPorts({ hostPorts: given = [] }: KnownSpec): readonly Diagnostic[] {
  return given.flatMap((range, index) => {
    if (range === undefined || !(range.min > range.max || range.max < 1 || range.min > MOST_PORT)) return [];
    const says = `is a range without a port: ${range.min} to ${range.max}`;
    return [problem('hostPorts', `hostPorts[${index}]`, says, `ports go from 1 to ${MOST_PORT}`, 'warning')];
  });
}
