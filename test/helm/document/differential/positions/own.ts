import { k8s } from 'cdk8s-plus-27';
import { Block, Expression, ExpressionType } from '../../../../../lib/helm';
import { isTruthy, numberText } from '../go';
import { all, is, isNumber, isText, type Position } from './position';

/** Where a value keeps its type. */
export const OWN: readonly Position[] = [
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
    name: 'IntOrString of a number',
    takes: isNumber,
    object: (v) => ({ spec: { v: k8s.IntOrString.fromNumber(v.asNumber()).value, w: [v.asNumber()] } }),
    expected: (v) => ({ v, w: [v] }),
  },
  {
    name: 'IntOrString of a text',
    takes: isText,
    object: (v) => ({ spec: { v: k8s.IntOrString.fromString(v.asString()).value } }),
    expected: (v) => ({ v }),
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

export const NUMBERS: readonly Position[] = [
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
