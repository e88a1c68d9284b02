import type { Json } from '../expression/node';
import { isMap, type JsonMap } from './shape';

/**
 * The values that templates and the schema see: what the user gave, laid over the defaults of the chart, as Helm 3.22
 * and 4.3 do it (`CoalesceValues`), before they look at the schema:
 *
 * - maps are merged, key by key and at every depth; lists and everything else replace the default;
 * - `key: null` deletes a key that has a default, at every depth; it then is absent, and the schema refuses that for
 *   declared values whose default says something. In a subchart it does the same to the default of the subchart;
 * - `key: null` without a default stays null, and the schema judges it: a null is refused everywhere but for optional values
 *   and deep inside free-form ones. So do nulls in lists.
 *
 * Defaults must hold no null: Helm 4 drops such keys, Helm 3 keeps them.
 */
export function mergeValues(defaults: JsonMap, given: JsonMap): JsonMap {
  const merged = new Map<string, Json>(Object.entries(defaults));
  for (const [key, value] of Object.entries(given)) {
    const fallback = merged.get(key);
    if (value === null && fallback !== undefined) merged.delete(key);
    else merged.set(key, isMap(value) && isMap(fallback) ? mergeValues(fallback, value) : value);
  }
  return Object.fromEntries(merged);
}
