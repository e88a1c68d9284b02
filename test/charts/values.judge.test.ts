import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ValueDeclaration } from '../../lib/helm/values/declaration';
import { type ValueExample, valueExamples } from '../../lib/helm/values/examples';
import { HelmJudge } from '../helm/chart/helm-judge';
import { inParallel } from '../helm/values/helm-chart';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';
import { CLUSTERS, clusterArguments } from './clusters';
import { constructOf, SHIPPED, type ShippedChart } from './shipped';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

/** What Helm itself puts at the root of every chart's values. Nothing may be in `global` that is no map, and anything that is. */
const HELM_EXAMPLES: readonly ValueExample[] = [
  ...valueExamples([
    { path: ['enabled'], shape: { type: 'boolean' } },
    { path: ['tags'], shape: { type: 'map', values: { type: 'boolean' } } },
  ] satisfies readonly ValueDeclaration[]),
  { key: 'global', pointer: '/global', good: { global: { anything: [1] } }, bad: { global: 'text' } },
];

const schemaOf = ({ folder }: ShippedChart): Schema => JSON.parse(readFileSync(join(folder, 'values.schema.json'), 'utf8'));

/** Every value that a schema speaks of: keys, `0` for items of lists, `*` for entries of maps. */
function pointersOf(schema: Schema, pointer = ''): readonly string[] {
  const { properties = {}, items, additionalProperties } = schema;
  const below: readonly (readonly [string, Schema])[] = [
    ...Object.entries(properties),
    ...(items ? [['0', items] as const] : []),
    ...(typeof additionalProperties === 'object' ? [['*', additionalProperties] as const] : []),
  ];
  return below.flatMap(([key, inner]) => [`${pointer}/${key}`, ...pointersOf(inner, `${pointer}/${key}`)]);
}

/** The pointer of an example in the words of `pointersOf`: a made-up key of a map is `*`. */
function generalPointer(schema: Schema, pointer: string): string {
  let here: Schema | undefined = schema;
  const steps = pointer.slice(1).split('/').map((step): string => {
    const known: Schema | undefined = here?.properties?.[step];
    const { items, additionalProperties }: Schema = here ?? {};
    here = known ?? items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    return known || items ? step : '*';
  });
  return `/${steps.join('/')}`;
}

/** What anything may hold is not gone through: `spec` of a policy, `affinity`. */
const isFree = (schema: Schema, pointer: string): boolean => {
  const value = pointer
    .slice(1)
    .split('/')
    .reduce<Schema | undefined>((here, step) => {
      const { additionalProperties } = here ?? {};
      if (step === '*') return typeof additionalProperties === 'object' ? additionalProperties : undefined;
      return step === '0' && here?.items ? here.items : here?.properties?.[step];
    }, schema);
  return value !== undefined && Object.keys(value).length === 0;
};

const examplesOf = (chart: ShippedChart): readonly ValueExample[] => [...valueExamples(constructOf(chart).values._declarations), ...HELM_EXAMPLES];

describe.each(SHIPPED)('values.schema.json of $name', (chart) => {
  it('has no value without a good and a bad example', () => {
    const schema = schemaOf(chart);
    const shown = new Set(examplesOf(chart).map(({ pointer }) => generalPointer(schema, pointer)));
    const all = pointersOf(schema).filter((pointer) => !isFree(schema, pointer));
    expect(all.length).toBeGreaterThan(3);
    expect(all.filter((pointer) => !shown.has(pointer))).toEqual([]);
  });

  describe.each(['helm3', 'helm4'])('%s', (name) => {
    describeWith([name], 'on one example after the other', () => {
      const judge = new HelmJudge();
      afterAll(() => judge.remove());
      // The cluster on which most is rendered.
      const [cluster] = CLUSTERS.filter(({ apiVersions }) => apiVersions.length === Math.max(...CLUSTERS.map((each) => each.apiVersions.length)));
      const args = cluster === undefined ? [] : clusterArguments(cluster);
      const verdicts = (which: 'good' | 'bad') =>
        inParallel(2, examplesOf(chart), async (example) => {
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
          const named = [...new Set([...error.matchAll(/^- at '(.*?)':/gm)].map(([, found]) => found))];
          return named.length === 1 && named[0] === pointer ? [] : [`${key}: ${error}`];
        });
        expect(wrong).toEqual([]);
      });
    });
  });
});
