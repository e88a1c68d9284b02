import type { Container, Pod } from '../pod/model';
import { volumeKind } from './volumes';

/** The lists of containers in the order in which the server visits them. */
export const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** A container and where it stands: `spec.containers[0]`. */
export interface AtContainer {
  readonly container: Container;
  readonly path: string;
}

/** A pod, and what of it is asked for again and again. */
export interface PodView {
  /** Without regard to its lists of containers. */
  readonly pod: Pod;
  readonly containers: readonly AtContainer[];
  /** Of each volume. */
  readonly kinds: readonly string[];
}

export function viewOf(pod: Pod): PodView {
  const containers = CONTAINER_LISTS.flatMap((list) =>
    (pod.spec[list] ?? []).map((container, index) => ({ container, path: `spec.${list}[${index}]` })),
  );
  return { pod, containers, kinds: (pod.spec.volumes ?? []).map(volumeKind) };
}

/** The pod with the containers of its view. */
export function podOf({ pod, containers }: PodView): Pod {
  const lists: { -readonly [List in (typeof CONTAINER_LISTS)[number]]?: readonly Container[] } = {};
  let begin = 0;
  for (const list of CONTAINER_LISTS) {
    const own = pod.spec[list] ?? undefined;
    if (own === undefined) continue;
    lists[list] = containers.slice(begin, begin + own.length).map(({ container }) => container);
    begin += own.length;
  }
  return { ...pod, spec: { ...pod.spec, ...lists } };
}
