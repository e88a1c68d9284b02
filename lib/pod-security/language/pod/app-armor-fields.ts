import type { Container, Pod, SecurityProfile } from './model';

/** Annotation with the AppArmor profile of a container, whose name follows. */
export const APPARMOR_CONTAINER = 'container.apparmor.security.beta.kubernetes.io/';

const LOCALHOST = 'localhost/';

/** Longest name of a profile on a node that a field takes. */
const LONGEST = 4095;

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/**
 * A new pod as servers from 1.30 on store it: AppArmor profiles of annotations are copied into the fields of containers that
 * have none, unless the pod's field says the same (pkg/registry/core/pod, strategy.go). Windows has no AppArmor.
 */
export function withAppArmorFields(pod: Pod): Pod {
  const { spec, metadata } = pod;
  const annotations = metadata?.annotations ?? {};
  const hasAny = Object.keys(annotations).some((key) => key.startsWith(APPARMOR_CONTAINER));
  if (!hasAny || spec.os?.name === 'windows') return pod;
  const withField = (container: Container): Container => {
    const appArmorProfile = profileOf(annotations[APPARMOR_CONTAINER + container.name]);
    if (container.securityContext?.appArmorProfile || appArmorProfile === undefined) return container;
    if (isSame(appArmorProfile, spec.securityContext?.appArmorProfile)) return container;
    return { ...container, securityContext: { ...container.securityContext, appArmorProfile } };
  };
  const lists = LISTS.flatMap((list) => {
    const containers = spec[list];
    return containers ? [[list, containers.map(withField)] as const] : [];
  });
  return { ...pod, spec: { ...spec, ...Object.fromEntries(lists) } };
}

/** What no field can say is not copied. */
function profileOf(annotation: string | undefined): SecurityProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  if (!annotation?.startsWith(LOCALHOST)) return undefined;
  const localhostProfile = annotation.slice(LOCALHOST.length);
  const isSound = localhostProfile !== '' && localhostProfile.trim() === localhostProfile;
  return isSound && localhostProfile.length <= LONGEST ? { type: 'Localhost', localhostProfile } : undefined;
}

function isSame(one: SecurityProfile, other: SecurityProfile | undefined): boolean {
  return one.type === other?.type && one.localhostProfile === other?.localhostProfile;
}
