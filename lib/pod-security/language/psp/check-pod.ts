import type { Reason } from '../pod/answer';
import type { Pod } from '../pod/model';
import { ALL } from '../words';
import { checkContainer, refusesContainer } from './check-container';
import { containersWithPaths } from './containers';
import { groupList, quoted, rangeList } from './go-text';
import { podSeccomp } from './profiles';
import { reason } from './reasons';
import type { IdRules, Rules } from './rules';
import { labelFaults } from './se-linux';
import { checkVolumes } from './volume-checks';

/** What is asked of the pod itself, in the order in which the server says it. */
const CHECKS: readonly ((pod: Pod, rules: Rules) => readonly Reason[])[] = [
  fsGroup,
  supplementalGroups,
  seccomp,
  seLinux,
  hostNamespaces,
  sysctls,
  checkVolumes,
  runtimeClass,
];

/** Why the policy refuses the pod. */
export function checkPod(pod: Pod, rules: Rules): readonly Reason[] {
  return [
    ...CHECKS.flatMap((check) => check(pod, rules)),
    ...containersWithPaths(pod).flatMap((container) => checkContainer(pod, container, rules)),
  ];
}

/** Whether it does: with the first reason, for most policies refuse and are not asked why. */
export function refuses(pod: Pod, rules: Rules): boolean {
  return (
    CHECKS.some((check) => check(pod, rules).length > 0) ||
    containersWithPaths(pod).some((container) => refusesContainer(pod, container, rules))
  );
}

/** The groups that lie in no range; none when any may be had. */
function outside(groups: readonly number[], { rule, ranges }: IdRules): readonly number[] {
  if (rule !== 'MustRunAs' && rule !== 'MayRunAs') return [];
  return groups.filter((group) => !ranges.some(({ min, max }) => group >= min && group <= max));
}

function fsGroup({ spec }: Pod, { fsGroup: rules }: Rules): readonly Reason[] {
  const group = spec.securityContext?.fsGroup ?? undefined;
  if (group === undefined) return rules.rule === 'MustRunAs' ? [reason('fsGroupMissing', {})] : [];
  const ranges = rangeList(rules.ranges);
  return outside([group], rules).map(() => reason('fsGroup', { value: groupList([group]), group, ranges }));
}

function supplementalGroups({ spec }: Pod, { supplementalGroups: rules }: Rules): readonly Reason[] {
  if (rules.rule === 'RunAsAny') return [];
  const groups = spec.securityContext?.supplementalGroups ?? undefined;
  const value = groupList(groups);
  if (groups === undefined || groups.length === 0) {
    return rules.rule === 'MustRunAs' ? [reason('supplementalGroupsMissing', { value })] : [];
  }
  const ranges = rangeList(rules.ranges);
  return outside(groups, rules).map((group) => reason('supplementalGroups', { value, group, ranges }));
}

function seccomp(pod: Pod, { seccomp: { allowed, isAny, text } }: Rules): readonly Reason[] {
  const profile = podSeccomp(pod);
  if (isAny || allowed.has(profile)) return [];
  if (allowed.size === 0) return profile === '' ? [] : [reason('podSeccompNone', {})];
  return [reason('podSeccomp', { profile, allowed: text })];
}

function seLinux({ spec }: Pod, { seLinux: wanted }: Rules): readonly Reason[] {
  if (wanted === undefined) return [];
  const label = spec.securityContext?.seLinuxOptions ?? undefined;
  if (label === undefined) return [reason('podSeLinuxMissing', {})];
  return labelFaults(label, wanted).map((fault) => reason('podSeLinux', fault));
}

function hostNamespaces({ spec }: Pod, rules: Rules): readonly Reason[] {
  return (['hostNetwork', 'hostPID', 'hostIPC'] as const).flatMap((key) =>
    spec[key] === true && rules.spec[key] !== true ? [reason(key, {})] : [],
  );
}

/** What the kubelet of 1.24 lets every pod set. */
const SAFE_SYSCTLS: readonly string[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
];

function sysctls(pod: Pod, { spec }: Rules): readonly Reason[] {
  return (pod.spec.securityContext?.sysctls ?? []).flatMap(({ name }, index) => {
    const hole = { index, value: quoted(name) };
    if (matches(name, spec.forbiddenSysctls)) return [reason('forbiddenSysctl', hole)];
    if (SAFE_SYSCTLS.includes(name) || matches(name, spec.allowedUnsafeSysctls)) return [];
    return [reason('unsafeSysctl', hole)];
  });
}

/** Names, or beginnings that end in `*`. */
function matches(name: string, patterns: readonly string[] = []): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith(ALL) ? name.startsWith(pattern.slice(0, -ALL.length)) : name === pattern,
  );
}

/** A pod that names none is always right. */
function runtimeClass({ spec }: Pod, rules: Rules): readonly Reason[] {
  const allowed = rules.spec.runtimeClass?.allowedRuntimeClassNames ?? [];
  const name = spec.runtimeClassName ?? undefined;
  if ((rules.spec.runtimeClass ?? undefined) === undefined || name === undefined) return [];
  return allowed.includes(ALL) || allowed.includes(name) ? [] : [reason('runtimeClass', { value: quoted(name) })];
}
