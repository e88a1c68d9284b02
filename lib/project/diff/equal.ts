import { isMap } from './normalise';
import type { Json } from './objects';

/** Equal as data; the order of keys means nothing. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (!isMap(a) || !isMap(b)) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

// Array.isArray does not narrow readonly arrays.
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
