import { describe, expect, test } from 'vitest';
import { checkDeclarations } from '../../../lib/helm/values/check-default';
import type { ValueDeclaration } from '../../../lib/helm/values/declaration';
import { SHOP } from './shop';

function judged(declarations: readonly ValueDeclaration[], dependencies: readonly string[] = []): readonly string[] {
  return checkDeclarations(declarations, { dependencies }).map(({ code, message }) => `${code} ${message}`);
}

const a = (more: Partial<ValueDeclaration>): ValueDeclaration => ({
  path: ['a'],
  shape: { type: 'any' },
  default: {},
  ...more,
});

describe('checkDeclarations', () => {
  test('has nothing to say about what is right', () => {
    expect(judged(SHOP)).toEqual([]);
  });

  test.each<[Partial<ValueDeclaration>, string]>([
    [
      { shape: { type: 'integer' }, default: '1' },
      'HELM2001 the default of "a" must be an integer, not the string "1"',
    ],
    [
      { shape: { type: 'string', choices: ['info'] }, default: 'inof' },
      'HELM2002 the default of "a" must be "info", not "inof"',
    ],
    [
      { shape: { type: 'integer' }, default: 2 ** 60 },
      'HELM2009 the default of "a" must be between -(2^53 - 1) and 2^53 - 1, not 1152921504606847000: Helm rounds other integers',
    ],
    [
      { shape: { type: 'list', items: { type: 'boolean' } }, default: [true, 1] },
      'HELM2001 the default of "a[1]" must be a boolean, not the number 1',
    ],
    [
      { shape: { type: 'map', values: { type: 'boolean' } }, default: { 'b.c': 1 } },
      'HELM2001 the default of "a[\'b.c\']" must be a boolean, not the number 1',
    ],
    [
      { shape: { type: 'integer' }, default: 1, example: 'b' },
      'HELM2001 the example of "a" must be an integer, not the string "b"',
    ],
    [
      { shape: { type: 'string' }, default: Number.NaN },
      'HELM2001 the default of "a" must be a finite number, not the number NaN',
    ],
    [
      { shape: { type: 'integer' }, default: Number.POSITIVE_INFINITY },
      'HELM2001 the default of "a" must be a finite number, not the number Infinity',
    ],
    [
      { shape: { type: 'number' }, default: Number.NaN },
      'HELM2001 the default of "a" must be a finite number, not the number NaN',
    ],
    [
      { default: [Number.NEGATIVE_INFINITY] },
      'HELM2001 the default of "a[0]" must be a finite number, not the number -Infinity',
    ],
    [
      { shape: { type: 'string' }, default: undefined },
      'HELM2105 "a" has no default and is not required: templates would find nothing there',
    ],
    [{ required: true }, 'HELM2106 "a" is required and has a default, so nobody would have to give it'],
    [{ default: null }, 'HELM2107 the default of "a" holds null: Helm 3 keeps it, Helm 4 drops it'],
    [{ default: { b: [null] } }, 'HELM2107 the default of "a" holds null at b[0]: Helm 3 keeps it, Helm 4 drops it'],
    [
      { shape: { type: 'string', pattern: '(?=b)' }, default: 'b' },
      'HELM2110 "a" has the pattern "(?=b)", which uses lookahead or lookbehind, which Helm does not know',
    ],
    [
      { shape: { type: 'map', values: { type: 'any' }, keyPattern: 'b{' } },
      'HELM2110 "a" has the keyPattern "b{", which has a bare "{"',
    ],
    [
      { shape: { type: 'integerOrString', pattern: '(b)\\1' }, default: 1 },
      'HELM2110 "a" has the pattern "(b)\\\\1", which has the back reference \\1, which Helm does not know',
    ],
    [
      { shape: { type: 'integer', minimum: 0.5 }, default: 1 },
      'HELM2111 "a" has minimum 0.5, but it must be an integer between -(2^53 - 1) and 2^53 - 1',
    ],
    [
      { shape: { type: 'integer', maximum: 2 ** 53 }, default: 1 },
      'HELM2111 "a" has maximum 9007199254740992, but it must be an integer between -(2^53 - 1) and 2^53 - 1',
    ],
    [
      { shape: { type: 'number', minimum: Number.NEGATIVE_INFINITY }, default: 1 },
      'HELM2111 "a" has minimum -Infinity, but it must be a finite number',
    ],
    [
      { shape: { type: 'string', minLength: -1 }, default: 'b' },
      'HELM2111 "a" has minLength -1, but it must be an integer from 0 on',
    ],
    [
      { shape: { type: 'list', items: { type: 'any' }, maxItems: 1.5 }, default: [] },
      'HELM2111 "a" has maxItems 1.5, but it must be an integer from 0 on',
    ],
    [
      { shape: { type: 'list', items: { type: 'string', pattern: '[' } }, default: [] },
      'HELM2110 "a[]" has the pattern "[", which has a "[" without "]"',
    ],
    [
      {
        shape: {
          type: 'map',
          values: { type: 'object', properties: [{ path: ['b'], shape: { type: 'string', choices: [] } }] },
        },
      },
      'HELM2112 "a.<key>.b" has no choices: no value fits',
    ],
    [{ shape: { type: 'string', choices: ['b', 'b'] }, default: 'b' }, 'HELM2112 "a" has the choice "b" twice'],
    [
      { shape: { type: 'string', choices: ['b', '<no value>'] }, default: 'b' },
      'HELM2112 "a" has the choice "<no value>", which must not hold "<no value>": Helm erases that text',
    ],
    [
      { shape: { type: 'string', choices: ['b', 'cc'], maxLength: 1 }, default: 'b' },
      'HELM2112 "a" has the choice "cc", which its other limits refuse',
    ],
    [{ path: ['x\u007f'] }, 'HELM2103 the key "x\u007f" must not hold the character U+007F: YAML does not allow it'],
    [{ path: ['tags'] }, 'HELM2102 "tags" cannot be a value: Helm reads it to switch dependencies'],
    [{ path: ['enabled'] }, 'HELM2102 "enabled" must be a boolean: Helm hands it to a chart for its condition'],
    [{ path: ['global'] }, 'HELM2102 "global" must be a group: Helm merges it into that of all charts of a release'],
    [{ path: ['redis'] }, 'HELM2102 "redis" must be a group: Helm keeps the values of the dependency there'],
  ])('%j: %s', (more, finding) => {
    expect(judged([a(more)], ['redis'])).toEqual([finding]);
  });

  test.each([
    [{ type: 'integer', minimum: 2, maximum: 1 }, 'HELM2111 "a" has minimum 2 above maximum 1: no value fits'],
    [{ type: 'string', minLength: 2, maxLength: 1 }, 'HELM2111 "a" has minLength 2 above maxLength 1: no value fits'],
    [
      { type: 'list', items: { type: 'any' }, minItems: 2, maxItems: 1 },
      'HELM2111 "a" has minItems 2 above maxItems 1: no value fits',
    ],
  ] as const)('finds limits that exclude each other: %j', (shape, finding) => {
    expect(judged([{ path: ['a'], shape, required: true }])).toEqual([finding]);
  });

  test('finds keys that are empty, twice there, or too long, at every depth', () => {
    const member = (path: readonly string[]): ValueDeclaration => ({ path, shape: { type: 'boolean' }, default: true });
    const long = 'k'.repeat(1023);
    const group: ValueDeclaration = {
      path: ['b'],
      shape: {
        type: 'object',
        properties: [member(['b', '']), member(['b', 'c']), member(['b', 'c']), member(['b', long])],
      },
    };
    expect(judged([member(['a']), member(['a']), group]).map((finding) => finding.slice(0, 60))).toEqual([
      'HELM2101 "a" is declared twice',
      'HELM2103 a value in "b" has an empty key',
      'HELM2101 "b.c" is declared twice',
      expect.stringMatching(/^HELM2103 the key "k+/),
    ]);
    expect(judged([member([''])])).toEqual(['HELM2103 a value has an empty key']);
  });

  test.each([
    ['a-b', 'aB'],
    ['a.b', 'aB'],
    ['8080', 'key8080'],
    ['~', 'key'],
    ['node selector', 'nodeSelector'],
  ])('warns of the key %s, which a template cannot write as .Values.%s', (key, better) => {
    expect(checkDeclarations([a({ path: [key] })])).toMatchObject([
      { code: 'HELM2104', severity: 'warning', hint: `"${better}" would be easier to use`, place: {} },
    ]);
  });

  test('does not warn of the name of a dependency, which nobody here chooses', () => {
    const group = (path: readonly string[]): ValueDeclaration => ({ path, shape: { type: 'object', properties: [] } });
    const context = { dependencies: ['pod-security'] };
    expect(checkDeclarations([group(['pod-security'])], context)).toEqual([]);
    const inside = { ...group(['outer']), shape: { type: 'object', properties: [group(['outer', 'pod-security'])] } };
    expect(checkDeclarations([inside as ValueDeclaration], context)).toMatchObject([{ code: 'HELM2104' }]);
  });

  test('does not warn of odd keys inside maps, lists and records: nobody writes them after .Values', () => {
    const properties: readonly ValueDeclaration[] = [{ path: ['a-b'], shape: { type: 'boolean' } }];
    expect(judged([a({ shape: { type: 'list', items: { type: 'object', properties } }, default: [] })])).toEqual([]);
  });

  test('wants no default of a group, and none of a record property', () => {
    const group: ValueDeclaration = {
      path: ['a'],
      shape: { type: 'object', properties: [{ path: ['a', 'b'], shape: { type: 'any' }, default: 1 }] },
    };
    expect(judged([{ ...group, default: {} }])).toEqual([
      'HELM2106 "a" is a group and takes the defaults of its members',
    ]);
    const record: ValueDeclaration = {
      path: ['a'],
      shape: { type: 'object', properties: [{ path: ['b'], shape: { type: 'any' }, required: true }] },
    };
    expect(judged([{ ...record, default: { b: 1 } }])).toEqual([]);
    expect(judged([record])).toEqual([
      'HELM2105 "a" has no default and is not required: templates would find nothing there',
    ]);
  });

  test('finds all mistakes in one run', () => {
    const wrong = [
      a({ default: null }),
      a({ path: ['tags'], default: null }),
      a({ path: ['c'], shape: { type: 'string', pattern: '(' }, default: 1 }),
    ];
    expect(judged(wrong)).toHaveLength(5);
  });
});
