import type { NamedPolicy } from '../../lib/pod-security/language/psp/policy';
import type { PodSecurityPolicyProfiles, PodSecurityPolicySpec } from '../../lib/pod-security/language/spec';

export const ANY = { rule: 'RunAsAny' };

/** Allows everything and changes nothing. */
export const PERMISSIVE: Omit<NamedPolicy, 'name'> = {
  spec: {
    privileged: true,
    allowPrivilegeEscalation: true,
    allowedCapabilities: ['*'],
    volumes: ['*'],
    hostNetwork: true,
    hostPorts: [{ min: 0, max: 65_535 }],
    hostPID: true,
    hostIPC: true,
    allowedUnsafeSysctls: ['*'],
    allowedProcMountTypes: ['Default', 'Unmasked'],
    seLinux: ANY,
    runAsUser: ANY,
    supplementalGroups: ANY,
    fsGroup: ANY,
  },
  profiles: { seccompAllowedProfiles: ['*'] },
};

/** A policy that allows everything and changes nothing, but for what is said. */
export const policy = (
  name: string,
  spec: Partial<PodSecurityPolicySpec> = {},
  profiles: PodSecurityPolicyProfiles = {},
): NamedPolicy => ({
  name,
  spec: { ...PERMISSIVE.spec, ...spec },
  profiles: { ...PERMISSIVE.profiles, ...profiles },
});
