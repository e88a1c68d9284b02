import { goQuoted } from '../go-quoted';
import type { Reason } from '../pod/answer';
import { APPARMOR_CONTAINER } from '../pod/app-armor-fields';
import type { Container, ContainerSecurityContext, Pod, PodSecurityContext } from '../pod/model';
import { ALL } from '../words';
import type { AtContainer, PodView } from './containers';
import { capabilityList, groupList, portList, rangeList } from './go-text';
import { containerSeccomp } from './profiles';
import { reason } from './reasons';
import type { IdRules, Rules } from './rules';
import { labelFaults } from './se-linux';

/** What a check looks at. */
interface Asked {
  readonly pod: Pod;
  readonly container: Container;
  readonly path: string;
  readonly own: ContainerSecurityContext;
  /** What containers inherit. */
  readonly common: PodSecurityContext;
}

type Check = (asked: Asked, rules: Rules) => readonly Reason[];

/** What no policy changes. */
const FIXED: readonly Check[] = [privileged, procMount, hostPorts];

/** What is asked of a container, in the order in which the server says it. */
const CHECKS: readonly Check[] = [
  user,
  group,
  seLinux,
  appArmor,
  seccomp,
  privileged,
  procMount,
  capabilities,
  hostPorts,
  readOnly,
  escalation,
];

/** Why the policy refuses a container. */
export function checkContainer({ pod }: PodView, at: AtContainer, rules: Rules): readonly Reason[] {
  const asked = askedOf(pod, at);
  return CHECKS.flatMap((check) => check(asked, rules));
}

/** Whether it does, or does so whatever it gives to the container. */
export function refusesContainer({ pod }: PodView, at: AtContainer, rules: Rules, anyway = false): boolean {
  const asked = askedOf(pod, at);
  return (anyway ? FIXED : CHECKS).some((check) => check(asked, rules).length > 0);
}

function askedOf(pod: Pod, { container, path }: AtContainer): Asked {
  return { pod, container, path, own: container.securityContext ?? {}, common: pod.spec.securityContext ?? {} };
}

const inRanges = (id: number, { ranges }: IdRules): boolean => ranges.some(({ min, max }) => id >= min && id <= max);

function user({ own, common, path: container }: Asked, { runAsUser: rules }: Rules): readonly Reason[] {
  const id = own.runAsUser ?? common.runAsUser ?? undefined;
  if (rules.rule === 'MustRunAs') {
    if (id === undefined) return [reason('runAsUserMissing', { container })];
    return inRanges(id, rules) ? [] : [reason('runAsUser', { container, value: id, ranges: rangeList(rules.ranges) })];
  }
  if (rules.rule !== 'MustRunAsNonRoot') return [];
  const nonRoot = own.runAsNonRoot ?? common.runAsNonRoot ?? undefined;
  if (nonRoot === undefined && id === undefined) return [reason('runAsNonRootMissing', { container })];
  if (nonRoot === false) return [reason('runAsNonRoot', { container })];
  return id === 0 ? [reason('runAsRoot', { container })] : [];
}

/** The server names the security context, not the group in it. */
function group({ own, common, path: container }: Asked, { runAsGroup: rules }: Rules): readonly Reason[] {
  const id = own.runAsGroup ?? common.runAsGroup ?? undefined;
  if (rules.rule === 'RunAsAny') return [];
  if (id === undefined) return rules.rule === 'MustRunAs' ? [reason('runAsGroupMissing', { container })] : [];
  if (inRanges(id, rules)) return [];
  return [reason('runAsGroup', { container, value: groupList([id]), group: id, ranges: rangeList(rules.ranges) })];
}

function seLinux({ own, common, path: container }: Asked, { seLinux: wanted }: Rules): readonly Reason[] {
  if (wanted === undefined) return [];
  const label = own.seLinuxOptions ?? common.seLinuxOptions ?? undefined;
  if (label === undefined) return [reason('seLinuxMissing', { container })];
  return labelFaults(label, wanted).map((fault) => reason('seLinux', { container, ...fault }));
}

function appArmor({ pod, container: { name } }: Asked, { appArmor: rules }: Rules): readonly Reason[] {
  if (rules.isAny) return [];
  const profile = pod.metadata?.annotations?.[APPARMOR_CONTAINER + name] ?? '';
  if (profile === '') return [reason('appArmorMissing', { name })];
  return rules.allowed.has(profile) ? [] : [reason('appArmor', { name, profile, value: goQuoted(rules.text) })];
}

function seccomp({ pod, container }: Asked, { seccomp: { allowed, isAny, text } }: Rules): readonly Reason[] {
  if (isAny) return [];
  const profile = containerSeccomp(pod, container);
  const { name } = container;
  if (allowed.size === 0) return profile === '' ? [] : [reason('seccompNone', { name })];
  return allowed.has(profile) ? [] : [reason('seccomp', { name, profile, allowed: text })];
}

function privileged({ own, path: container }: Asked, { spec }: Rules): readonly Reason[] {
  return own.privileged === true && spec.privileged !== true ? [reason('privileged', { container })] : [];
}

function procMount({ own, path: container }: Asked, { procMounts }: Rules): readonly Reason[] {
  const kind = own.procMount ?? 'Default';
  return procMounts.includes(kind) ? [] : [reason('procMount', { container, value: goQuoted(kind) })];
}

function capabilities({ own, path: container }: Asked, rules: Rules): readonly Reason[] {
  const { defaultAdd, requiredDrop, allowedCapabilities } = rules;
  const given = own.capabilities ?? undefined;
  if (given === undefined) {
    return defaultAdd.length > 0 || requiredDrop.length > 0 ? [reason('capabilitiesMissing', { container })] : [];
  }
  if (allowedCapabilities.has(ALL)) return [];
  const [add, drop] = [given.add ?? [], given.drop ?? undefined];
  return [
    ...add
      .filter((capability) => !defaultAdd.includes(capability) && !allowedCapabilities.has(capability))
      .map((capability) => reason('addedCapability', { container, value: goQuoted(capability) })),
    ...requiredDrop
      .filter((capability) => drop?.includes(capability) !== true)
      .map((capability) => reason('droppedCapability', { container, value: capabilityList(drop), capability })),
  ];
}

function hostPorts({ container: { ports }, path: container }: Asked, { spec }: Rules): readonly Reason[] {
  const allowed = spec.hostPorts ?? [];
  return (ports ?? []).flatMap(({ hostPort }) => {
    const port = hostPort ?? 0;
    if (port <= 0 || allowed.some(({ min, max }) => port >= min && port <= max)) return [];
    return [reason('hostPort', { container, value: port, ports: portList(allowed) })];
  });
}

function readOnly({ own, path: container }: Asked, { spec }: Rules): readonly Reason[] {
  const isReadOnly = own.readOnlyRootFilesystem ?? undefined;
  if (spec.readOnlyRootFilesystem !== true || isReadOnly === true) return [];
  return [reason(isReadOnly === undefined ? 'readOnlyMissing' : 'readOnly', { container })];
}

function escalation({ own, path: container }: Asked, { mayEscalate }: Rules): readonly Reason[] {
  const escalates = own.allowPrivilegeEscalation ?? null;
  if (mayEscalate || escalates === false) return [];
  return [reason('escalation', { container, value: String(escalates) })];
}
