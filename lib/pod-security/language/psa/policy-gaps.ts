import { LEVELS_SINCE } from '../bands';
import type { Level } from '../levels';
import type { NamedPolicy } from '../psp/policy';
import type { IdStrategy } from '../spec';
import { ALL, VOLUME_KINDS } from '../words';
import { BASELINE_CAPABILITIES, RESTRICTED_CAPABILITIES } from './checks/capabilities';
import { BASELINE_SELINUX_TYPES } from './checks/se-linux-options';
import { safeSysctls } from './checks/sysctls';
import { ALLOWED_VOLUMES } from './checks/volumes';

/** How a policy lets in what a check refuses. */
export interface Opening {
  /** The policy says nothing of it, or fills it in: what pods meet then. Left out: the policy allows it in so many words. */
  readonly unsaid?: string;
}

/** A field by which a policy can let in what a check of the standards refuses. */
export interface Gap {
  /** Check of the standards. */
  readonly check: string;
  /** Least level that has it. */
  readonly of: Exclude<Level, 'privileged'>;
  readonly field: string;
  readonly open: (policy: NamedPolicy) => Opening | undefined;
}

const ALLOWED: Opening = {};

/** What this minor takes, its successors take too. */
const TAKEN_SYSCTLS = safeSysctls(LEVELS_SINCE);

const allowedIf = (holds: boolean): Opening | undefined => (holds ? ALLOWED : undefined);

/** Capabilities that a container may add. */
export const addable = ({ spec }: NamedPolicy): readonly string[] => [
  ...(spec.allowedCapabilities ?? []),
  ...(spec.defaultAddCapabilities ?? []),
];

const addsOther =
  (allowed: ReadonlySet<string>) =>
  (policy: NamedPolicy): Opening | undefined =>
    allowedIf(addable(policy).some((name) => !allowed.has(name)));

/** Volumes of policies that the restricted level does not take. */
export const RESTRICTED_VOLUMES = VOLUME_KINDS.filter((kind) => !ALLOWED_VOLUMES.includes(kind));

const hasVolume = ({ spec }: NamedPolicy, kinds: readonly string[]): boolean =>
  (spec.volumes ?? []).some((kind) => kind === ALL || kinds.includes(kind));

const flag = (field: 'privileged' | 'hostNetwork' | 'hostPID' | 'hostIPC', check: string): Gap => ({
  check,
  of: 'baseline',
  field,
  open: ({ spec }) => allowedIf(spec[field] === true),
});

/** What pods meet where a policy says nothing, or filled something in. */
const UNSAID = {
  seLinux:
    'the policy takes any label; the level takes none with a user, a role, or a type other than those of containers',
  appArmor: 'the policy takes any profile; the level does not take unconfined',
  seccomp: 'the policy takes any profile; the level does not take Unconfined',
  escalation: 'the policy set it in containers that do not say it; now they must say allowPrivilegeEscalation: false',
  dropped: 'the policy took all from containers that do not say it; now they must say capabilities.drop: [ALL]',
  user: 'a user other than root was enough, and was filled in; now pods or containers must say runAsNonRoot: true',
  podUser: 'a pod may no longer say runAsUser: 0, not even one whose containers all say another user',
  seccompNamed:
    'pods may name no profile, or get the default of the policy; now they must name RuntimeDefault or Localhost',
} as const;

const UNCONFINED = 'unconfined';

function seLinux({ spec }: NamedPolicy): Opening | undefined {
  const { rule, seLinuxOptions = {} } = spec.seLinux ?? {};
  if (rule !== 'MustRunAs') return { unsaid: UNSAID.seLinux };
  const { user, role, type } = seLinuxOptions ?? {};
  return allowedIf(Boolean(user) || Boolean(role) || !BASELINE_SELINUX_TYPES.includes(type ?? ''));
}

function appArmor({ profiles }: NamedPolicy): Opening | undefined {
  const allowed = profiles.appArmorAllowedProfiles ?? [];
  if (allowed.includes(UNCONFINED) || profiles.appArmorDefaultProfile === UNCONFINED) return ALLOWED;
  return allowed.length === 0 ? { unsaid: UNSAID.appArmor } : undefined;
}

function seccomp({ profiles }: NamedPolicy): Opening | undefined {
  const allowed = profiles.seccompAllowedProfiles ?? [];
  if (allowed.includes(UNCONFINED) || profiles.seccompDefaultProfile === UNCONFINED) return ALLOWED;
  return allowed.includes(ALL) ? { unsaid: UNSAID.seccomp } : undefined;
}

/** Where no profile may be named, none is: that is what this check refuses. */
function seccompNamed({ profiles }: NamedPolicy): Opening | undefined {
  const allowed = profiles.seccompAllowedProfiles ?? [];
  if (allowed.length === 0) return ALLOWED;
  const isFilledIn = allowed.includes(ALL) || profiles.seccompDefaultProfile !== undefined;
  return isFilledIn ? { unsaid: UNSAID.seccompNamed } : undefined;
}

const includesRoot = ({ rule, ranges }: IdStrategy): boolean =>
  rule === 'MustRunAs' ? (ranges ?? []).some(({ min, max }) => min <= 0 && max >= 0) : rule !== 'MustRunAsNonRoot';

/**
 * All gaps. Windows needs none: a process of the node must have the network of the node. The checks of later minors than
 * 1.29 are not among them: from 1.30 on there are admission policies.
 */
export const GAPS: readonly Gap[] = [
  flag('privileged', 'privileged'),
  flag('hostNetwork', 'hostNamespaces'),
  flag('hostPID', 'hostNamespaces'),
  flag('hostIPC', 'hostNamespaces'),
  {
    check: 'hostPorts',
    of: 'baseline',
    field: 'hostPorts',
    open: ({ spec }) => allowedIf((spec.hostPorts ?? []).some(({ min, max }) => max >= Math.max(min, 1))),
  },
  {
    check: 'hostPathVolumes',
    of: 'baseline',
    field: 'volumes',
    open: (policy) => allowedIf(hasVolume(policy, ['hostPath'])),
  },
  {
    check: 'capabilities_baseline',
    of: 'baseline',
    field: 'allowedCapabilities',
    open: addsOther(BASELINE_CAPABILITIES),
  },
  {
    check: 'sysctls',
    of: 'baseline',
    field: 'allowedUnsafeSysctls',
    open: ({ spec }) => allowedIf((spec.allowedUnsafeSysctls ?? []).some((name) => !TAKEN_SYSCTLS.has(name))),
  },
  {
    check: 'procMount',
    of: 'baseline',
    field: 'allowedProcMountTypes',
    open: ({ spec }) => allowedIf((spec.allowedProcMountTypes ?? []).some((type) => type !== 'Default')),
  },
  {
    check: 'seLinuxOptions',
    of: 'baseline',
    field: 'seLinux',
    open: seLinux,
  },
  {
    check: 'appArmorProfile',
    of: 'baseline',
    field: 'appArmorAllowedProfiles',
    open: appArmor,
  },
  {
    check: 'seccompProfile_baseline',
    of: 'baseline',
    field: 'seccompAllowedProfiles',
    open: seccomp,
  },
  {
    check: 'allowPrivilegeEscalation',
    of: 'restricted',
    field: 'allowPrivilegeEscalation',
    open: ({ spec }) => (spec.allowPrivilegeEscalation === false ? { unsaid: UNSAID.escalation } : ALLOWED),
  },
  {
    check: 'capabilities_restricted',
    of: 'restricted',
    field: 'requiredDropCapabilities',
    open: ({ spec }) => ((spec.requiredDropCapabilities ?? []).includes('ALL') ? { unsaid: UNSAID.dropped } : ALLOWED),
  },
  {
    check: 'capabilities_restricted',
    of: 'restricted',
    field: 'allowedCapabilities',
    open: addsOther(RESTRICTED_CAPABILITIES),
  },
  {
    check: 'restrictedVolumes',
    of: 'restricted',
    field: 'volumes',
    open: (policy) => allowedIf(hasVolume(policy, RESTRICTED_VOLUMES)),
  },
  {
    check: 'runAsNonRoot',
    of: 'restricted',
    field: 'runAsUser',
    open: ({ spec }) => (includesRoot(spec.runAsUser ?? { rule: '' }) ? ALLOWED : { unsaid: UNSAID.user }),
  },
  {
    check: 'runAsUser',
    of: 'restricted',
    field: 'runAsUser',
    open: ({ spec }) => (includesRoot(spec.runAsUser ?? { rule: '' }) ? ALLOWED : { unsaid: UNSAID.podUser }),
  },
  {
    check: 'seccompProfile_restricted',
    of: 'restricted',
    field: 'seccompAllowedProfiles',
    open: seccompNamed,
  },
];
