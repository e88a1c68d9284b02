import { Block, Expression, ExpressionType, type HelmChart, Loop } from '../../../../lib/helm';
import type { Json } from '../../../../lib/helm/expression/node';
import { isTruthy, numberText, textOf } from './go';
import type { Kind } from './kinds';

/** What a position may use besides the value. */
export interface Surroundings {
  readonly chart: HelmChart;
  /** Unique in the chart. */
  readonly id: string;
}

/** A place in an object where a value can stand, and what must be there once Helm has rendered it. */
export interface Position {
  readonly name: string;
  readonly takes: (kind: Kind) => boolean;
  /** The object, without apiVersion and kind. */
  readonly object: (value: Expression, surroundings: Surroundings) => Record<string, unknown>;
  /** What is looked at. Default: `spec`. */
  readonly read?: (object: Record<string, Json>) => Json;
  /** What must be there, written without the library. */
  readonly expected: (value: Json) => unknown;
  /** Works with values only, not with what loops bind. */
  readonly unscoped?: boolean;
  /** Paths in `spec` whose text is YAML: it is read before it is compared. */
  readonly yamlTexts?: boolean;
}

const all = (): boolean => true;
const isScalar = ({ type }: Kind): boolean => type !== ExpressionType.LIST && type !== ExpressionType.MAP;
const is =
  (...types: readonly ExpressionType[]) =>
  ({ type }: Kind): boolean =>
    types.includes(type);
const isText = is(ExpressionType.STRING);
const isNumber = is(ExpressionType.INTEGER, ExpressionType.NUMBER);
const isList = is(ExpressionType.LIST);
const isMap = is(ExpressionType.MAP);

const at =
  (...path: readonly string[]) =>
  (object: Record<string, Json>): Json =>
    path.reduce<Json>((value, key) => (value as Record<string, Json> | undefined)?.[key] ?? null, object);

const NASTY_AROUND: readonly (readonly [string, string])[] = [
  ['it\'s "', "\" 'done'"],
  ['{{ ', ' }}'],
  ['{', '{'],
  ['100%', '%d%s%%'],
  ['\\', '\\n\\'],
  ['- ', ' # no comment'],
  ['a: ', ': b'],
  ['', '\n'],
  ['\t', '\r\n'],
  ['{{"', '"}}{'],
];

const around: readonly Position[] = NASTY_AROUND.map(([before, after]) => ({
  name: `in the text ${JSON.stringify(`${before}…${after}`)}`,
  takes: isScalar,
  object: (value) => ({ spec: { v: `${before}${value}${after}`, w: Expression.concat(before, value, after, value) } }),
  expected: (v) => ({ v: `${before}${textOf(v)}${after}`, w: `${before}${textOf(v)}${after}${textOf(v)}` }),
}));

const OWN: readonly Position[] = [
  {
    name: 'as the value of a key',
    takes: all,
    object: (v) => ({ spec: { v, w: { deep: { er: v } } } }),
    expected: (v) => ({ v, w: { deep: { er: v } } }),
  },
  { name: 'asAny()', takes: all, object: (v) => ({ spec: { v: v.asAny() } }), expected: (v) => ({ v }) },
  {
    name: 'asNumber()',
    takes: isNumber,
    object: (v) => ({ spec: { v: v.asNumber(), w: `${v.asNumber()}Mi` } }),
    expected: (v) => ({ v, w: `${numberText(v as number)}Mi` }),
  },
  {
    name: 'as an item',
    takes: all,
    object: (v) => ({ spec: { v: ['a', v, 1, v] } }),
    expected: (v) => ({ v: ['a', v, 1, v] }),
  },
  { name: 'as the only item', takes: all, object: (v) => ({ spec: { v: [v] } }), expected: (v) => ({ v: [v] }) },
  {
    name: 'in lists of lists',
    takes: all,
    object: (v) => ({ spec: { v: [[v], [['x', v], []], [{ a: v, b: [v] }]] } }),
    expected: (v) => ({ v: [[v], [['x', v], []], [{ a: v, b: [v] }]] }),
  },
  {
    name: 'first in a map in a list',
    takes: all,
    object: (v) => ({ spec: { v: [{ a: v, b: 1 }, { a: v }] } }),
    expected: (v) => ({ v: [{ a: v, b: 1 }, { a: v }] }),
  },
  {
    name: 'in the literal of an expression',
    takes: all,
    object: (v) => ({ spec: { v: Expression.literal({ a: [v, 'x'], b: v }) } }),
    expected: (v) => ({ v: { a: [v, 'x'], b: v } }),
  },
  {
    name: 'default for the empty',
    takes: all,
    object: (v) => ({ spec: { v: v.defaultTo('fallback') } }),
    expected: (v) => ({ v: isTruthy(v) ? v : 'fallback' }),
  },
  {
    name: 'ternary',
    takes: all,
    object: (v) => ({ spec: { v: Expression.choose(v, v, 'else'), w: Expression.choose(Expression.negate(v), 1, v) } }),
    expected: (v) => ({ v: isTruthy(v) ? v : 'else', w: isTruthy(v) ? v : 1 }),
  },
  {
    name: 'as text in YAML in a text',
    takes: all,
    yamlTexts: true,
    object: (v) => ({ spec: { v: Block.yamlText({ a: v, b: [v, { c: v }], d: [] }) } }),
    expected: (v) => ({ v: { a: v, b: [v, { c: v }], d: [] } }),
  },
];

const TEXT: readonly Position[] = [
  {
    name: 'asString()',
    takes: all,
    object: (v) => ({ spec: { v: v.asString() } }),
    expected: (v) => ({ v: textOf(v) }),
  },
  {
    name: 'asString() as an item',
    takes: all,
    object: (v) => ({ spec: { v: [v.asString(), [v.asString()]] } }),
    expected: (v) => ({ v: [textOf(v), [textOf(v)]] }),
  },
  {
    name: 'as a part of a name',
    takes: isScalar,
    object: (v) => ({ metadata: { name: `x-${v}` } }),
    read: at('metadata', 'name'),
    expected: (v) => `x-${textOf(v)}`,
  },
  {
    name: 'as a whole name',
    takes: isText,
    object: (v) => ({ metadata: { name: v.asString() } }),
    read: at('metadata', 'name'),
    expected: (v) => v,
  },
  {
    name: 'as a label',
    takes: isScalar,
    object: (v) => ({ metadata: { labels: { probe: v.asString() } } }),
    read: at('metadata', 'labels', 'probe'),
    expected: (v) => textOf(v),
  },
  {
    name: 'as the key of a label',
    takes: isScalar,
    object: (v) => ({ metadata: { labels: { [`probe/${v}`]: 'x' } } }),
    read: (object) =>
      JSON.stringify(Object.keys(at('metadata', 'labels')(object) as object).filter((key) => key.startsWith('probe/'))),
    expected: (v) => JSON.stringify([`probe/${textOf(v)}`]),
  },
  {
    name: 'as an annotation',
    takes: isScalar,
    object: (v) => ({ metadata: { annotations: { probe: `${v}` } } }),
    read: at('metadata', 'annotations', 'probe'),
    expected: (v) => textOf(v),
  },
  {
    name: 'as a key',
    takes: isScalar,
    object: (v) => ({ spec: { v: { [v.asString()]: 1 }, w: { [v.asString()]: { x: v } } } }),
    expected: (v) => ({ v: { [textOf(v)]: 1 }, w: { [textOf(v)]: { x: v } } }),
  },
  {
    name: 'as a part of a key',
    takes: isScalar,
    object: (v) => ({ spec: { v: { [`a{${v}"`]: [v], other: 1 } } }),
    expected: (v) => ({ v: { [`a{${textOf(v)}"`]: [v], other: 1 } }),
  },
  {
    name: 'in a block of lines',
    takes: isScalar,
    object: (v) => ({ spec: { v: `first {{ x }}\n  ${v}{\n\n${v}:\n`, w: `${v}\nlast`, x: `\n ${v}` } }),
    expected: (v) => ({
      v: `first {{ x }}\n  ${textOf(v)}{\n\n${textOf(v)}:\n`,
      w: `${textOf(v)}\nlast`,
      x: `\n ${textOf(v)}`,
    }),
  },
  {
    name: 'in a text in YAML in a text',
    takes: isScalar,
    yamlTexts: true,
    object: (v) => ({ spec: { v: Block.yamlText({ [`k${v}`]: `a\n${v}\n`, x: `{{ ${v}`, y: 'l1\nl2\n' }) } }),
    expected: (v) => ({ v: { [`k${textOf(v)}`]: `a\n${textOf(v)}\n`, x: `{{ ${textOf(v)}`, y: 'l1\nl2\n' } }),
  },
  {
    name: 'through a named template',
    takes: isScalar,
    unscoped: true,
    object: (v, { chart, id }) => ({
      spec: { v: chart.addTemplate(id, v), w: `<${chart.addTemplate(`${id}-2`, Expression.concat('(', v, ')'))}>` },
    }),
    expected: (v) => ({ v: textOf(v), w: `<(${textOf(v)})>` }),
  },
  {
    name: 'encoded',
    takes: isText,
    object: (v) => ({ spec: { w: v.pipe('b64enc').pipe('b64dec'), x: v.pipe('b64enc').pipe('trunc', 7) } }),
    expected: (v) => ({ w: v, x: truncated(v as string) }),
  },
  {
    name: 'compared',
    takes: isText,
    object: (v) => ({ spec: { v: v.eq('yes'), w: v.ne(''), x: Expression.choose(v.eq('{{ x }}'), 'same', v) } }),
    expected: (v) => ({ v: v === 'yes', w: v !== '', x: v === '{{ x }}' ? 'same' : v }),
  },
  ...around,
];

const NUMBERS: readonly Position[] = [
  {
    name: 'compared with numbers',
    takes: isNumber,
    object: (v) => ({ spec: { v: v.gt(80), w: v.le(8080), x: v.eq(80), y: v.ne(0) } }),
    expected: (v) => ({ v: (v as number) > 80, w: (v as number) <= 8080, x: v === 80, y: v !== 0 }),
  },
  {
    name: 'compared with fractions',
    takes: isNumber,
    object: (v) => ({ spec: { v: v.gt(0.5), w: v.lt(1e9) } }),
    expected: (v) => ({ v: (v as number) > 0.5, w: (v as number) < 1e9 }),
  },
  {
    name: 'added to',
    takes: is(ExpressionType.INTEGER),
    object: (v) => ({ spec: { v: Expression.call('add', Expression.call('min', v, 1000), 1) } }),
    expected: (v) => ({ v: Math.min(v as number, 1000) + 1 }),
  },
];

const LISTS: readonly Position[] = [
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

const MAPS: readonly Position[] = [
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
    name: 'as labels',
    takes: ({ name }) => name === 'map of string' || name === 'map of choice',
    object: (v) => ({ metadata: { annotations: { ...v.asMap(), probe: 'x' } } }),
    read: (object) => ({ ...(at('metadata', 'annotations')(object) as object), case: '' }),
    expected: (v) => merged(v, { probe: 'x', case: '' }),
  },
];

const BLOCKS: readonly Position[] = [
  {
    name: 'under conditions',
    takes: all,
    object: (v) => ({
      spec: {
        v: Block.when(v, v),
        w: { x: Block.when(v, v) },
        y: [Block.when(v, v)],
        z: ['a', Block.when(v, { v }), 'b'],
        u: { a: 1, b: Block.when(v, 'text\nof lines\n') },
      },
    }),
    expected: (v) =>
      isTruthy(v)
        ? { v, w: { x: v }, y: [v], z: ['a', { v }, 'b'], u: { a: 1, b: 'text\nof lines\n' } }
        : { w: {}, y: [], z: ['a', 'b'], u: { a: 1 } },
  },
  {
    name: 'in choices',
    takes: all,
    object: (v) => ({
      spec: {
        v: Block.choose(v, v, 'no'),
        w: [Block.choose(v, v, ['no'])],
        x: { [`k${Expression.choose(v, 1, 2)}`]: Block.choose(v, { v }, []) },
      },
    }),
    expected: (v) => (isTruthy(v) ? { v, w: [v], x: { k1: { v } } } : { v: 'no', w: [['no']], x: { k2: [] } }),
  },
  {
    name: 'in chains of choices',
    takes: all,
    object: (v) => {
      const is = (kind: string) => Expression.call('kindIs', kind, v);
      const chain = (last?: unknown) =>
        Block.choose(
          is('string'),
          { text: v },
          Block.choose(
            is('map'),
            v,
            last === undefined ? Block.when(is('bool'), 'flag') : Block.choose(is('bool'), 'flag', last),
          ),
        );
      return { spec: { v: chain(), w: { only: chain() }, x: [chain(), 'end'], y: [chain()], z: { z: chain([v]) } } };
    },
    expected: (v) => {
      const chosen = (last?: unknown): unknown =>
        typeof v === 'string'
          ? { text: v }
          : typeof v === 'boolean'
            ? 'flag'
            : typeof v === 'object' && !Array.isArray(v)
              ? v
              : last;
      const one = chosen();
      return one === undefined
        ? { w: {}, x: ['end'], y: [], z: { z: [v] } }
        : { v: one, w: { only: one }, x: [one, 'end'], y: [one], z: { z: one } };
    },
  },
  {
    name: 'in pairs under conditions',
    takes: all,
    object: (v) => ({
      spec: {
        v: { ...Block.pairs(v, { a: v, b: { c: v } }) },
        w: { x: 1, ...Block.pairs(Expression.negate(v), { y: v }, { z: [v] }) },
        u: { ...Block.pairs(v, { a: Block.when(Expression.negate(v), 1) }) },
      },
    }),
    expected: (v) =>
      isTruthy(v) ? { v: { a: v, b: { c: v } }, w: { x: 1, z: [v] }, u: {} } : { v: {}, w: { x: 1, y: v }, u: {} },
  },
  {
    name: 'in items under conditions',
    takes: all,
    object: (v) => ({
      spec: {
        v: [...Block.items(v, [v, { v }])],
        w: ['a', ...Block.items(v, [v], ['no', 'thing']), 'z'],
        x: [...Block.items(v, [Block.when(Expression.negate(v), 1)])],
        y: Block.items(v, []),
      },
    }),
    expected: (v) =>
      isTruthy(v)
        ? { v: [v, { v }], w: ['a', v, 'z'], x: [], y: [] }
        : { v: [], w: ['a', 'no', 'thing', 'z'], x: [], y: [] },
  },
  {
    name: 'in YAML with blocks in a text',
    takes: all,
    yamlTexts: true,
    object: (v) => ({
      spec: {
        v: Block.yamlText({ a: Block.when(v, v), b: [Block.when(v, v), 'x'], ...Block.pairs(v, { c: v }) }),
        w: Block.yamlText({ a: Block.when(v, v) }),
        x: Block.yamlText({}),
      },
    }),
    expected: (v) =>
      isTruthy(v) ? { v: { a: v, b: [v, 'x'], c: v }, w: { a: v }, x: {} } : { v: { b: ['x'] }, w: {}, x: {} },
  },
];

const truncated = (text: string): string => Buffer.from(text).toString('base64').slice(0, 7);

export const POSITIONS: readonly Position[] = [...OWN, ...TEXT, ...NUMBERS, ...LISTS, ...MAPS, ...BLOCKS];
