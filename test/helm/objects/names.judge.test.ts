import { ApiObject } from 'cdk8s';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { HelmApp, HelmChart, If, Range, ValueSchema } from '../../../lib/helm';
import { requireTool } from '../../tools/find';
import { HelmJudge } from '../chart/helm-judge';
import { description, PROPS } from '../chart/problems';

/** What Kubernetes appends 11 characters to, and what it leaves alone. */
const KINDS = ['CronJob', 'StatefulSet', 'ConfigMap', 'Deployment'];
const PLACES = ['chart', 'if', 'range'] as const;
/** Around the steps at which a name is cut elsewhere. */
const LENGTHS = [14, 15, 16, 31, 32, 60];
const SEED = 20_261;

interface Part {
  readonly id: string;
  readonly kind: string;
  readonly place: (typeof PLACES)[number];
}

const longestOf = ({ kind }: Part): number => (kind === 'CronJob' || kind === 'StatefulSet' ? 52 : 63);

/** Ids of two to fifty characters, so that every length of a suffix comes. */
const id = fc.stringMatching(/^i[a-z0-9]{1,24}(-[a-z]{1,24})?$/);
const part: fc.Arbitrary<Part> = fc.record({ id, kind: fc.constantFrom(...KINDS), place: fc.constantFrom(...PLACES) });
const parts = fc.uniqueArray(part, { selector: (each) => each.id, minLength: 2, maxLength: 8 });
const release = fc.oneof(
  fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/),
  fc.stringMatching(/^[a-z][a-z0-9-]{20,51}[a-z0-9]$/),
);
const chartName = fc.stringMatching(/^c[a-z]{1,20}$/);

/** A chart with these objects; each says which part it is. */
function chartOf(app: HelmApp, name: string, all: readonly Part[]): HelmChart {
  const chart = new HelmChart(app, name, PROPS);
  const list = chart.values.addList('list', { description, items: ValueSchema.text(), defaultValue: ['a', 'b'] });
  const range = new Range(chart, 'each', { over: list });
  const below = { chart, range, if: new If(chart, 'if', { when: list }) };
  for (const one of all)
    new ApiObject(below[one.place], one.id, { apiVersion: 'v1', kind: one.kind, data: { part: JSON.stringify(one) } });
  return chart;
}

interface Thing {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: { readonly part: string };
}

const namesIn = (objects: readonly Thing[]): readonly (readonly [part: string, name: string])[] =>
  objects.flatMap(({ metadata, data }) => (data ? [[data.part, metadata.name] as const] : []));

const judge = new HelmJudge();
afterAll(() => judge.remove());

describe('the name of an object', () => {
  test('depends on that object alone, and fits', () => {
    fc.assert(
      fc.property(parts, release, chartName, (all, releaseName, name) => {
        const render = (some: readonly Part[]): ReturnType<typeof namesIn> =>
          namesIn(chartOf(new HelmApp({ outdir: '/nowhere' }), name, some).render({ releaseName }));
        const together = render(all);
        expect(new Set(together.map(([, name]) => name)).size).toBe(together.length);
        for (const one of all) {
          const alone = render([one]);
          expect(together.filter(([part]) => part === JSON.stringify(one))).toEqual(alone);
          for (const [, name] of alone) {
            expect([name, name.length <= longestOf(one)]).toEqual([name, true]);
            expect(name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
          }
        }
      }),
      { numRuns: 60, seed: SEED },
    );
  });
});

describe.each(['helm3', 'helm4'])('%s', (name) => {
  test('gives an object the name that it has here, whatever the release is called', async (context) => {
    const helm = requireTool(context, name);
    const all = KINDS.flatMap((kind) =>
      LENGTHS.flatMap((length) =>
        PLACES.map((place): Part => ({ id: `${place[0]}-${kind}`.toLowerCase().padEnd(length, 'x'), kind, place })),
      ),
    );
    const app = new HelmApp({ outdir: judge.folder });
    const chart = chartOf(app, 'payment-gateway', all);
    app.synth();
    const taken = new Set<string>();
    for (const releaseName of [
      'r',
      'r'.repeat(30),
      'my-payment-gateway-of-the-shop',
      `${'r'.repeat(52)}a`,
      `${'r'.repeat(52)}b`,
    ]) {
      const rendering = await judge.template(helm, `${judge.folder}/payment-gateway`, { release: releaseName });
      if (!rendering.accepted) throw new Error(rendering.error);
      const texts = rendering.documents.map(({ text }) => text);
      const names = namesIn((await judge.read(helm, texts)) as unknown as Thing[]);
      expect([...names].sort()).toEqual([...namesIn(chart.render({ releaseName }))].sort());
      for (const [part, name] of names) {
        expect([name, name.length <= longestOf(JSON.parse(part) as Part)]).toEqual([name, true]);
        expect([name, taken.has(name)]).toEqual([name, false]);
        taken.add(name);
      }
    }
  });
});
