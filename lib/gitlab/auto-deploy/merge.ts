import { isObject } from '../../diagnostics/predicates';
import type { Values } from './checks';

/** Lists of things of their own: both are kept. Every other list is replaced, as Helm does. */
const JOINED = ['customResources', 'extraVolumes', 'extraVolumeMounts', 'extraEnv', 'extraEnvFrom'];

/** Two sets of values as one: objects key by key, the second wins. */
export function merged(first: Values, second: Values): Values {
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(keys.map((key) => [key, mergedValue(key, first[key], second[key])]));
}

function mergedValue(key: string, first: unknown, second: unknown): unknown {
  if (second === undefined) return first;
  if (Array.isArray(first) && Array.isArray(second) && JOINED.includes(key)) return [...first, ...second];
  // A profile or a policy is one thing: half of one with half of another is neither.
  if (isObject(first) && isObject(second) && !WHOLE.includes(key)) return merged(first, second);
  return second;
}

const WHOLE = ['appArmorProfile', 'seccompProfile', 'spec'];
