import { isObject } from '../../../../diagnostics/predicates';
import { ATOMIC_ITEMS, ATOMIC_MAPS, KEY_DEFAULTS, LIST_KEYS, SETS } from './pod-schema';

/** Why a configuration cannot be applied, in the server's words. */
export class MergeError extends Error {}

type Fields = Readonly<Record<string, unknown>>;

/**
 * A pod with an apply configuration merged into it, as the server's structured merge does it. Both stay as they are.
 * Whether the configuration has fields that a pod does not know is not looked at. Throws MergeError.
 */
export function applyConfiguration(pod: Fields, configuration: Fields): Fields {
  const atomics = findAtomics(configuration, '', '', false);
  if (atomics.length > 0) {
    throw new MergeError(
      `error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`,
    );
  }
  return mergeFields(pod, configuration);
}

/** Paths of everything that could only be replaced as a whole: the server does not let a configuration do that. */
function findAtomics(value: unknown, name: string, path: string, isItem: boolean): readonly string[] {
  if (Array.isArray(value)) {
    const keyed = LIST_KEYS[name] !== undefined || SETS.includes(name);
    const inside = value.flatMap((item, index) => findAtomics(item, name, `${path}[${index}]`, true));
    return keyed ? inside : [path, ...inside];
  }
  if (!isObject(value)) return [];
  const isAtomic = isItem ? ATOMIC_ITEMS.includes(name) : ATOMIC_MAPS.includes(name);
  const inside = Object.entries(value).flatMap(([key, item]) => findAtomics(item, key, `${path}.${key}`, false));
  return isAtomic ? [path, ...inside] : inside;
}

function mergeFields(live: Fields, applied: Fields): Fields {
  const merged = Object.entries(applied).map(([key, value]) => [key, mergeValue(live[key], value, key)] as const);
  return { ...live, ...Object.fromEntries(merged) };
}

function mergeValue(live: unknown, applied: unknown, name: string): unknown {
  if (isObject(live) && isObject(applied)) return mergeFields(live, applied);
  if (!Array.isArray(applied)) return applied;
  const items: readonly unknown[] = Array.isArray(live) ? live : [];
  const keys = LIST_KEYS[name];
  const keyOf = keys === undefined ? String : (item: unknown) => keyOfItem(item, keys);
  return mergeItems(items, applied, keyOf);
}

function keyOfItem(item: unknown, keys: readonly string[]): string {
  const fields = isObject(item) ? item : {};
  return JSON.stringify(keys.map((key) => fields[key] ?? KEY_DEFAULTS[key]));
}

/**
 * The items of both lists. Those of the live list keep their place; those that both have stand in the order of the
 * configuration.
 */
function mergeItems(
  live: readonly unknown[],
  applied: readonly unknown[],
  keyOf: (item: unknown) => string,
): readonly unknown[] {
  const [liveKeys, appliedKeys] = [live.map(keyOf), applied.map(keyOf)];
  if (new Set(appliedKeys).size < appliedKeys.length) {
    throw new MergeError('error applying patch: failed to convert patch object to typed object: duplicate entries');
  }
  const shared = appliedKeys.filter((key) => liveKeys.includes(key));
  const done = new Set<string>();
  const out: unknown[] = [];
  const take = (index: number): void => {
    const [key, item] = [appliedKeys[index] ?? '', applied[index]];
    const mate = live[liveKeys.indexOf(key)];
    out.push(isObject(mate) && isObject(item) ? mergeFields(mate, item) : item);
    done.add(key);
    if (shared[0] === key) shared.shift();
  };
  let [left, right] = [0, 0];
  while (left < live.length || right < applied.length) {
    const key = liveKeys[left];
    const isShared = key !== undefined && appliedKeys.includes(key);
    if (key !== undefined && key === appliedKeys[right]) {
      take(right);
      left += 1;
      right += 1;
    } else if (key !== undefined && !isShared) {
      out.push(live[left]);
      left += 1;
    } else if (key !== undefined && (right >= applied.length || done.has(key) || (shared[0] ?? key) !== key)) {
      // It stands, or will stand, where the configuration has it.
      left += 1;
    } else {
      take(right);
      right += 1;
    }
  }
  return out;
}
