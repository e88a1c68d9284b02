import type { Band } from '../bands';
import type { NamedPolicy } from '../psp/policy';
import type { IdStrategy, PodSecurityPolicyProfiles, PodSecurityPolicySpec } from '../spec';
import { ALL } from '../words';
import type { Unset } from './literals';
import type { AdmissionMode } from './objects';

/** What a cluster does not do as PodSecurityPolicy did. */
export interface NotCarriedOver {
  /** Name of the policy; empty: all policies. */
  readonly policy: string;
  /** Field of the policy, such as `runAsUser`; empty: none in particular. */
  readonly field: string;
  /** `lost`: not enforced. `not-defaulted`: nothing is set. `stricter`: pods are refused that were let in. */
  readonly kind: 'lost' | 'not-defaulted' | 'stricter';
  readonly why: string;
}

type Test = (spec: PodSecurityPolicySpec, profiles: PodSecurityPolicyProfiles) => boolean;

/** What of a policy can refuse a pod, and what it sets in one that leaves it out. */
interface Field {
  readonly name: keyof PodSecurityPolicySpec | keyof PodSecurityPolicyProfiles;
  readonly restricts?: Test;
  readonly sets?: Test;
}

const some = (list: readonly unknown[] = []): boolean => list.length > 0;
const isNot = (flag: 'privileged' | 'hostNetwork' | 'hostPID' | 'hostIPC'): Field => ({
  name: flag,
  restricts: (spec) => spec[flag] !== true,
});
const ids = (name: 'runAsUser' | 'runAsGroup' | 'supplementalGroups' | 'fsGroup'): Field => {
  const rule = (strategy: IdStrategy | undefined): string => strategy?.rule ?? 'RunAsAny';
  return {
    name,
    restricts: (spec) => rule(spec[name]) !== 'RunAsAny',
    sets: (spec) => rule(spec[name]).startsWith('MustRunAs'),
  };
};

const FIELDS: readonly Field[] = [
  isNot('privileged'),
  {
    name: 'allowPrivilegeEscalation',
    restricts: (spec) => spec.allowPrivilegeEscalation === false,
    sets: (spec) => spec.allowPrivilegeEscalation === false,
  },
  { name: 'defaultAllowPrivilegeEscalation', sets: (spec) => spec.defaultAllowPrivilegeEscalation !== undefined },
  { name: 'defaultAddCapabilities', sets: (spec) => some(spec.defaultAddCapabilities) },
  {
    name: 'requiredDropCapabilities',
    restricts: (spec) => some(spec.requiredDropCapabilities),
    sets: (spec) => some(spec.requiredDropCapabilities),
  },
  { name: 'allowedCapabilities', restricts: (spec) => spec.allowedCapabilities?.includes(ALL) !== true },
  { name: 'volumes', restricts: (spec) => spec.volumes?.includes(ALL) !== true },
  { name: 'allowedHostPaths', restricts: (spec) => some(spec.allowedHostPaths) },
  { name: 'allowedFlexVolumes', restricts: (spec) => some(spec.allowedFlexVolumes) },
  { name: 'allowedCSIDrivers', restricts: (spec) => some(spec.allowedCSIDrivers) },
  isNot('hostNetwork'),
  {
    name: 'hostPorts',
    restricts: (spec) => spec.hostPorts?.some(({ min, max }) => min <= 1 && max >= 65_535) !== true,
  },
  isNot('hostPID'),
  isNot('hostIPC'),
  {
    name: 'seLinux',
    restricts: ({ seLinux }) => seLinux.rule !== 'RunAsAny',
    sets: ({ seLinux }) => seLinux.rule !== 'RunAsAny',
  },
  ids('runAsUser'),
  ids('runAsGroup'),
  ids('supplementalGroups'),
  ids('fsGroup'),
  {
    name: 'readOnlyRootFilesystem',
    restricts: (spec) => spec.readOnlyRootFilesystem === true,
    sets: (spec) => spec.readOnlyRootFilesystem === true,
  },
  { name: 'allowedUnsafeSysctls', restricts: (spec) => spec.allowedUnsafeSysctls?.includes(ALL) !== true },
  { name: 'forbiddenSysctls', restricts: (spec) => some(spec.forbiddenSysctls) },
  { name: 'allowedProcMountTypes', restricts: (spec) => spec.allowedProcMountTypes?.includes('Unmasked') !== true },
  {
    name: 'runtimeClass',
    restricts: ({ runtimeClass }) => runtimeClass?.allowedRuntimeClassNames.includes(ALL) === false,
    sets: ({ runtimeClass }) => runtimeClass?.defaultRuntimeClassName !== undefined,
  },
  { name: 'appArmorAllowedProfiles', restricts: (_, profiles) => some(profiles.appArmorAllowedProfiles) },
  { name: 'appArmorDefaultProfile', sets: (_, profiles) => (profiles.appArmorDefaultProfile ?? '') !== '' },
  {
    name: 'seccompAllowedProfiles',
    restricts: (_, profiles) => profiles.seccompAllowedProfiles?.includes(ALL) !== true,
  },
  { name: 'seccompDefaultProfile', sets: (_, profiles) => (profiles.seccompDefaultProfile ?? '') !== '' },
];

const everywhere = (kind: NotCarriedOver['kind'], why: string): NotCarriedOver => ({
  policy: '',
  field: '',
  kind,
  why,
});

/** What holds of all policies from 1.30 on. */
const ADMISSION: readonly NotCarriedOver[] = [
  everywhere(
    'stricter',
    'ephemeral containers are judged when they are attached to a running pod: 1.24 lets them all in',
  ),
  everywhere(
    'stricter',
    'a role for policies of the group "extensions" does not count, only one for the group "policy"',
  ),
];

/** It is a default as well. */
const NO_NAME = everywhere('lost', 'which policy let a pod in is not written into the pod');

/** What differs for a policy of one field from 1.30 on. */
const DIFFERENT: readonly {
  readonly name: Field['name'];
  readonly when: Test;
  readonly kind: NotCarriedOver['kind'];
  readonly why: string;
}[] = [
  {
    name: 'seccompAllowedProfiles',
    when: (_, { seccompAllowedProfiles: allowed = [] }) => some(allowed) && !allowed.includes(ALL),
    kind: 'stricter',
    why: 'a profile that a pod names by annotation alone does not count: from 1.27 nothing reads the annotation',
  },
  {
    name: 'volumes',
    when: (spec) => spec.volumes?.includes(ALL) === true,
    kind: 'lost',
    why: 'kinds of volumes that came after PodSecurityPolicy are let in: "image"',
  },
];

/** How policies are carried over. */
export interface CarryOptions {
  /** @default enforce */
  readonly mode?: AdmissionMode;
  /** What happens to pods that leave out what PodSecurityPolicy would have set, by policy. @default - refuse */
  readonly unsetOf?: { readonly [policy: string]: Unset };
}

/** What a band of clusters does not do as PodSecurityPolicy 1.24 does: less, or more. */
export function notCarriedOver(
  policies: readonly NamedPolicy[],
  band: Band,
  { mode = 'enforce', unsetOf = {} }: CarryOptions = {},
): readonly NotCarriedOver[] {
  if (band === '1.24') {
    return mode === 'audit' ? [everywhere('lost', 'PodSecurityPolicy cannot only watch: nothing is installed')] : [];
  }
  const ofPolicies = policies.flatMap(({ name, spec, profiles }) => {
    const found = (kind: NotCarriedOver['kind'], why: string, field: string) => ({ policy: name, field, kind, why });
    const setting = FIELDS.filter(({ sets }) => sets?.(spec, profiles) === true);
    if (band === '1.25') {
      const why = 'nothing in Kubernetes 1.25 to 1.29 can hold pods to it, but labels of namespaces with a level';
      return [
        ...FIELDS.filter(({ restricts }) => restricts?.(spec, profiles) === true).map((field) =>
          found('lost', why, field.name),
        ),
        ...setting.map((field) => found('not-defaulted', 'Kubernetes 1.25 to 1.35 sets nothing in pods', field.name)),
      ];
    }
    const isRefused = (unsetOf[name] ?? 'refuse') === 'refuse';
    const unset =
      band === '1.36'
        ? setting.map((field) =>
            found('stricter', 'an ephemeral container that is attached later must say it itself', field.name),
          )
        : setting.flatMap((field) => [
            found('not-defaulted', 'Kubernetes 1.25 to 1.35 sets nothing in pods', field.name),
            isRefused
              ? found('stricter', 'pods that leave it out are refused', field.name)
              : found('lost', 'pods that leave it out are let in without it', field.name),
          ]);
    const different = DIFFERENT.filter((each) => each.when(spec, profiles));
    return [...unset, ...different.map((each) => found(each.kind, each.why, each.name))];
  });
  if (band === '1.25' || policies.length === 0) return ofPolicies;
  return [...ADMISSION, ...(band === '1.30' ? [NO_NAME] : []), ...ofPolicies];
}
