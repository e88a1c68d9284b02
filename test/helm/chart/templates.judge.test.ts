import { ApiObject } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Block, Expression, HelmApp, HelmChart, If, Loop, ValueSchema } from '../../../lib/helm';
import type { Json } from '../../../lib/helm/expression/node';
import { requireTool } from '../../tools/find';
import { KINDS } from '../document/differential/kinds';
import { HelmJudge } from './helm-judge';
import { description, PROPS } from './problems';

const judge = new HelmJudge();
afterAll(() => judge.remove());

const app = new HelmApp({ outdir: judge.folder });

/** A template for each kind of value, in the places where a type tells. */
const kinds = new HelmChart(app, 'kinds', PROPS);
for (const [index, kind] of KINDS.entries()) {
  const value = kind.declare(kinds.values, `v${index}`, undefined);
  const included = kinds.addTemplate(`t${index}`, value);
  new ApiObject(kinds, `o${index}`, {
    apiVersion: 'test/v1',
    kind: 'Thing',
    spec: {
      whole: included,
      again: kinds.template(`t${index}`),
      chosen: Expression.choose(included, 'yes', 'no'),
      pair: Block.when(included, 1),
      same: included.eq(value),
      empty: Expression.negate(included),
    },
  });
}

const chart = new HelmChart(app, 'shop', PROPS);
const { values } = chart;
const on = values.addBoolean('on', { description, defaultValue: false });
const off = values.addBoolean('off', { description, defaultValue: true });
const port = values.addInteger('port', { description, defaultValue: 1_000_000 });
const rate = values.addNumber('rate', { description, defaultValue: 0.5 });
const maybe = values.addBoolean('maybe', { description, optional: true });
const count = values.addInteger('count', { description, optional: true });
const hosts = values.addList('hosts', {
  description,
  items: ValueSchema.record({ port: { description, schema: ValueSchema.integer(), required: true } }),
  defaultValue: [{ port: 1_000_000 }],
});
const both = chart.addTemplate('both', Expression.allOf(on, off));
const either = chart.addTemplate('either', Expression.anyOf(on, off));
const listed = chart.addTemplate('hosts', hosts);
const host = Loop.over(listed);
const beyond = chart.addTemplate('beyond', port.gt(80));
new ApiObject(new If(chart, 'if-both', { when: both }), 'both', { apiVersion: 'test/v1', kind: 'Both', spec: {} });
new ApiObject(new If(chart, 'if-either', { when: either }), 'one', { apiVersion: 'test/v1', kind: 'Either', spec: {} });
new ApiObject(chart, 'all', {
  apiVersion: 'test/v1',
  kind: 'Thing',
  spec: {
    both,
    either,
    beyond,
    text: `${both} ${beyond}`,
    next: Expression.call('add', chart.addTemplate('port', port), 1),
    more: chart.addTemplate('rate', rate).gt(0.4),
    cut: Expression.call('trunc', chart.addTemplate('two', Expression.literal(2)), 'text'),
    maybe: chart.addTemplate('maybe', maybe),
    count: chart.addTemplate('count', count),
    hosts: host.each({ port: host.item.field('port') }),
    choice: chart.addTemplate('choice', Expression.choose(on, port, 'none')),
  },
});

beforeAll(() => app.synth());

describe.each(['helm3', 'helm4'])('%s', (name) => {
  async function objects(helm: string, folder: string, given: unknown): Promise<readonly Json[]> {
    const rendering = await judge.template(helm, `${judge.folder}/${folder}`, { values: given });
    if (!rendering.accepted) throw new Error(rendering.error);
    return judge.read(
      helm,
      rendering.documents.map(({ text }) => text),
    );
  }

  test.for([1, 2, 5, 6, 11])(
    'a template gives what its body gives, for every kind of value (round %i)',
    async (round, context) => {
      const helm = requireTool(context, name);
      const given = Object.fromEntries(KINDS.map(({ value }, index) => [`v${index}`, value(index * 11 + round * 37)]));
      const rendered = await objects(helm, 'kinds', given);
      const ours = kinds.render({ values: given }) as { kind: string; metadata: { name: string }; spec: Json }[];
      expect(byName(rendered)).toEqual(byName(ours));
      for (const [index] of KINDS.entries()) {
        const value = given[`v${index}`];
        const spec = byName(rendered).get(`release-kinds-o${index}`);
        expect(spec).toMatchObject({ whole: value, again: value, same: true });
        expect(spec).toMatchObject(isEmpty(value) ? { chosen: 'no', empty: true } : { chosen: 'yes', pair: 1 });
      }
    },
  );

  test.for<[Record<string, Json>, Record<string, Json>]>([
    [{}, { both: false, either: true, text: 'false true', maybe: false, count: 0, choice: 'none' }],
    [
      { on: true, port: 80, rate: 0.25, maybe: true, count: 7 },
      { both: true, beyond: false, text: 'true false', next: 81, more: false, maybe: true, count: 7, choice: 80 },
    ],
    [
      { on: false, off: false, maybe: false },
      { both: false, either: false, beyond: true, next: 1_000_001, cut: 'te' },
    ],
  ])('a template is a condition, a number, a list as its body is, with %j', async ([given, expected], context) => {
    const helm = requireTool(context, name);
    const rendered = await objects(helm, 'shop', given);
    expect(byName(rendered)).toEqual(byName(chart.render({ values: given })));
    expect(byName(rendered).get('release-shop-all')).toMatchObject({ hosts: [{ port: 1_000_000 }], ...expected });
    expect(byName(rendered).has('release-shop-both')).toBe(expected.both);
    expect(byName(rendered).has('release-shop-one')).toBe(expected.either ?? true);
  });
});

const isEmpty = (value: unknown): boolean =>
  !value || (typeof value === 'object' && Object.keys(value as object).length === 0);

const byName = (all: readonly unknown[]): ReadonlyMap<string, unknown> =>
  new Map((all as { metadata: { name: string }; spec: unknown }[]).map(({ metadata, spec }) => [metadata.name, spec]));
