// Seccomp and AppArmor in Kubernetes 1.24: seccomp profiles are annotations and fields that follow each other, AppArmor
// profiles are annotations only.

import type { Container, Pod, SecurityProfile } from '../pod/model';

type Annotations = Readonly<Record<string, string>>;

export const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';

const LOCALHOST = 'localhost/';

/** A seccomp profile as an annotation names it. Empty: there is no name for it. */
export function seccompName({ type, localhostProfile }: SecurityProfile): string {
  if (type === 'Unconfined') return 'unconfined';
  if (type === 'RuntimeDefault') return 'runtime/default';
  return type === 'Localhost' ? `${LOCALHOST}${localhostProfile ?? ''}` : '';
}

/** The other way round: undefined is for names that no field can hold. */
export function seccompField(name: string): SecurityProfile | undefined {
  if (name === 'unconfined') return { type: 'Unconfined' };
  if (name === 'runtime/default' || name === 'docker/default') return { type: 'RuntimeDefault' };
  if (!name.startsWith(LOCALHOST) || name === LOCALHOST) return undefined;
  return { type: 'Localhost', localhostProfile: name.slice(LOCALHOST.length) };
}

/** The profile of a pod: its annotation, else its field. */
export function podSeccomp({ metadata, spec }: Pod): string {
  const annotation = metadata?.annotations?.[SECCOMP_POD] ?? '';
  const field = spec.securityContext?.seccompProfile ?? undefined;
  return annotation !== '' || field === undefined ? annotation : seccompName(field);
}

/** The profile of a container: its field, its annotation, the field of the pod, the annotation of the pod. */
export function containerSeccomp({ metadata, spec }: Pod, container: Container): string {
  const annotations: Annotations = metadata?.annotations ?? {};
  const own = container.securityContext?.seccompProfile ?? undefined;
  if (own !== undefined) return seccompName(own);
  const annotation = annotations[SECCOMP_CONTAINER + container.name];
  if (annotation !== undefined) return annotation;
  const common = spec.securityContext?.seccompProfile ?? undefined;
  return common === undefined ? (annotations[SECCOMP_POD] ?? '') : seccompName(common);
}

/** As the server stores a new pod: where there is a field or an annotation, there is the other one too. */
export function withSeccompInStep(pod: Pod): Pod {
  const added: Record<string, string> = {};
  const annotations: Annotations = pod.metadata?.annotations ?? {};
  const inStep = <T extends { readonly seccompProfile?: SecurityProfile }>(context: T | undefined, key: string) => {
    const field = context?.seccompProfile ?? undefined;
    const annotation = annotations[key];
    if (field !== undefined && annotation === undefined && seccompName(field) !== '') added[key] = seccompName(field);
    const wanted = field === undefined && annotation !== undefined ? seccompField(annotation) : undefined;
    return wanted === undefined ? context : { ...context, seccompProfile: wanted };
  };
  const inContainers = (containers: readonly Container[] | undefined) =>
    mapped(containers, (container) => {
      const securityContext = inStep(container.securityContext, SECCOMP_CONTAINER + container.name);
      return securityContext === container.securityContext ? container : { ...container, securityContext };
    });
  const { spec } = pod;
  const changed = given({
    securityContext: inStep(spec.securityContext, SECCOMP_POD),
    initContainers: inContainers(spec.initContainers),
    containers: inContainers(spec.containers),
  });
  const metadata = Object.keys(added).length === 0 ? pod.metadata : withAnnotations(pod, added);
  return { ...pod, metadata, spec: { ...spec, ...changed } };
}

/** The metadata of a pod with more annotations. */
export function withAnnotations({ metadata }: Pod, annotations: Annotations): NonNullable<Pod['metadata']> {
  return { ...metadata, annotations: { ...metadata?.annotations, ...annotations } };
}

/** A list with new items; the list itself when none of them is new. */
function mapped<T>(items: readonly T[] | undefined, change: (item: T) => T): readonly T[] | undefined {
  const changed = items?.map(change);
  return changed?.every((item, index) => item === items?.[index]) ? items : changed;
}

/** A record without what is not there. */
export function given<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
