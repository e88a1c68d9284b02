import { type GoValue, NotEvaluable } from '../../go-value';
import { isTrue } from './kinds';
import { compositeType, type GoMap, isList, isMap, isNil, lookUp } from './values';

/**
 * What mergo does for `merge` and `mergeOverwrite`: maps are merged deeply; without `overwrite` a value is taken only where
 * the target has none or an empty one (false, 0, "", …); with it every value is taken, empty ones, too, and lists replace lists.
 * Nil is skipped without `overwrite`.
 *
 * @param mayChange whether a map of the target may be changed: mergo writes into it, here a copy is made. Throws if not.
 */
export function mergeMaps(target: GoMap, source: GoMap, overwrite: boolean, mayChange: (map: GoMap) => void): GoMap {
  if (compositeType(source) !== 'map[string]interface {}' || compositeType(target) !== 'map[string]interface {}') {
    throw new NotEvaluable('merging a map that split has made');
  }
  const merged = new Map(Object.entries(target));
  for (const [key, value] of Object.entries(source)) {
    const before = lookUp(target, key);
    const after = mergeValue(before, value, overwrite, mayChange);
    if (after === undefined || Object.is(after, before)) continue;
    mayChange(target);
    merged.set(key, after);
  }
  return merged.size === Object.keys(target).length &&
    [...merged].every(([key, value]) => Object.is(value, lookUp(target, key)))
    ? target
    : Object.fromEntries(merged);
}

/** The value under one key, `undefined` for "leave it". */
function mergeValue(
  before: GoValue | undefined,
  value: GoValue,
  overwrite: boolean,
  mayChange: (map: GoMap) => void,
): GoValue | undefined {
  if (value === null) return overwrite ? null : undefined;
  if (isNil(value) || (before !== undefined && before !== null && isNil(before)))
    throw new NotEvaluable('merging a nil list or map');
  if (before === undefined || before === null) return value;
  if (isMap(value) && isMap(before)) {
    const merged = mergeMaps(before, value, overwrite, mayChange);
    // An empty map stays empty only if the source is empty: then mergo takes the source's.
    return Object.keys(merged).length === 0 ? value : merged;
  }
  if (isList(value) && overwrite) return value;
  return overwrite || !isTrue(before) ? value : undefined;
}
