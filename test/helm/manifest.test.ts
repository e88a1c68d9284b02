import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { Block, Expression, HelmApp, HelmChart, Loop, Manifest, ValueSchema } from '../../lib/helm';

const PROPS = { version: '1.0.0', description: 'A chart.' };

function chartOf(app = new HelmApp()): HelmChart {
  return new HelmChart(app, 'shop', PROPS);
}

/** The object as Helm would render it with the default values. */
function rendered(build: (chart: HelmChart) => Manifest): Record<string, unknown> {
  const chart = chartOf();
  const { kind } = build(chart);
  const objects: Record<string, unknown>[] = chart.render();
  return objects.find((object) => object.kind === kind) ?? {};
}

const messages = (app: HelmApp): readonly string[] => app.check().map(({ message }) => message);

describe('a manifest', () => {
  test('puts the keys of its content at the top of the object', () => {
    const thing = rendered(
      (chart) =>
        new Manifest(chart, 'thing', {
          apiVersion: 'example.com/v1',
          kind: 'Thing',
          metadata: { annotations: { note: 'yes' } },
          content: { spec: { list: [1, { deep: true }], empty: [] }, immutable: false },
        }),
    );
    expect(thing).toMatchObject({
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      metadata: { name: 'release-shop-thing', annotations: { note: 'yes' } },
      spec: { list: [1, { deep: true }], empty: [] },
      immutable: false,
    });
  });

  test('may hold expressions, blocks and tokens anywhere', () => {
    const thing = rendered((chart) => {
      const { values } = chart;
      const name = values.addString('name', { description: 'A name.', defaultValue: 'x' });
      const on = values.addBoolean('on', { description: 'A switch.', defaultValue: true });
      const count = values.addInteger('count', { description: 'A count.', defaultValue: 1234567 });
      const map = values.addMap('map', {
        description: 'A map.',
        entries: ValueSchema.text(),
        defaultValue: { a: 'b' },
      });
      const loop = Loop.over(map);
      return new Manifest(chart, 'thing', {
        apiVersion: 'example.com/v1',
        kind: 'Thing',
        content: {
          text: name,
          joined: `${name}-y`,
          number: count.asNumber(),
          whole: map,
          spread: { ...map.asMap(), c: 'd' },
          when: Block.when(on, 'there'),
          unless: Block.when(Expression.negate(on), 'gone'),
          each: loop.each({ key: loop.key, value: loop.item }),
          ...Block.pairs(on, { one: '1', two: '2' }),
        },
      });
    });
    expect(thing).toMatchObject({
      text: 'x',
      joined: 'x-y',
      number: 1234567,
      whole: { a: 'b' },
      spread: { a: 'b', c: 'd' },
      when: 'there',
      each: [{ key: 'a', value: 'b' }],
      one: '1',
      two: '2',
    });
    expect(thing).not.toHaveProperty('unless');
  });

  test('needs no content', () => {
    expect(
      rendered((chart) => new Manifest(chart, 'none', { apiVersion: 'v1', kind: 'ServiceAccount' })),
    ).toMatchObject({
      kind: 'ServiceAccount',
    });
  });

  test.each([
    ['a text', 'spec: {}', 'a string'],
    ['a list', [{ spec: {} }], 'a list'],
    ['an expression', Expression.literal({ spec: {} }), 'an instance of Expression'],
  ])('refuses %s as content', (_, content, what) => {
    const app = new HelmApp();
    new Manifest(chartOf(app), 'wrong', { apiVersion: 'v1', kind: 'ConfigMap', content });
    expect(messages(app)).toEqual([
      `"content" must be a record of the top-level keys, such as { spec: … }, not ${what}`,
    ]);
  });

  test('refuses what its props say, all of it at once', () => {
    const app = new HelmApp();
    const content = { apiVersion: 'v2', metadata: {}, kind: 'Other', data: {} };
    const manifest = new Manifest(chartOf(app), 'twice', { apiVersion: 'v1', kind: 'ConfigMap', content });
    expect(manifest.kind).toBe('ConfigMap');
    expect(messages(app)).toEqual(
      ['apiVersion', 'kind', 'metadata'].map(
        (key) => `"content" must not hold "${key}": it is a prop beside "content"`,
      ),
    );
  });

  test('works in a plain cdk8s app', () => {
    const chart = new Chart(new App(), 'plain');
    new Manifest(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', content: { data: { a: 'b' } } });
    expect(chart.toJson()).toMatchObject([{ kind: 'ConfigMap', data: { a: 'b' } }]);
  });
});
