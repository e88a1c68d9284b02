import { typeOfShape, type ValueShape } from '../values/declaration';
import { refuseKey } from './misuse';
import type { Type } from './node';

/** The shape under one key: of a record's property, of a map's entries. */
function shapeInside(shape: ValueShape | undefined, key: string): ValueShape | undefined {
  if (shape?.type === 'map') return shape.values;
  return shape?.type === 'object' ? shape.properties.find(({ path }) => path.at(-1) === key)?.shape : undefined;
}

/**
 * The shape under a path of keys, of an expression of this type.
 * @throws DiagnosticError for a key that cannot be there.
 */
export function shapeUnder(
  type: Type,
  declared: ValueShape | undefined,
  path: readonly string[],
): ValueShape | undefined {
  // What somebody has taken to be of another type is no longer what was declared.
  let shape = typeOfShape(declared) === type ? declared : undefined;
  for (const [index, key] of path.entries()) {
    refuseKey(index === 0 ? type : typeOfShape(shape), shape, key);
    shape = shapeInside(shape, key);
  }
  return shape;
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
