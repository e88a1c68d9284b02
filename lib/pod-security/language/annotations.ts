import type { PodSecurityPolicyProfiles } from './spec';

const APPARMOR = 'apparmor.security.beta.kubernetes.io';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io';

/** The annotation of a pod that names the policy which let it in. */
export const ADMITTED_BY = 'kubernetes.io/psp';

/** The annotation of each prop. Lists are written with commas between the names. */
export const PROFILE_ANNOTATIONS = {
  appArmorDefaultProfile: `${APPARMOR}/defaultProfileName`,
  appArmorAllowedProfiles: `${APPARMOR}/allowedProfileNames`,
  seccompDefaultProfile: `${SECCOMP}/defaultProfileName`,
  seccompAllowedProfiles: `${SECCOMP}/allowedProfileNames`,
} as const satisfies Readonly<Record<keyof PodSecurityPolicyProfiles, string>>;

/** Profiles as annotations of a policy. An empty list is none: written out it would forbid what the spec allows. */
export function profileAnnotations(profiles: PodSecurityPolicyProfiles): Readonly<Record<string, string>> {
  const given = Object.entries(PROFILE_ANNOTATIONS).flatMap(([prop, annotation]) => {
    const value = profiles[prop as keyof PodSecurityPolicyProfiles];
    if (value === undefined || value.length === 0) return [];
    return [[annotation, typeof value === 'string' ? value : value.join(',')] as const];
  });
  return Object.fromEntries(given);
}
