import { describe, expect, test } from 'vitest';
import { Expression, ExpressionType, HelmApp, HelmChart, Loop, ValueSchema } from '../../../lib/helm';
import { PROPS, untyped } from '../chart/problems';

const description = 'A value.';
const { values } = new HelmChart(new HelmApp(), 'shop', PROPS);
const text = values.addString('text', { description, defaultValue: '' });
const port = values.addIntegerOrString('port', { description, defaultValue: 80 });
const free = values.addAny('free', { description });
const items = values.addList('items', {
  description,
  items: ValueSchema.record({ name: { schema: ValueSchema.text(), description: 'Name.', required: true } }),
});
const map = values.addMap('map', { description, entries: ValueSchema.text() });
const { item } = Loop.over(items);

describe('what an expression cannot give is an error at once', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['a key that the record does not have', () => item.field('nmae'), /no key "nmae" \[HELM1062\]\n.*mean "name"/],
    ['a key far from all', () => item.field('zzz'), /HELM1062\]\n.*what is declared: name/],
    ['a key of a text', () => text.field('x'), /field\("x"\) of a text/],
    ['a key of a text in a record', () => item.field('name', 'x'), /field\("x"\) of a text/],
    ['a key of an entry that is text', () => map.field('a', 'b'), /field\("b"\) of a text/],
    ['a key of a number or text', () => port.field('x'), /of a number or a text/],
    ['a key of a list', () => items.field('name'), /of a list: .*\n.*Loop.over/],
    [
      'a loop over a text',
      () => Loop.over(text),
      /Loop.over\(\) must be given a list or a map, not a text \[HELM1062\]/,
    ],
    ['JSON of an expression', () => JSON.stringify({ text }), /JSON.stringify\(\) was given an expression: .*HELM1064/],
    ['an expression that is spread', () => [...untyped<string[]>(items)], /spread or looped over: .*\n.*asList\(\)/],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });

  test.each<[string, unknown, RegExp]>([
    ['braces', '{{ .Values.x }}', /without braces \[HELM1063\]/],
    ['a condition', 'if .Values.x', /"if" does not/],
    ['an end', ' end', /"end" does not/],
    ['a definition', 'define "x"', /"define" does not/],
    ['an assignment', '$x := 1', /an assignment does not/],
    ['nothing', undefined, /must be given a text, not undefined/],
    ['an empty text', ' ', /an empty text/],
    ['an open quote', 'lookup "v1" ("', /a quote that is never closed/],
    ['an open parenthesis', 'len (list 1', /parentheses do not match/],
    ['a parenthesis too many', 'len) (1', /parentheses do not match/],
  ])('raw text: %s', (_, template, message) => {
    expect(() => Expression.raw(untyped(template), ExpressionType.STRING)).toThrow(message);
  });
});

test('what may be there is taken', () => {
  expect(() => free.field('a', 'b').field('c')).not.toThrow();
  expect(() => map.field('a')).not.toThrow();
  expect(() => text.typed(ExpressionType.MAP).field('x')).not.toThrow();
  expect(() => Loop.over(free)).not.toThrow();
  for (const template of [
    'printf "{{ %s }}" .x',
    'list `"` "(" \'(\' | len',
    'iffy .x',
    'lookup "v1" "Secret" .Release.Namespace "x"',
  ])
    expect(() => Expression.raw(template, ExpressionType.ANY)).not.toThrow();
});
