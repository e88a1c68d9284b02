import type { Container, Pod, SecurityProfile } from '../pod/model';

/** Followed by the name of a container. */
export const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

const LOCALHOST = 'localhost/';

/** The first minor with the fields: it fills them in from the annotations. */
const FIELDS_SINCE = 30;

function fieldOf(annotation: string | undefined): SecurityProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const localhostProfile = annotation?.startsWith(LOCALHOST) ? annotation.slice(LOCALHOST.length) : '';
  return localhostProfile === '' ? undefined : { type: 'Localhost', localhostProfile };
}

const isSame = (one: SecurityProfile, other: SecurityProfile | undefined): boolean =>
  one.type === other?.type && one.localhostProfile === other?.localhostProfile;

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/**
 * A new pod with the AppArmor fields that the server makes of its annotations before Pod Security Admission looks at it. No
 * verdict changes by it: an annotation is judged too. But the container is named then.
 */
export function withAppArmorFields(pod: Pod, minor: number): Pod {
  const { spec, metadata } = pod;
  const annotations = metadata?.annotations ?? {};
  const hasAny = Object.keys(annotations).some((key) => key.startsWith(APPARMOR_ANNOTATION));
  if (!hasAny || minor < FIELDS_SINCE || spec.os?.name === 'windows') return pod;
  const withField = (container: Container): Container => {
    const appArmorProfile = fieldOf(annotations[`${APPARMOR_ANNOTATION}${container.name}`]);
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
