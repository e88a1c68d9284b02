import { isObject } from '../../diagnostics/predicates';
import type { Values } from './checks';
import { mapOf } from './pods';

/**
 * Lists of things of their own: both are kept. Every other list is replaced, as Helm does. Two things with one identity are
 * one thing, as the API server sees it: the later one stands.
 */
const JOINED: Readonly<Record<string, (item: unknown) => unknown>> = {
  customResources: (item) => {
    const { kind, metadata } = mapOf(item);
    const { name, namespace } = mapOf(metadata);
    return [kind, name, namespace];
  },
  extraVolumes: (item) => mapOf(item).name,
  extraVolumeMounts: (item) => mapOf(item).mountPath,
  extraEnv: (item) => mapOf(item).name,
  extraEnvFrom: (item) => item,
};

/** Two sets of values as one: objects key by key, the second wins. */
export function merged(first: Values, second: Values): Values {
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(keys.map((key) => [key, mergedValue(key, ownOf(first, key), ownOf(second, key))]));
}

/** Names may be those that every object of JavaScript knows, such as `constructor`. */
const ownOf = (values: Values, key: string): unknown => (Object.hasOwn(values, key) ? values[key] : undefined);

function mergedValue(key: string, first: unknown, second: unknown): unknown {
  if (second === undefined) return first;
  const identity = Object.hasOwn(JOINED, key) ? JOINED[key] : undefined;
  if (Array.isArray(first) && Array.isArray(second) && identity !== undefined) return joined(first, second, identity);
  // A profile or a policy is one thing: half of one with half of another is neither.
  if (isObject(first) && isObject(second) && !WHOLE.includes(key)) return merged(first, second);
  return second;
}

function joined(first: readonly unknown[], second: readonly unknown[], identity: (item: unknown) => unknown) {
  const known = (item: unknown): string => JSON.stringify(identity(item) ?? item);
  const later = new Set(second.map(known));
  return [...first.filter((item) => !later.has(known(item))), ...second];
}

const WHOLE = ['appArmorProfile', 'seccompProfile', 'spec'];
