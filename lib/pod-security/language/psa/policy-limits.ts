import { LEVELS, type Level } from '../levels';
import type { NamedPolicy } from '../psp/policy';
import type { IdStrategy } from '../spec';
import { ALL, VOLUME_KINDS } from '../words';
import { BASELINE_CAPABILITIES, RESTRICTED_CAPABILITIES } from './checks/capabilities';
import { safeSysctls } from './checks/sysctls';
import { addable, RESTRICTED_VOLUMES } from './policy-gaps';

/** A field of a policy, and why a level does not enforce what it says: undefined where it does, or where it says nothing. */
export interface Limit {
  readonly field: string;
  readonly lost: (policy: NamedPolicy, level: Level) => string | undefined;
}

const NO_DEFAULTS = 'Pod Security Admission fills nothing in';
const NOT_LOOKED_AT = 'no level looks at it';

/** A limit that holds from a level on. */
const keptFrom =
  (least: Level, says: (policy: NamedPolicy) => boolean): Limit['lost'] =>
  (policy, level) => {
    if (!says(policy) || LEVELS.indexOf(level) >= LEVELS.indexOf(least)) return undefined;
    return `the level ${level} allows it`;
  };

/** A limit that no level has. */
const never =
  (says: (policy: NamedPolicy) => boolean, why: string = NOT_LOOKED_AT): Limit['lost'] =>
  (policy) =>
    says(policy) ? why : undefined;

const isFilled = (value: readonly unknown[] | undefined | null): boolean => (value ?? []).length > 0;

const isLimited = (strategy: IdStrategy | undefined): boolean => Boolean(strategy) && strategy?.rule !== 'RunAsAny';

/** What each level leaves of a list. */
const CAPABILITIES: Readonly<Record<Level, readonly string[] | undefined>> = {
  privileged: undefined,
  baseline: [...BASELINE_CAPABILITIES],
  restricted: [...RESTRICTED_CAPABILITIES],
};

const VOLUMES: Readonly<Record<Level, readonly string[]>> = {
  privileged: VOLUME_KINDS,
  baseline: VOLUME_KINDS.filter((kind) => kind !== 'hostPath'),
  restricted: VOLUME_KINDS.filter((kind) => !RESTRICTED_VOLUMES.includes(kind)),
};

function capabilities(policy: NamedPolicy, level: Level): string | undefined {
  const allowed = addable(policy);
  if (allowed.includes(ALL)) return undefined;
  const more = CAPABILITIES[level]?.filter((name) => !allowed.includes(name));
  if (more === undefined) return 'the level privileged allows all capabilities';
  return more.length === 0 ? undefined : `the level ${level} allows ${more.join(', ')} too`;
}

function dropped({ spec }: NamedPolicy, level: Level): string | undefined {
  const drops = spec.requiredDropCapabilities ?? [];
  if (drops.length === 0 || level === 'restricted') return undefined;
  return `the level ${level} asks for no capability to be dropped, and ${NO_DEFAULTS}`;
}

function volumes({ spec }: NamedPolicy, level: Level): string | undefined {
  const allowed = spec.volumes ?? [];
  if (allowed.includes(ALL)) return undefined;
  const more = VOLUMES[level].filter((kind) => !allowed.includes(kind));
  return more.length === 0 ? undefined : `the level ${level} allows ${more.join(', ')} too`;
}

/** A list of the volumes of one kind says something only where the kind is allowed. */
const ofKind =
  (kind: string, list: 'allowedHostPaths' | 'allowedFlexVolumes' | 'allowedCSIDrivers') =>
  ({ spec }: NamedPolicy): boolean =>
    isFilled(spec[list]) && (spec.volumes ?? []).some((each) => each === ALL || each === kind);

function hostPorts({ spec }: NamedPolicy, level: Level): string | undefined {
  const isFull = (spec.hostPorts ?? []).some(({ min, max }) => min <= 1 && max >= 65_535);
  if (isFull || level !== 'privileged') return undefined;
  return 'the level privileged allows all ports';
}

function runAsUser({ spec }: NamedPolicy, level: Level): string | undefined {
  const { rule } = spec.runAsUser ?? { rule: '' };
  if (rule === 'MustRunAs') return `no level knows ranges of users, and ${NO_DEFAULTS}`;
  return rule === 'MustRunAsNonRoot' && level !== 'restricted' ? `the level ${level} allows root` : undefined;
}

/** Safe are those that the kubelet takes for safe: later minors know more of them, and meant the policies' by it too. */
function forbiddenSysctls({ spec }: NamedPolicy, level: Level): string | undefined {
  const forbidden = spec.forbiddenSysctls ?? [];
  if (forbidden.length === 0) return undefined;
  if (level === 'privileged') return 'the level privileged allows all sysctls';
  const isForbidden = (name: string): boolean =>
    forbidden.some((pattern) => (pattern.endsWith(ALL) ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
  const more = [...safeSysctls(25)].filter(isForbidden);
  return more.length === 0 ? undefined : `the level ${level} allows ${more.join(', ')}`;
}

function seccomp({ profiles }: NamedPolicy, level: Level): string | undefined {
  const allowed = profiles.seccompAllowedProfiles ?? [];
  if (allowed.includes(ALL)) return undefined;
  if (allowed.length === 0) return `the level ${level} lets pods name a profile`;
  if (level === 'privileged') return 'the level privileged allows all profiles, and none';
  return level === 'baseline'
    ? 'the level baseline lets pods name none, or any of Localhost'
    : 'the level restricted lets pods name any of Localhost';
}

/** All limits, by the order of the fields. */
export const LIMITS: readonly Limit[] = [
  { field: 'privileged', lost: keptFrom('baseline', ({ spec }) => spec.privileged !== true) },
  {
    field: 'allowPrivilegeEscalation',
    lost: keptFrom('restricted', ({ spec }) => spec.allowPrivilegeEscalation === false),
  },
  {
    field: 'defaultAllowPrivilegeEscalation',
    lost: never(({ spec }) => typeof spec.defaultAllowPrivilegeEscalation === 'boolean', NO_DEFAULTS),
  },
  { field: 'defaultAddCapabilities', lost: never(({ spec }) => isFilled(spec.defaultAddCapabilities), NO_DEFAULTS) },
  { field: 'requiredDropCapabilities', lost: dropped },
  { field: 'allowedCapabilities', lost: capabilities },
  { field: 'volumes', lost: volumes },
  { field: 'allowedHostPaths', lost: never(ofKind('hostPath', 'allowedHostPaths')) },
  { field: 'allowedFlexVolumes', lost: never(ofKind('flexVolume', 'allowedFlexVolumes')) },
  { field: 'allowedCSIDrivers', lost: never(ofKind('csi', 'allowedCSIDrivers')) },
  { field: 'hostNetwork', lost: keptFrom('baseline', ({ spec }) => spec.hostNetwork !== true) },
  { field: 'hostPorts', lost: hostPorts },
  { field: 'hostPID', lost: keptFrom('baseline', ({ spec }) => spec.hostPID !== true) },
  { field: 'hostIPC', lost: keptFrom('baseline', ({ spec }) => spec.hostIPC !== true) },
  {
    field: 'seLinux',
    lost: never(({ spec }) => isLimited(spec.seLinux), `no level asks for a label, and ${NO_DEFAULTS}`),
  },
  { field: 'runAsUser', lost: runAsUser },
  { field: 'runAsGroup', lost: never(({ spec }) => isLimited(spec.runAsGroup)) },
  { field: 'supplementalGroups', lost: never(({ spec }) => isLimited(spec.supplementalGroups)) },
  { field: 'fsGroup', lost: never(({ spec }) => isLimited(spec.fsGroup)) },
  { field: 'readOnlyRootFilesystem', lost: never(({ spec }) => spec.readOnlyRootFilesystem === true) },
  {
    field: 'allowedUnsafeSysctls',
    lost: keptFrom('baseline', ({ spec }) => !(spec.allowedUnsafeSysctls ?? []).includes(ALL)),
  },
  { field: 'forbiddenSysctls', lost: forbiddenSysctls },
  {
    field: 'allowedProcMountTypes',
    lost: keptFrom('baseline', ({ spec }) => !(spec.allowedProcMountTypes ?? []).includes('Unmasked')),
  },
  {
    field: 'runtimeClass',
    lost: never(
      ({ spec: { runtimeClass } }) =>
        Boolean(runtimeClass) &&
        !(runtimeClass?.allowedRuntimeClassNames?.includes(ALL) && !runtimeClass.defaultRuntimeClassName),
    ),
  },
  {
    field: 'seccompDefaultProfile',
    lost: never(({ profiles }) => profiles.seccompDefaultProfile !== undefined, NO_DEFAULTS),
  },
  { field: 'seccompAllowedProfiles', lost: seccomp },
  {
    field: 'appArmorDefaultProfile',
    lost: never(({ profiles }) => profiles.appArmorDefaultProfile !== undefined, NO_DEFAULTS),
  },
  {
    field: 'appArmorAllowedProfiles',
    lost: never(
      ({ profiles }) => isFilled(profiles.appArmorAllowedProfiles),
      'no level asks for a profile, nor for one of some names',
    ),
  },
];
