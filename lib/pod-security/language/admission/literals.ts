import type { NamedPolicy } from '../psp/policy';
import type { IdStrategy } from '../spec';
import { ALL } from '../words';

/** What happens to a pod that leaves out what PodSecurityPolicy would have set: it is refused, or let in as it is. */
export type Unset = 'refuse' | 'allow';

/**
 * A policy as texts of CEL. JSON is CEL as long as lists and maps hold one type each, so a text may as well be an expression
 * of Helm that prints JSON: nothing here depends on what is in a text. Numbers are whole numbers without an exponent.
 */
export interface PolicyLiterals {
  readonly name: string;
  /** `true` where a field that PodSecurityPolicy would have set may be absent. */
  readonly lenient: string;
  readonly privileged: string;
  readonly hostNetwork: string;
  readonly hostPID: string;
  readonly hostIPC: string;
  readonly readOnlyRootFilesystem: string;
  /** `true` when the policy does not say it. */
  readonly allowPrivilegeEscalation: string;
  /** A list of none or one: `[true]`. */
  readonly defaultAllowPrivilegeEscalation: string;
  readonly defaultAddCapabilities: string;
  readonly requiredDropCapabilities: string;
  readonly allowedCapabilities: string;
  readonly volumes: string;
  /** Prefixes of `allowedHostPaths` that are not read-only. Both lists empty: all paths. */
  readonly writableHostPaths: string;
  /** Prefixes of `allowedHostPaths` that are read-only. */
  readonly readOnlyHostPaths: string;
  /** Drivers; none: all. */
  readonly allowedFlexVolumes: string;
  /** Names of drivers; none: all. */
  readonly allowedCSIDrivers: string;
  /** `[{"min":1,"max":2}]`. */
  readonly hostPorts: string;
  readonly seLinuxRule: string;
  /** A list of none or one: `[{"level":"s0"}]`. */
  readonly seLinuxOptions: string;
  readonly runAsUserRule: string;
  /** `[{"min":1,"max":2}]`, as of all ranges. */
  readonly runAsUserRanges: string;
  /** `"RunAsAny"` when the policy does not say it. */
  readonly runAsGroupRule: string;
  readonly runAsGroupRanges: string;
  readonly supplementalGroupsRule: string;
  readonly supplementalGroupsRanges: string;
  readonly fsGroupRule: string;
  readonly fsGroupRanges: string;
  readonly allowedUnsafeSysctls: string;
  readonly forbiddenSysctls: string;
  readonly allowedProcMountTypes: string;
  /** `["*"]` when the policy says nothing of RuntimeClasses. */
  readonly allowedRuntimeClassNames: string;
  /** `""`: none. */
  readonly defaultRuntimeClassName: string;
  /** `[]`: any, and none is needed. */
  readonly appArmorAllowedProfiles: string;
  /** `""`: none. */
  readonly appArmorDefaultProfile: string;
  /** `[]`: none may be named. */
  readonly seccompAllowedProfiles: string;
  /** `""`: none. */
  readonly seccompDefaultProfile: string;
}

/** A policy whose every field is known. */
export function literalsOf({ name, spec, profiles }: NamedPolicy, unset: Unset): PolicyLiterals {
  const text = (value: unknown): string => JSON.stringify(value);
  const list = (items: readonly unknown[] = []): string => text(items);
  const ranges = (strategy: IdStrategy | undefined): string =>
    list((strategy?.ranges ?? []).map(({ min, max }) => ({ min, max })));
  const paths = (readOnly: boolean): string =>
    list(
      (spec.allowedHostPaths ?? [])
        .filter((path) => (path.readOnly ?? false) === readOnly)
        .map(({ pathPrefix }) => pathPrefix),
    );
  const optional = (value: unknown): string => list(value === undefined ? [] : [value]);
  return {
    name: text(name),
    lenient: text(unset === 'allow'),
    privileged: text(spec.privileged ?? false),
    hostNetwork: text(spec.hostNetwork ?? false),
    hostPID: text(spec.hostPID ?? false),
    hostIPC: text(spec.hostIPC ?? false),
    readOnlyRootFilesystem: text(spec.readOnlyRootFilesystem ?? false),
    allowPrivilegeEscalation: text(spec.allowPrivilegeEscalation ?? true),
    defaultAllowPrivilegeEscalation: optional(spec.defaultAllowPrivilegeEscalation),
    defaultAddCapabilities: list(spec.defaultAddCapabilities),
    requiredDropCapabilities: list(spec.requiredDropCapabilities),
    allowedCapabilities: list(spec.allowedCapabilities),
    volumes: list(spec.volumes),
    writableHostPaths: paths(false),
    readOnlyHostPaths: paths(true),
    allowedFlexVolumes: list(spec.allowedFlexVolumes?.map(({ driver }) => driver)),
    allowedCSIDrivers: list(spec.allowedCSIDrivers?.map((driver) => driver.name)),
    hostPorts: list(spec.hostPorts?.map(({ min, max }) => ({ min, max }))),
    seLinuxRule: text(spec.seLinux.rule),
    seLinuxOptions: optional(spec.seLinux.seLinuxOptions),
    runAsUserRule: text(spec.runAsUser.rule),
    runAsUserRanges: ranges(spec.runAsUser),
    runAsGroupRule: text(spec.runAsGroup?.rule ?? 'RunAsAny'),
    runAsGroupRanges: ranges(spec.runAsGroup),
    supplementalGroupsRule: text(spec.supplementalGroups.rule),
    supplementalGroupsRanges: ranges(spec.supplementalGroups),
    fsGroupRule: text(spec.fsGroup.rule),
    fsGroupRanges: ranges(spec.fsGroup),
    allowedUnsafeSysctls: list(spec.allowedUnsafeSysctls),
    forbiddenSysctls: list(spec.forbiddenSysctls),
    allowedProcMountTypes: list(spec.allowedProcMountTypes),
    allowedRuntimeClassNames: list(
      spec.runtimeClass === undefined ? [ALL] : spec.runtimeClass.allowedRuntimeClassNames,
    ),
    defaultRuntimeClassName: text(spec.runtimeClass?.defaultRuntimeClassName ?? ''),
    appArmorAllowedProfiles: list(profiles.appArmorAllowedProfiles),
    appArmorDefaultProfile: text(profiles.appArmorDefaultProfile ?? ''),
    seccompAllowedProfiles: list(profiles.seccompAllowedProfiles),
    seccompDefaultProfile: text(profiles.seccompDefaultProfile ?? ''),
  };
}
