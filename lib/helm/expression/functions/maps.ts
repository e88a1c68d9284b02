import { type GoValue, NotEvaluable, type RenderContext, RenderError } from '../go-value';
import type { ExpressionType } from '../node';
import { go, type Row, type Table } from './function';
import { mergeMaps } from './go/merge';
import { printed } from './go/print';
import { compositeType, type GoList, type GoMap, isList, isMap, likewise, lookUp, unordered } from './go/values';
import { isShared } from './shared';

/**
 * Go's functions write into the map that they get; here the result is a copy. That is the same unless somebody else sees the
 * map, too.
 *
 * @throws NotEvaluable for maps of the values and of variables, which would be changed for everything that comes later.
 */
function mayChange(context: RenderContext): (map: GoMap) => void {
  return (map) => {
    if (isShared(map, context))
      throw new NotEvaluable('it would change the values for all templates that come later; use deepCopy first');
  };
}

const merging = (summary: string, overwrite: boolean): Row => ({
  ...go(['map', 'map...'], 'any', summary, ([target, ...sources], context) =>
    sources.reduce((merged, source) => mergeMaps(merged, source, overwrite, mayChange(context)), target),
  ),
  returns: 'map',
});

const merge = merging('The first map, with what the others have and it has not (or has empty).', false);
const mergeOverwrite = merging('The first map, overwritten by the others, from left to right.', true);

function dig(args: readonly GoValue[], values: GoValue): GoValue {
  if (args.length < 3) throw new RenderError('dig needs at least three arguments');
  const map = args.at(-1) ?? null;
  const keys = args.slice(0, -2);
  let current: GoValue = plainMap(map, values);
  if (!keys.every((key) => typeof key === 'string'))
    throw new RenderError('interface conversion: a key of dig is no string');
  for (const key of keys) {
    const found: GoValue | undefined = lookUp(plainMap(current, values), key as string);
    if (found === undefined) return args.at(-2) ?? null;
    current = found;
  }
  return current;
}

/** `dig` takes no other type of map: not what `split` gives, and not `.Values` itself. */
function plainMap(value: GoValue, values: GoValue): GoMap {
  if (isMap(value) && value !== values && compositeType(value) === 'map[string]interface {}') return value;
  throw new RenderError('interface conversion: interface {} is not map[string]interface {}');
}

function parts(separator: string, text: string, count: number): GoMap {
  const all = separator === '' ? Array.from(text) : text.split(separator);
  const limit = count < 0 ? all.length : Math.min(count, all.length);
  const last = limit > 0 && limit < all.length ? [all.slice(limit - 1).join(separator)] : all.slice(limit - 1, limit);
  return Object.fromEntries(
    [...all.slice(0, Math.max(limit - 1, 0)), ...last].map((part, index) => [`_${index}`, part]),
  );
}

function copy(value: GoValue): GoValue {
  if (isList(value)) return likewise(value.map(copy), value);
  if (isMap(value))
    return likewise(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)])), value);
  return value;
}

function pairs(values: GoList): GoMap {
  const entries: [string, GoValue][] = [];
  for (let index = 0; index < values.length; index += 2) {
    const value = values[index + 1];
    entries.push([printed(values[index] ?? null), value === undefined ? '' : value]);
  }
  return Object.fromEntries(entries);
}

const deepCopy: Row = {
  ...go(['any'], 'any', 'A copy that can be changed without changing the original.', ([value]) => {
    if (value === null) throw new RenderError('deepCopy of nil');
    return copy(value);
  }),
  returns: ([type = 'any']: readonly ExpressionType[]) => type,
};

/** Maps. `set`, `unset` and the merging functions change their first argument, see `mayChange`. */
export const MAPS: Table = {
  dict: {
    ...go(['any...'], 'map[string]interface {}', 'A map of keys and values by turns.', (values) => pairs(values)),
  },
  get: go(['map', 'string'], 'any', 'The value of a key, or an empty text.', ([map, key]) => {
    const value = lookUp(map, key);
    return value === undefined ? '' : value;
  }),
  set: go(
    ['map', 'string', 'any'],
    'map[string]interface {}',
    'The map with one more key; changes the map.',
    ([map, key, value], context) => {
      mayChange(context)(map);
      return Object.fromEntries([...Object.entries(map), [key, value]]);
    },
  ),
  unset: go(
    ['map', 'string'],
    'map[string]interface {}',
    'The map without a key; changes the map.',
    ([map, key], context) => {
      if (Object.hasOwn(map, key)) mayChange(context)(map);
      return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
    },
  ),
  hasKey: go(['map', 'string'], 'bool', 'Whether the map has the key.', ([map, key]) => Object.hasOwn(map, key)),
  pluck: go(['string', 'map...'], '[]interface {}', 'The values that the maps have under one key.', ([key, ...maps]) =>
    maps.map((map) => lookUp(map, key)).filter((value) => value !== undefined),
  ),
  keys: go(['map...'], '[]string', 'The keys, in an order left to chance: sort them.', (maps) =>
    unordered(maps.flatMap((map) => Object.keys(map))),
  ),
  values: go(['map'], '[]interface {}', 'The values, in an order left to chance.', ([map]) =>
    unordered(Object.values(map)),
  ),
  pick: go(['map', 'string...'], 'map[string]interface {}', 'The map with only these keys.', ([map, ...keys]) =>
    Object.fromEntries(Object.entries(map).filter(([key]) => keys.includes(key))),
  ),
  omit: go(['map', 'string...'], 'map[string]interface {}', 'The map without these keys.', ([map, ...keys]) =>
    Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key))),
  ),
  merge,
  mustMerge: merge,
  mergeOverwrite,
  mustMergeOverwrite: mergeOverwrite,
  deepCopy,
  mustDeepCopy: deepCopy,
  dig: go(
    ['any...'],
    'any',
    'The value under keys (first ones) of a map (last), or what comes before the map.',
    (args, context) => dig(args, context.values),
  ),
  split: go(['string', 'string'], 'map[string]string', 'The parts of a text as _0, _1 …', ([separator, text]) =>
    parts(separator, text, -1),
  ),
  splitn: go(
    ['string', 'int', 'string'],
    'map[string]string',
    'At most that many parts of a text as _0, _1 …',
    ([separator, count, text]) => parts(separator, text, Number(count)),
  ),
};
