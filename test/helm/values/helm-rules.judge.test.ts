import fc from 'fast-check';
import { load } from 'js-yaml';
import { afterAll, describe, expect, test } from 'vitest';
import { lostText } from '../../../lib/helm/values/carrier';
import { checkValues } from '../../../lib/helm/values/check-value';
import type { ValueDeclaration } from '../../../lib/helm/values/declaration';
import { defaultValues } from '../../../lib/helm/values/defaults';
import { requiredValues } from '../../../lib/helm/values/examples';
import { mergeValues } from '../../../lib/helm/values/merge';
import { parsePattern } from '../../../lib/helm/values/pattern';
import { printSchema, valuesSchema } from '../../../lib/helm/values/schema';
import { isMap, type JsonMap } from '../../../lib/helm/values/shape';
import { valuesYaml } from '../../../lib/helm/values/values-yaml';
import { requireTool } from '../../tools/find';
import { anyPattern, anyText, declarationAt, groupAt } from './arbitrary';
import { HelmCharts } from './helm-chart';
import { uncommented } from './uncommented';

const SEED = 20_240_229;
const charts = new HelmCharts();
afterAll(() => charts.remove());

function files(declarations: readonly ValueDeclaration[], dependencies: readonly string[] = []) {
  return {
    'values.yaml': valuesYaml(declarations),
    'values.schema.json': printSchema(valuesSchema(declarations, { dependencies })),
  };
}

/** Where Helm finds faults: JSON Pointers. */
function pointers(error: string): readonly string[] {
  return [...error.matchAll(/^ *- at '(.*?)':/gm)].map(([, pointer = '']) => pointer);
}

const VALUES: readonly ValueDeclaration[] = [
  { path: ['name'], shape: { type: 'string' }, default: 'a' },
  { path: ['labels'], shape: { type: 'map', values: { type: 'string' } }, default: { team: 'shop' } },
  { path: ['free'], shape: { type: 'any' }, default: {} },
  { path: ['items'], shape: { type: 'list', items: { type: 'any' } }, default: [1] },
  {
    path: ['image'],
    shape: {
      type: 'object',
      properties: [
        { path: ['image', 'tag'], shape: { type: 'string' }, default: '1' },
        { path: ['image', 'port'], shape: { type: 'integer' } },
      ],
    },
  },
];

/** What a user writes, and whether Helm takes it; both helms, as the chart itself and as a subchart. */
const NULLS: readonly (readonly [title: string, values: JsonMap, fault?: string])[] = [
  ['a value with a default: it is deleted', { name: null }],
  ['an entry of a map that has it by default: it is deleted', { labels: { team: null } }],
  ['an entry of a map without default: it stays null and is refused', { labels: { other: null } }, '/labels/other'],
  ['a whole map: it is deleted', { labels: null }],
  ['a whole group: it is deleted', { image: null }],
  ['a member of a group with a default: it is deleted', { image: { tag: null } }],
  ['a member of a group without default: it stays null and is refused', { image: { port: null } }, '/image/port'],
  ['a free value: the default is deleted', { free: null }],
  ['a key inside a free value: it stays null and is accepted', { free: { key: null } }],
  ['an item of a list: it stays null and is refused', { items: [null] }, '/items/0'],
  ['a key that nobody knows', { other: null }, ''],
];

describe.each(['helm3', 'helm4'])('%s', (name) => {
  const parent = charts.write({
    name: `parent-${name}`,
    ...files(VALUES, ['sub']),
    dependency: { name: 'sub', ...files(VALUES) },
  });

  test.each(NULLS)('null for %s', async (...[, values, fault, context]) => {
    const helm = requireTool(context as unknown as { skip(note: string): never }, name);
    const verdict = await charts.template(helm, parent, values);
    const inSub = await charts.template(helm, parent, { sub: values });
    const found = checkValues(VALUES, values).filter(({ severity }) => severity === 'error');
    expect(found.length).toBe(fault === undefined ? 0 : 1);
    expect([verdict.accepted, inSub.accepted]).toEqual([fault === undefined, fault === undefined]);
    if (!verdict.accepted) expect(pointers(verdict.error)).toEqual([fault]);
    if (!inSub.accepted) expect(pointers(inSub.error)).toEqual([fault]);
    if (verdict.accepted) expect({ ...verdict.values, sub: {} }).toEqual({ ...mergeValues(defaultValues(VALUES), values), sub: {} });
    if (inSub.accepted) expect(inSub.values['sub']).toEqual({ ...mergeValues(defaultValues(VALUES), values), global: {} });
  });
});
