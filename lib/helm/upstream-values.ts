import { isObject } from '../diagnostics/predicates';

/**
 * Values for somebody else's chart, laid over others: maps key by key, as Helm lays one values file over another; everything
 * else of the second replaces what was. A null stays: only Helm knows the default that it takes away.
 */
export function layeredValues(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over === undefined ? base : over;
  // Names may be those that every object of JavaScript knows, such as `constructor`.
  const layered = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) layered.set(key, layeredValues(layered.get(key), value));
  return Object.fromEntries(layered);
}

/** A copy in which nothing stands twice: YAML would write the second as an alias of the first. */
export function unsharedValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unsharedValues);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unsharedValues(part)]));
}
