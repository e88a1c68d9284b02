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
import { anyJson, declarationAt, groupAt, nearlyValueOf } from './arbitrary';
import { HelmCharts, inParallel } from './helm-chart';
import { NASTY_TEXTS } from './nasty-texts';

const HELMS = ['helm3', 'helm4'] as const;
const SEED = 20_240_229;
const CHARTS = 3;
const VALUES_PER_CHART = 400;
/** Bad inputs that are given one by one, for each helm; all of them together are given in a few calls besides. */
const SINGLE_CALLS = 30;
const NEAR_MISSES = 30;

const charts = new HelmCharts();
afterAll(() => charts.remove());

/** A chart with values of every shape; every third is a group, some of whose members are required. */
function generated(index: number): readonly ValueDeclaration[] {
  const keys = Array.from({ length: VALUES_PER_CHART }, (_, at) => `v${at}`);
  const all = keys.map((key, at) => (at % 3 === 0 ? groupAt(key) : declarationAt(key)));
  return fc.sample(fc.tuple(...all), { seed: SEED + index, numRuns: 1 })[0] ?? [];
}

interface Case {
  readonly declarations: readonly ValueDeclaration[];
  readonly folder: string;
  readonly examples: readonly ValueExample[];
  /** Values that make the chart render: what is required. */
  readonly base: JsonMap;
  readonly judge: (values: JsonMap) => boolean;
}

function chartOf(name: string, declarations: readonly ValueDeclaration[]): Case {
  const schema = valuesSchema(declarations, { title: name });
  const folder = charts.write({ name, 'values.yaml': valuesYaml(declarations), 'values.schema.json': printSchema(schema) });
  const examples = valueExamples(declarations);
  const validate = new Ajv({ strict: true, allowUnionTypes: true, ownProperties: true }).compile(schema);
  const defaults = defaultValues(declarations);
  const judge = (values: JsonMap): boolean => validate(mergeValues(defaults, values));
  return { declarations, folder, examples, base: requiredValues(declarations), judge };
}

const cases = Array.from({ length: CHARTS }, (_, index) => chartOf(`generated${index}`, generated(index)));
const total = cases.reduce((sum, { examples }) => sum + examples.length, 0);

/** Examples in layers: each layer has at most one example for each key at the root, so that one call can hold them all. */
function layers({ examples, base }: Case, which: 'good' | 'bad'): readonly { readonly values: JsonMap; readonly examples: readonly ValueExample[] }[] {
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
function nearMisses(declarations: readonly ValueDeclaration[], base: JsonMap, numRuns: number, seed: number): readonly JsonMap[] {
  const declared = fc.constantFrom(...declarations).chain((each) => nearlyValueOf(each.shape).map((value) => [keyOf(each), value] as const));
  const other = fc.tuple(fc.constantFrom('global', 'enabled', 'tags', 'noSuchKey'), anyJson);
  const given = fc.oneof({ weight: 20, arbitrary: declared }, { weight: 1, arbitrary: other });
  return fc.sample(given, { seed, numRuns }).map(([key, value]) => ({ ...base, [key]: value }));
}

const errors = (declarations: readonly ValueDeclaration[], values: JsonMap): readonly string[] =>
  checkValues(declarations, values).flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));

test(`the ${CHARTS * VALUES_PER_CHART} generated declarations have no fault, and their schemas have none for ajv`, () => {
  for (const { declarations } of cases) {
    expect(checkDeclarations(declarations).filter(({ severity }) => severity === 'error')).toEqual([]);
  }
  expect(total).toBeGreaterThan(CHARTS * VALUES_PER_CHART);
});

test('check-value and ajv accept every good example and refuse every bad one', () => {
  for (const { declarations, examples, judge } of cases) {
    for (const { key, good, bad } of examples) {
      expect([key, errors(declarations, good), judge(good)]).toEqual([key, [], true]);
      expect([key, judge(bad), errors(declarations, bad).join()]).toEqual([key, false, expect.stringContaining(`"${key}`)]);
    }
  }
});

test('check-value and ajv agree on near misses', () => {
  let refused = 0;
  let all = 0;
  for (const { declarations, base, judge } of cases) {
    for (const values of nearMisses(declarations, base, 1200, SEED)) {
      const found = errors(declarations, values);
      expect([values, judge(values), found.slice(0, 3)]).toEqual([values, found.length === 0, found.slice(0, 3)]);
      if (found.length > 0) refused += 1;
      all += 1;
    }
  }
  expect(refused / all).toBeGreaterThan(0.3);
  expect(refused / all).toBeLessThan(0.7);
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
    const jobs = cases.flatMap((each) => layers(each, 'bad').map((layer) => ({ ...each, examples: layer.examples, values: layer.values })));
    await inParallel(2, jobs, async ({ folder, values, examples }) => {
      const verdict = await charts.template(helm, folder, values);
      const error = verdict.accepted ? '' : verdict.error;
      expect(examples.filter(({ pointer }) => !error.includes(`at '${pointer}'`)).map(({ pointer }) => pointer)).toEqual([]);
    });
  });

  test(`refuses each of ${SINGLE_CALLS} bad examples alone, names its key and no other`, async (context) => {
    const helm = requireTool(context, name);
    const all = cases.flatMap(({ folder, examples }) => examples.map((example) => ({ folder, example })));
    await inParallel(2, some(all, SINGLE_CALLS), async ({ folder, example }) => {
      const verdict = await charts.template(helm, folder, example.bad);
      const named = verdict.accepted ? [] : [...verdict.error.matchAll(/^- at '(.*?)':/gm)].map(([, pointer]) => pointer);
      expect([...new Set(named)]).toEqual([example.pointer]);
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
      expect([values, verdict.accepted]).toEqual([values, found.length === 0]);
      if (verdict.accepted) expect(verdict.values).toEqual(mergeValues(defaultValues(declarations), values));
    });
  });

  test('reads every nasty text back as a value, as a key, in a list and as an entry', async (context) => {
    const helm = requireTool(context, name);
    const declarations: readonly ValueDeclaration[] = [
      ...NASTY_TEXTS.map((text, index): ValueDeclaration => ({ path: [`text${index}`], shape: { type: 'string' }, default: text })),
      { path: ['list'], shape: { type: 'any' }, default: NASTY_TEXTS },
      { path: ['map'], shape: { type: 'any' }, default: Object.fromEntries(NASTY_TEXTS.map((text) => [text, text])) },
      { path: ['lists'], shape: { type: 'any' }, default: NASTY_TEXTS.map((text) => [[text, { [text]: [text] }]]) },
    ];
    const folder = charts.write({ name: `nasty-${name}`, 'values.yaml': valuesYaml(declarations) });
    expect(await charts.template(helm, folder)).toEqual({ accepted: true, values: defaultValues(declarations) });
  });
});
