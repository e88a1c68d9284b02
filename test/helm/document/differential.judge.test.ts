import * as yaml from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HelmApp, HelmChart } from '../../../lib/helm';
import type { Json } from '../../../lib/helm/expression/node';
import { requireTool } from '../../tools/find';
import { canonical, HelmJudge, type HelmOptions } from '../chart/helm-judge';
import { KINDS, type Kind } from './differential/kinds';
import { POSITIONS, type Position } from './differential/positions';
import { CASE, SCOPES, type ScopeCase } from './differential/scopes';

/** One value of a chart in one place: each round gives it another content. */
interface Slot {
  readonly id: string;
  readonly title: string;
  readonly kind: Kind;
  readonly position: Position;
  readonly scope: ScopeCase;
  readonly given: (round: number) => Json;
}

const few = new Set(POSITIONS.filter(({ takes }) => KINDS.filter(takes).length <= 3));

/** Every kind of value in every position; of these one in three inside each scope, but no position of few kinds is left out. */
const slots: readonly Slot[] = SCOPES.flatMap((scope, scopeIndex) =>
  KINDS.flatMap((kind, kindIndex) =>
    POSITIONS.filter((position, index) => {
      if (!position.takes(kind)) return false;
      if (scopeIndex === 0) return true;
      return !position.unscoped && (few.has(position) || (index + kindIndex + scopeIndex) % 3 === 0);
    }).map((position) => ({ scope, kind, position })),
  ),
).map((slot, index) => ({
  ...slot,
  id: `c${index}`,
  title: `${slot.kind.name}, ${slot.position.name}, ${slot.scope.name}`,
  given: (round) => slot.scope.given(slot.kind)(index * 11 + round * 37),
}));

const judge = new HelmJudge();
const app = new HelmApp({ outdir: judge.folder });

function chartOf(name: string, defaultOf: (slot: Slot) => Json | undefined): HelmChart {
  const chart = new HelmChart(app, name, { version: '1.0.0', description: 'One value per place.' });
  for (const slot of slots) slot.scope.build(chart, slot.id, slot.kind, slot.position, defaultOf(slot));
  return chart;
}

const byDefault = chartOf('by-default', ({ given }) => given(0));
/** Helm lays the maps that a user gives over the default: what is given is all there is where there is none. */
const chart = chartOf('cases', () => undefined);

beforeAll(() => app.synth());
afterAll(() => judge.remove());

const valuesOf = (round: number): Record<string, Json> =>
  Object.fromEntries(slots.map(({ id, given }) => [id, given(round)]));

/** What must be there: by case, the texts of what is looked at, without the library. */
function expected(round: number): ReadonlyMap<string, readonly string[]> {
  return new Map(
    slots.map(({ id, scope, position, given }) => [
      id,
      scope.values(given(round)).map((value) => canonical(position.expected(value))),
    ]),
  );
}

function byCase(objects: readonly Json[]): ReadonlyMap<string, readonly Record<string, Json>[]> {
  const found = new Map<string, Record<string, Json>[]>();
  for (const object of objects as readonly Record<string, Record<string, Record<string, string>>>[]) {
    const id = object.metadata?.annotations?.[CASE] ?? '';
    found.set(id, [...(found.get(id) ?? []), object]);
  }
  return found;
}

/** The texts that are YAML themselves, read. */
function withTexts(slot: Slot, object: Record<string, Json>): Record<string, Json> {
  if (!slot.position.yamlTexts) return object;
  const spec = Object.entries(object.spec as Record<string, string>).map(([key, text]) => [
    key,
    yaml.load(text) as Json,
  ]);
  return { ...object, spec: Object.fromEntries(spec) };
}

/** Rounds in which something differs: title, what must be there, what is there. */
function differences(objects: readonly Json[], round: number): readonly string[] {
  const found = byCase(objects);
  const wanted = expected(round);
  return slots.flatMap((slot) => {
    const there = (found.get(slot.id) ?? []).map((object) =>
      canonical((slot.position.read ?? (({ spec }) => spec ?? null))(withTexts(slot, object))),
    );
    const must = wanted.get(slot.id) ?? [];
    return canonical(there) === canonical(must)
      ? []
      : [`${slot.id} ${slot.title}\n  must be ${must.join('\n          ')}\n  is      ${there.join('\n          ')}`];
  });
}

const ROUNDS = [1, 2];

test('TypeScript evaluates every case as it must be', () => {
  expect(differences(byDefault.render() as Json[], 0)).toEqual([]);
  for (const round of ROUNDS) {
    expect(differences(chart.render({ values: valuesOf(round) }) as Json[], round)).toEqual([]);
  }
});

/** What helm gives to the templates: from values.yaml, from a values file, from the command line. */
const WAYS: readonly {
  readonly name: string;
  readonly chart: string;
  readonly round: number;
  readonly options: (values: Record<string, Json>) => HelmOptions;
}[] = [
  { name: 'the defaults', chart: 'by-default', round: 0, options: () => ({}) },
  ...ROUNDS.map((round) => ({
    name: `values file ${round}`,
    chart: 'cases',
    round,
    options: (values: Record<string, Json>) => ({ values }),
  })),
  {
    name: '--set-json',
    chart: 'cases',
    round: 3,
    options: (values) => ({
      args: Object.entries(values).flatMap(([key, value]) => ['--set-json', `${key}=${JSON.stringify(value)}`]),
    }),
  },
  {
    name: '--set',
    chart: 'cases',
    round: 2,
    options: (values) => ({
      values,
      args: Object.entries(values).flatMap(([key, value]) => (isPlain(value) ? ['--set', `${key}=${value}`] : [])),
    }),
  },
];

/** What `--set` reads as int64, or as true and false. */
const isPlain = (value: Json): boolean => Number.isSafeInteger(value) || typeof value === 'boolean';

/** Fewer would not be worth the name. */
const ENOUGH = 1000;

const HELMS = ['helm3', 'helm4'];
/** Cases that came out as they must, by the helm that rendered them. */
const compared = new Map(HELMS.map((name) => [name, 0]));

describe.each(HELMS)('%s', (name) => {
  test.for(WAYS)('renders every case as it must be from $name', async ({ chart: folder, round, options }, context) => {
    const helm = requireTool(context, name);
    const rendering = await judge.template(helm, `${judge.folder}/${folder}`, options(valuesOf(round)));
    if (!rendering.accepted) throw new Error(rendering.error.slice(0, 2000));
    const objects = await judge.read(
      helm,
      rendering.documents.map(({ text }) => text),
    );
    expect(differences(objects, round)).toEqual([]);
    compared.set(name, (compared.get(name) ?? 0) + slots.length);
  });
});

describe('the cases', () => {
  test.for(SCOPES)('hold every kind of value and every position: $name', (scope) => {
    const inside = slots.filter((slot) => slot.scope === scope);
    const kinds = new Set(inside.map(({ kind }) => kind));
    const positions = new Set(inside.map(({ position }) => position));
    expect(KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
    expect(POSITIONS.filter((position) => !position.unscoped && !positions.has(position))).toEqual([]);
  });

  test(`that were compared are at least ${ENOUGH}`, async (context) => {
    const versions: string[] = [];
    for (const name of HELMS) {
      const { stdout } = await judge.run(requireTool(context, name), ['version', '--template', '{{ .Version }}']);
      versions.push(`helm ${stdout.replace(/^v/, '')}`);
    }
    const fewest = Math.min(...compared.values());
    console.log(`compared ${fewest.toLocaleString('en')} cases with ${versions.join(' and ')}`);
    expect(fewest).toBeGreaterThanOrEqual(ENOUGH);
  });
});
