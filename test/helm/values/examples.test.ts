import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkValues } from '../../../lib/helm/values/check-value';
import type { ValueDeclaration, ValueShape } from '../../../lib/helm/values/declaration';
import { requiredValues, valueExamples } from '../../../lib/helm/values/examples';
import { sampleOf } from '../../../lib/helm/values/sample';
import { anyShape, groupAt } from './arbitrary';
import { SHOP } from './shop';

const at = (shape: ValueShape, more: Partial<ValueDeclaration> = {}): ValueDeclaration => ({
  path: ['a'],
  shape,
  required: true,
  ...more,
});

describe('valueExamples', () => {
  test('has one pair for every value, item, entry and property', () => {
    expect(valueExamples(SHOP).map(({ key }) => key)).toEqual([
      ...[
        'logLevel',
        'image',
        'image.repository',
        'image.tag',
        'auth',
        'auth.password',
        'auth.user',
        'port',
        'ratio',
        'maxUnavailable',
        'on',
      ],
      ...[
        'labels',
        'labels.a',
        'profiles',
        'profiles.key',
        'mounts',
        'mounts[0]',
        'mounts[0].name',
        'mounts[0].options',
        'mounts[0].options[0]',
      ],
      ...['tolerations', 'tolerations[0]', 'affinity'],
    ]);
  });

  test('points at the fault as Helm does', () => {
    expect(
      valueExamples([at({ type: 'map', values: { type: 'list', items: { type: 'boolean' } } })]).map(
        ({ pointer }) => pointer,
      ),
    ).toEqual(['/a', '/a/key', '/a/key/0']);
    const slash = { path: ['a/b~c'], shape: { type: 'boolean' }, default: true } as const;
    expect(valueExamples([slash])[0]?.pointer).toBe('/a~1b~0c');
  });

  test.each<[ValueShape, unknown, unknown]>([
    [{ type: 'string' }, 'text', 7],
    [{ type: 'string', choices: ['b'] }, 'b', 'no-such-choice'],
    [{ type: 'string', maxLength: 2 }, 'xt', 'xxx'],
    [{ type: 'string', minLength: 6 }, 'textxx', ''],
    [{ type: 'string', pattern: '^\\d+%$' }, '0%', ''],
    [{ type: 'integer' }, 1, 'text'],
    [{ type: 'integer', minimum: 5, maximum: 6 }, 5, 7],
    [{ type: 'number', maximum: -1.5 }, -1.5, -0.5],
    [{ type: 'boolean' }, true, 'yes'],
    [{ type: 'integerOrString' }, 1, true],
    [{ type: 'list', items: { type: 'boolean' }, minItems: 1 }, [true], []],
    [{ type: 'list', items: { type: 'boolean' }, uniqueItems: true }, [true], [true, true]],
    [{ type: 'list', items: { type: 'integer' }, maxItems: 2 }, [1], [1, 2, 3]],
    [{ type: 'map', values: { type: 'boolean' } }, { key: true }, 'text'],
    [{ type: 'map', values: { type: 'boolean' }, keyPattern: '^[0-9]+$' }, { 0: true }, { '': true }],
    [{ type: 'any' }, { key: 'text' }, '<no value>'],
    [{ type: 'object', properties: [] }, {}, { noSuchKey: 1 }],
  ])('for %j: good %j, bad %j', (shape, good, bad) => {
    expect(valueExamples([at(shape)])[0]).toMatchObject({ good: { a: good }, bad: { a: bad } });
  });

  test('takes the example of the author where there is one', () => {
    expect(valueExamples([at({ type: 'string' }, { example: 'mine' })])[0]?.good).toEqual({ a: 'mine' });
  });

  test('gives what is required besides, and nothing else', () => {
    expect(requiredValues(SHOP)).toEqual({ auth: { password: 'abcdefgh', user: 'text' } });
    expect(valueExamples(SHOP)[0]?.good).toEqual({ auth: { password: 'abcdefgh', user: 'text' }, logLevel: 'debug' });
  });

  test('says so when no value can be made up', () => {
    expect(() => valueExamples([at({ type: 'string', pattern: '^a$', minLength: 2 })])).toThrow(
      'no value can be made up that fits',
    );
  });

  test('has good values that fit and bad ones with one fault, for every shape', () => {
    fc.assert(
      fc.property(anyShape, groupAt('g'), (shape, group) => {
        const declarations = [at(shape), group];
        for (const { key, good, bad } of valueExamples(declarations)) {
          expect([key, checkValues(declarations, good)]).toEqual([key, []]);
          const found = checkValues(declarations, bad).map((diagnostic) => diagnostic.place?.key ?? '');
          expect([key, found.length > 0 && found.every((place) => place.startsWith(key))]).toEqual([key, true]);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('sampleOf', () => {
  test('gives different values for different variants where the shape allows it', () => {
    for (const shape of [
      { type: 'string' },
      { type: 'integer', minimum: 3, maximum: 9 },
      { type: 'number' },
      { type: 'any' },
    ] as const) {
      expect(new Set([0, 1, 2, 3].map((variant) => JSON.stringify(sampleOf(shape, variant)))).size).toBe(4);
    }
  });
});
