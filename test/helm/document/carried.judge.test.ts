import { ApiObject } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../../lib/diagnostics';
import { Block, Expression, ExpressionType, HelmApp, HelmChart, ValueSchema } from '../../../lib/helm';
import type { Json } from '../../../lib/helm/expression/node';
import { requireTool } from '../../tools/find';
import { HelmJudge, jsonForYaml } from '../chart/helm-judge';

const description = 'A value.';
const HELMS = ['helm3', 'helm4'];
const judge = new HelmJudge();
afterAll(() => judge.remove());

/** One value of each kind, each in an object. */
function everyKind(name: string): HelmApp {
  const app = new HelmApp({ outdir: judge.folder });
  const chart = new HelmChart(app, name, { version: '1.0.0', description: 'One value of each kind.' });
  const { values } = chart;
  const spec = {
    text: values.addString('text', { description, defaultValue: 'x' }),
    choice: values.addChoice('choice', { description, choices: ['a', 'b'], defaultValue: 'a' }),
    integer: values.addInteger('integer', { description, defaultValue: 1 }),
    number: values.addNumber('number', { description, defaultValue: 1.5 }),
    flag: values.addBoolean('flag', { description, defaultValue: true }),
    port: values.addIntegerOrString('port', { description, defaultValue: 'http' }),
    list: values.addList('list', { description, items: ValueSchema.text() }),
    integers: values.addList('integers', { description, items: ValueSchema.integer() }),
    map: values.addMap('map', { description, entries: ValueSchema.text() }),
    free: values.addAny('free', { description }),
  };
  new ApiObject(chart, 'all', { apiVersion: 'test/v1', kind: 'All', spec });
  return app;
}

/** Values that no template carries, and where Helm must say so. */
const refused = (values: Readonly<Record<string, Json>>, at: string) => ({
  values,
  at,
  title: jsonForYaml(values).slice(0, 60),
});

const REFUSED = [
  ...['text', 'port'].map((key) => refused({ [key]: 'a <no value> b' }, `/${key}`)),
  refused({ list: ['<no value>'] }, '/list/0'),
  refused({ map: { a: '<no value>' } }, '/map/a'),
  refused({ map: { '<no value>': 'a' } }, '/map'),
  refused({ free: { a: ['<no value>'] } }, '/free/a/0'),
  ...['\u007f', '\u0085', '\u009f', '\ufeff', '\uffff'].flatMap((character) => [
    refused({ port: `a${character}` }, '/port'),
    refused({ list: [`a${character}`] }, '/list/0'),
    refused({ map: { [`k${character}`]: 'a' } }, '/map'),
    refused({ free: { a: `a${character}` } }, '/free/a'),
  ]),
  ...[2 ** 53, -(2 ** 53), 1e20].flatMap((integer) => [
    refused({ integer }, '/integer'),
    refused({ port: integer }, '/port'),
    refused({ integers: [integer] }, '/integers/0'),
    refused({ free: { a: integer } }, '/free/a'),
  ]),
  ...['08', '1e6', 'abc', '', true, 1.5].map((integer) => refused({ integer }, '/integer')),
  refused({ list: [null] }, '/list/0'),
  refused({ map: { a: [] } }, '/map/a'),
  refused({ flag: 'yes' }, '/flag'),
  // A null takes the default away, and what is left is nothing. (Of an empty list, map or free value nothing is left before.)
  ...['text', 'integer', 'flag'].map((key) => refused({ [key]: null }, `': missing property '${key}'`)),
];

/** What comes from the command line only: integers that `--set` reads as int64, keys that no values file can hold. */
const ON_THE_COMMAND_LINE: readonly (readonly [string, string])[] = [
  ['integer=9007199254740992', '/integer'],
  ['port=-9007199254740992', '/port'],
  ['integers[0]=9223372036854775807', '/integers/0'],
  [`map.${'k'.repeat(1023)}=a`, '/map'],
];

describe('a value of the user that no template carries', () => {
  beforeAll(() => everyKind('kinds').synth());

  describe.each(HELMS)('%s', (name) => {
    test.for(REFUSED)('is refused by the schema: $title', async ({ values, at }, context) => {
      const rendering = await judge.template(requireTool(context, name), `${judge.folder}/kinds`, { values });
      expect(rendering).toMatchObject({ accepted: false, error: expect.stringContaining(`- at '${at}`) });
    });

    test.for(ON_THE_COMMAND_LINE)('is refused by the schema: --set %s', async ([arg, at], context) => {
      const rendering = await judge.template(requireTool(context, name), `${judge.folder}/kinds`, {
        args: ['--set', arg],
      });
      expect(rendering).toMatchObject({ accepted: false, error: expect.stringContaining(`- at '${at}`) });
    });
  });
});

/** The longest that a key may be, plain and in quotes; pairs of surrogates are one character each. */
const LONGEST_KEYS = ['k'.repeat(1022), ' '.repeat(1022), '"'.repeat(511), '\u{1f600}'.repeat(1022)];
const LONG_KEY = 'k'.repeat(1023);

describe('what stands fixed in an object', () => {
  const literals = [
    '<no value>',
    'a <no value> {{ x }}',
    '\u0000\u0007\u001b',
    '\u007f\u0085\u009f',
    '\ufffe\uffff\ufeff',
    'l1\n<no value>\nl3\n',
    'l1\u2028\nl2',
    '\t<no value>',
  ];
  const app = new HelmApp({ outdir: judge.folder });
  const chart = new HelmChart(app, 'fixed', { version: '1.0.0', description: 'Texts as they are.' });
  const flag = chart.values.addBoolean('flag', { description, defaultValue: true });
  // Beside an expression Helm would erase it.
  const around = literals.filter((text) => !text.includes('<no value>'));
  const spec = {
    list: literals,
    map: Object.fromEntries([...literals, ...LONGEST_KEYS].map((text) => [text, text])),
    literal: Expression.literal(literals),
    beside: around.map((text) => `${flag}${text}`),
    lines: around.map((text) => `${text}\n${flag}\n`),
    yaml: Block.yamlText({ texts: literals }),
  };
  new ApiObject(chart, 'texts', { apiVersion: 'test/v1', kind: 'Texts', spec });
  beforeAll(() => app.synth());

  test.for(HELMS)('is carried whatever it is by %s', async (name, context) => {
    const helm = requireTool(context, name);
    const rendering = await judge.template(helm, `${judge.folder}/fixed`);
    if (!rendering.accepted) throw new Error(rendering.error);
    const [object] = await judge.read(
      helm,
      rendering.documents.map(({ text }) => text),
    );
    const { yaml, ...others } = (object as unknown as { spec: Record<string, Json> }).spec;
    expect(others).toEqual({
      ...spec,
      literal: literals,
      beside: around.map((text) => `true${text}`),
      lines: around.map((text) => `${text}\ntrue\n`),
      yaml: undefined,
    });
    expect(await judge.read(helm, [String(yaml)])).toEqual([{ texts: literals }]);
  });
});

/** The codes and keys of what synth says about one object. */
function problemsOf(spec: (chart: HelmChart) => unknown): readonly string[] {
  const app = new HelmApp({ outdir: `${judge.folder}/never` });
  const chart = new HelmChart(app, 'shop', { version: '1.0.0', description: 'A shop.' });
  new ApiObject(chart, 'one', { apiVersion: 'test/v1', kind: 'One', spec: spec(chart) });
  try {
    app.synth();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code, place }) => `${code} ${place?.path} ${place?.key ?? ''}`);
  }
  return [];
}

describe('synth refuses', () => {
  const value = (chart: HelmChart): Expression => chart.values.addString('v', { description, defaultValue: '' });

  test.each<[string, (chart: HelmChart) => unknown, string]>([
    [
      'what Helm erases, in the text of an expression',
      (chart) => ({ a: `<no value>${value(chart)}` }),
      'HELM1028 shop/one spec.a',
    ],
    [
      'what Helm erases, in the literal of a call',
      (chart) => ({ a: value(chart).defaultTo('<no value>') }),
      'HELM1028 shop/one spec.a',
    ],
    [
      'control characters in a list that a function takes',
      (chart) => ({ a: Expression.call('has', value(chart), ['\u0085']) }),
      'HELM1028 shop/one spec.a',
    ],
    [
      'a byte order mark in a list that a function takes',
      (chart) => ({ a: Expression.call('has', value(chart), ['\ufeff']) }),
      'HELM1028 shop/one spec.a',
    ],
    ['half of a surrogate pair', () => ({ a: { b: ['\ud83d'] } }), 'HELM1028 shop/one spec.a.b.0'],
    [
      'half of a surrogate pair in an expression',
      (chart) => ({ a: `\ud83d${value(chart)}` }),
      'HELM1028 shop/one spec.a',
    ],
    ['half of a surrogate pair in a key', () => ({ a: { '\ud83d': 1 } }), 'HELM1028 shop/one spec.a.\ud83d'],
    ['a key of 1,023 characters', () => ({ a: { [LONG_KEY]: 1 } }), `HELM1028 shop/one spec.a.${LONG_KEY}`],
    [
      'a key of 1,023 characters beside a block',
      (chart) => ({ [LONG_KEY]: Block.when(value(chart), 1) }),
      `HELM1028 shop/one spec.${LONG_KEY}`,
    ],
    [
      'a key of 1,023 characters in an item of a list',
      () => ({ a: [{ [LONG_KEY]: 1 }] }),
      `HELM1028 shop/one spec.a.0.${LONG_KEY}`,
    ],
    [
      'a key of 1,023 characters in YAML in a text',
      () => ({ a: Block.yamlText({ [LONG_KEY]: 1 }) }),
      `HELM1028 shop/one spec.a.${LONG_KEY}`,
    ],
    [
      'a key of 1,023 characters in the map of an expression',
      (chart) => ({ a: Expression.choose(value(chart), { [LONG_KEY]: 1 }, {}) }),
      'HELM1028 shop/one spec.a',
    ],
    [
      'a key that is too long with its escapes',
      () => ({ a: { ['"'.repeat(512)]: 1 } }),
      `HELM1028 shop/one spec.a.${'"'.repeat(512)}`,
    ],
    ['NaN', () => ({ a: Number.NaN }), 'HELM1027 shop/one spec.a'],
    ['infinity', () => ({ a: Number.NEGATIVE_INFINITY }), 'HELM1027 shop/one spec.a'],
    ['a bigint', () => ({ a: 1n }), 'HELM1027 shop/one spec.a'],
    [
      'what Helm erases, in the key of an expression',
      (chart) => ({ [`<no value>${value(chart)}`]: 1 }),
      'HELM1028 shop/one spec.*',
    ],
    [
      'what Helm erases, between two expressions in a block of lines',
      (chart) => ({ a: `${value(chart)}\n<no value>\n${value(chart)}\n` }),
      'HELM1028 shop/one spec.a',
    ],
    [
      'a control character in the literal of a map',
      (chart) => ({ a: Expression.choose(value(chart), { b: ['\u0085'] }, {}) }),
      'HELM1028 shop/one spec.a',
    ],
    ['a function', () => Block.yamlText({ a: () => 1 }), 'HELM1027 shop/one spec.a'],
    [
      'a date inside a block',
      (chart) => ({ a: Block.when(value(chart), { b: new Date(0) }) }),
      'HELM1027 shop/one spec.a.b',
    ],
    [
      'a NaN in an expression',
      (chart) => ({ a: Expression.choose(value(chart), Number.NaN, 1) }),
      'HELM1027 shop/one spec.a',
    ],
  ])('%s', (_, spec, problem) => {
    expect(problemsOf(spec)).toContain(problem);
  });

  test.each<[string, (chart: HelmChart) => void]>([
    [
      'a default with what Helm erases',
      (chart) => void chart.values.addString('v', { description, defaultValue: '<no value>' }),
    ],
    ['a default beyond 2^53', (chart) => void chart.values.addInteger('v', { description, defaultValue: 2 ** 53 })],
    ['a default with a null', (chart) => void chart.values.addAny('v', { description, defaultValue: { a: null } })],
    [
      'a default with a control character in a list',
      (chart) => void chart.values.addList('v', { description, items: ValueSchema.text(), defaultValue: ['\u0085'] }),
    ],
  ])('%s', (_, declare) => {
    const problems = problemsOf((chart) => {
      declare(chart);
      return { a: chart.values._declarations.length };
    });
    expect(problems.filter((problem) => !problem.startsWith('HELM1026'))).toEqual([
      expect.stringMatching(/^HELM2\d\d\d shop v$/),
    ]);
  });
});

test('a number that a user gives as a whole is whole in every place, however it is typed', () => {
  expect(Expression.raw('len "x"', ExpressionType.INTEGER)._node).toMatchObject({ kind: 'call', fn: 'int64' });
});
