import { Block, Expression, Loop } from '../../../../../lib/helm';
import type { Json } from '../../../../../lib/helm/expression/node';
import { isTruthy } from '../go';
import { at, isList, isMap, type Position } from './position';

/** Where lists are taken apart. */
export const LISTS: readonly Position[] = [
  { name: 'asList() alone', takes: isList, object: (v) => ({ spec: { v: v.asList() } }), expected: (v) => ({ v }) },
  {
    name: 'spread first',
    takes: isList,
    object: (v) => ({ spec: { v: [...v.asList(), 'z', 1] } }),
    expected: (v) => ({ v: [...(v as Json[]), 'z', 1] }),
  },
  {
    name: 'spread between',
    takes: isList,
    object: (v) => ({ spec: { v: ['a', ...v.asList(), { z: 1 }] } }),
    expected: (v) => ({ v: ['a', ...(v as Json[]), { z: 1 }] }),
  },
  {
    name: 'spread last',
    takes: isList,
    object: (v) => ({ spec: { v: ['a', ...v.asList()] } }),
    expected: (v) => ({ v: ['a', ...(v as Json[])] }),
  },
  {
    name: 'spread twice',
    takes: isList,
    object: (v) => ({ spec: { v: [...v.asList(), ...v.asList()] } }),
    expected: (v) => ({ v: [...(v as Json[]), ...(v as Json[])] }),
  },
  {
    name: 'looped over for items',
    takes: isList,
    object: (v) => {
      const loop = Loop.over(v);
      return {
        spec: {
          v: loop.each(loop.item),
          w: loop.each({ i: loop.key, v: loop.item }),
          x: ['a', loop.each(`n${loop.key}`), loop.each([loop.item])],
        },
      };
    },
    expected: (v) => ({
      v,
      w: (v as Json[]).map((item, i) => ({ i, v: item })),
      x: ['a', ...(v as Json[]).map((_, i) => `n${i}`), ...(v as Json[]).map((item) => [item])],
    }),
  },
  {
    name: 'looped over for pairs',
    takes: isList,
    object: (v) => {
      const loop = Loop.over(v, { itemName: 'one' });
      return {
        spec: {
          v: loop.pairs(`k${loop.key}`, loop.item),
          w: { a: 1, ...loop.pairs(loop.key.asString(), { deep: [loop.item] }) },
        },
      };
    },
    expected: (v) => ({
      v: Object.fromEntries((v as Json[]).map((item, i) => [`k${i}`, item])),
      w: { a: 1, ...Object.fromEntries((v as Json[]).map((item, i) => [`${i}`, { deep: [item] }])) },
    }),
  },
  {
    name: 'looped over for some items',
    takes: isList,
    object: (v) => {
      const loop = Loop.over(v);
      return {
        spec: {
          v: loop.each(Block.when(loop.item, loop.item)),
          w: ['x', loop.each(Block.when(loop.item, { v: loop.item }))],
          x: { deep: loop.each(Block.choose(loop.item, 'full', 'empty')) },
        },
      };
    },
    expected: (v) => {
      const full = (v as Json[]).filter(isTruthy);
      return {
        v: full,
        w: ['x', ...full.map((item) => ({ v: item }))],
        x: { deep: (v as Json[]).map((item) => (isTruthy(item) ? 'full' : 'empty')) },
      };
    },
  },
  {
    name: 'length',
    takes: isList,
    object: (v) => ({ spec: { v: v.pipe('len'), w: `${Expression.call('len', v)} items` } }),
    expected: (v) => ({ v: (v as Json[]).length, w: `${(v as Json[]).length} items` }),
  },
];

const byBytes = (map: Json): [string, Json][] =>
  Object.entries(map as Record<string, Json>).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
const merged = (...maps: readonly Json[]): Json =>
  Object.fromEntries(maps.flatMap((map) => Object.entries(map as object))) as Json;

/** Where maps are. */
export const MAPS: readonly Position[] = [
  { name: 'asMap() alone', takes: isMap, object: (v) => ({ spec: { v: v.asMap() } }), expected: (v) => ({ v }) },
  {
    name: 'spread beside pairs',
    takes: isMap,
    object: (v) => ({ spec: { v: { ...v.asMap(), a: 1, yes: 'own' }, w: { a: { x: 1 }, ...v.asMap() } } }),
    expected: (v) => ({ v: merged(v, { a: 1, yes: 'own' }), w: merged(v, { a: { x: 1 } }) }),
  },
  {
    name: 'spread twice',
    takes: isMap,
    object: (v) => ({
      spec: {
        v: { ...v.asMap(), ...Expression.literal({ yes: 'late', '0123': 'late', port: 1 }).asMap() },
        w: { ...Expression.literal({ yes: 'early', name: 'early' }).asMap(), ...v.asMap() },
      },
    }),
    expected: (v) => ({
      v: merged(v, { yes: 'late', '0123': 'late', port: 1 }),
      w: merged({ yes: 'early', name: 'early' }, v),
    }),
  },
  {
    name: 'looped over for pairs',
    takes: isMap,
    object: (v) => {
      const loop = Loop.over(v, { keyName: 'name' });
      return {
        spec: {
          v: loop.pairs(loop.key, loop.item),
          w: loop.pairs(`a${loop.key}`, { k: loop.key }),
          x: { b: 1, ...loop.pairs(`c${loop.key}`, [loop.item]) },
        },
      };
    },
    expected: (v) => ({
      v,
      w: Object.fromEntries(byBytes(v).map(([key]) => [`a${key}`, { k: key }])),
      x: { b: 1, ...Object.fromEntries(byBytes(v).map(([key, item]) => [`c${key}`, [item]])) },
    }),
  },
  {
    name: 'looped over for items',
    takes: isMap,
    object: (v) => {
      const loop = Loop.over(v);
      return { spec: { v: loop.each({ name: loop.key, value: loop.item }), w: [loop.each(`${loop.key}=`), 'end'] } };
    },
    expected: (v) => ({
      v: byBytes(v).map(([name, value]) => ({ name, value })),
      w: [...byBytes(v).map(([key]) => `${key}=`), 'end'],
    }),
  },
  {
    name: 'looped over for some pairs',
    takes: isMap,
    object: (v) => {
      const loop = Loop.over(v);
      return {
        spec: {
          v: loop.pairs(loop.key, Block.when(loop.item, loop.item)),
          w: loop.each(Block.when(loop.item, loop.key)),
        },
      };
    },
    expected: (v) => ({
      v: Object.fromEntries(byBytes(v).filter(([, item]) => isTruthy(item))),
      w: byBytes(v)
        .filter(([, item]) => isTruthy(item))
        .map(([key]) => key),
    }),
  },
  {
    name: 'the fields of a record',
    takes: ({ name }) => name === 'record',
    object: (v) => ({
      spec: {
        v: v.field('name'),
        w: v.field('port'),
        x: [v.field('on'), { y: v.field('port') }, v.field('a-b')],
        y: `${v.field('name')}/${v.field('name').asString()}`,
      },
    }),
    expected: (v) => {
      const { name, port = null, on = null, 'a-b': list = null } = v as Record<string, Json>;
      return { v: name, w: port, x: [on, { y: port }, list], y: `${name}/${name}` };
    },
  },
  {
    name: 'as labels',
    takes: ({ name }) => name === 'map of string' || name === 'map of choice',
    object: (v) => ({ metadata: { annotations: { ...v.asMap(), probe: 'x' } } }),
    read: (object) => ({ ...(at('metadata', 'annotations')(object) as object), case: '' }),
    expected: (v) => merged(v, { probe: 'x', case: '' }),
  },
];
