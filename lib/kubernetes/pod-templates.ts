/** A manifest, or a part of one. */
export type Manifest = Readonly<Record<string, unknown>>;

/** Lists of a pod's containers whose items have a security context of their own. */
export const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

export type ContainerList = (typeof CONTAINER_LISTS)[number];

/** A pod template inside an object, or a pod itself: what holds `metadata` and `spec`. */
export interface PodTemplate {
  /** Keys from the root of the object: none for a pod, `['spec', 'template']` for a Deployment. */
  readonly path: readonly string[];
  readonly containers: readonly PodContainer[];
}

/** A container of a pod template. */
export interface PodContainer {
  readonly list: ContainerList;
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly name: string;
}

/** No API of Kubernetes or of a known operator holds its pod template deeper: a CronJob's is the fourth key. */
const DEEPEST = 8;

/**
 * The pod templates of an object, found by their structure: a map whose `spec.containers` is a list of named containers. So
 * it finds those of resources that are not Kubernetes' own, such as Knative's Service or Argo's Rollout.
 * At the top of an object only a Pod is one: other resources give `spec.containers` a meaning of their own.
 */
export function podTemplates(manifest: Manifest): readonly PodTemplate[] {
  const found: PodTemplate[] = [];
  visit(manifest, [], found);
  return found;
}

function visit(node: Manifest, path: readonly string[], found: PodTemplate[]): void {
  const containers = path.length > 0 || node.kind === 'Pod' ? containersOf(node) : undefined;
  if (containers) {
    found.push({ path, containers });
    return;
  }
  if (path.length === DEEPEST) return;
  for (const [key, child] of Object.entries(node)) if (isPlain(child)) visit(child, [...path, key], found);
}

function containersOf({ spec }: Manifest): readonly PodContainer[] | undefined {
  if (!isPlain(spec) || !isContainers(spec.containers)) return undefined;
  return CONTAINER_LISTS.flatMap((list) => {
    const items = spec[list];
    return isContainers(items) ? items.map(({ name }, index) => ({ list, index, name })) : [];
  });
}

function isContainers(value: unknown): value is readonly { readonly name: string }[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => isPlain(item) && typeof item.name === 'string')
  );
}

/** A map of a manifest: neither a list nor an object of a class. */
function isPlain(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
