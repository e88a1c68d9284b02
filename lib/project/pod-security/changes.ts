import { isObject } from '../../diagnostics/predicates';
import { fieldOf } from '../../pod-security/language/read/objects';

/** What differs between an object and the same one after policies changed it, one `FIELD = VALUE` for each. */
export function changesOf(before: unknown, after: unknown, path: readonly string[] = []): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isObject(after) && (isObject(before) || before === undefined) && Object.keys(after).length > 0) {
    const known: Readonly<Record<string, unknown>> = isObject(before) ? before : {};
    return Object.entries(after).flatMap(([key, value]) => changesOf(known[key], value, [...path, key]));
  }
  if (Array.isArray(after) && Array.isArray(before) && after.some(isObject)) {
    return after.flatMap((item: unknown, index) => changesOf(before[index], item, [...path, String(index)]));
  }
  return [`${fieldOf(path)} = ${JSON.stringify(after)}`];
}
