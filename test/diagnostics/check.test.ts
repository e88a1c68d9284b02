import { describe, expect, it } from 'vitest';
import {
  checkObject,
  either,
  mustBeArray,
  mustBeArrayOf,
  mustBeBoolean,
  mustBeInteger,
  mustBeIntegerFrom,
  mustBeMapOf,
  mustBeNumber,
  mustBeObject,
  mustBeOneOf,
  mustBeString,
  mustBeText,
  mustHaveShape,
  mustMatch,
  type Predicate,
  required,
  type Shape,
  unknownKeys,
} from '../../lib/diagnostics/check';
import { DiagnosticCollector } from '../../lib/diagnostics/collector';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic';

function problems(value: unknown, shape: Shape, key?: string): readonly Diagnostic[] {
  const collector = new DiagnosticCollector();
  const right = checkObject(value, shape, { path: 'shop/web', key }, 'HELM1001', collector.report);
  expect(right).toBe(collector.diagnostics.length === 0);
  return collector.diagnostics;
}

const messages = (value: unknown, shape: Shape, key?: string): readonly string[] =>
  problems(value, shape, key).map(({ message }) => message);

describe('predicates', () => {
  const port = mustBeIntegerFrom(1, 65535);
  const rows: readonly (readonly [string, Predicate, unknown, string | undefined])[] = [
    ['a boolean', mustBeBoolean, true, undefined],
    ['a word for a boolean', mustBeBoolean, 'yes', '"key" must be a boolean, not the string "yes"'],
    ['null for a boolean', mustBeBoolean, null, '"key" must be a boolean, not null'],
    ['a string', mustBeString, '', undefined],
    ['a number for a string', mustBeString, 3, '"key" must be a string, not the number 3'],
    ['no text', mustBeText, '', '"key" must be a string that is not empty, not the string ""'],
    ['a number', mustBeNumber, 1.5, undefined],
    ['not a number', mustBeNumber, Number.NaN, '"key" must be a number, not the number NaN'],
    ['an integer', mustBeInteger, -3, undefined],
    ['a fraction', mustBeInteger, 1.5, '"key" must be an integer, not the number 1.5'],
    ['an integer over 2^53', mustBeInteger, 2 ** 53, '"key" must be an integer, not the number 9007199254740992'],
    ['a port', port, 65535, undefined],
    ['a large port', port, 65536, '"key" must be an integer from 1 to 65535, not the number 65536'],
    ['a port as text', port, '80', '"key" must be an integer from 1 to 65535, not the string "80"'],
    ['an array', mustBeArray, [], undefined],
    ['an object for an array', mustBeArray, {}, '"key" must be an array, not an object'],
    ['an object', mustBeObject, {}, undefined],
    ['an array for an object', mustBeObject, [], '"key" must be an object, not an empty array'],
    ['a function for an object', mustBeObject, () => 1, '"key" must be an object, not a function'],
    ['a match', mustMatch(/^[a-z]+$/g, 'a lower-case word'), 'abc', undefined],
    [
      'no match',
      mustMatch(/^[a-z]+$/, 'a lower-case word'),
      'A',
      '"key" must be a lower-case word, not the string "A"',
    ],
    ['one of', mustBeOneOf(['audit', 'enforce']), 'audit', undefined],
    [
      'none of',
      mustBeOneOf(['audit', 'enforce', 'off']),
      1,
      '"key" must be "audit", "enforce" or "off", not the number 1',
    ],
    ['either', either(mustBeInteger, mustBeString), 'http', undefined],
    [
      'neither',
      either(mustBeInteger, mustBeString),
      true,
      '"key" must be an integer or a string, not the boolean true',
    ],
    ['an item', mustBeArrayOf(mustBeString), ['a', 2], '"key[1]" must be a string, not the number 2'],
    ['a hole', mustBeArrayOf(mustBeString), Array(1), '"key[0]" must be a string, not undefined'],
    ['a map value', mustBeMapOf(mustBeString), { 'a.b/c': 2 }, '"key[\'a.b/c\']" must be a string, not the number 2'],
    ['no map', mustBeMapOf(mustBeString), 'x', '"key" must be an object, not the string "x"'],
    [
      'a part inside either',
      either(mustBeString, mustBeArrayOf(mustBeString)),
      [1],
      '"key[0]" must be a string, not the number 1',
    ],
  ];
  it.each(rows)('judge %s', (_name, predicate, value, message) => {
    expect(messages({ key: value }, { key: predicate })).toEqual(message === undefined ? [] : [message]);
  });

  it('give the same answer twice for a pattern with a memory', () => {
    const shape = { key: mustMatch(/^a/g, 'x') };
    expect(messages({ key: 'abc' }, shape)).toEqual([]);
    expect(messages({ key: 'abc' }, shape)).toEqual([]);
  });

  it('hint at the nearest choice', () => {
    const [problem] = problems({ mode: 'enfroce' }, { mode: mustBeOneOf(['audit', 'enforce']) });
    expect(problem?.hint).toBe('did you mean "enforce"?');
    const [other] = problems({ mode: 'enfroce' }, { mode: either(mustBeInteger, mustBeOneOf(['audit', 'enforce'])) });
    expect(other?.message).toBe('"mode" must be an integer or "audit" or "enforce", not the string "enfroce"');
    expect(other?.hint).toBe('did you mean "enforce"?');
  });

  it('cut long strings and escape control characters', () => {
    const [message] = messages({ key: `\u001b${'x'.repeat(1000)}` }, { key: mustBeBoolean });
    expect(message?.length).toBeLessThan(120);
    expect(message).toContain('\\u001bxxx');
  });
});

describe('checkObject', () => {
  const shape: Shape = {
    name: required(mustBeText),
    replicas: mustBeInteger,
    ports: mustBeArrayOf(mustHaveShape({ port: required(mustBeInteger), name: mustBeString })),
  };

  it('is silent about a right object and about keys that are undefined', () => {
    expect(messages({ name: 'web', replicas: undefined, ports: [{ port: 80 }], colour: undefined }, shape)).toEqual([]);
  });

  it('names every mistake in one run: unknown keys, missing keys, wrong values, deep inside too', () => {
    expect(messages({ replica: 3, replicas: '3', ports: [{ port: 80 }, { name: 1 }, 8080] }, shape)).toEqual([
      '"replica" is not known here',
      '"name" is missing: it must be a string that is not empty',
      '"replicas" must be an integer, not the string "3"',
      '"ports[1].port" is missing: it must be an integer',
      '"ports[1].name" must be a string, not the number 1',
      '"ports[2]" must be an object, not the number 8080',
    ]);
  });

  it('says code, severity, place and hint', () => {
    expect(problems({ name: 'web', replica: 3 }, shape, 'spec')).toEqual([
      {
        code: 'HELM1001',
        severity: 'error',
        message: '"spec.replica" is not known here',
        hint: 'did you mean "replicas"?',
        place: { path: 'shop/web', key: 'spec.replica' },
      },
    ]);
  });

  it('refuses what is no object', () => {
    expect(messages(null, shape)).toEqual(['the value must be an object, not null']);
    expect(messages([1], shape, 'props')).toEqual(['"props" must be an object, not an array']);
  });

  it('does not take inherited names for keys', () => {
    expect(messages({}, { constructor: mustBeString, toString: mustBeString })).toEqual([]);
    expect(messages(JSON.parse('{"__proto__": 1, "constructor": 2}'), {})).toEqual([
      '"__proto__" is not known here',
      '"constructor" is not known here',
    ]);
  });

  it('reads the getters of a class', () => {
    class Props {
      public get name(): number {
        return 3;
      }
    }
    expect(messages(new Props(), shape)).toEqual(['"name" must be a string that is not empty, not the number 3']);
  });
});

describe('unknownKeys', () => {
  it('gives one error for each, with the nearest name or the list of allowed ones', () => {
    expect(unknownKeys({ imgae: 1, zebra: 2, image: 3 }, ['image', 'port'], { key: 'values' }, 'HELM1002')).toEqual([
      {
        code: 'HELM1002',
        severity: 'error',
        message: '"values.imgae" is not known here',
        hint: 'did you mean "image"?',
        place: { key: 'values.imgae' },
      },
      {
        code: 'HELM1002',
        severity: 'error',
        message: '"values.zebra" is not known here',
        hint: 'allowed: image, port',
        place: { key: 'values.zebra' },
      },
    ]);
    expect(unknownKeys({ a: 1 }, [], {}, 'X1')[0]?.hint).toBe('no keys are allowed');
    const many = Array.from({ length: 500 }, (_, index) => `key${index}`);
    expect(unknownKeys({ zebra: 1 }, many, {}, 'X1')[0]?.hint).toMatch(/^allowed: key0, .*, key19, and 480 more$/);
  });
});
