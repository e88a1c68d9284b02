import { other, type PolicyCase, pod, podSecured, secured } from './model';

/** The AppArmor profile of a container in words that every server reads. */
const appArmor = (profiles: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(profiles).map(([name, profile]) => [
      `container.apparmor.security.beta.kubernetes.io/${name}`,
      profile,
    ]),
  );

const RUNTIME = { type: 'RuntimeDefault' };
const LOCAL = { type: 'Localhost', localhostProfile: 'profiles/web.json' };
const UNCONFINED = { type: 'Unconfined' };

/** The seccomp profile of a pod in words that old servers read. */
const seccompAnnotation = { 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default' };

/** What the annotations of a policy say of AppArmor and seccomp. */
export const PROFILE_CASES: readonly PolicyCase[] = [
  {
    field: 'appArmorAllowedProfiles',
    profiles: { appArmorAllowedProfiles: ['runtime/default', 'localhost/web'] },
    admits: {
      'an allowed profile on each container': pod(
        {},
        { initContainers: [other('init')] },
        appArmor({ main: 'localhost/web', init: 'runtime/default' }),
      ),
    },
    refuses: {
      'another profile': pod({}, {}, appArmor({ main: 'localhost/other' })),
      'no confinement': pod({}, {}, appArmor({ main: 'unconfined' })),
      'a profile in a field, which old servers do not know': secured({ appArmorProfile: RUNTIME }),
      'a container without a profile': pod(
        {},
        { initContainers: [other('init')] },
        appArmor({ main: 'runtime/default' }),
      ),
    },
  },
  {
    field: 'appArmorDefaultProfile',
    profiles: { appArmorDefaultProfile: 'localhost/web' },
    admits: { 'a container with another profile': pod({}, {}, appArmor({ main: 'runtime/default' })) },
    refuses: {},
    completes: {
      'a container without a profile': pod(),
      'the container without a profile': pod(
        {},
        { initContainers: [other('init')] },
        appArmor({ main: 'runtime/default' }),
      ),
    },
  },
  {
    field: 'appArmorDefaultProfile',
    variant: 'allowed',
    profiles: { appArmorDefaultProfile: 'runtime/default', appArmorAllowedProfiles: ['runtime/default'] },
    admits: { 'a container with the profile': pod({}, {}, appArmor({ main: 'runtime/default' })) },
    refuses: { 'a container with another profile': pod({}, {}, appArmor({ main: 'unconfined' })) },
    completes: { 'a container without a profile': pod() },
  },
  {
    field: 'seccompAllowedProfiles',
    profiles: { seccompAllowedProfiles: ['runtime/default', 'localhost/profiles/web.json'] },
    admits: {
      'an allowed profile of the pod': podSecured({ seccompProfile: RUNTIME }),
      'an allowed profile in an annotation': pod({}, {}, seccompAnnotation),
      'a container with another allowed one': podSecured(
        { seccompProfile: RUNTIME },
        { securityContext: { seccompProfile: LOCAL } },
      ),
    },
    refuses: {
      'a pod without confinement': podSecured({ seccompProfile: UNCONFINED }),
      'a pod with an annotation of no confinement': pod(
        {},
        {},
        {
          ...seccompAnnotation,
          'container.seccomp.security.alpha.kubernetes.io/main': 'unconfined',
        },
      ),
      'a container without confinement': podSecured(
        { seccompProfile: RUNTIME },
        { securityContext: { seccompProfile: UNCONFINED } },
      ),
      'a pod without a profile': pod(),
      'a container with a profile in a pod without': secured({ seccompProfile: RUNTIME }),
    },
  },
  {
    field: 'seccompAllowedProfiles',
    variant: 'none',
    profiles: { seccompAllowedProfiles: [] },
    admits: { 'a pod without a profile': pod() },
    refuses: {
      'a pod with a profile': podSecured({ seccompProfile: RUNTIME }),
      'a container with a profile': secured({ seccompProfile: RUNTIME }),
    },
  },
  {
    field: 'seccompDefaultProfile',
    profiles: { seccompDefaultProfile: 'runtime/default', seccompAllowedProfiles: ['runtime/default'] },
    admits: { 'a pod with the profile': podSecured({ seccompProfile: RUNTIME }) },
    refuses: { 'a pod with another profile': podSecured({ seccompProfile: LOCAL }) },
    completes: {
      'a pod without a profile': pod(),
      'a pod whose container has the profile': secured({ seccompProfile: RUNTIME }),
    },
  },
  {
    field: 'seccompDefaultProfile',
    variant: 'localhost',
    profiles: { seccompDefaultProfile: 'localhost/profiles/web.json', seccompAllowedProfiles: ['*'] },
    admits: { 'a pod with another profile': podSecured({ seccompProfile: UNCONFINED }) },
    refuses: {},
    completes: { 'a pod without a profile': pod() },
  },
];
