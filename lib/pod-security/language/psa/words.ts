import type { ContainerView, PodView } from './view';

/** Names between quotes, which are not escaped. */
export const quoted = (names: readonly string[]): string => (names.length === 0 ? '' : `"${names.join('", "')}"`);

/** `container` or `containers`. */
export const plural = (singular: string, count: number, several = `${singular}s`): string =>
  count === 1 ? singular : several;

/** `containers "a", "b"`. */
export const saidContainers = (containers: readonly ContainerView[]): string =>
  `${plural('container', containers.length)} ${quoted(containers.map(({ name }) => name))}`;

/** Who sets something: `pod and containers "a", "b" and annotation`. */
export function setters(podSets: boolean, containers: readonly ContainerView[], ...more: readonly string[]): string {
  const all = podSets ? ['pod'] : [];
  if (containers.length > 0) all.push(saidContainers(containers));
  return all.concat(more).join(' and ');
}

const NONE: readonly ContainerView[] = [];

/** The containers of which something holds. Most pods have none: nothing is made for them. */
export function containersThat(pod: PodView, holds: (container: ContainerView) => boolean): readonly ContainerView[] {
  let found: ContainerView[] | undefined;
  for (const container of pod.containers) {
    if (!holds(container)) continue;
    found ??= [];
    found.push(container);
  }
  return found ?? NONE;
}

/** Where a UTF-16 unit stands among code points: surrogates are halves of those beyond all single units. */
const rank = (unit: number): number => {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
};

/** The order of Go, which compares bytes of UTF-8. */
function byBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = rank(a.charCodeAt(index)) - rank(b.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** A set of texts as the library lists it: each once, in order. */
export function listed(values: readonly string[]): readonly string[] {
  return values.length < 2 ? values : [...new Set(values)].sort(byBytes);
}
