/** A manifest, or a part of one. */
export type Manifest = Readonly<Record<string, unknown>>;

/** Lists of a pod's containers whose items have a security context of their own. */
const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

export type ContainerList = (typeof CONTAINER_LISTS)[number];

/** A pod template inside an object, or a pod itself: what holds `metadata` and `spec`. */
export interface PodTemplate {
  /** Keys from the root of the object: none for a pod, `['spec', 'template']` for a Deployment. */
  readonly path: readonly string[];
  readonly containers: readonly PodContainer[];
  /** Lists in which a text stands where a container should: what a token is that stands for containers. */
  readonly open: readonly ContainerList[];
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
  const lists = path.length > 0 || node.kind === 'Pod' ? listsOf(node) : undefined;
  if (lists) {
    const containers = lists.flatMap(({ list, items }) =>
      items.flatMap((item, index) => (isNamed(item) ? [{ list, index, name: item.name }] : [])),
    );
    const open = lists.filter(({ items }) => items.some((item) => typeof item === 'string')).map(({ list }) => list);
    found.push({ path, containers, open });
    return;
  }
  if (path.length === DEEPEST) return;
  for (const [key, child] of Object.entries(node)) if (isPlain(child)) visit(child, [...path, key], found);
}

interface Listed {
  readonly list: ContainerList;
  readonly items: readonly unknown[];
}

function listsOf({ spec }: Manifest): readonly Listed[] | undefined {
  if (!isPlain(spec) || !isContainers(spec.containers)) return undefined;
  return CONTAINER_LISTS.flatMap((list) => {
    const items = spec[list];
    return isContainers(items) || isTexts(items) ? [{ list, items }] : [];
  });
}

/** Named containers, and texts between them; one container at least, or anything might be meant. */
function isContainers(value: unknown): value is readonly unknown[] {
  return (
    Array.isArray(value) && value.some(isNamed) && value.every((item) => isNamed(item) || typeof item === 'string')
  );
}

function isTexts(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isNamed(value: unknown): value is { readonly name: string } {
  return isPlain(value) && typeof value.name === 'string';
}

/** A map of a manifest: neither a list nor an object of a class. */
function isPlain(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
