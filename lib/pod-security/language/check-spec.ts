import type { Diagnostic } from '../../diagnostics/diagnostic';
import { sysctlsMeet } from './names';
import type { IdStrategy, PodSecurityPolicyLimits, PodSecurityPolicySpec } from './spec';
import { FAULTS, MOST_PORT, type SpecFault } from './spec-faults';
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
  defaultProfile: 'PODSECURITY1012',
  budget: 'PODSECURITY1030',
  expressionBudget: 'PODSECURITY1031',
  setProps: 'PODSECURITY1050',
  set: 'PODSECURITY1051',
  everywhere: 'PODSECURITY1052',
  carriedOver: 'PODSECURITY1053',
  overlay: 'PODSECURITY1054',
  sameName: 'PODSECURITY1055',
  nowhere: 'PODSECURITY1056',
} as const;

/** A spec of which every part has the right type. What is not known before a chart is rendered is undefined in it. */
export type KnownSpec = PodSecurityPolicyLimits & Partial<PodSecurityPolicySpec>;

type Check = (spec: KnownSpec) => readonly SpecFault[];

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
  return CHECKS.flatMap((check) => check(spec)).map(toDiagnostic);
}

/** A fault as it is told to whoever writes the policy. */
export function toDiagnostic({ code, key, says, hint, severity }: SpecFault): Diagnostic {
  return { code: CODES[code], severity, message: `"${key}" ${says}`, hint, place: { key } };
}

/** The strategies that have ids. */
export const ID_STRATEGIES = ['runAsUser', 'runAsGroup', 'supplementalGroups', 'fsGroup'] as const;

const strategiesOf = (spec: KnownSpec): readonly (readonly [string, IdStrategy])[] =>
  ID_STRATEGIES.flatMap((key) => {
    const strategy = spec[key];
    return strategy === undefined ? [] : [[key, strategy] as const];
  });

/** Lists of capabilities that containers may have. */
export const ADDING = ['defaultAddCapabilities', 'allowedCapabilities'] as const;

/** Lists of sysctls. */
export const SYSCTLS = ['allowedUnsafeSysctls', 'forbiddenSysctls'] as const;

/** The rules that are nothing without ranges. */
export const NEEDS_RANGES: readonly string[] = ['MustRunAs', 'MayRunAs'];

/** Ranges that are there and not known yet are taken for some. */
function lacksRanges(strategy: IdStrategy): boolean {
  const none = strategy.ranges === undefined ? !('ranges' in strategy) : strategy.ranges.length === 0;
  return NEEDS_RANGES.includes(strategy.rule) && none;
}

function ranges(spec: KnownSpec): readonly SpecFault[] {
  return strategiesOf(spec).flatMap(([key, strategy]) =>
    Array.from(strategy.ranges ?? []).flatMap((range, index) =>
      range !== undefined && range.min > range.max ? [FAULTS.range(key, index, range.min, range.max)] : [],
    ),
  );
}

/** Only for `runAsGroup` does the server look whether rule and ranges belong together. */
function groupRanges({ runAsGroup }: KnownSpec): readonly SpecFault[] {
  const { rule, ranges: given = [] } = runAsGroup ?? { rule: undefined };
  if (rule === 'RunAsAny' && given.length > 0) return [FAULTS.needlessRanges()];
  return runAsGroup === undefined || !lacksRanges(runAsGroup) ? [] : [FAULTS.missingRanges(runAsGroup.rule)];
}

/** The server takes these policies, and then refuses every pod that it holds against them. */
function uselessStrategies(spec: KnownSpec): readonly SpecFault[] {
  const withoutRanges = strategiesOf(spec).flatMap(([key, strategy]) =>
    key !== 'runAsGroup' && lacksRanges(strategy) ? [FAULTS.uselessRanges(key)] : [],
  );
  const { seLinux } = spec;
  const withoutLabel = seLinux?.rule === 'MustRunAs' && !('seLinuxOptions' in seLinux);
  return withoutLabel ? [...withoutRanges, FAULTS.uselessLabel()] : withoutRanges;
}

function capabilities(spec: KnownSpec): readonly SpecFault[] {
  const { requiredDropCapabilities: dropped = [], allowedCapabilities: allowed = [] } = spec;
  const double = ADDING.flatMap((key) =>
    (spec[key] ?? []).flatMap((capability, index) =>
      capability !== undefined && dropped.includes(capability)
        ? [FAULTS.droppedCapability(key, index, capability)]
        : [],
    ),
  );
  return dropped.length > 0 && allowed.includes(ALL) ? [...double, FAULTS.dropBesideAll()] : double;
}

function escalation(spec: KnownSpec): readonly SpecFault[] {
  const { defaultAllowPrivilegeEscalation: standard, allowPrivilegeEscalation: allowed } = spec;
  return standard === true && allowed === false ? [FAULTS.escalation()] : [];
}

function hostPaths({ allowedHostPaths = [] }: KnownSpec): readonly SpecFault[] {
  return allowedHostPaths.flatMap((path, index) =>
    path?.pathPrefix?.split('/').includes('..') ? [FAULTS.hostPath(index)] : [],
  );
}

function sysctls(spec: KnownSpec): readonly SpecFault[] {
  const { allowedUnsafeSysctls: allowed = [], forbiddenSysctls: forbidden = [] } = spec;
  const alone = SYSCTLS.flatMap((key) => {
    const list = spec[key] ?? [];
    return list.includes(ALL) && list.length > 1 ? [FAULTS.sysctlBesideAll(key)] : [];
  });
  const double = allowed.flatMap((one, index) => {
    const other = forbidden.find((each) => one !== undefined && each !== undefined && sysctlsMeet(one, each));
    return other === undefined ? [] : [FAULTS.sysctl(index, one ?? '', other)];
  });
  return [...alone, ...double];
}

function runtimeClass(spec: KnownSpec): readonly SpecFault[] {
  const { allowedRuntimeClassNames: allowed = [], defaultRuntimeClassName: standard } = spec.runtimeClass ?? {};
  const known = allowed.filter((name) => name !== undefined);
  const double = allowed.flatMap((name, index) =>
    name !== undefined && allowed.indexOf(name) < index ? [FAULTS.runtimeClassTwice(index, name)] : [],
  );
  const alone = known.includes(ALL) && allowed.length > 1 ? [FAULTS.runtimeClassBesideAll()] : [];
  const missing =
    standard !== undefined && known.length === allowed.length && !known.includes(standard) && !known.includes(ALL)
      ? [FAULTS.defaultRuntimeClass(standard)]
      : [];
  return [...double, ...alone, ...missing];
}

/** The server looks at no port; pods can take ports from 1 to 65535 only. */
function hostPorts({ hostPorts: given = [] }: KnownSpec): readonly SpecFault[] {
  return given.flatMap((range, index) =>
    range !== undefined && (range.min > range.max || range.max < 1 || range.min > MOST_PORT)
      ? [FAULTS.hostPorts(index, range.min, range.max)]
      : [],
  );
}
