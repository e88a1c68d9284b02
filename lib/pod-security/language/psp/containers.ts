import type { Container, Pod } from '../pod/model';

/** The lists of containers in the order in which the server visits them. */
export const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** A container and where it stands: `spec.containers[0]`. */
export interface AtContainer {
  readonly container: Container;
  readonly path: string;
}

/** All containers with their paths. */
export function containersWithPaths({ spec }: Pod): readonly AtContainer[] {
  return CONTAINER_LISTS.flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({ container, path: `spec.${list}[${index}]` })),
  );
}
