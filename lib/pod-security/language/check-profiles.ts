import type { PodSecurityPolicyProfiles } from './spec';
import { FAULTS, type SpecFault } from './spec-faults';
import { ALL } from './words';

/** Two names of one seccomp profile, of which each allows the other. */
export const RUNTIME_DEFAULTS = ['runtime/default', 'docker/default'] as const;

/**
 * What the API server (1.24) takes for profiles that are right alone, and then refuses: what it sets in pods that name none.
 * AppArmor profiles are all allowed when none is listed, of seccomp none is.
 */
export function checkProfiles(profiles: PodSecurityPolicyProfiles): readonly SpecFault[] {
  const { appArmorDefaultProfile: appArmor, appArmorAllowedProfiles: ofAppArmor = [] } = profiles;
  const { seccompDefaultProfile: seccomp, seccompAllowedProfiles: ofSeccomp = [] } = profiles;
  const isRefused = appArmor !== undefined && ofAppArmor.length > 0 && !allows(ofAppArmor, [appArmor]);
  const names = RUNTIME_DEFAULTS.some((name) => name === seccomp) ? [...RUNTIME_DEFAULTS] : [seccomp ?? ''];
  return [
    ...(isRefused ? [FAULTS.defaultProfile('appArmor', appArmor)] : []),
    ...(seccomp !== undefined && !allows(ofSeccomp, [...names, ALL])
      ? [FAULTS.defaultProfile('seccomp', seccomp)]
      : []),
  ];
}

/** Whether a list has one of the names; one that is not known yet may be it. */
function allows(list: readonly (string | undefined)[], names: readonly string[]): boolean {
  return list.some((each) => each === undefined || names.includes(each));
}
