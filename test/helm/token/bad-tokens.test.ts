import * as kplus from 'cdk8s-plus-27';
import { expect, test } from 'vitest';
import { Block, Expression, type HelmChart, Loop, ValueSchema } from '../../../lib/helm';
import {
  description,
  integer,
  judgeChart,
  object,
  problemsOfChart,
  type Row,
  text,
  texts,
  untyped,
} from '../chart/problems';

/** A token for a value that is changed on the way: what is left of it is told, and that only. */
const changed = (title: string, spec: (chart: HelmChart) => unknown): Row => [
  title,
  (chart) => void object(chart, 'one', { a: [{ b: spec(chart) }] }),
  /^HELM1020 shop\/one#spec.a.0.b: a token for the value "[a-z]+" was cut or changed: .* \(names, sizes and sums change tokens: put the expression there with Overlay/,
];

judgeChart([
  changed('a string that is cut', (chart) => text(chart).asString().slice(0, 12)),
  changed('a string in upper case', (chart) => text(chart).asString().toUpperCase()),
  changed('a cut string in an expression', (chart) => Expression.concat('x', text(chart).asString().slice(0, 12))),
  changed('a cut string in a list of an expression', (chart) =>
    Expression.call('has', 'x', [[text(chart).asString().slice(0, 12)]]),
  ),
  changed('a cut string as a key', (chart) => ({ [text(chart).asString().slice(0, 12)]: 1 })),
  changed('a number that was multiplied', (chart) => integer(chart).asNumber() * 2),
  changed('a number that was multiplied, in an expression', (chart) =>
    Expression.call('add', integer(chart).asNumber() * 2, 1),
  ),
  changed('a number that was multiplied, in a text', (chart) => `${integer(chart).asNumber() * 2}Mi`),
  changed('a map whose key is cut', (chart) => {
    const [key = ''] = Object.keys(chart.values.addMap('map', { description, entries: ValueSchema.text() }).asMap());
    return { [key.slice(0, 20)]: 1 };
  }),
  changed('a cut string before other text', (chart) => `${text(chart).asString().slice(0, 12)}web`),
  [
    'a list in the middle of a text',
    (chart) => void object(chart, 'one', { a: `x-${texts(chart).asList()}` }),
    /^HELM1026 shop#texts/,
    /^HELM1022 shop\/one#spec.a: a list, a map or a block stands where only text can: "x-<the value \\"texts\\">"/,
  ],
  [
    'a block in a text',
    (chart) => {
      const on = chart.values.addBoolean('on', { description, defaultValue: false });
      object(chart, 'one', { a: `x-${Block.when(on, 'y')}`, on });
    },
    /^HELM1029 shop\/one#spec.a: an object was printed where its expression was meant: .* \(inside a text: Expression.choose/,
  ],
  [
    'a loop in a text',
    (chart) => void object(chart, 'one', { a: `x-${Loop.over(texts(chart))}`, list: texts(chart, 'others') }),
    /^HELM1026 shop#texts/,
    /^HELM1029 shop\/one#spec.a: .* \(inside a text: Expression.call\("join"/,
  ],
  [
    'an image in a text, as a key and inside an expression',
    (chart) => {
      const image = chart.values.addImage('image', { description, repository: 'nginx', tag: '1' });
      object(chart, 'one', {
        a: `${image}`,
        [`${image}`]: 1,
        b: Expression.concat('x', `${image}`),
        c: image.reference,
      });
    },
    ...['', '.<cdk8s_container_security.helm.ImageValue object>', '.b'].map(
      () => /^HELM1029 shop\/one#spec.*: .*\(write image.reference, in Python image.reference.as_string\(\)\)$/,
    ),
  ],
  [
    'a secret in a text',
    (chart) => {
      const secret = chart.values.addSecretReference('secret', { description });
      object(chart, 'one', { a: `${secret}`, b: secret.asValueFrom() });
    },
    /^HELM1029 shop\/one#spec.a: .*\(write secretName or secretKey/,
  ],
  [
    'a group of values in a text',
    (chart) => {
      const group = chart.values.addGroup('group', 'A group.');
      object(chart, 'one', { a: `${group}`, b: group.addString('inner', { description, defaultValue: '' }) });
    },
    /^HELM1029 shop\/one#spec.a: .*\(write one of its values\)$/,
  ],
  [
    'what Python prints of an expression',
    (chart) =>
      void object(chart, 'one', { a: '<cdk8s_container_security.helm.Expression object at 0x7f>', b: text(chart) }),
    /^HELM1029 shop\/one#spec.a: .*\(write asString\(\), in Python as_string\(\) inside the f-string\)$/,
  ],
  [
    'numbers without end',
    (chart) => void object(chart, 'one', { a: Number.POSITIVE_INFINITY, b: integer(chart) }),
    /^HELM1027 shop\/one#spec.a: YAML has no form for this: "Infinity"/,
  ],
  [
    'a marker that somebody wrote',
    (chart) => void object(chart, 'one', { a: 'zqhelms0123456789abcdef' }),
    /^HELM1021 shop\/one#spec.a: a token stands for nothing/,
  ],
]);

test('a token that is dropped is missed beside another one that is cut', () => {
  const problems = problemsOfChart((chart) => {
    object(chart, 'one', { a: text(chart).asString().slice(0, 12), b: 1, v: integer(chart) });
    text(chart, 'dropped').asString();
    integer(chart, 'count').asNumber();
  });
  expect(problems).toEqual([
    expect.stringMatching(/^HELM1025 shop#count/),
    expect.stringMatching(/^HELM1025 shop#dropped/),
    expect.stringMatching(/^HELM1020 shop\/one#spec.a/),
  ]);
});

test('a token that a construct drops is missed', () => {
  const problems = problemsOfChart((chart) => {
    const cpu = chart.values.addString('cpu', { description, defaultValue: '1' });
    new kplus.Deployment(chart, 'web', {
      containers: [{ image: 'x', resources: untyped({ cpu: { limit: {} }, lost: cpu.asString() }) }],
    });
  });
  expect(problems).toEqual([
    expect.stringMatching(
      /^HELM1025 shop#cpu: a token for the value "cpu" .* \(the prop that it was given to dropped or changed it/,
    ),
  ]);
});

test('a token of an expression that is no value is missed by what it says', () => {
  const problems = problemsOfChart((chart) => void chart.release.name.pipe('upper').asString());
  expect(problems).toEqual([
    expect.stringMatching(/^HELM1025 shop: a token for the expression \{\{ .Release.Name \| upper \}\} was handed out/),
  ]);
});

test('a token in a key that another key overrides is not missed', () => {
  const problems = problemsOfChart((chart) => {
    object(chart, 'one', { a: 1, v: text(chart) });
    object(chart, 'two', { nan: Number.NaN });
  });
  expect(problems).toEqual([expect.stringMatching(/^HELM1027 shop\/two#spec.nan/)]);
});
