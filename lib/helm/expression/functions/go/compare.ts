import { type GoValue, RenderError } from '../../go-value';
import { broadKind, intOrInt64 } from './kinds';
import { compareText } from './utf8';
import { compositeType, isList, isMap, isNil, lookUp } from './values';

const COMPARABLE = new Set(['bool', 'string', 'float64', 'integer']);

/**
 * Go's `eq` of two values.
 *
 * @throws RenderError for two kinds (`eq 1.0 1`), and for lists and maps, which Go does not compare.
 */
export function equals(a: GoValue, b: GoValue): boolean {
  const [kindA, kindB] = [broadKind(a), broadKind(b)];
  if (COMPARABLE.has(kindA) && kindA === kindB) return a === b;
  if (COMPARABLE.has(kindA) !== COMPARABLE.has(kindB) || COMPARABLE.has(kindA)) {
    // Nothing equals nil, and asking is allowed.
    if (a === null || b === null) return false;
    throw new RenderError(`incompatible types for comparison: ${kindA} and ${kindB}`);
  }
  if (a !== null && b !== null && kindA !== kindB) throw new RenderError(`non-comparable types ${kindA} and ${kindB}`);
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  throw new RenderError(`non-comparable type ${kindA}`);
}

/** Go's `lt`. @throws RenderError for two kinds, and for everything that has no order. */
export function isLess(a: GoValue, b: GoValue): boolean {
  const [kindA, kindB] = [broadKind(a), broadKind(b)];
  if (!COMPARABLE.has(kindA) || !COMPARABLE.has(kindB)) throw new RenderError('invalid type for comparison');
  if (kindA !== kindB) throw new RenderError(`incompatible types for comparison: ${kindA} and ${kindB}`);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b) < 0;
  if (kindA === 'bool') throw new RenderError('invalid type for comparison');
  return (a as number | bigint) < (b as number | bigint);
}

/**
 * Go's `reflect.DeepEqual`, which `has`, `uniq`, `without` and `deepEqual` use: types count, so `1` (int) is no `1` (int64).
 *
 * @throws NotEvaluable where two whole numbers are the same but for their Go type.
 */
export function deepEqual(a: GoValue, b: GoValue): boolean {
  if (typeof a === 'bigint' && a === b) throw intOrInt64();
  if (isList(a) && isList(b)) {
    if (compositeType(a) !== compositeType(b) || isNil(a) !== isNil(b) || a.length !== b.length) return false;
    return every(a.map((item, index) => [item, b[index] ?? null]));
  }
  if (isMap(a) && isMap(b)) {
    const keys = Object.keys(a);
    if (compositeType(a) !== compositeType(b) || isNil(a) !== isNil(b)) return false;
    if (keys.length !== Object.keys(b).length || !keys.every((key) => Object.hasOwn(b, key))) return false;
    return every(keys.map((key) => [a[key] ?? null, lookUp(b, key) ?? null]));
  }
  return a === b;
}

/** One sure difference decides, even where another pair cannot be told. */
function every(pairs: readonly (readonly [GoValue, GoValue])[]): boolean {
  let doubt: unknown;
  for (const [a, b] of pairs) {
    try {
      if (!deepEqual(a, b)) return false;
    } catch (error) {
      doubt = error;
    }
  }
  if (doubt) throw doubt;
  return true;
}
