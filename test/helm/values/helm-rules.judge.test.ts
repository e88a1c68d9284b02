import fc from 'fast-check';
import { load } from 'js-yaml';
import { afterAll, describe, expect, test } from 'vitest';
import { lostText } from '../../../lib/helm/values/carrier';
import { checkValues } from '../../../lib/helm/values/check-value';
import type { ValueDeclaration } from '../../../lib/helm/values/declaration';
import { defaultValues } from '../../../lib/helm/values/defaults';
import { mergeValues } from '../../../lib/helm/values/merge';
import { parsePattern } from '../../../lib/helm/values/pattern';
import { printSchema, valuesSchema } from '../../../lib/helm/values/schema';
import { isMap, type JsonMap } from '../../../lib/helm/values/shape';
import { valuesYaml } from '../../../lib/helm/values/values-yaml';
import { requireTool } from '../../tools/find';
import { anyPattern, anyText, declarationAt, groupAt } from './arbitrary';
import { HelmCharts, inParallel } from './helm-chart';
import { shownValues, uncommented } from './uncommented';

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
  return [...new Set([...error.matchAll(/^ *- at '(.*?)':/gm)].map(([, pointer = '']) => pointer))];
}

const VALUES: readonly ValueDeclaration[] = [
  { path: ['name'], shape: { type: 'string' }, default: 'a' },
  { path: ['labels'], shape: { type: 'map', values: { type: 'string' } }, default: { team: 'shop' } },
  { path: ['free'], shape: { type: 'any' }, default: {} },
  { path: ['items'], shape: { type: 'list', items: { type: 'any' } }, default: [1] },
  { path: ['maybe'], shape: { type: 'integer' }, optional: true },
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

/** Every kind of value with a default that says something, at the root and in a group: null is refused for each, and the key named. */
const KINDS: Readonly<Record<string, Pick<ValueDeclaration, 'shape' | 'default'>>> = {
  text: { shape: { type: 'string' }, default: 'a' },
  choice: { shape: { type: 'string', choices: ['a', 'b'] }, default: 'a' },
  integer: { shape: { type: 'integer' }, default: 2 },
  number: { shape: { type: 'number' }, default: 0.5 },
  flag: { shape: { type: 'boolean' }, default: true },
  port: { shape: { type: 'integerOrString' }, default: 80 },
  list: { shape: { type: 'list', items: { type: 'string' } }, default: ['a'] },
  map: { shape: { type: 'map', values: { type: 'string' } }, default: { a: 'b' } },
  free: { shape: { type: 'any' }, default: [0] },
  record: {
    shape: { type: 'object', properties: [{ path: ['a'], shape: { type: 'string' } }] },
    default: { a: 'b' },
  },
};

const ALL_KINDS: readonly ValueDeclaration[] = [
  ...Object.entries(KINDS).map(([key, kind]): ValueDeclaration => ({ path: [key], ...kind })),
  {
    path: ['outer'],
    shape: {
      type: 'object',
      properties: [
        { path: ['outer', 'optional'], shape: { type: 'string' }, optional: true },
        {
          path: ['outer', 'inner'],
          shape: {
            type: 'object',
            properties: Object.entries(KINDS).map(([key, kind]) => ({ path: ['outer', 'inner', key], ...kind })),
          },
        },
      ],
    },
  },
  {
    path: ['wishes'],
    shape: {
      type: 'object',
      properties: [{ path: ['wishes', 'maybe'], shape: { type: 'string' }, optional: true }],
    },
  },
];

/** Null for each of them: where Helm sees the fault, the key that it names. */
const DELETED: readonly (readonly [pointer: string, key: string, values: JsonMap])[] = [
  ...Object.keys(KINDS).flatMap((key) => [
    ['', key, { [key]: null }] as const,
    ['/outer/inner', key, { outer: { inner: { [key]: null } } }] as const,
  ]),
  ['', 'outer', { outer: null }],
  ['/outer', 'inner', { outer: { inner: null } }],
  ['', 'wishes', { wishes: null }],
];

/** What a user writes, and whether Helm takes it; both helms, as the chart itself and as a subchart. */
const NULLS: readonly (readonly [title: string, values: JsonMap, fault?: string])[] = [
  ['a value with a default: it is deleted, and refused', { name: null }, ''],
  ['an entry of a map that has it by default: it is deleted', { labels: { team: null } }],
  ['an entry of a map without default: it stays null and is refused', { labels: { other: null } }, '/labels/other'],
  ['a whole map whose default holds something: it is deleted, and refused', { labels: null }, ''],
  ['a whole group: it is deleted, and refused', { image: null }, ''],
  ['a member of a group with a default: it is deleted, and refused', { image: { tag: null } }, '/image'],
  ['a member of a group without default: it stays null and is refused', { image: { port: null } }, '/image/port'],
  ['a free value that is empty by default: it is deleted, and that is accepted', { free: null }],
  ['an optional value: it stays null and is accepted', { maybe: null }],
  ['a key inside a free value: it stays null and is accepted', { free: { key: null } }],
  ['an item of a list: it stays null and is refused', { items: [null] }, '/items/0'],
  ['a key that nobody knows', { other: null }, ''],
];

/** The texts that a pattern is tried on: made from it, and others. */
function textsFor(pattern: string): readonly string[] {
  const parsed = parsePattern(pattern);
  const made = parsed.kind === 'pattern' ? [0, 1, 2].map(parsed.sample) : [];
  return [...made, 'a', '', 'ab', 'a\nb', '\u00a0', '\u000b', 'Z0', 'é', '\r', '\u2028', 'a b'];
}

const CODE_POINTS = [
  ...Array.from({ length: 0xa1 }, (_, code) => code),
  ...[
    0xad, 0x2028, 0x2029, 0x202e, 0xd7ff, 0xe000, 0xfdd0, 0xfeff, 0xfff9, 0xfffd, 0xfffe, 0xffff, 0x1f44d, 0x1fffe,
    0x10ffff,
  ],
];

describe.each(['helm3', 'helm4'])('%s', (name) => {
  const parent = charts.write({
    name: `parent-${name}`,
    ...files(VALUES, ['sub']),
    dependency: { name: 'sub', ...files(VALUES) },
  });

  test.for(NULLS)('takes null for %s', async ([, values, fault], context) => {
    const helm = requireTool(context, name);
    const verdict = await charts.template(helm, parent, values);
    const inSub = await charts.template(helm, parent, { sub: values });
    const merged = mergeValues(defaultValues(VALUES), values);
    expect(checkValues(VALUES, values).filter(({ severity }) => severity === 'error')).toHaveLength(
      fault === undefined ? 0 : 1,
    );
    if (verdict.accepted) expect({ ...verdict.values, sub: {} }).toEqual({ ...merged, sub: {} });
    else expect(pointers(verdict.error)).toEqual([fault]);
    if (inSub.accepted) expect(inSub.values.sub).toEqual({ ...merged, global: {} });
    else expect(pointers(inSub.error)).toEqual([fault]);
    expect([verdict.accepted, inSub.accepted]).toEqual([fault === undefined, fault === undefined]);
  });

  test('refuses null for every kind of value that has a default, and names the key', async (context) => {
    const helm = requireTool(context, name);
    const folder = charts.write({
      name: `deleted-${name}`,
      ...files([], ['sub']),
      dependency: { name: 'sub', ...files(ALL_KINDS) },
    });
    expect((await charts.template(helm, folder)).accepted).toBe(true);
    const wrong = await inParallel(2, DELETED, async ([pointer, key, values]) => {
      const verdict = await charts.template(helm, `${folder}/charts/sub`, values);
      const inSub = await charts.template(helm, folder, { sub: values });
      const said = [verdict, inSub].map((each) => (each.accepted ? '' : each.error));
      const named = said.every((error) => error.includes(`- at '${pointer}': missing property '${key}'`));
      const ours = checkValues(ALL_KINDS, values).map(({ code, place }) => `${code} ${place?.key}`);
      const expected = `HELM2011 ${[...pointer.split('/').filter(Boolean), key].join('.')}`;
      return named && ours.length === 1 && ours[0] === expected ? [] : [{ values, said, ours }];
    });
    expect(wrong.flat()).toEqual([]);
  });

  test("never renders without a value that the parent's own values.yaml makes null", async (context) => {
    const helm = requireTool(context, name);
    const folder = charts.write({
      name: `nulls-${name}`,
      'values.yaml': 'sub:\n  name: null\n',
      dependency: { name: 'sub', ...files(VALUES) },
    });
    const verdict = await charts.template(helm, folder);
    // Helm 4 drops nulls of values.yaml, and the default of the subchart stays.
    if (verdict.accepted) expect([name, verdict.values]).toMatchObject(['helm4', { sub: { name: 'a' } }]);
    else expect([name, verdict.error]).toEqual(['helm3', expect.stringContaining("missing property 'name'")]);
    expect((await charts.template(helm, folder, { sub: { name: 'b' } })).accepted).toBe(true);
  });

  test('judges values of a disabled subchart only by what the parent declares', async (context) => {
    const helm = requireTool(context, name);
    const declared: readonly ValueDeclaration[] = [
      {
        path: ['sub'],
        shape: {
          type: 'object',
          properties: [
            { path: ['sub', 'enabled'], shape: { type: 'boolean' }, default: false },
            { path: ['sub', 'port'], shape: { type: 'integer' }, default: 80 },
          ],
        },
      },
    ];
    const folder = charts.write({
      name: `disabled-${name}`,
      ...files(declared, ['sub']),
      dependency: { name: 'sub', ...files(VALUES), condition: 'sub.enabled' },
    });
    expect((await charts.template(helm, folder)).accepted).toBe(true);
    expect((await charts.template(helm, folder, { sub: { name: null } })).accepted).toBe(true);
    const verdict = await charts.template(helm, folder, { sub: { port: null } });
    expect(verdict.accepted ? [] : verdict.error).toContain("at '/sub': missing property 'port'");
  });

  test('lets pass what Helm puts at the root, for the chart and for its subchart', async (context) => {
    const helm = requireTool(context, name);
    const values = {
      global: { any: { thing: 1 } },
      enabled: true,
      tags: { a: true },
      sub: { enabled: false, name: 'b', image: { port: 1 } },
    };
    expect(checkValues(VALUES, values, { dependencies: ['sub'] })).toEqual([]);
    expect(await charts.template(helm, parent, values)).toMatchObject({ accepted: true, values });
  });

  test.for<readonly [string, JsonMap]>([
    ['/global', { global: 'a' }],
    ['/enabled', { enabled: 'yes' }],
    ['/tags/a', { tags: { a: 'yes' } }],
    ['', { unknown: {} }],
    ['/image', { image: { unknown: 1 } }],
    ['/sub/image', { sub: { image: { unknown: 1 } } }],
  ])('refuses a wrong value at "%s"', async ([pointer, values], context) => {
    const helm = requireTool(context, name);
    const verdict = await charts.template(helm, parent, values);
    expect(verdict.accepted ? [] : pointers(verdict.error)).toEqual([pointer.replace(/^\/sub/, '')]);
    const own = checkValues(VALUES, values, { dependencies: ['sub'] });
    // What a dependency holds is for its own schema to judge.
    expect(own).toHaveLength(pointer.startsWith('/sub') ? 0 : 1);
  });

  test('refuses exactly the characters that get lost, in texts, lists and keys', async (context) => {
    const helm = requireTool(context, name);
    const texts = [
      ...CODE_POINTS.map((code) => `a${String.fromCodePoint(code)}b`),
      '<no value>',
      'a <no value>b',
      '<no  value>',
    ];
    const declarations = texts.flatMap((_, index): readonly ValueDeclaration[] => [
      { path: [`t${index}`], shape: { type: 'string' }, default: '' },
      { path: [`l${index}`], shape: { type: 'list', items: { type: 'string' } }, default: [] },
      { path: [`m${index}`], shape: { type: 'map', values: { type: 'string' } }, default: {} },
      { path: [`f${index}`], shape: { type: 'any' }, default: {} },
    ]);
    const values = Object.fromEntries(
      texts.flatMap((text, index) => [
        [`t${index}`, text] as const,
        [`l${index}`, [text]],
        [`m${index}`, { [text]: '' }],
        [`f${index}`, [{ k: text }]],
      ]),
    );
    const verdict = await charts.template(helm, charts.write({ name: `lost-${name}`, ...files(declarations) }), values);
    const refused = new Set(verdict.accepted ? [] : pointers(verdict.error).map((pointer) => pointer.split('/')[1]));
    const expected = texts.flatMap((text, index) => [
      ...(lostText(text, 'quoted') ? [`t${index}`] : []),
      ...(lostText(text, 'json') ? [`l${index}`, `m${index}`, `f${index}`] : []),
    ]);
    expect([...refused].sort()).toEqual(expected.sort());
    expect(new Set(checkValues(declarations, values).map(({ place }) => place?.key?.replace(/[.[].*/, '')))).toEqual(
      refused,
    );
  });

  test('renders every character that the schema lets pass, quoted and in toJson', async (context) => {
    const helm = requireTool(context, name);
    const texts = CODE_POINTS.map((code) => `a${String.fromCodePoint(code)}b`);
    const values = {
      quoted: texts.filter((text) => !lostText(text, 'quoted')),
      json: texts.filter((text) => !lostText(text, 'json')),
    };
    const folder = charts.write({ name: `carried-${name}`, 'values.yaml': '{}\n' });
    const lines = [
      'kind: ConfigMap',
      'apiVersion: v1',
      'json: {{ .Values.json | toJson }}',
      'quoted:{{ range .Values.quoted }}',
      '- {{ . | quote }}{{ end }}',
    ];
    const rendered = await charts.render(helm, folder, 'templates/values.yaml', `${lines.join('\n')}\n`, values);
    expect(load(rendered)).toMatchObject(values);
  });

  test('takes keys of 1,022 characters and refuses longer ones', async (context) => {
    const helm = requireTool(context, name);
    const declarations: readonly ValueDeclaration[] = [
      { path: ['map'], shape: { type: 'map', values: { type: 'string' } }, default: {} },
    ];
    const folder = charts.write({ name: `keys-${name}`, ...files(declarations) });
    for (const [length, fine] of [
      [1022, true],
      [1023, false],
      [3000, false],
    ] as const) {
      const values = { map: { ['é'.repeat(length)]: 'a' } };
      expect([length, (await charts.template(helm, folder, values)).accepted]).toEqual([length, fine]);
      expect([length, checkValues(declarations, values).length]).toEqual([length, fine ? 0 : 1]);
    }
  });

  test('reads 300 patterns as parsePattern does', async (context) => {
    const helm = requireTool(context, name);
    const tries = fc
      .sample(anyPattern, { seed: SEED, numRuns: 300 })
      .flatMap((pattern) => textsFor(pattern).map((text) => ({ pattern, text })));
    const declarations = tries.map(
      ({ pattern }, index): ValueDeclaration => ({
        path: [`p${index}`],
        shape: { type: 'string', pattern },
        default: '',
      }),
    );
    const values = Object.fromEntries(tries.map(({ text }, index) => [`p${index}`, text]));
    const verdict = await charts.template(
      helm,
      charts.write({ name: `patterns-${name}`, ...files(declarations) }),
      values,
    );
    const refused = new Set(verdict.accepted ? [] : pointers(verdict.error));
    const wrong = tries.filter(({ pattern, text }, index) => {
      const parsed = parsePattern(pattern);
      return parsed.kind === 'pattern' && parsed.regexp.test(text) === refused.has(`/p${index}`);
    });
    expect(wrong).toEqual([]);
    expect(refused.size / tries.length).toBeGreaterThan(0.2);
    expect(refused.size / tries.length).toBeLessThan(0.9);
  });

  test.for([
    '(?=a)',
    '(?!a)',
    '(?<=a)',
    '(a)\\1',
    '\\u0041',
    'a{1001}',
    '(a{50}){50}',
    'a**',
    'a++',
    '\\cA',
    '[z-a]',
    '(',
    'a)',
    '[a',
  ])('does not know the pattern %s', async (pattern, context) => {
    const helm = requireTool(context, name);
    expect(parsePattern(pattern)).toMatchObject({ kind: 'problem' });
    const declarations: readonly ValueDeclaration[] = [
      { path: ['p'], shape: { type: 'string', pattern }, default: '' },
    ];
    const verdict = await charts.template(helm, charts.write({ name: `bad-pattern-${name}`, ...files(declarations) }));
    expect(verdict).toMatchObject({ accepted: false });
  });

  test('takes values.yaml after the comments of all required values and examples are taken away', async (context) => {
    const helm = requireTool(context, name);
    const keys = Array.from({ length: 150 }, (_, at) => `v${at}`);
    const made =
      fc.sample(fc.tuple(...keys.map((key, at) => (at % 2 === 0 ? groupAt(key) : declarationAt(key)))), {
        seed: SEED,
        numRuns: 1,
      })[0] ?? [];
    const declarations = made.map((declaration): ValueDeclaration => {
      const { shape, default: value = null } = declaration;
      if (shape.type === 'object' && isMap(value)) return declaration;
      if (shape.type === 'map' || shape.type === 'any') return { ...declaration, default: {}, example: value };
      return value === null ? declaration : { path: declaration.path, shape, required: true, example: value };
    });
    const verdict = await charts.template(
      helm,
      charts.write({ name: `shown-${name}`, ...files(declarations), 'values.yaml': uncommented(declarations) }),
    );
    expect(verdict.accepted ? '' : verdict.error).toEqual('');
    expect(verdict).toEqual({ accepted: true, values: shownValues(declarations) });
  });

  test('reads any text as a key and as a value of values.yaml', async (context) => {
    const helm = requireTool(context, name);
    const texts = fc.sample(anyText, { seed: SEED, numRuns: 3000 });
    const declarations: readonly ValueDeclaration[] = [
      { path: ['list'], shape: { type: 'any' }, default: texts },
      {
        path: ['map'],
        shape: { type: 'any' },
        default: Object.fromEntries(texts.map((text) => [text.slice(0, 500), text])),
      },
    ];
    const folder = charts.write({ name: `texts-${name}`, 'values.yaml': valuesYaml(declarations) });
    expect(await charts.template(helm, folder)).toEqual({ accepted: true, values: defaultValues(declarations) });
  });
});
