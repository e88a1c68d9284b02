import { Block, Expression } from '../../../../../lib/helm';
import { isTruthy } from '../go';
import { all, type Position } from './position';

/** Where a value is there only sometimes, and decides whether others are. */
export const BLOCKS: readonly Position[] = [
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
    name: 'over keys of the user, under conditions',
    takes: all,
    object: (v) => {
      const user = Expression.literal({ a: 'user', b: 'user', c: 'user' });
      const not = Expression.negate(v);
      return {
        spec: {
          v: { ...user.asMap(), a: Block.when(v, v), b: Block.choose(v, 'yes', 'no') },
          w: {
            ...user.asMap(),
            a: Block.when(v, Block.when(not, 'never')),
            b: Block.choose(v, Block.when(v, v), 'no'),
          },
          x: { ...user.asMap(), ...Block.pairs(v, { a: v, b: Block.when(not, 1) }, { b: [v] }) },
          y: { ...user.asMap(), ...Block.pairs(v, { a: 1, ...Block.pairs(not, { b: 1 }, { c: 1 }) }, { a: 2 }) },
          z: { ...Block.pairs(v, { a: 1, d: 1 }), ...Block.pairs(v, { ...user.asMap(), d: 2 }), c: Block.when(not, 3) },
        },
      };
    },
    expected: (v) =>
      isTruthy(v)
        ? {
            v: { a: v, b: 'yes', c: 'user' },
            w: { a: 'user', b: v, c: 'user' },
            x: { a: v, b: 'user', c: 'user' },
            y: { a: 1, b: 'user', c: 1 },
            z: { a: 1, b: 'user', c: 'user', d: 2 },
          }
        : {
            v: { a: 'user', b: 'no', c: 'user' },
            w: { a: 'user', b: 'no', c: 'user' },
            x: { a: 'user', b: [v], c: 'user' },
            y: { a: 2, b: 'user', c: 'user' },
            z: { c: 3 },
          },
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
