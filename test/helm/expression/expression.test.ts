import { describe, expect, test } from 'vitest';
import { Expression, ExpressionType, HelmApp, HelmChart, ValueSchema } from '../../../lib/helm';
import { describeExpression, printExpression } from '../../../lib/helm/expression/print';
import { description, PROPS } from '../chart/problems';

const chart = new HelmChart(new HelmApp(), 'shop', PROPS);
const { values } = chart;
const text = values.addString('text', { description, defaultValue: '' });
const integer = values.addInteger('count', { description, defaultValue: 1 });
const number = values.addNumber('rate', { description, defaultValue: 1 });
const flag = values.addBoolean('flag', { description, defaultValue: true });
const port = values.addIntegerOrString('port', { description, defaultValue: 80 });
const list = values.addList('list', { description, items: ValueSchema.text() });
const awkward = values.addGroup('a-b', 'A group.').addString('c d', { description, defaultValue: '' });
const maybe = values.addInteger('maybe', { description, optional: true });

const print = ({ _node }: Expression): string => printExpression(_node);

describe('what is printed', () => {
  test.each<[Expression, string]>([
    [text, '.Values.text'],
    [integer, '.Values.count | int64'],
    [number, '.Values.rate | float64'],
    [awkward, '(index .Values "a-b" "c d")'],
    [text.pipe('trunc', 63).pipe('trimSuffix', '-'), '.Values.text | trunc 63 | trimSuffix "-"'],
    [Expression.concat(text, ':', integer, '%'), 'printf "%s:%d%%" .Values.text (.Values.count | int64)'],
    [
      Expression.concat(`${text}:${port}`),
      'printf "%s:%s" .Values.text (ternary .Values.port (.Values.port | toJson) (kindIs "string" .Values.port))',
    ],
    [Expression.concat(number), '.Values.rate | float64 | toJson'],
    [integer.gt(80), 'gt (.Values.count | int64) 80'],
    [integer.gt(0.5), 'gt (.Values.count | int64 | float64) 0.5'],
    [number.eq(80), 'eq (.Values.rate | float64) 80.0'],
    [port.eq('http'), 'eq (.Values.port | toJson) "\\"http\\""'],
    [port.lt(1024), 'lt (.Values.port | float64) 1024.0'],
    [text.eq('a"b'), 'eq .Values.text "a\\"b"'],
    [Expression.choose(flag, 1, 2), 'ternary 2 1 (not .Values.flag)'],
    [
      Expression.concat(Expression.allOf(flag, integer.gt(1))),
      'and .Values.flag (gt (.Values.count | int64) 1) | toJson',
    ],
    [Expression.allOf(flag, flag).eq(true), 'eq (and .Values.flag .Values.flag) true'],
    [Expression.anyOf(maybe, 1).eq(1), 'eq (or (.Values.maybe | int64) 1 | toJson) "1"'],
    [maybe.isSet(), 'not (kindIs "invalid" .Values.maybe)'],
    [awkward.isSet(), 'not (kindIs "invalid" (index .Values "a-b" "c d"))'],
    [maybe.orElse(5), 'ternary 5 (.Values.maybe | int64) (kindIs "invalid" .Values.maybe)'],
    [Expression.literal([1, 'a', { b: null, c: [] }]), '(list 1 "a" (dict "b" nil "c" (list)))'],
    [Expression.call('has', 'x', [text, 1]), 'has "x" (list .Values.text 1)'],
    [Expression.call('has', integer, [80, 'a']), 'has (.Values.count | int64 | float64) (list 80.0 "a")'],
    [Expression.call('has', 80, port), 'has 80.0 (.Values.port | toJson | mustFromJson)'],
    [Expression.call('without', list, 80, 'x'), 'without (.Values.list | default (list)) 80 "x"'],
    [Expression.call('uniq', list), 'uniq (.Values.list | default (list))'],
    [
      Expression.call('deepEqual', [integer, 1], { a: [2] }),
      'deepEqual (list (.Values.count | int64 | float64) 1.0) (dict "a" (list 2.0))',
    ],
    [
      Expression.call('join', ',', ['a', ...list.asList()]),
      'join "," (concat (list "a") (.Values.list | default (list)))',
    ],
    [Expression.call('join', ',', list.asList()), 'join "," (.Values.list | default (list))'],
    [Expression.literal(1e21).pipe('toJson'), '1e+21 | toJson'],
    [Expression.literal(2 ** 60).pipe('toJson'), '1152921504606847000.0 | toJson'],
    [Expression.literal(null).pipe('toJson'), 'index (list nil) 0 | toJson'],
    [Expression.literal('\u2028\u007f{{ }}\n').pipe('quote'), '"\\u2028\\u007f{{ }}\\n" | quote'],
    [
      Expression.call('get', list, 'x').typed(ExpressionType.INTEGER),
      'get (.Values.list | default (list)) "x" | int64',
    ],
    [chart.fullname, 'include "shop.fullname" .'],
    [chart.capabilities.hasApi('apps/v1'), '.Capabilities.APIVersions.Has "apps/v1"'],
  ])('%#', (expression, printed) => {
    expect(print(expression)).toBe(printed);
  });

  test('an expression in a message is cut, and a value is named', () => {
    expect(describeExpression(awkward._node)).toBe('the value "a-b.c d"');
    expect(describeExpression(Expression.concat(text, 'x'.repeat(100))._node)).toMatch(
      /^the expression \{\{ printf "%sxx.*… \}\}$/,
    );
  });
});

test('what may be of any type may be equal to anything', () => {
  expect([port.eq('80'), port.eq(true), maybe.eq(null), flag.typed(ExpressionType.ANY).ne('x')].map(print)).toEqual([
    'eq (.Values.port | toJson) "\\"80\\""',
    'eq (.Values.port | toJson) "true"',
    'eq (.Values.maybe | int64 | toJson) "null"',
    'ne (.Values.flag | toJson) "\\"x\\""',
  ]);
});

describe('what cannot be said is an error at once', () => {
  test.each<[string, () => unknown, string]>([
    ['a function that Helm does not have', () => text.pipe('upperCase'), 'Helm has no function "upperCase"'],
    ['a function of Helm that is taken away', () => Expression.call('env', 'HOME'), 'Helm has no function "env"'],
    ['too few arguments', () => Expression.call('trunc', 5), '"trunc" takes 2 arguments, not 1'],
    ['too many arguments', () => text.pipe('upper', 1), '"upper" takes 1 argument, not 2'],
    ['isSet of what is no value', () => text.pipe('upper').isSet(), 'isSet() is for declared values'],
    ['a boolean equal to a text', () => flag.eq('true'), 'eq() compares a boolean with a text'],
    ['a text other than a boolean', () => text.ne(flag), 'ne() compares a text with a boolean'],
    ['a number equal to a text', () => integer.eq('1'), 'eq() compares a number with a text'],
    ['a fraction equal to a boolean', () => number.eq(true), 'eq() compares a number with a boolean'],
    ['a list equal to a text', () => list.eq('a'), 'eq() compares a list with a text'],
    ['a list equal to a map', () => list.eq({ a: 1 }), 'eq() compares a list with a map'],
    [
      'the template of a boolean equal to a text',
      () => chart.addTemplate('on', flag).eq('true'),
      'eq() compares a boolean with a text',
    ],
    ['a field without a key', () => text.field(), 'field() wants at least one key'],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});
