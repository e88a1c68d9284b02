import { describe, expect, test } from 'vitest';
import { checkValues } from '../../../lib/helm/values/check-value';
import type { ValueDeclaration, ValueShape } from '../../../lib/helm/values/declaration';
import { defaultValues } from '../../../lib/helm/values/defaults';
import { mergeValues } from '../../../lib/helm/values/merge';
import type { JsonMap } from '../../../lib/helm/values/shape';
import { SHOP } from './shop';

const GIVEN = { auth: { password: 'abcdefgh', user: 'me' } };

/** `code key: message (hint)`, one for each finding. */
function judged(
  declarations: readonly ValueDeclaration[],
  values: JsonMap,
  dependencies: readonly string[] = [],
): readonly string[] {
  return checkValues(declarations, values, { dependencies }).map(
    ({ code, message, hint }) => `${code} ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}

const one = (shape: ValueShape, value: unknown): readonly string[] =>
  judged([{ path: ['a'], shape }], { a: value as JsonMap });

describe('checkValues', () => {
  test('has nothing to say about what is right', () => {
    expect(
      judged(SHOP, { ...GIVEN, image: { tag: '1' }, labels: { team: 'x' }, affinity: { a: [null, { b: null }] } }),
    ).toEqual([]);
  });

  test.each<[ValueShape, unknown, string]>([
    [{ type: 'string' }, 7, 'HELM2001 "a" must be a string, not the number 7 (write it in quotes: "7")'],
    [{ type: 'string' }, true, 'HELM2001 "a" must be a string, not the boolean true (write it in quotes: "true")'],
    [{ type: 'string' }, null, 'HELM2001 "a" must be a string, not null'],
    [
      { type: 'boolean' },
      'yes',
      'HELM2001 "a" must be a boolean, not the string "yes" (write true or false, without quotes)',
    ],
    [
      { type: 'integer' },
      '8080',
      'HELM2001 "a" must be an integer, not the string "8080" (write it without quotes: 8080)',
    ],
    [{ type: 'integer' }, 'x', 'HELM2001 "a" must be an integer, not the string "x"'],
    [{ type: 'integer' }, 1.5, 'HELM2001 "a" must be an integer, not the number 1.5'],
    [{ type: 'number' }, [], 'HELM2001 "a" must be a number, not an empty array'],
    [{ type: 'integerOrString' }, 1.5, 'HELM2001 "a" must be an integer or a string, not the number 1.5'],
    [{ type: 'list', items: { type: 'any' } }, {}, 'HELM2001 "a" must be a list, not an object'],
    [{ type: 'map', values: { type: 'any' } }, [1], 'HELM2001 "a" must be a map, not an array'],
    [{ type: 'object', properties: [] }, 'x', 'HELM2001 "a" must be a map, not the string "x"'],
    [{ type: 'any' }, null, 'HELM2001 "a" must be any value but null, not null'],
    [
      { type: 'string', choices: ['info', 'debug'] },
      'inof',
      'HELM2002 "a" must be "info" or "debug", not "inof" (did you mean "info"?)',
    ],
    [{ type: 'string', pattern: '^b+$' }, 'c', 'HELM2003 "a" must match ^b+$, which "c" does not'],
    [{ type: 'integerOrString', pattern: '%$' }, 'c', 'HELM2003 "a" must match %$, which "c" does not'],
    [{ type: 'string', minLength: 2, maxLength: 3 }, '👍', 'HELM2004 "a" must have 2 to 3 characters, not 1'],
    [{ type: 'string', maxLength: 1 }, 'bc', 'HELM2004 "a" must have at most 1 character, not 2'],
    [{ type: 'integer', minimum: 1, maximum: 9 }, 10, 'HELM2005 "a" must be from 1 to 9, not 10'],
    [{ type: 'number', minimum: 0.5 }, 0.4, 'HELM2005 "a" must be at least 0.5, not 0.4'],
    [{ type: 'list', items: { type: 'any' }, minItems: 1 }, [], 'HELM2006 "a" must have at least 1 item, not 0'],
    [{ type: 'list', items: { type: 'any' }, maxItems: 1 }, [1, 2], 'HELM2006 "a" must have at most 1 item, not 2'],
    [
      { type: 'map', values: { type: 'any' }, maxEntries: 1 },
      { b: 1, c: 2 },
      'HELM2006 "a" must have at most 1 key, not 2',
    ],
    [
      { type: 'list', items: { type: 'any' }, uniqueItems: true },
      [{ b: 1, c: [2] }, 3, { c: [2], b: 1 }],
      'HELM2006 "a" must not hold equal items: 0 and 2 are the same',
    ],
    [
      { type: 'object', properties: [{ path: ['name'], shape: { type: 'any' } }] },
      { nmae: 1 },
      'HELM2007 "a.nmae" is not known here (did you mean "name"?)',
    ],
    [{ type: 'object', properties: [] }, { b: 1 }, 'HELM2007 "a.b" is not known here (no keys are allowed)'],
    [
      { type: 'object', properties: [{ path: ['name'], shape: { type: 'string' }, required: true }] },
      {},
      'HELM2008 "a.name" is missing: it must be a string',
    ],
    [{ type: 'string' }, 'b <no value>', 'HELM2009 "a" must not hold "<no value>": Helm erases that text'],
    [{ type: 'string' }, '\ud800', 'HELM2009 "a" must not hold half of a surrogate pair: UTF-8 cannot carry it'],
    [
      { type: 'list', items: { type: 'string' } },
      ['b\u0085'],
      'HELM2009 "a[0]" must not hold the character U+0085: YAML does not allow it',
    ],
    [{ type: 'any' }, { b: '\uffff' }, 'HELM2009 "a.b" must not hold the character U+FFFF: YAML does not allow it'],
    [
      { type: 'integer' },
      2 ** 53,
      'HELM2009 "a" must be between -(2^53 - 1) and 2^53 - 1, not 9007199254740992: Helm rounds other integers',
    ],
    [
      { type: 'any' },
      [1e300],
      'HELM2009 "a[0]" must be between -(2^53 - 1) and 2^53 - 1, not 1e+300: Helm rounds other integers',
    ],
    [
      { type: 'map', values: { type: 'any' } },
      { '\u007f': 1 },
      'HELM2009 "a" has the key "\u007f", but a key must not hold the character U+007F: YAML does not allow it',
    ],
    [
      { type: 'any' },
      { ['b'.repeat(1023)]: 1 },
      'HELM2009 "a" has a key of 1023 characters, but YAML takes at most 1022',
    ],
    [
      { type: 'map', values: { type: 'any' }, keyPattern: '^b' },
      { c: 1 },
      'HELM2010 "a" has the key "c", but keys must match ^b',
    ],
  ])('for %j given %j says what is wrong', (shape, value, finding) => {
    expect(one(shape, value)).toEqual([finding]);
  });

  test.each<[ValueShape, unknown]>([
    [{ type: 'string' }, 'a\u007f\u0085'],
    [{ type: 'number' }, 1e300],
    [{ type: 'integer' }, Number.MAX_SAFE_INTEGER],
    [{ type: 'integerOrString', pattern: '%$' }, 5],
    [{ type: 'string', maxLength: 1 }, '👍'],
    [{ type: 'any' }, { a: null, b: [null, '\u0000'] }],
    [
      { type: 'map', values: { type: 'any' } },
      { __proto__x: 1, constructor: 2, '': 3 },
    ],
  ])('for %j takes %j', (shape, value) => {
    expect(one(shape, value)).toEqual([]);
  });

  test('finds all mistakes in one run, each under its key', () => {
    const values = {
      ...GIVEN,
      logLevel: 'infos',
      image: { tga: 'a' },
      port: 0,
      mounts: [{ options: ['a', 'a'] }],
      'x.y': 1,
    };
    expect(checkValues(SHOP, values).map(({ place }) => place?.key)).toEqual([
      "['x.y']",
      'logLevel',
      'image.tga',
      'port',
      'mounts[0].name',
      'mounts[0].options',
    ]);
  });

  test('names each required value that is missing, also when its whole group is', () => {
    expect(judged(SHOP, {})).toEqual([
      'HELM2008 "auth.password" is missing: it must be a string',
      'HELM2008 "auth.user" is missing: it must be a string',
    ]);
  });

  test('refuses null that deletes a default, except in maps, where that is how it is done', () => {
    const found = checkValues(SHOP, { ...GIVEN, port: null, image: { tag: null }, profiles: { nginx: null } });
    expect(found.map(({ code, severity, place }) => [code, severity, place?.key])).toEqual([
      ['HELM2011', 'error', 'image.tag'],
      ['HELM2011', 'error', 'port'],
    ]);
  });

  test('knows what Helm puts at the root, and leaves dependencies their own', () => {
    const values = { ...GIVEN, global: { a: 1 }, enabled: true, tags: { a: false }, redis: { b: 1 } };
    expect(judged(SHOP, values, ['redis'])).toEqual([]);
    expect(judged(SHOP, { ...values, global: 1, enabled: 'x', tags: { a: 1 }, redis: [] }, ['redis'])).toHaveLength(4);
  });

  test('judges of a dependency what the chart declares', () => {
    const redis: ValueDeclaration = {
      path: ['redis'],
      shape: { type: 'object', properties: [{ path: ['redis', 'port'], shape: { type: 'integer' }, default: 1 }] },
    };
    expect(judged([redis], { redis: { other: { thing: 1 } } }, ['redis'])).toEqual([]);
    expect(judged([redis], { redis: { port: 'a' } }, ['redis'])).toHaveLength(1);
    expect(judged([redis], { redis: { other: 1 } })).toHaveLength(1);
  });

  test('treats keys of JavaScript objects like any others', () => {
    const values = JSON.parse('{"__proto__": 1, "constructor": 2}') as JsonMap;
    expect(judged([], values)).toHaveLength(2);
    const declared: readonly ValueDeclaration[] = [{ path: ['toString'], shape: { type: 'integer' }, required: true }];
    expect(judged(declared, {})).toHaveLength(1);
  });
});

describe('mergeValues', () => {
  test.each<[JsonMap, JsonMap, JsonMap]>([
    [{ a: 1 }, {}, { a: 1 }],
    [{ a: 1 }, { a: 2, b: 3 }, { a: 2, b: 3 }],
    [{ a: { b: 1, c: 2 } }, { a: { b: 3 } }, { a: { b: 3, c: 2 } }],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    [{ a: { b: 1 } }, { a: 2 }, { a: 2 }],
    [{ a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
    [{ a: 1, b: { c: 1, d: 2 } }, { a: null, b: { c: null } }, { b: { d: 2 } }],
    [{}, { a: null, b: { c: null } }, { a: null, b: { c: null } }],
    [{ a: {} }, { a: { b: null } }, { a: { b: null } }],
  ])('%j with %j gives %j', (defaults, given, merged) => {
    expect(mergeValues(defaults, given)).toEqual(merged);
  });

  test('keeps a key named __proto__ a key', () => {
    const given = JSON.parse('{"__proto__": {"a": 1}}') as JsonMap;
    expect(Object.keys(mergeValues({}, given))).toEqual(['__proto__']);
  });
});

describe('defaultValues', () => {
  test('leaves out what is required, keeps empty what is optional', () => {
    const group = (key: string, ...members: readonly Partial<ValueDeclaration>[]): ValueDeclaration => ({
      path: [key],
      shape: {
        type: 'object',
        properties: members.map((member, at) => ({ path: [key, `m${at}`], shape: { type: 'any' }, ...member })),
      },
    });
    expect(
      defaultValues([
        group('a', { required: true }),
        group('b', {}),
        group('c', { default: 1 }, { required: true }),
        group('d'),
      ]),
    ).toEqual({
      b: {},
      c: { m0: 1 },
      d: {},
    });
  });
});
