import { ApiObject } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Expression, ExpressionType, HelmApp, HelmChart, Loop, ValueSchema } from '../../../lib/helm';
import type { Json } from '../../../lib/helm/expression/node';
import { requireTool } from '../../tools/find';
import { HelmJudge } from '../chart/helm-judge';
import { description } from '../chart/problems';

const judge = new HelmJudge();
afterAll(() => judge.remove());

const app = new HelmApp({ outdir: judge.folder });
const chart = new HelmChart(app, 'expressions', {
  version: '1.0.0',
  description: 'One expression per key.',
  appVersion: '2.0',
});
const { values } = chart;
const RECORD = ValueSchema.record({
  name: { description, schema: ValueSchema.text(), required: true },
  port: { description, schema: ValueSchema.integer() },
  rate: { description, schema: ValueSchema.number() },
  on: { description, schema: ValueSchema.flag() },
  note: { description, schema: ValueSchema.text() },
});

const text = values.addString('text', { description, defaultValue: 'x' });
const empty = values.addString('empty', { description, defaultValue: '' });
const integer = values.addInteger('integer', { description, defaultValue: 80 });
const zero = values.addInteger('zero', { description, defaultValue: 0 });
const number = values.addNumber('number', { description, defaultValue: 80 });
const flag = values.addBoolean('flag', { description, defaultValue: true });
const port = values.addIntegerOrString('port', { description, defaultValue: 'http' });
const free = values.addAny('free', { description, defaultValue: { a: { 'b-c': [1, 'x'] }, n: 80 } });
const list = values.addList('list', {
  description,
  items: RECORD,
  defaultValue: [{ name: 'a' }, { name: 'b', port: 1_000_000, rate: 0.5, on: false, note: '' }],
});
const map = values.addMap('map', { description, entries: ValueSchema.integer(), defaultValue: { b: 2, a: 1_000_000 } });
const some = values.addMap('some', { description, entries: RECORD });
const maybe = {
  text: values.addString('maybeText', { description, optional: true }),
  integer: values.addInteger('maybeInteger', { description, optional: true }),
  number: values.addNumber('maybeNumber', { description, optional: true }),
  flag: values.addBoolean('maybeFlag', { description, optional: true }),
  list: values.addList('maybeList', { description, items: ValueSchema.text(), optional: true }),
  map: values.addMap('maybeMap', { description, entries: ValueSchema.text(), optional: true }),
  grouped: values.addGroup('group', 'A group.').addInteger('inner', { description, optional: true }),
};
const ports = values.addList('ports', {
  description,
  items: ValueSchema.integer(),
  defaultValue: [80, 443, 1_000_000],
});
const names = values.addList('names', { description, items: ValueSchema.text(), defaultValue: ['80', 'x'] });
const loop = Loop.over(list);
const entries = Loop.over(map, { keyName: 'name', itemName: 'size' });
const records = Loop.over(some);
const anything = Loop.over(free);
const inRecord = loop._inner(Expression.choose(loop.item.field('port'), ports, []).typed(ExpressionType.LIST));
const inBoth = inRecord._inner(names);

/** What an expression gives, under a name that says what is asked. */
const EXPRESSIONS: Readonly<Record<string, unknown>> = {
  'an integer equal to a number': integer.eq(80.5),
  'an integer equal to an integer': integer.eq(80),
  'an integer equal to a declared number': integer.eq(number),
  'a number equal to an integer': number.eq(80),
  'an integer greater than a number': integer.gt(79.9),
  'a number less than a declared integer': number.lt(integer),
  'a port equal to a number': port.eq(80),
  'a port equal to a text': port.eq('http'),
  'a port not equal to a text': port.ne('80'),
  'a port above a number': Expression.choose(
    Expression.call('kindIs', 'string', port),
    'name',
    Expression.allOf(Expression.negate(Expression.call('kindIs', 'string', port)), port),
  ),
  'a text equal to a text': text.eq('{{ "x" }}'),
  'a text less than a text': text.lt('y'),
  'a list equal to a list': Expression.literal(['a']).eq(['a']),
  'a map equal to a map': map.eq({ a: 1_000_000, b: 2 }),
  'a flag equal to true': flag.eq(true),
  'something equal to nothing': free.field('nothing').eq(Expression.literal(null)),
  'a property equal to a number': free.field('n').eq(80),
  'a property above a number': free.field('n').ge(80),
  'a property of a property': free.field('a', 'b-c'),
  'default of nothing': free.field('nothing').defaultTo('fallback'),
  'default of zero': zero.defaultTo(5),
  'default of an empty text': empty.defaultTo(text),
  'orElse of each': Object.values(maybe).map((value) => value.orElse(value._node.type === 'integer' ? 7 : 'else')),
  'isSet of each': Object.values(maybe).map((value) => value.isSet()),
  'each itself': { ...maybe },
  'each as an item': Object.values(maybe),
  'text that may be absent, in a text': `<${maybe.text}>`,
  'each in a text': Object.values(maybe).map((value) => `<${value}>`),
  'each in a text with quotes': Object.values(maybe).map((value) => `"${value}" ${text}`),
  'each as a text': Object.values(maybe).map((value) => value.asString()),
  'each as a key': Object.fromEntries(Object.values(maybe).map((value, index) => [`k${index}-${value}`, index])),
  'a list that may be absent, spread': ['a', ...maybe.list.asList()],
  'a map that may be absent, spread': { b: 1, ...maybe.map.asMap() },
  'two maps that may be absent': { ...maybe.map.asMap(), ...map.asMap() },
  'properties that may be absent': loop.each({
    name: loop.item.field('name'),
    port: loop.item.field('port'),
    rate: loop.item.field('rate'),
    on: loop.item.field('on'),
    note: loop.item.field('note'),
  }),
  'properties in texts': loop.each(`${loop.item.field('name')}:${loop.item.field('note')}`),
  'properties of entries': records.pairs(records.key, {
    port: records.item.field('port'),
    beyond: records.item.field('port').gt(80),
  }),
  'names of all': loop.collect(loop.item.field('name')),
  'names joined': loop.collect(loop.item.field('name')).pipe('join', ', '),
  'ports of some': loop.collectWhen(loop.item.field('port'), loop.item.field('port')),
  'is there one': [loop.anyWhere(loop.item.field('name').eq('b')), loop.anyWhere(loop.item.field('name').eq('c'))],
  'what each item holds, in one list': inRecord.collect(
    Expression.concat(loop.key, ' ', loop.item.field('name'), ' ', inRecord.key, ' ', inRecord.item),
  ),
  'some of what is three loops deep': inBoth.collectWhen(
    Expression.allOf(inRecord.item.gt(80), inBoth.item.ne('x')),
    Expression.concat(loop.item.field('name'), inRecord.item, '/', inBoth.key),
  ),
  'is there one two loops deep': inRecord.anyWhere(inRecord.item.eq(443)),
  'keys and sizes': entries.each(`${entries.key}=${entries.item}`),
  'keys of anything': anything.each(`${anything.key}`),
  'items of a spread list': Expression.call('join', '-', ['a', ...loop.collect(loop.item.field('name')).asList(), 'z']),
  'a spread map': Expression.call('len', map.asMap()),
  'cast from a text': [
    Expression.call('atoi', '5').typed(ExpressionType.INTEGER),
    Expression.call('get', map, 'a').typed(ExpressionType.INTEGER),
  ],
  'numbers of Go': [
    Expression.literal(1e21),
    Expression.literal(0.1),
    Expression.call('add1', 5),
    Expression.call('list', 1e21, 2 ** 53, -1),
  ],
  nothing: [
    Expression.literal(null).pipe('toJson'),
    Expression.choose(flag, Expression.literal(null), 1),
    Expression.call('coalesce', null, '', 'x'),
  ],
  'an integer among literals': [
    Expression.call('has', integer, [80, 443]),
    Expression.call('has', integer, [81, '80', true]),
    Expression.call('mustHas', integer, [1, integer]),
    Expression.call('has', 80, [integer]),
    Expression.call('has', Expression.call('len', ports), [3]),
    Expression.call('has', Expression.call('add', integer, 1), [81]),
  ],
  'an integer among values': [
    Expression.call('has', integer, ports),
    Expression.call('has', 443, ports),
    Expression.call('has', 7, ports),
    Expression.call('has', Expression.call('int', '80'), ports.asList()),
    Expression.call('has', free.field('n'), [1, 80]),
    Expression.call('has', port, [80, 'http']),
    Expression.call('has', integer, Expression.call('until', 81)),
    Expression.call('has', number, ports),
  ],
  'a text among others': [
    Expression.call('has', text, ['x', 80]),
    Expression.call('has', '80', names),
    Expression.call('has', 80, names),
  ],
  'a record among others': [
    Expression.call('has', { name: 'x', port: integer }, [{ name: 'x', port: 80 }, { name: 'y' }]),
    Expression.call('has', [80], [[integer]]),
    Expression.call('deepEqual', { b: [integer], a: 1_000_000 }, { a: 1_000_000, b: [80] }),
    Expression.call('deepEqual', map, { a: 1_000_000, b: 2 }),
    Expression.call('deepEqual', map, { a: 1_000_000 }),
  ],
  'lists without an integer': [
    Expression.call('without', [80, 443], integer),
    Expression.call('mustWithout', ports, 443, integer),
    Expression.call('without', Expression.call('concat', ports, [81, 'x']), 443, 81),
    Expression.call('without', names, 'x'),
    Expression.call('uniq', Expression.call('concat', ports, [80, integer, number])),
    Expression.call('uniq', names),
  ],
  'all of, any of, none': [Expression.allOf(text, integer), Expression.anyOf(empty, zero), Expression.negate(empty)],
  'all of, any of what may be absent': [
    Expression.allOf(maybe.flag, flag),
    Expression.anyOf(maybe.flag, maybe.flag),
    Expression.anyOf(maybe.integer, maybe.text),
    Expression.anyOf(maybe.list, maybe.list),
    `${Expression.allOf(maybe.text, maybe.text)}`,
  ],
  'what Helm knows': [
    chart.release.name,
    chart.release.revision,
    chart.release.isInstall,
    chart.info.appVersion,
    chart.capabilities.hasApi('apps/v1'),
  ],
  'versions of the cluster': [
    chart.capabilities.kubeVersionIs('>=1.20.0-0'),
    chart.capabilities.kubeVersionIs('<1.20.0-0'),
  ],
  files: chart.addFile('files/a.txt', 'line\n{{ x }}\n').pipe('trim'),
};
new ApiObject(chart, 'all', { apiVersion: 'test/v1', kind: 'All', spec: EXPRESSIONS });
chart.addCheck(Expression.allOf(maybe.text.isSet(), text.eq('forbidden')), `the text "${text}" and {{ another }}`);
chart.addCheck(zero.gt(integer), 'zero is more');

/** What TypeScript cannot evaluate. */
const untold = new HelmChart(app, 'raw', { version: '1.0.0', description: 'Template text.' });
const rawValue = untold.values.addInteger('a', { description, defaultValue: 1_000_000 });
const RAW = {
  whole: Expression.raw('.Values.a', ExpressionType.INTEGER),
  text: `<${Expression.raw('"x" | upper', ExpressionType.STRING)}>`,
  list: Expression.raw('list 1 .Values.a', ExpressionType.LIST),
  used: rawValue,
};
new ApiObject(untold, 'all', { apiVersion: 'test/v1', kind: 'All', spec: RAW });

beforeAll(() => app.synth());

/** What the user gives. */
const GIVEN: readonly Record<string, Json>[] = [
  {},
  {
    maybeText: '',
    maybeInteger: 0,
    maybeNumber: 0,
    maybeFlag: false,
    maybeList: [],
    maybeMap: {},
    group: { inner: 0 },
  },
  {
    maybeText: '{{"',
    maybeInteger: 2 ** 53 - 1,
    maybeNumber: 1e-7,
    maybeFlag: true,
    maybeList: ['y', 'n'],
    maybeMap: { b: 'x', c: 'y' },
    group: { inner: 5 },
  },
  { port: 80, integer: 81, number: 0.1, text: 'yes', some: { x: { name: 'n', port: 1 }, y: { name: 'm' } }, list: [] },
  { free: { n: 'x', more: [1] }, port: '80' },
  { integer: 443, ports: [], names: ['443'], number: 443, port: 443 },
];

const setText = (value: number | readonly number[]): string =>
  typeof value === 'number' ? `${value}` : `{${value.join(',')}}`;

const evaluated = (given: Record<string, Json>): unknown =>
  (chart.render({ values: given, apiVersions: ['apps/v1'] })[0] as { spec: unknown }).spec;

describe.each(['helm3', 'helm4'])('%s', (name) => {
  async function spec(
    helm: string,
    given: Record<string, Json>,
    folder = 'expressions',
  ): Promise<Record<string, unknown>> {
    const rendering = await judge.template(helm, `${judge.folder}/${folder}`, { values: given });
    if (!rendering.accepted) throw new Error(rendering.error);
    const [object] = await judge.read(
      helm,
      rendering.documents.map(({ text: document }) => document),
    );
    return (object as unknown as { spec: Record<string, unknown> }).spec;
  }

  test.for(GIVEN)('renders each expression as TypeScript evaluates it, with %j', async (given, context) => {
    const helm = requireTool(context, name);
    const rendered = await spec(helm, given);
    expect(rendered).toEqual(evaluated(given));
  });

  test('renders what the expressions say', async (context) => {
    const rendered = await spec(requireTool(context, name), {});
    expect(rendered).toMatchObject({
      'an integer equal to a number': false,
      'an integer equal to a declared number': true,
      'a port equal to a number': false,
      'a port equal to a text': true,
      'a port not equal to a text': true,
      'something equal to nothing': true,
      'a property equal to a number': true,
      'orElse of each': ['else', 7, 'else', 'else', 'else', 'else', 7],
      'each itself': { text: null, integer: null, number: null, flag: null, list: null, map: null, grouped: null },
      'text that may be absent, in a text': '<>',
      'each in a text': ['<>', '<>', '<>', '<>', '<>', '<>', '<>'],
      'each as a text': ['', '', '', '', '', '', ''],
      'two maps that may be absent': { a: 1_000_000, b: 2 },
      'properties that may be absent': [
        { name: 'a', port: null, rate: null, on: null, note: null },
        { name: 'b', port: 1_000_000, rate: 0.5, on: false, note: '' },
      ],
      'properties in texts': ['a:', 'b:'],
      'names joined': 'a, b',
      'ports of some': [1_000_000],
      'is there one': [true, false],
      'cast from a text': [5, 1_000_000],
      'items of a spread list': 'a-a-b-z',
      'an integer among literals': [true, false, true, true, true, true],
      'an integer among values': [true, true, false, true, true, true, true, true],
      'a text among others': [true, true, false],
      'a record among others': [true, true, true, true, false],
      'lists without an integer': [[443], [1_000_000], [80, 1_000_000, 'x'], ['80'], [80, 443, 1_000_000], ['80', 'x']],
      files: 'line\n{{ x }}',
    });
  });

  test('compares numbers of the command line, which are int64, as those of a file', async (context) => {
    const helm = requireTool(context, name);
    const given = { integer: 443, ports: [443, 80, 443], number: 443, port: 443 };
    const args = Object.entries(given).flatMap(([key, value]) => ['--set', `${key}=${setText(value)}`]);
    const rendering = await judge.template(helm, `${judge.folder}/expressions`, { args });
    if (!rendering.accepted) throw new Error(rendering.error);
    const [object] = await judge.read(
      helm,
      rendering.documents.map(({ text: document }) => document),
    );
    const asked = Object.keys(EXPRESSIONS).filter((key) => / among | without an integer/.test(key));
    const pick = (from: object): unknown => Object.entries(from).filter(([key]) => asked.includes(key));
    expect(asked).toHaveLength(5);
    expect(pick((object as unknown as { spec: object }).spec)).toEqual(pick(evaluated(given) as object));
  });

  test('prints template text as it is, in the type that it is said to give', async (context) => {
    const rendered = await spec(requireTool(context, name), {}, 'raw');
    expect(rendered).toEqual({ whole: 1_000_000, text: '<X>', list: [1, 1_000_000], used: 1_000_000 });
    expect(() => untold.render()).toThrow('raw template text');
  });

  test('tells all checks that fail at once', async (context) => {
    const helm = requireTool(context, name);
    const given = { maybeText: 'a', text: 'forbidden', zero: 100 };
    const rendering = await judge.template(helm, `${judge.folder}/expressions`, { values: given });
    expect(rendering).toMatchObject({
      accepted: false,
      error: expect.stringContaining('the text "forbidden" and {{ another }}\nzero is more'),
    });
    expect(() => chart.render({ values: given })).toThrow('the text "forbidden" and {{ another }}\nzero is more');
  });
});
