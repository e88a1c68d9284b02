import Ajv from 'ajv';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { checkDeclarations } from '../../../lib/helm/values/check-default';
import { checkValues } from '../../../lib/helm/values/check-value';
import type { ValueDeclaration } from '../../../lib/helm/values/declaration';
import { defaultValues } from '../../../lib/helm/values/defaults';
import { requiredValues, type ValueExample, valueExamples } from '../../../lib/helm/values/examples';
import { mergeValues } from '../../../lib/helm/values/merge';
import { printSchema, valuesSchema } from '../../../lib/helm/values/schema';
import { type JsonMap, keyOf } from '../../../lib/helm/values/shape';
import { valuesYaml } from '../../../lib/helm/values/values-yaml';
import { requireTool } from '../../tools/find';
import { anyJson, declarationAt, groupAt, nearlyFitting } from './arbitrary';
import { HelmCharts, inParallel } from './helm-chart';
import { NASTY_TEXTS } from './nasty-texts';

const HELMS = ['helm3', 'helm4'] as const;
const SEED = 20_240_229;
/** Helm is asked about a few large charts, for each call costs; ajv and check-value about small parts of these. */
const CHARTS = 3;
const PARTS = 4;
const VALUES_PER_PART = 100;
/** Bad inputs that are given one by one, for each helm; all of them together are given in a few calls besides. */
const SINGLE_CALLS = 30;
const NEAR_MISSES = 30;

const charts = new HelmCharts();
afterAll(() => charts.remove());

interface Part {
  readonly declarations: readonly ValueDeclaration[];
  readonly examples: readonly ValueExample[];
  /** Values that make a chart render: what is required. */
  readonly base: JsonMap;
}

/** Values of every shape; every third is a group, some of whose members are required. */
function generated(chart: number, part: number): Part {
  const keys = Array.from({ length: VALUES_PER_PART }, (_, at) => `p${part}v${at}`);
  const all = keys.map((key, at) => (at % 3 === 0 ? groupAt(key) : declarationAt(key)));
  return partOf(fc.sample(fc.tuple(...all), { seed: SEED + chart * PARTS + part, numRuns: 1 })[0] ?? []);
}

function partOf(declarations: readonly ValueDeclaration[]): Part {
  return { declarations, examples: valueExamples(declarations), base: requiredValues(declarations) };
}

/** ajv's verdict, over the defaults as Helm lays values over them. Compiling costs more than judging: once for each chart. */
function ajvOf(declarations: readonly ValueDeclaration[]): (values: JsonMap) => boolean {
  const known = judges.get(declarations);
  if (known) return known;
  const options = { strict: true, strictRequired: false, allowUnionTypes: true, ownProperties: true };
  const validate = new Ajv(options).compile(valuesSchema(declarations));
  const defaults = defaultValues(declarations);
  const judge = (values: JsonMap): boolean => validate(mergeValues(defaults, values));
  judges.set(declarations, judge);
  return judge;
}

const judges = new Map<readonly ValueDeclaration[], (values: JsonMap) => boolean>();

const parts = Array.from({ length: CHARTS }, (_, chart) =>
  Array.from({ length: PARTS }, (_, part) => generated(chart, part)),
);
const cases = parts.map((each, index) => {
  const whole = partOf(each.flatMap(({ declarations }) => declarations));
  const schema = printSchema(valuesSchema(whole.declarations, { title: `chart ${index}` }));
  const folder = charts.write({
    name: `chart${index}`,
    'values.yaml': valuesYaml(whole.declarations),
    'values.schema.json': schema,
  });
  return { ...whole, folder };
});

/** Examples in layers: each layer has at most one example for each key at the root, so that one call can hold them all. */
function layers(
  { examples, base }: Part,
  which: 'good' | 'bad',
): readonly { readonly values: JsonMap; readonly examples: readonly ValueExample[] }[] {
  const byRoot = new Map<string, ValueExample[]>();
  for (const example of examples) {
    const root = example.pointer.split('/')[1] ?? '';
    byRoot.set(root, [...(byRoot.get(root) ?? []), example]);
  }
  const depth = Math.max(...[...byRoot.values()].map((list) => list.length));
  return Array.from({ length: depth }, (_, layer) => {
    const chosen = [...byRoot].flatMap(([root, list]) => (list[layer] ? [[root, list[layer]] as const] : []));
    const values = Object.fromEntries(chosen.map(([root, example]) => [root, example[which][root] ?? null]));
    return { values: { ...base, ...values }, examples: chosen.map(([, example]) => example) };
  });
}

/** Each of them alone, evenly taken from all. */
function some<T>(all: readonly T[], count: number): readonly T[] {
  return Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)] as T);
}

/** The required values and one value each that fits, or nearly does; sometimes under a key of Helm's or an unknown one. */
function nearMisses(
  declarations: readonly ValueDeclaration[],
  base: JsonMap,
  numRuns: number,
  seed: number,
): readonly JsonMap[] {
  const declared = fc
    .constantFrom(...declarations)
    .chain((each) => nearlyFitting(each.shape).map((value) => [keyOf(each), value] as const));
  const other = fc.tuple(fc.constantFrom('global', 'enabled', 'tags', 'noSuchKey'), anyJson);
  const given = fc.oneof({ weight: 20, arbitrary: declared }, { weight: 1, arbitrary: other });
  return fc.sample(given, { seed, numRuns }).map(([key, value]) => ({ ...base, [key]: value }));
}

const errors = (declarations: readonly ValueDeclaration[], values: JsonMap): readonly string[] =>
  checkValues(declarations, values).flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));

test('the generated declarations have no fault', () => {
  const all = cases.flatMap(({ declarations }) => declarations);
  expect(all).toHaveLength(CHARTS * PARTS * VALUES_PER_PART);
  expect(checkDeclarations(all).filter(({ code }) => code !== 'HELM2101' && code !== 'HELM2104')).toEqual([]);
});

test('check-value and ajv accept every good example and refuse every bad one, and check-value names its key', () => {
  const wrong = parts.flat().flatMap(({ declarations, examples }) => {
    const accepts = ajvOf(declarations);
    return examples.flatMap((example) => {
      const [good, bad] = [errors(declarations, example.good), errors(declarations, example.bad)];
      const fine =
        good.length === 0 && accepts(example.good) && !accepts(example.bad) && bad.join().includes(`"${example.key}`);
      return fine ? [] : [{ ...example, findings: { good, bad } }];
    });
  });
  expect(wrong).toEqual([]);
});

test('check-value and ajv agree on near misses', () => {
  const all = parts.flat().flatMap(({ declarations, base }) => {
    const accepts = ajvOf(declarations);
    return nearMisses(declarations, base, 200, SEED).map((values) => ({
      values,
      found: errors(declarations, values),
      ajv: accepts(values),
    }));
  });
  expect(all.filter(({ found, ajv }) => ajv !== (found.length === 0))).toEqual([]);
  const refused = all.filter(({ ajv }) => !ajv).length / all.length;
  expect(refused).toBeGreaterThan(0.3);
  expect(refused).toBeLessThan(0.7);
});

describe.each(HELMS)('%s', (name) => {
  test('gives templates exactly the declared defaults', async (context) => {
    const helm = requireTool(context, name);
    await inParallel(2, cases, async ({ declarations, folder, base }) => {
      const verdict = await charts.template(helm, folder, base);
      expect(verdict).toEqual({ accepted: true, values: mergeValues(defaultValues(declarations), base) });
    });
  });

  test('accepts every good example and gives it to templates', async (context) => {
    const helm = requireTool(context, name);
    const jobs = cases.flatMap((each) => layers(each, 'good').map((layer) => ({ ...each, ...layer })));
    await inParallel(2, jobs, async ({ declarations, folder, values }) => {
      const verdict = await charts.template(helm, folder, values);
      expect(verdict).toEqual({ accepted: true, values: mergeValues(defaultValues(declarations), values) });
    });
  });

  test('names every bad example when all are given at once', async (context) => {
    const helm = requireTool(context, name);
    const jobs = cases.flatMap((each) =>
      layers(each, 'bad').map((layer) => ({ ...each, examples: layer.examples, values: layer.values })),
    );
    await inParallel(2, jobs, async ({ folder, values, examples }) => {
      const verdict = await charts.template(helm, folder, values);
      const error = verdict.accepted ? '' : verdict.error;
      expect(
        examples.filter(({ pointer }) => !error.includes(`at '${pointer}'`)).map(({ pointer }) => pointer),
      ).toEqual([]);
    });
  });

  test(`refuses each of ${SINGLE_CALLS} bad examples alone, names its key and no other`, async (context) => {
    const helm = requireTool(context, name);
    const all = cases.flatMap(({ folder, examples }) => examples.map((example) => ({ folder, example })));
    await inParallel(2, some(all, SINGLE_CALLS), async ({ folder, example }) => {
      const verdict = await charts.template(helm, folder, example.bad);
      const named = verdict.accepted
        ? []
        : [...verdict.error.matchAll(/^ *- at '(.*?)':/gm)].map(([, pointer = '']) => pointer);
      // Around a key are the pointers of what holds it, where a rule of that asks.
      expect([...new Set(named)].filter((pointer) => !named.some((other) => other.startsWith(`${pointer}/`)))).toEqual([
        example.pointer,
      ]);
    });
  });

  test('agrees with check-value on near misses, nulls included', async (context) => {
    const helm = requireTool(context, name);
    const jobs = cases.flatMap((each) =>
      nearMisses(each.declarations, each.base, NEAR_MISSES / CHARTS, SEED + 1).map((values) => ({ ...each, values })),
    );
    await inParallel(2, jobs, async ({ declarations, folder, values }) => {
      const found = errors(declarations, values);
      const verdict = await charts.template(helm, folder, values);
      const says = verdict.accepted ? 'accepted' : verdict.error;
      expect([found, says]).toEqual([
        found,
        found.length === 0 ? 'accepted' : expect.stringContaining("values don't meet"),
      ]);
      if (verdict.accepted) expect(verdict.values).toEqual(mergeValues(defaultValues(declarations), values));
    });
  });

  test('reads every nasty text back as a value, as a key, in a list and as an entry', async (context) => {
    const helm = requireTool(context, name);
    const declarations: readonly ValueDeclaration[] = [
      ...NASTY_TEXTS.map(
        (text, index): ValueDeclaration => ({ path: [`text${index}`], shape: { type: 'string' }, default: text }),
      ),
      { path: ['list'], shape: { type: 'any' }, default: NASTY_TEXTS },
      { path: ['map'], shape: { type: 'any' }, default: Object.fromEntries(NASTY_TEXTS.map((text) => [text, text])) },
      { path: ['lists'], shape: { type: 'any' }, default: NASTY_TEXTS.map((text) => [[text, { [text]: [text] }]]) },
    ];
    const folder = charts.write({ name: `nasty-${name}`, 'values.yaml': valuesYaml(declarations) });
    expect(await charts.template(helm, folder)).toEqual({ accepted: true, values: defaultValues(declarations) });
  });
});
