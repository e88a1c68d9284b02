import { ApiObject } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Block, Expression, HelmApp, HelmChart, Loop, ValueSchema } from '../../../lib/helm';
import { requireTool } from '../../tools/find';
import { HelmJudge, type HelmOptions } from '../chart/helm-judge';

// Keys with nothing behind them, and values that a user takes back: `tolerations:` in a file, `--set grace=null`.

const description = 'A value.';
const PROPS = { version: '1.0.0', description: 'A shop.' };
const judge = new HelmJudge();
const app = new HelmApp({ outdir: judge.folder });
const shop = new HelmChart(app, 'shop', PROPS);

beforeAll(() => {
  const { values } = shop;
  const list = values.addList('list', { description, items: ValueSchema.text() });
  const map = values.addMap('map', { description, entries: ValueSchema.text(), keyPattern: '^[a-z]+$' });
  const free = values.addAny('free', { description });
  const resources = values.addGroup('pod', 'A pod.').addResources('resources', { description });
  const grace = values.addInteger('grace', { description, optional: true, minimum: 1 });
  const mode = values.addChoice('mode', { description, optional: true, choices: ['a', 'b'] });
  const port = values.addIntegerOrString('port', { description, defaultValue: 'http' });
  const name = values.addString('name', { description, defaultValue: 'x' });
  const full = values.addList('full', { description, items: ValueSchema.text(), defaultValue: ['x'] });
  const loop = Loop.over(list);
  new ApiObject(shop, 'one', {
    apiVersion: 'example.com/v1',
    kind: 'Thing',
    spec: {
      ...{ list, map, free, resources, grace, mode: Block.when(mode, mode), port, name, full },
      each: loop.each(loop.item),
      when: Block.choose(Expression.anyOf(list, map, free), 'some', 'none'),
      spread: ['x', ...list.asList()],
      pairs: { x: 'x', ...map.asMap() },
      joined: Expression.call('join', ',', ['x', ...list.asList()]),
      has: [Expression.call('hasKey', map, 'x'), Expression.call('hasKey', free, 'x'), Expression.call('len', free)],
      inside: [free.field('x'), resources.field('limits')],
      grace5: grace.orElse(5),
      graceIsSet: grace.isSet(),
      graceBlock: Block.when(grace.isSet(), grace),
    },
  });
  new HelmChart(app, 'parent', PROPS).addLocalSubchart(shop);
  app.synth();
});
afterAll(() => judge.remove());

/** A subchart is a chart too. */
const folder = (chart: 'shop' | 'parent'): string =>
  `${judge.folder}/${chart === 'shop' ? 'parent/charts/shop' : chart}`;

const EMPTY = { list: null, map: null, free: null, pod: { resources: null } };
const GIVEN = { list: ['a'], map: { a: 'b' }, free: { x: 1 }, grace: 30, mode: 'a', port: 80 };

/** What a chart must make of values, besides what TypeScript says. */
const ACCEPTED: readonly (readonly [title: string, values: object, spec: object])[] = [
  [
    'empty lists, maps and free-form values',
    EMPTY,
    { list: [], map: {}, resources: {}, when: 'none', each: [], spread: ['x'], pairs: { x: 'x' }, joined: 'x' },
  ],
  ['optional values that are not set', { grace: null, mode: null }, { grace: null, grace5: 5, graceIsSet: false }],
  ['values', GIVEN, { list: ['a'], grace: 30, grace5: 30, graceIsSet: true, graceBlock: 30, mode: 'a', port: 80 }],
];

const REFUSED: readonly (readonly [key: string, values: object])[] = [
  ['name', { name: null }],
  ['port', { port: null }],
  ['full', { full: null }],
  ['pod', { pod: null }],
];

describe.each(['helm3', 'helm4'])('%s', (name) => {
  const specs = async (helm: string, chart: 'shop' | 'parent', options: HelmOptions): Promise<unknown> => {
    const rendering = await judge.template(helm, folder(chart), options);
    if (!rendering.accepted) throw new Error(rendering.error);
    const [read] = await judge.read(
      helm,
      rendering.documents.map(({ text }) => text),
    );
    return (read as { readonly spec: unknown }).spec;
  };

  test.for(ACCEPTED)('takes %s, in the chart itself and in a subchart', async ([title, values, spec], context) => {
    const helm = requireTool(context, name);
    const [made] = shop.render({ values }) as [{ readonly spec: unknown }];
    const said = JSON.parse(JSON.stringify(made.spec));
    expect(said, title).toMatchObject(spec);
    expect(await specs(helm, 'shop', { values })).toEqual(said);
    expect(await specs(helm, 'parent', { values: { shop: values } })).toEqual(said);
  });

  test('null takes back what an earlier file has set', async (context) => {
    const helm = requireTool(context, name);
    const options = { values: { ...GIVEN }, args: ['--set', 'grace=null,list=null,map=null,mode=null'] };
    expect(await specs(helm, 'shop', options)).toMatchObject({
      ...{ list: [], map: {}, grace: null, grace5: 5, graceIsSet: false, port: 80, free: { x: 1 } },
    });
  });

  test.for<readonly [string, string | number]>([
    ['2', 2],
    ['0', 0],
    ['http', 'http'],
    ['50%', '50%'],
    ['08', '08'],
    ['1234567890123456', '1234567890123456'],
  ])('--set-string port=%s is %j for the API server', async ([given, port], context) => {
    const helm = requireTool(context, name);
    const args = ['--set-string', `port=${given}`];
    expect(await specs(helm, 'shop', { args })).toMatchObject({ port });
    expect(shop.render({ values: { port: given } })).toMatchObject([{ spec: { port } }]);
  });

  test.for(REFUSED)('refuses null for %s, which has a default that says something', async ([key, values], context) => {
    const helm = requireTool(context, name);
    const verdict = await judge.template(helm, folder('shop'), { values });
    expect(verdict).toEqual({ accepted: false, error: expect.stringContaining(`'${key}'`) });
    expect(() => shop.render({ values })).toThrow(`"${key}" is null`);
  });
});
