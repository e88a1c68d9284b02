import type { Container, Pod, SecurityProfile } from '../../pod/model';
import { APPARMOR_CONTAINER } from '../../psp/profiles';

const LOCALHOST = 'localhost/';

/** Longest name of a profile on a node that a field takes. */
const LONGEST = 4095;

/**
 * A new pod after mutation: AppArmor profiles of annotations are copied into the fields of containers that have none, unless
 * the pod's field says the same (Kubernetes 1.30 and later, pkg/registry/core/pod).
 */
export function withAppArmorFields(pod: Pod): Pod {
  if (pod.spec.os?.name === 'windows') return pod;
  const common = pod.spec.securityContext?.appArmorProfile;
  const inContainers = (containers: readonly Container[]) =>
    containers.map((container) => {
      const own = container.securityContext?.appArmorProfile ?? undefined;
      const copied = own ? undefined : profileOf(pod.metadata?.annotations?.[APPARMOR_CONTAINER + container.name]);
      if (copied === undefined || isSame(copied, common)) return container;
      return { ...container, securityContext: { ...container.securityContext, appArmorProfile: copied } };
    });
  const { initContainers, containers } = pod.spec;
  return {
    ...pod,
    spec: {
      ...pod.spec,
      ...(initContainers ? { initContainers: inContainers(initContainers) } : {}),
      ...(containers ? { containers: inContainers(containers) } : {}),
    },
  };
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
