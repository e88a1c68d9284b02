import { ApiObject } from 'cdk8s';
import fc from 'fast-check';
import * as yaml from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Expression, HelmApp, HelmChart } from '../../../lib/helm';
import type { Json } from '../../../lib/helm/expression/node';
import { requireTool } from '../../tools/find';
import { canonical, HelmJudge } from '../chart/helm-judge';
import { KINDS, type Kind, LISTS, MAPS, SCALARS } from './differential/kinds';
import { grow, type Stock, tree, YAML_KEY } from './differential/trees';

const DOCUMENTS = Number(process.env.TREES ?? 400);
const SEED = Number(process.env.TREES_SEED ?? 20_260_101);
const ROUNDS = [0, 1, 2];

const judge = new HelmJudge();
const app = new HelmApp({ outdir: judge.folder });
const chart = new HelmChart(app, 'trees', { version: '1.0.0', description: 'Documents of all forms.' });

const keyOf = (kind: Kind): string => `v${KINDS.indexOf(kind)}`;
const declared = new Map<Kind, Expression>(
  KINDS.map((kind) => [kind, kind.declare(chart.values, keyOf(kind), undefined)]),
);
const all = (kinds: readonly Kind[]): Expression[] => kinds.flatMap((kind) => declared.get(kind) ?? []);
const stock: Stock = { scalars: all([...SCALARS, ...KINDS.slice(-1)]), lists: all(LISTS), maps: all(MAPS) };

for (const [index, document] of fc.sample(tree, { seed: SEED, numRuns: DOCUMENTS }).entries()) {
  new ApiObject(chart, `d${index}`, { apiVersion: 'test/v1', kind: 'Tree', spec: { v: grow(document, stock) } });
}

beforeAll(() => app.synth());
afterAll(() => judge.remove());

const valuesOf = (round: number): Record<string, Json> =>
  Object.fromEntries(KINDS.map((kind, index) => [keyOf(kind), kind.value(round * 17 + index * 3 + 1)]));

/** With the texts read that are YAML. */
function readTexts(value: Json): Json {
  if (Array.isArray(value)) return value.map(readTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      readTexts(
        key.startsWith(YAML_KEY) && typeof item === 'string' ? (yaml.load(item, { json: true }) as Json) : item,
      ),
    ]),
  );
}

const byName = (objects: readonly Json[]): ReadonlyMap<string, string> =>
  new Map(
    (objects as readonly { readonly metadata: { readonly name: string }; readonly spec: Json }[]).map(
      ({ metadata, spec }) => [metadata.name, canonical(readTexts(spec))],
    ),
  );

describe.each(['helm3', 'helm4'])('%s', (name) => {
  test.for(ROUNDS)(
    `renders ${DOCUMENTS} documents as TypeScript evaluates them, with values %i`,
    async (round, context) => {
      const helm = requireTool(context, name);
      const values = valuesOf(round);
      const rendering = await judge.template(helm, `${judge.folder}/trees`, { values });
      if (!rendering.accepted) throw new Error(rendering.error.slice(0, 2000));
      const rendered = byName(
        await judge.read(
          helm,
          rendering.documents.map(({ text }) => text),
          { duplicates: true },
        ),
      );
      const evaluated = byName(chart.render({ values }) as Json[]);
      const different = [...evaluated].filter(([key, spec]) => rendered.get(key) !== spec);
      expect(different.map(([key, spec]) => `${key}\n  TypeScript ${spec}\n  Helm       ${rendered.get(key)}`)).toEqual(
        [],
      );
      expect(rendered.size).toBe(DOCUMENTS);
    },
  );
});
