import type { Container, ContainerSecurityContext, Pod, PodSecurityContext, PodSpec } from '../pod/model';

/** A container of any kind, with its place in the pod. */
export interface ContainerView {
  readonly name: string;
  readonly container: Container;
  readonly security: ContainerSecurityContext;
  readonly list: 'initContainers' | 'containers' | 'ephemeralContainers';
  readonly index: number;
}

/** A pod as the checks read it: what is left out, or null, is empty here. */
export interface PodView {
  readonly spec: PodSpec;
  readonly annotations: Readonly<Record<string, string>>;
  readonly security: PodSecurityContext;
  /** Init containers, then containers, then ephemeral ones: the order in which the library names them. */
  readonly containers: readonly ContainerView[];
}

/** Manifests may say null where the types of the model say that a field is left out: both are nil to the server. */
const NOTHING = {};

// Fields are read by their names, here and in the checks that every pod meets: a loop over names is several times slower.
export function viewOf(pod: Pod): PodView {
  const spec = pod.spec ?? NOTHING;
  const containers: ContainerView[] = [];
  collect(spec.initContainers, 'initContainers', containers);
  collect(spec.containers, 'containers', containers);
  collect(spec.ephemeralContainers, 'ephemeralContainers', containers);
  return {
    spec,
    annotations: pod.metadata?.annotations ?? NOTHING,
    security: spec.securityContext ?? NOTHING,
    containers,
  };
}

function collect(listed: readonly Container[] | undefined, list: ContainerView['list'], found: ContainerView[]): void {
  if (!listed) return;
  for (let index = 0; index < listed.length; index++) {
    const container = listed[index];
    if (container === undefined) continue;
    const security = container.securityContext ?? NOTHING;
    found.push({ name: container.name ?? '', container, security, list, index });
  }
}

/** Path of a field of a pod's security context. */
export const podField = (field: string): string => `spec.securityContext.${field}`;

/** Path of a container. */
export const containerPath = ({ list, index }: ContainerView): string => `spec.${list}[${index}]`;

/** Path of a field of a container's security context. */
export const containerField = (container: ContainerView, field: string): string =>
  `${containerPath(container)}.securityContext.${field}`;

/** Path of an annotation. */
export const annotationField = (key: string): string => `metadata.annotations[${key}]`;
