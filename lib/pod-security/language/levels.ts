import type { PodSecurityPolicyProfiles, PodSecurityPolicySpec } from './spec';
import { ALL, DEFAULT_CAPABILITIES, VOLUME_KINDS } from './words';

/** The levels of the Pod Security Standards. */
export const LEVELS = ['privileged', 'baseline', 'restricted'] as const;

export type Level = (typeof LEVELS)[number];

/** What a policy of a level says. */
export interface LevelPolicy {
  readonly spec: PodSecurityPolicySpec;
  readonly profiles: PodSecurityPolicyProfiles;
}

const ANY = { rule: 'RunAsAny' };

/** Groups and SELinux labels are left alone by all levels: the standards say nothing of groups, and a policy knows one label. */
const ANY_GROUP_AND_LABEL = { seLinux: ANY, supplementalGroups: ANY, fsGroup: ANY };

/**
 * The Pod Security Standards of Kubernetes 1.24 as PodSecurityPolicies. Empty lists are left out, for the server drops them.
 *
 * No level says `allowedProcMountTypes`: by default the server drops that too. None says AppArmor profiles: a policy that
 * lists them makes one mandatory, and pods would no longer start on nodes without AppArmor.
 */
export const POLICY_OF_LEVEL: Readonly<Record<Level, LevelPolicy>> = {
  privileged: {
    spec: {
      privileged: true,
      allowPrivilegeEscalation: true,
      allowedCapabilities: [ALL],
      volumes: [ALL],
      hostNetwork: true,
      hostPorts: [{ min: 0, max: 65_535 }],
      hostPID: true,
      hostIPC: true,
      runAsUser: ANY,
      ...ANY_GROUP_AND_LABEL,
      readOnlyRootFilesystem: false,
      allowedUnsafeSysctls: [ALL],
    },
    profiles: { seccompAllowedProfiles: [ALL] },
  },
  baseline: {
    spec: {
      privileged: false,
      allowPrivilegeEscalation: true,
      allowedCapabilities: [...DEFAULT_CAPABILITIES],
      volumes: VOLUME_KINDS.filter((kind) => kind !== 'hostPath'),
      hostNetwork: false,
      hostPID: false,
      hostIPC: false,
      runAsUser: ANY,
      ...ANY_GROUP_AND_LABEL,
      readOnlyRootFilesystem: false,
    },
    // A list without `*` would make a profile mandatory, which the level does not ask for.
    profiles: { seccompAllowedProfiles: [ALL] },
  },
  restricted: {
    spec: {
      privileged: false,
      allowPrivilegeEscalation: false,
      requiredDropCapabilities: ['ALL'],
      allowedCapabilities: ['NET_BIND_SERVICE'],
      volumes: [
        'configMap',
        'csi',
        'downwardAPI',
        'emptyDir',
        'ephemeral',
        'persistentVolumeClaim',
        'projected',
        'secret',
      ],
      hostNetwork: false,
      hostPID: false,
      hostIPC: false,
      runAsUser: { rule: 'MustRunAsNonRoot' },
      ...ANY_GROUP_AND_LABEL,
      readOnlyRootFilesystem: false,
    },
    profiles: { seccompDefaultProfile: 'runtime/default', seccompAllowedProfiles: ['runtime/default'] },
  },
};
