import type { ValueShape } from '../values/declaration';

/** The shape under one key: of a record's property, of a map's entries. */
export function shapeInside(shape: ValueShape | undefined, key: string): ValueShape | undefined {
  if (shape?.type === 'map') return shape.values;
  return shape?.type === 'object' ? shape.properties.find(({ path }) => path.at(-1) === key)?.shape : undefined;
}

/** Whether a record may come without what stands under these keys. Of what is not declared nobody knows: it counts as there. */
export function mayBeAbsent(shape: ValueShape | undefined, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined || shape === undefined) return false;
  if (shape.type === 'map') return true;
  if (shape.type !== 'object') return false;
  const property = shape.properties.find((candidate) => candidate.path.at(-1) === key);
  const given = property?.required || property?.default !== undefined;
  return (!given && property?.shape.type !== 'object') || mayBeAbsent(property?.shape, rest);
}
