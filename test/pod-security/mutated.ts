/** What a policy sets in a pod, by its meaning: the same for a server with PodSecurityPolicy and for one with fields instead. */

import { ADMITTED_BY } from '../../lib/pod-security/language/annotations';
import { APPARMOR_CONTAINER } from '../../lib/pod-security/language/pod/app-armor-fields';
import type { Container, Pod, SecurityProfile, SeLinuxOptions } from '../../lib/pod-security/language/pod/model';
import { SECCOMP_POD, seccompName } from '../../lib/pod-security/language/psp/profiles';

type Meaning = Readonly<Record<string, unknown>>;

/** A profile as annotations name it. Nothing where there is none. */
function named(profile: SecurityProfile | undefined, annotation: string | undefined): string {
  return (profile === undefined ? '' : seccompName(profile)) || (annotation ?? '');
}

/** A label without its empty parts: they are not stored. */
function labelOf(label: SeLinuxOptions | undefined): object | undefined {
  return label && Object.fromEntries(Object.entries(label).filter(([, part]) => part !== ''));
}

/** Kubernetes 1.24 has AppArmor in annotations only, 1.36 in fields; what the fields say goes first. */
const OF_CONTAINER: Readonly<Record<string, (container: Container, pod: Pod) => unknown>> = {
  runAsUser: ({ securityContext: own }) => own?.runAsUser,
  runAsGroup: ({ securityContext: own }) => own?.runAsGroup,
  runAsNonRoot: ({ securityContext: own }) => own?.runAsNonRoot,
  // Empty lists are not stored.
  add: ({ securityContext: own }) => own?.capabilities?.add ?? [],
  drop: ({ securityContext: own }) => own?.capabilities?.drop ?? [],
  readOnlyRootFilesystem: ({ securityContext: own }) => own?.readOnlyRootFilesystem,
  allowPrivilegeEscalation: ({ securityContext: own }) => own?.allowPrivilegeEscalation,
  seLinuxOptions: ({ securityContext: own }) => labelOf(own?.seLinuxOptions),
  appArmor: ({ name, securityContext: own }, { metadata, spec }) =>
    named(
      own?.appArmorProfile ?? (annotationOf(metadata, name) ? undefined : spec.securityContext?.appArmorProfile),
      annotationOf(metadata, name),
    ),
};

const annotationOf = (metadata: Pod['metadata'], name: string): string | undefined =>
  metadata?.annotations?.[APPARMOR_CONTAINER + name];

const OF_POD: Readonly<Record<string, (pod: Pod) => unknown>> = {
  policy: ({ metadata }) => metadata?.annotations?.[ADMITTED_BY],
  supplementalGroups: ({ spec }) => spec.securityContext?.supplementalGroups ?? [],
  fsGroup: ({ spec }) => spec.securityContext?.fsGroup,
  seLinuxOptions: ({ spec }) => labelOf(spec.securityContext?.seLinuxOptions),
  runtimeClassName: ({ spec }) => spec.runtimeClassName,
  seccomp: ({ metadata, spec }) => named(spec.securityContext?.seccompProfile, metadata?.annotations?.[SECCOMP_POD]),
};

/** All that policies set. */
export function meaningOf(pod: Pod): Meaning {
  const containers = [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])];
  const parts = containers.flatMap((container) =>
    Object.entries(OF_CONTAINER).map(([key, read]) => [`${container.name}.${key}`, read(container, pod)] as const),
  );
  const common = Object.entries(OF_POD).map(([key, read]) => [key, read(pod)] as const);
  // What is not there and what is undefined are one.
  return JSON.parse(JSON.stringify(Object.fromEntries([...common, ...parts]))) as Meaning;
}
