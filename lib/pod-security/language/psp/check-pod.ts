import { goQuoted } from '../go-quoted';
import type { Reason } from '../pod/answer';
import { ALL, SAFE_SYSCTLS } from '../words';
import { checkContainer, refusesContainer } from './check-container';
import type { PodView } from './containers';
import { groupList, rangeList } from './go-text';
import { podSeccomp } from './profiles';
import { reason } from './reasons';
import type { IdRules, Rules } from './rules';
import { labelFaults } from './se-linux';
import { checkVolumes } from './volume-checks';

type Check = (view: PodView, rules: Rules) => readonly Reason[];

/** What no policy changes. */
const FIXED: readonly Check[] = [hostNamespaces, sysctls, checkVolumes];

/** What is asked of the pod itself, in the order in which the server says it. */
const CHECKS: readonly Check[] = [fsGroup, supplementalGroups, seccomp, seLinux, ...FIXED, runtimeClass];

/** Why the policy refuses the pod. */
export function checkPod(view: PodView, rules: Rules): readonly Reason[] {
  return [
    ...CHECKS.flatMap((check) => check(view, rules)),
    ...view.containers.flatMap((container) => checkContainer(view, container, rules)),
  ];
}

/** Whether it does, or does so whatever it gives to the pod. The first reason is enough, for most policies refuse. */
export function refuses(view: PodView, rules: Rules, anyway = false): boolean {
  return (
    (anyway ? FIXED : CHECKS).some((check) => check(view, rules).length > 0) ||
    view.containers.some((container) => refusesContainer(view, container, rules, anyway))
  );
}

/** The groups that lie in no range; none when any may be had. */
function outside(groups: readonly number[], { rule, ranges }: IdRules): readonly number[] {
  if (rule !== 'MustRunAs' && rule !== 'MayRunAs') return [];
  return groups.filter((group) => !ranges.some(({ min, max }) => group >= min && group <= max));
}

function fsGroup({ pod: { spec } }: PodView, { fsGroup: rules }: Rules): readonly Reason[] {
  const group = spec.securityContext?.fsGroup ?? undefined;
  if (group === undefined) return rules.rule === 'MustRunAs' ? [reason('fsGroupMissing', {})] : [];
  const ranges = rangeList(rules.ranges);
  return outside([group], rules).map(() => reason('fsGroup', { value: groupList([group]), group, ranges }));
}

function supplementalGroups({ pod: { spec } }: PodView, { supplementalGroups: rules }: Rules): readonly Reason[] {
  if (rules.rule === 'RunAsAny') return [];
  const groups = spec.securityContext?.supplementalGroups ?? undefined;
  const value = groupList(groups);
  if (groups === undefined || groups.length === 0) {
    return rules.rule === 'MustRunAs' ? [reason('supplementalGroupsMissing', { value })] : [];
  }
  const ranges = rangeList(rules.ranges);
  return outside(groups, rules).map((group) => reason('supplementalGroups', { value, group, ranges }));
}

function seccomp({ pod }: PodView, { seccomp: { allowed, isAny, text } }: Rules): readonly Reason[] {
  const profile = podSeccomp(pod);
  if (isAny || allowed.has(profile)) return [];
  if (allowed.size === 0) return profile === '' ? [] : [reason('podSeccompNone', {})];
  return [reason('podSeccomp', { profile, allowed: text })];
}

function seLinux({ pod: { spec } }: PodView, { seLinux: wanted }: Rules): readonly Reason[] {
  if (wanted === undefined) return [];
  const label = spec.securityContext?.seLinuxOptions ?? undefined;
  if (label === undefined) return [reason('podSeLinuxMissing', {})];
  return labelFaults(label, wanted).map((fault) => reason('podSeLinux', fault));
}

const HOST_NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

function hostNamespaces({ pod: { spec } }: PodView, rules: Rules): readonly Reason[] {
  const taken = HOST_NAMESPACES.filter((key) => spec[key] === true && rules.spec[key] !== true);
  return taken.map((key) => reason(key, {}));
}

function sysctls({ pod }: PodView, { spec }: Rules): readonly Reason[] {
  return (pod.spec.securityContext?.sysctls ?? []).flatMap(({ name }, index) => {
    const hole = { index, value: goQuoted(name) };
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
function runtimeClass({ pod: { spec } }: PodView, rules: Rules): readonly Reason[] {
  const allowed = rules.spec.runtimeClass?.allowedRuntimeClassNames ?? [];
  const name = spec.runtimeClassName ?? undefined;
  if ((rules.spec.runtimeClass ?? undefined) === undefined || name === undefined) return [];
  return allowed.includes(ALL) || allowed.includes(name) ? [] : [reason('runtimeClass', { value: goQuoted(name) })];
}
