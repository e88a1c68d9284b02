import { ValueSchema } from '../../helm';
import { LEVELS } from '../../pod-security/language/levels';
import { SPEC_VALUES } from './spec-values';

/** Annotations hold lists with commas. */
const APPARMOR_PROFILE = ValueSchema.text({ pattern: '^(runtime/default|unconfined|localhost/[^,]+)$' });
/** A part of a path, which is not `..`. */
const PART = '(\\.|\\.?[^./,][^/,]*|\\.\\.[^/,]+)';
const SECCOMP_PROFILE = `(runtime/default|docker/default|unconfined|localhost/${PART}(/${PART}?)*)`;

/** A DNS label that leaves room for the release in front of it. */
export const POLICY_KEY = '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$';

export const POLICY = ValueSchema.record({
  level: {
    schema: ValueSchema.choice(...LEVELS),
    description:
      'Level of the Pod Security Standards that the policy begins with. None: spec and profiles are all that it says.',
  },
  spec: {
    schema: SPEC_VALUES,
    description: 'Fields of the spec that differ from the level. Each replaces a whole field.',
  },
  appArmorDefaultProfile: { schema: APPARMOR_PROFILE, description: 'AppArmor profile of containers that name none.' },
  appArmorAllowedProfiles: {
    schema: ValueSchema.listOf(APPARMOR_PROFILE),
    description: 'AppArmor profiles that containers may name. With one here every container must have a profile.',
  },
  seccompDefaultProfile: {
    schema: ValueSchema.text({ pattern: `^${SECCOMP_PROFILE}$` }),
    description: 'Seccomp profile of pods that name none.',
  },
  seccompAllowedProfiles: {
    schema: ValueSchema.listOf(ValueSchema.text({ pattern: `^(\\*|${SECCOMP_PROFILE})$` })),
    description: 'Seccomp profiles that pods may name; "*" for all.',
  },
  subjects: {
    schema: ValueSchema.listOf(
      ValueSchema.record({
        kind: {
          schema: ValueSchema.choice('ServiceAccount', 'Group', 'User'),
          description: 'ServiceAccount, Group or User.',
          required: true,
        },
        name: {
          schema: ValueSchema.text({ minLength: 1 }),
          description:
            'Its name; system:serviceaccounts:NAMESPACE is the group of all service accounts of a namespace.',
          required: true,
        },
        namespace: {
          schema: ValueSchema.text({ minLength: 1 }),
          description: 'Where a service account is. Default: the namespace of the release.',
        },
        in: {
          schema: ValueSchema.text({ minLength: 1 }),
          description: 'It may use the policy for pods of this namespace only. Default: in every namespace.',
        },
      }),
    ),
    description: 'Who may use the policy. Nobody: it takes part in no decision.',
  },
  ownNamespaceOnly: {
    schema: ValueSchema.flag(),
    description: 'The subjects may use it for pods in the namespace of the release only. Default: in every namespace.',
  },
  unset: {
    schema: ValueSchema.choice('refuse', 'allow'),
    description:
      'Kubernetes 1.30 to 1.35: what happens to a pod that leaves out what the policy sets, for nothing can set it there: refuse, or allow it as it is. Default: refuse.',
  },
});
