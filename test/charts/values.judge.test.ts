import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../lib/helm/expression/node';
import type { ValueDeclaration } from '../../lib/helm/values/declaration';
import { defaultOf } from '../../lib/helm/values/defaults';
import { type ValueExample, valueExamples } from '../../lib/helm/values/examples';
import { isGroup, mayBeNull } from '../../lib/helm/values/shape';
import { HelmJudge } from '../helm/chart/helm-judge';
import { inParallel } from '../helm/values/helm-chart';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';
import { CLUSTERS, clusterArguments } from './clusters';
import { examplesOf } from './examples';
import { generalPointer, pointersOf, readSchema } from './schema';
import { constructOf, SHIPPED, type ShippedChart } from './shipped';

/** What Helm itself puts at the root of every chart's values. Nothing may be in `global` that is no map, and anything that is. */
const HELM_EXAMPLES: readonly ValueExample[] = [
  ...valueExamples([
    { path: ['enabled'], shape: { type: 'boolean' } },
    { path: ['tags'], shape: { type: 'map', values: { type: 'boolean' } } },
  ] satisfies readonly ValueDeclaration[]),
  { key: 'global', pointer: '/global', good: { global: { anything: [1] } }, bad: { global: 'text' } },
];

const allExamples = (chart: ShippedChart): readonly ValueExample[] => [...examplesOf(chart), ...HELM_EXAMPLES];

/** Paths of all values and groups that values.yaml holds. */
function deletions(declarations: readonly ValueDeclaration[]): readonly (readonly string[])[] {
  return declarations.flatMap((declaration) => [
    ...(defaultOf(declaration) === undefined || mayBeNull(declaration) ? [] : [declaration.path]),
    ...(isGroup(declaration) ? deletions(declaration.shape.properties) : []),
  ]);
}

/** The places that Helm names, from the root of the chart's values: each chart of a release judges its own, under its name. */
function namedIn(error: string, name: string): ReadonlySet<string> {
  let around = '';
  const named = new Set<string>();
  for (const line of error.split('\n')) {
    const [, chart] = /^(\S+):$/.exec(line) ?? [];
    if (chart !== undefined) around = chart === name ? '' : `/${chart}`;
    const [, pointer] = /^- at '(.*?)':/.exec(line) ?? [];
    if (pointer !== undefined) named.add(around + pointer);
  }
  return named;
}

describe.each(SHIPPED)('values.schema.json of $name', (chart) => {
  it('has no value without a good and a bad example', () => {
    const schema = readSchema(chart);
    const shown = new Set(allExamples(chart).map(({ pointer }) => generalPointer(schema, pointer)));
    const all = pointersOf(schema);
    expect(all.length).toBeGreaterThan(3);
    expect(all.filter((pointer) => !shown.has(pointer))).toEqual([]);
  });

  describe.each(['helm3', 'helm4'])('%s', (name) => {
    describeWith([name], 'on one example after the other', () => {
      const judge = new HelmJudge();
      afterAll(() => judge.remove());
      // The cluster on which most is rendered.
      const [cluster] = CLUSTERS.filter(
        ({ apiVersions }) => apiVersions.length === Math.max(...CLUSTERS.map((each) => each.apiVersions.length)),
      );
      const args = cluster === undefined ? [] : clusterArguments(cluster);
      const verdicts = (which: 'good' | 'bad') =>
        inParallel(2, allExamples(chart), async (example) => {
          const rendering = await judge.template(tool(name) ?? '', chart.folder, { values: example[which], args });
          return { ...example, error: rendering.accepted ? undefined : rendering.error };
        });

      it('accepts the good one of each value', async () => {
        const refused = (await verdicts('good')).filter(({ error }) => error !== undefined);
        expect(refused.map(({ key, error }) => `${key}: ${error}`)).toEqual([]);
      });

      it('refuses the bad one of each value and names the key, and no other', async () => {
        const wrong = (await verdicts('bad')).flatMap(({ key, pointer, error }) => {
          if (error === undefined) return [`${key}: accepted`];
          const named = [...namedIn(error, chart.name)];
          return named.length === 1 && named[0] === pointer ? [] : [`${key}: ${error}`];
        });
        expect(wrong).toEqual([]);
      });

      it('refuses null for each value whose default says something and names the key', async () => {
        const wrong = await inParallel(2, deletions(constructOf(chart).values._declarations), async (path) => {
          const values = path.reduceRight<Json>((inner, key) => ({ [key]: inner }), null);
          const rendering = await judge.template(tool(name) ?? '', chart.folder, { values, args });
          if (rendering.accepted) return [path.join('.')];
          // Below the name of a subchart Helm keeps the null, and says what it is.
          const isNamed = namedIn(rendering.error, chart.name).has(`/${path.join('/')}`);
          return isNamed || rendering.error.includes(`missing property '${path.at(-1)}'`) ? [] : [path.join('.')];
        });
        expect(wrong.flat()).toEqual([]);
      });
    });
  });
});
