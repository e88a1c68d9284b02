import { ApiObject } from 'cdk8s';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Expression, HelmApp, HelmChart, ValueSchema } from '../../../lib/helm';
import type { Json } from '../../../lib/helm/expression/node';
import { requireTool } from '../../tools/find';
import { canonical, HelmJudge } from '../chart/helm-judge';
import { COMPUTED, COUNTS, expected, type Given, levels, WRITTEN, written } from './differential/precedence';

const DOCUMENTS = 150;

const judge = new HelmJudge();
const app = new HelmApp({ outdir: judge.folder });
const chart = new HelmChart(app, 'keys', { version: '1.0.0', description: 'Keys that several entries write.' });
const { values } = chart;
const description = 'A value.';

const made = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));
/** Conditions of four kinds: a flag, a text, a list, a comparison. */
const conditions: readonly ((key: string) => Expression)[] = [
  (key) => values.addBoolean(key, { description, required: true }),
  (key) => values.addString(key, { description, required: true }),
  (key) => values.addList(key, { description, items: ValueSchema.text(), required: true }),
  (key) => values.addInteger(key, { description, required: true }).gt(5),
];
const program: Given<Expression, Expression, Expression> = {
  flags: conditions.map((declare, index) => declare(`flag${index}`)),
  maps: made(COUNTS.maps, (index) =>
    values.addMap(`map${index}`, { description, entries: ValueSchema.text(), required: true }),
  ),
  keys: made(COUNTS.keys, (index) => values.addString(`key${index}`, { description, required: true })),
};

const documents = fc.sample(levels, { seed: 20_261_001, numRuns: DOCUMENTS });
for (const [index, level] of documents.entries()) {
  const spec = { v: written(level, program), in: [{ list: written(level, program) }] };
  new ApiObject(chart, `d${index}`, { apiVersion: 'test/v1', kind: 'Keys', metadata: { name: `d${index}` }, spec });
}

/** Which conditions hold in each round. */
const FLAGS = [
  [false, false, false, false],
  [true, true, true, true],
  [true, false, true, false],
  [false, true, false, true],
];
/** What the user gives in each round. */
const given = fc
  .sample(
    fc.record({
      maps: fc.array(fc.uniqueArray(fc.constantFrom(...WRITTEN, ...COMPUTED)), {
        minLength: COUNTS.maps,
        maxLength: COUNTS.maps,
      }),
      keys: fc.shuffledSubarray([...COMPUTED], { minLength: COUNTS.keys, maxLength: COUNTS.keys }),
    }),
    { seed: 20_261_002, numRuns: FLAGS.length },
  )
  .map(({ maps, keys }, round) => ({
    flags: FLAGS[round] ?? [],
    keys,
    maps: maps.map((map, at) => Object.fromEntries(map.map((key) => [key, `user ${at}`]))),
  }));

const valuesOf = ({ flags, maps, keys }: Given<boolean, Readonly<Record<string, Json>>, string>) => ({
  flag0: flags[0],
  flag1: flags[1] ? 'yes' : '',
  flag2: flags[2] ? ['x'] : [],
  flag3: flags[3] ? 6 : 5,
  ...Object.fromEntries(maps.map((map, index) => [`map${index}`, map])),
  ...Object.fromEntries(keys.map((key, index) => [`key${index}`, key])),
});

beforeAll(() => app.synth());
afterAll(() => judge.remove());

function differences(objects: readonly Json[], round: Given<boolean, Readonly<Record<string, Json>>, string>) {
  const specs = new Map(
    (objects as readonly { readonly metadata: { readonly name: string }; readonly spec: Json }[]).map((object) => [
      object.metadata.name,
      canonical(object.spec),
    ]),
  );
  return documents.flatMap((level, index) => {
    const must = expected(level, round);
    const wanted = canonical({ v: must, in: [{ list: must }] });
    const is = specs.get(`d${index}`);
    return is === wanted ? [] : [`d${index} ${JSON.stringify(level)}\n  must be ${wanted}\n  is      ${is}`];
  });
}

describe(`of the entries that write one key the one wins that must, in ${DOCUMENTS} maps`, () => {
  test.for(given)('as TypeScript evaluates them with $flags', (round) => {
    expect(differences(chart.render({ values: valuesOf(round) }) as Json[], round)).toEqual([]);
  });

  describe.each(['helm3', 'helm4'])('as %s renders them, no key twice', (name) => {
    test.for(given)('with $flags', async (round, context) => {
      const helm = requireTool(context, name);
      const rendering = await judge.template(helm, `${judge.folder}/keys`, { values: valuesOf(round) });
      if (!rendering.accepted) throw new Error(rendering.error.slice(0, 2000));
      const texts = rendering.documents.map(({ text }) => text);
      expect(differences(await judge.read(helm, texts), round)).toEqual([]);
    });
  });
});
