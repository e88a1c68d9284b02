import { expect, test } from 'vitest';
import { Expression, type HelmChart, type ValueGroup, ValueSchema } from '../../../lib/helm';
import { description, judgeChart, object, problemsOfChart, type Row, text, untyped } from '../chart/problems';

/** A declaration whose value is used. */
const declared = (
  title: string,
  declare: (values: ValueGroup) => Expression,
  ...problems: readonly (string | RegExp)[]
): Row => [title, (chart: HelmChart) => void object(chart, 'one', { v: declare(chart.values) }), ...problems];

judgeChart([
  declared(
    'a default of another type',
    (values) => values.addInteger('v', untyped({ description, defaultValue: 'x' })),
    'HELM2001 shop#v: the default of "v" must be an integer, not the string "x"',
  ),
  declared(
    'a default that its limits refuse',
    (values) => values.addInteger('v', { description, defaultValue: 5, maximum: 4 }),
    /^HELM2005 shop#v: the default of "v" must be .*, not 5/,
  ),
  declared(
    'a limit of another type',
    (values) => values.addInteger('v', untyped({ description, defaultValue: 1, minimum: '0' })),
    'HELM1050 shop#v.minimum: "v.minimum" must be a number, not the string "0"',
  ),
  declared(
    'limits that no value fits',
    (values) => values.addInteger('v', { description, required: true, minimum: 2, maximum: 1 }),
    /^HELM2111 shop#v: "v" has minimum 2 above maximum 1/,
  ),
  declared(
    'no choices',
    (values) => values.addChoice('v', { description, choices: [], required: true }),
    /^HELM2112 shop#v: "v" has no choices/,
  ),
  declared(
    'choices that are no texts',
    (values) => values.addChoice('v', untyped({ description, choices: [1], defaultValue: 'a' })),
    'HELM1050 shop#v.choices[0]: "v.choices[0]" must be a string, not the number 1',
  ),
  declared(
    'a pattern that Helm cannot use',
    (values) => values.addString('v', { description, defaultValue: 'a', pattern: '(?=a)' }),
    /^HELM2110 shop#v: "v" has the pattern "\(\?=a\)"/,
  ),
  declared(
    'no description',
    (values) => values.addString('v', untyped({ defaultValue: '' })),
    'HELM1050 shop#v.description: "v.description" is missing: it must be a string that is not empty',
  ),
  declared(
    'a key that is no text',
    (values) => values.addString(untyped(true), { description, defaultValue: '' }),
    'HELM1050 shop#true: the key of a value must be a string, not the boolean true',
  ),
  declared(
    'a misspelt prop',
    (values) => values.addString('v', untyped({ description, defaultvalue: '', required: true })),
    'HELM1050 shop#v.defaultvalue: "v.defaultvalue" is not known here (did you mean "defaultValue"?)',
  ),
  declared(
    'props that are none',
    (values) => values.addString('v', untyped('text')),
    'HELM1050 shop#v: "v" must be an object, not the string "text"',
    /^HELM2105 shop#v/,
  ),
  declared(
    'a list without items',
    (values) => values.addList('v', untyped({ description })),
    'HELM1050 shop#v.items: "v.items" is missing: it must be a ValueSchema, such as ValueSchema.text()',
  ),
  declared(
    'a map of something else',
    (values) => values.addMap('v', untyped({ description, entries: 'text' })),
    /^HELM1050 shop#v.entries: "v.entries" must be a ValueSchema, .* not the string "text"/,
  ),
  declared(
    'a misspelt option of a schema',
    (values) => values.addList('v', { description, items: ValueSchema.text(untyped({ minlength: 1 })) }),
    'HELM1050 shop#v.minlength: "v.minlength" is not known here (did you mean "minLength"?)',
  ),
  declared(
    'an option of a schema in a schema',
    (values) =>
      values.addMap('v', { description, entries: ValueSchema.listOf(ValueSchema.integer(untyped({ minimum: 'a' }))) }),
    'HELM1050 shop#v[].minimum: "v[].minimum" must be a number, not the string "a"',
  ),
  declared(
    'a property without a schema',
    (values) =>
      values.addOf('v', ValueSchema.record(untyped({ a: { description } })), { description, defaultValue: {} }),
    /^HELM1050 shop#v.a.schema: "v.a.schema" is missing: it must be a ValueSchema/,
  ),
  declared(
    'no default and not required',
    (values) => values.addString('v', { description }),
    /^HELM2105 shop#v: "v" has no default/,
  ),
  declared(
    'a default and required',
    (values) => values.addString('v', { description, defaultValue: '', required: true }),
    /^HELM2106 shop#v: "v" is required and has a default/,
  ),
  declared(
    'a value declared twice',
    (values) =>
      Expression.concat(
        values.addString('v', { description, defaultValue: '' }),
        values.addString('v', { description, defaultValue: '' }),
      ),
    'HELM1001 shop#v: the value "v" is declared twice (declare it once and pass the expression on)',
  ),
  declared(
    'a group without a description',
    (values) => values.addGroup('g', untyped(undefined)).addString('v', { description, defaultValue: '' }),
    /^HELM1050 shop#g.description: "g.description" is missing/,
  ),
  declared(
    'a key of a group',
    (values) => values.addGroup('g', 'A group.').addInteger('v', untyped({ description, defaultValue: '1' })),
    /^HELM2001 shop#g.v: the default of "g.v" must be an integer, not the string "1"/,
  ),
  declared(
    'an image without a repository',
    (values) => {
      const { reference, pullPolicy } = values.addImage('i', untyped({ description, tag: '1' }));
      return Expression.concat(reference, pullPolicy);
    },
    'HELM1050 shop#i.repository: "i.repository" is missing: it must be a string that is not empty',
  ),
  declared(
    'an image without a tag in a chart without an appVersion',
    (values) => values.addGroup('web', 'A group.').addImage('image', { description, repository: 'nginx' }).reference,
    'HELM1014 shop#web.image.tag: the image "web.image" has no tag: there is no default, and the chart has no appVersion (give tag or digest, or the chart its appVersion)',
  ),
  declared(
    'a pull policy that nothing uses',
    (values) =>
      values.addImage('image', { description, repository: 'nginx', tag: '1', pullPolicy: 'Always' }).reference,
    /^HELM1026 shop#image.pullPolicy/,
  ),
  declared(
    'an image that nothing uses',
    (values) => {
      values.addImage('image', { description, repository: 'nginx', pullPolicy: 'Always' });
      return values.addString('v', { description, defaultValue: '' });
    },
    'HELM1026 shop#image: nothing in the chart uses the value "image" (use its expression, or take the value away: setting it would do nothing)',
  ),
  declared(
    'a key that Helm reads itself',
    (values) => values.addString('tags', { description, defaultValue: '' }),
    /^HELM2102 shop#tags: "tags" cannot be a value/,
  ),
]);

test('a value that nothing uses', () => {
  expect(problemsOfChart((chart) => void text(chart, 'lonely'))).toEqual([
    'HELM1026 shop#lonely: nothing in the chart uses the value "lonely" (use its expression, or take the value away: setting it would do nothing)',
  ]);
});

judgeChart([
  [
    'a default that holds an expression',
    (chart) => {
      const first = text(chart, 'first');
      object(chart, 'one', {
        first,
        v: chart.values.addString('v', { description, defaultValue: `${first}-x` }),
        w: chart.values.addAny('w', { description, defaultValue: { a: [first] } }),
      });
    },
    /^HELM1025 shop#first/,
    /^HELM2105 shop#v/,
    /^HELM1050 shop#v.defaultValue: "v.defaultValue" must be a fixed text: no expression can stand here/,
    'HELM1050 shop#w.defaultValue.a[0]: "w.defaultValue.a[0]" must be plain data: texts, numbers, booleans, lists, records, not an object',
  ],
  [
    'expressions in what Helm does not render',
    (chart) => {
      chart.addFile('rules.txt', `release ${chart.release.name}`);
      chart.addCrd('things', { spec: { name: chart.release.name, when: new Date(0) } });
      object(chart, 'one', { v: `release ${chart.release.name}` });
    },
    /^HELM1034 shop#rules.txt: an expression cannot stand in rules.txt: Helm does not render that file/,
    /^HELM1034 shop#spec.name: .* cannot stand in crds\/things.yaml/,
    /^HELM1034 shop#spec.when: an instance of Date cannot stand in crds\/things.yaml/,
  ],
]);
