import type { ContainerSecurityContext, PodSecurityContext, SeLinuxOptions } from '../pod/model';
import type { IdRange, IdStrategy, PodSecurityPolicyProfiles, PodSecurityPolicySpec } from '../spec';
import { ALL } from '../words';
import type { NamedPolicy } from './policy';

/** Which profiles a policy allows and gives. */
export interface ProfileRules {
  /** Empty: none. */
  readonly standard: string;
  readonly allowed: ReadonlySet<string>;
  /** The list as it is written. */
  readonly text: string;
  /** Whether all are allowed, with names in the list or not: seccomp with `*`, AppArmor without a list. */
  readonly isAny: boolean;
}

/** A policy, made ready for many pods. */
export interface Rules {
  readonly name: string;
  readonly spec: PodSecurityPolicySpec;
  readonly runAsUser: IdRules;
  readonly runAsGroup: IdRules;
  readonly fsGroup: IdRules;
  readonly supplementalGroups: IdRules;
  /** The label that all must have. Undefined: any. */
  readonly seLinux?: SeLinuxOptions;
  readonly defaultAdd: readonly string[];
  readonly requiredDrop: readonly string[];
  readonly allowedCapabilities: ReadonlySet<string>;
  readonly volumes: ReadonlySet<string>;
  readonly procMounts: readonly string[];
  readonly mayEscalate: boolean;
  readonly appArmor: ProfileRules;
  readonly seccomp: ProfileRules;
  /** What is given to the security context of pods, and of containers, in which it is missing. */
  readonly toPods: readonly Standard<PodSecurityContext>[];
  readonly toContainers: readonly Standard<ContainerSecurityContext>[];
  /** Whether containers get anything: of the above, a mark or capabilities. */
  readonly givesToContainers: boolean;
}

/** What a field is set to. */
export type Standard<T> = { readonly [Key in keyof T]-?: { readonly key: Key; readonly value: T[Key] } }[keyof T];

export interface IdRules {
  readonly rule: string;
  readonly ranges: readonly IdRange[];
  /** What is given to who has none. */
  readonly standard?: number;
}

const READY = new WeakMap<NamedPolicy, Rules | 'useless'>();

/**
 * The rules of a policy. Undefined when the server takes the policy and then cannot use it: a rule that needs ranges or a
 * label and has none.
 */
export function rulesOf(policy: NamedPolicy): Rules | undefined {
  const ready = READY.get(policy) ?? (isUseless(policy.spec) ? 'useless' : compile(policy));
  READY.set(policy, ready);
  return ready === 'useless' ? undefined : ready;
}

const RULES = {
  runAsUser: ['MustRunAs', 'MustRunAsNonRoot', 'RunAsAny'],
  groups: ['MustRunAs', 'MayRunAs', 'RunAsAny'],
};

function isUseless({ runAsUser, runAsGroup, fsGroup, supplementalGroups, seLinux }: PodSecurityPolicySpec): boolean {
  const groups = [fsGroup, supplementalGroups, ...(isGiven(runAsGroup) ? [runAsGroup] : [])];
  if (!isUsable(runAsUser, RULES.runAsUser) || !groups.every((each) => isUsable(each, RULES.groups))) return true;
  return seLinux?.rule === 'MustRunAs' ? !isGiven(seLinux.seLinuxOptions) : seLinux?.rule !== 'RunAsAny';
}

function isUsable(strategy: IdStrategy | undefined, rules: readonly string[]): boolean {
  if (strategy === undefined || !rules.includes(strategy.rule)) return false;
  const needsRanges = strategy.rule === 'MustRunAs' || strategy.rule === 'MayRunAs';
  return !needsRanges || (strategy.ranges ?? []).length > 0;
}

function compile({ name, spec, profiles }: NamedPolicy): Rules {
  const procMounts = spec.allowedProcMountTypes ?? [];
  const mayEscalate = spec.allowPrivilegeEscalation ?? true;
  const escalation = spec.defaultAllowPrivilegeEscalation ?? (mayEscalate ? undefined : false);
  const seLinux = spec.seLinux.rule === 'MustRunAs' ? spec.seLinux.seLinuxOptions : undefined;
  const runAsUser = idRules(spec.runAsUser);
  const runAsGroup = idRules(spec.runAsGroup ?? { rule: 'RunAsAny' });
  const fsGroup = idRules(spec.fsGroup);
  const supplementalGroups = idRules(spec.supplementalGroups);
  const defaultAdd = spec.defaultAddCapabilities ?? [];
  const requiredDrop = spec.requiredDropCapabilities ?? [];
  const groups = supplementalGroups.standard;
  const toContainers = standards<ContainerSecurityContext>({
    runAsUser: runAsUser.standard,
    runAsGroup: runAsGroup.standard,
    readOnlyRootFilesystem: spec.readOnlyRootFilesystem === true ? true : undefined,
    allowPrivilegeEscalation: escalation,
  });
  const gives = [toContainers.length > 0, defaultAdd.length > 0, requiredDrop.length > 0];
  return {
    name,
    spec,
    runAsUser,
    runAsGroup,
    fsGroup,
    supplementalGroups,
    ...(seLinux === undefined ? {} : { seLinux }),
    defaultAdd,
    requiredDrop,
    allowedCapabilities: new Set(spec.allowedCapabilities ?? []),
    volumes: new Set(spec.volumes ?? []),
    procMounts: procMounts.length === 0 ? ['Default'] : procMounts,
    mayEscalate,
    appArmor: appArmorRules(profiles),
    seccomp: seccompRules(profiles),
    toPods: standards<PodSecurityContext>({
      fsGroup: fsGroup.standard,
      supplementalGroups: groups === undefined ? undefined : [groups],
      seLinuxOptions: seLinux,
    }),
    toContainers,
    givesToContainers: gives.includes(true) || runAsUser.rule === 'MustRunAsNonRoot',
  };
}

function standards<T extends object>(
  values: { readonly [Key in keyof T]?: T[Key] | undefined },
): readonly Standard<T>[] {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.map(([key, value]) => ({ key, value })) as unknown as readonly Standard<T>[];
}

function idRules({ rule, ranges = [] }: IdStrategy): IdRules {
  const [first] = ranges;
  return { rule, ranges, ...(rule === 'MustRunAs' && first !== undefined ? { standard: first.min } : {}) };
}

/** A list without names is none: its annotation is never written, see `profileAnnotations`. */
function appArmorRules({
  appArmorDefaultProfile,
  appArmorAllowedProfiles = [],
}: PodSecurityPolicyProfiles): ProfileRules {
  const names = appArmorAllowedProfiles;
  return {
    standard: appArmorDefaultProfile ?? '',
    allowed: new Set(names),
    text: names.join(','),
    isAny: names.length === 0,
  };
}

/** Two names of one profile. */
const SYNONYMS = ['runtime/default', 'docker/default'];

function seccompRules({ seccompDefaultProfile, seccompAllowedProfiles = [] }: PodSecurityPolicyProfiles): ProfileRules {
  const names = seccompAllowedProfiles.filter((name) => name !== ALL);
  const synonyms = names.some((name) => SYNONYMS.includes(name)) ? SYNONYMS : [];
  return {
    standard: seccompDefaultProfile ?? '',
    allowed: new Set([...names, ...synonyms]),
    text: seccompAllowedProfiles.join(','),
    isAny: seccompAllowedProfiles.includes(ALL),
  };
}

function isGiven<T>(value: T | undefined | null): value is T {
  return value !== undefined && value !== null;
}
