import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../lib/helm/expression/node';
import type { ValueDeclaration, ValueShape } from '../../../lib/helm/values/declaration';
import { defaultValues } from '../../../lib/helm/values/defaults';
import { mergeValues } from '../../../lib/helm/values/merge';
import { type JsonSchema, printSchema, valuesSchema } from '../../../lib/helm/values/schema';
import { isList, isMap, type JsonMap, own } from '../../../lib/helm/values/shape';
import { declarationAt, groupAt } from './arbitrary';
import { SHOP } from './shop';

const LOST = { $ref: '#/definitions/lostQuoted' };
const LOST_IN_JSON = { $ref: '#/definitions/lostInJson' };

/** The schema of one value with this shape at the root. */
function schemaOf(shape: ValueShape, more: Partial<ValueDeclaration> = {}): Json | undefined {
  const properties = own(valuesSchema([{ path: ['a'], shape, ...more }]), 'properties');
  return isMap(properties) ? own(properties, 'a') : undefined;
}

const MAX = 9007199254740991;

describe('valuesSchema', () => {
  test.each<[ValueShape, Json]>([
    [{ type: 'string' }, { type: 'string', not: LOST }],
    [
      { type: 'string', pattern: '^a', minLength: 1, maxLength: 3 },
      { type: 'string', pattern: '^a', minLength: 1, maxLength: 3, not: LOST },
    ],
    [
      { type: 'string', choices: ['a', 'b'] },
      { type: 'string', enum: ['a', 'b'] },
    ],
    [{ type: 'integer' }, { type: 'integer', minimum: -MAX, maximum: MAX }],
    [
      { type: 'integer', minimum: 1 },
      { type: 'integer', minimum: 1, maximum: MAX },
    ],
    [{ type: 'number' }, { type: 'number' }],
    [
      { type: 'number', maximum: 0.5 },
      { type: 'number', maximum: 0.5 },
    ],
    [{ type: 'boolean' }, { type: 'boolean' }],
    [
      { type: 'integerOrString', pattern: '%$' },
      { type: ['integer', 'string'], minimum: -MAX, maximum: MAX, pattern: '%$', not: LOST_IN_JSON },
    ],
    [
      { type: 'list', items: { type: 'string' }, minItems: 1, maxItems: 2, uniqueItems: true },
      { type: 'array', minItems: 1, maxItems: 2, uniqueItems: true, items: { type: 'string', not: LOST_IN_JSON } },
    ],
    [
      { type: 'map', values: { type: 'boolean' } },
      { type: 'object', additionalProperties: { type: 'boolean' }, allOf: [{ $ref: '#/definitions/keys' }] },
    ],
    [
      { type: 'map', values: { type: 'boolean' }, keyPattern: '^a' },
      {
        type: 'object',
        additionalProperties: { type: 'boolean' },
        allOf: [
          { $ref: '#/definitions/keys' },
          { type: 'object', patternProperties: { '^a': true }, additionalProperties: false },
        ],
      },
    ],
    [
      { type: 'any' },
      {
        type: ['array', 'boolean', 'integer', 'number', 'object', 'string'],
        items: {},
        allOf: [{ $ref: '#/definitions/free' }],
      },
    ],
    [
      { type: 'object', properties: [] },
      { type: 'object', additionalProperties: false, properties: {} },
    ],
  ])('says %j', (shape, schema) => {
    expect(schemaOf(shape)).toEqual(schema);
  });

  test('puts description, default and example beside the type', () => {
    expect(schemaOf({ type: 'boolean' }, { description: 'A switch.', default: true, example: false })).toEqual({
      type: 'boolean',
      description: 'A switch.',
      default: true,
      examples: [false],
    });
  });

  test('requires what has no default, and the group that holds it', () => {
    const schema = valuesSchema(SHOP);
    expect(schema.required).toEqual(['auth']);
    expect(schema.properties).toMatchObject({ auth: { required: ['password', 'user'] } });
  });

  test('requires what has a default where cdk8s import does not look: only null can take it away', () => {
    const member = (key: string, more: Partial<ValueDeclaration>): ValueDeclaration => ({
      path: ['a', key],
      shape: { type: 'string' },
      ...more,
    });
    const schema = valuesSchema([
      {
        path: ['a'],
        shape: {
          type: 'object',
          properties: [
            member('given', { required: true }),
            member('there', { default: '' }),
            member('maybe', { optional: true }),
          ],
        },
      },
      {
        path: ['b'],
        shape: { type: 'object', properties: [{ path: ['c'], shape: { type: 'string' } }] },
        default: { c: '' },
      },
    ]);
    expect(schema).toMatchObject({ required: ['a'], allOf: [{ type: 'object', required: ['b'] }] });
    expect(schema.properties).toMatchObject({
      a: { required: ['given'], allOf: [{ type: 'object', required: ['there'] }] },
    });
    expect(own(schema.properties as JsonMap, 'b')).not.toHaveProperty('allOf');
  });

  test('does not require an optional record because of its required properties', () => {
    const shape: ValueShape = {
      type: 'object',
      properties: [{ path: ['b'], shape: { type: 'string' }, required: true }],
    };
    expect(valuesSchema([{ path: ['a'], shape, default: { b: 'c' } }])).not.toHaveProperty('required');
  });

  test('is closed but for what Helm puts at the root', () => {
    const schema = valuesSchema([], { dependencies: ['redis', 'redis', 'global'], title: 'Values of shop' });
    expect(schema).toMatchObject({ title: 'Values of shop', additionalProperties: false });
    expect(schema.properties).toMatchObject({
      redis: { type: 'object', additionalProperties: true },
      global: { type: 'object', additionalProperties: true },
      enabled: { type: 'boolean' },
      tags: { type: 'object', additionalProperties: { type: 'boolean' } },
    });
  });

  test('keeps what the chart declares under such a key, and leaves it open', () => {
    const inner: ValueDeclaration = { path: ['redis', 'auth'], shape: { type: 'object', properties: [] } };
    const declarations: readonly ValueDeclaration[] = [
      { path: ['enabled'], shape: { type: 'boolean' }, default: false, description: 'Ours.' },
      { path: ['redis'], shape: { type: 'object', properties: [inner] } },
    ];
    expect(valuesSchema(declarations, { dependencies: ['redis'] }).properties).toMatchObject({
      enabled: { description: 'Ours.', default: false },
      redis: { additionalProperties: true, properties: { auth: { additionalProperties: true } } },
    });
  });

  test('has only the definitions that it refers to', () => {
    const definitions = (shape: ValueShape): readonly string[] =>
      Object.keys(valuesSchema([{ path: ['a'], shape }]).definitions ?? {});
    expect(definitions({ type: 'string' })).toEqual(['keys', 'lostQuoted']);
    expect(definitions({ type: 'any' })).toEqual(['free', 'keys', 'lostInJson']);
  });

  test('is what cdk8s import can read: always a type, always items, references only where it does not look', () => {
    const made = fc.sample(
      fc.tuple(...Array.from({ length: 200 }, (_, at) => (at % 2 ? groupAt : declarationAt)(`v${at}`))),
      { seed: 1, numRuns: 1 },
    );
    for (const schema of [valuesSchema(SHOP), valuesSchema(made[0] ?? [], { dependencies: ['a'] })])
      expect(faults(schema, 'root')).toEqual([]);
  });

  test('is accepted by ajv in its strict mode', () => {
    // What has a default is required beside its properties, not among them.
    const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true });
    expect(ajv.validateSchema(valuesSchema(SHOP))).toBe(true);
    const given = { auth: { password: 'abcdefgh', user: '' } };
    expect(ajv.compile(valuesSchema(SHOP))(mergeValues(defaultValues(SHOP), given))).toBe(true);
  });
});

describe('printSchema', () => {
  test('writes JSON that is easy to read and shows no character that editors hide', () => {
    const text = printSchema(valuesSchema(SHOP, { title: 'Values of shop' }));
    expect(JSON.parse(text)).toEqual(valuesSchema(SHOP, { title: 'Values of shop' }));
    expect(text).toMatch(
      /^\{\n {2}"\$schema": "http:\/\/json-schema.org\/draft-07\/schema#",\n {2}"title": "Values of shop",\n/,
    );
    expect(text).not.toMatch(/[\ufeff\ufffe\uffff\x7f-\x9f]/);
    expect(text.endsWith('}\n')).toBe(true);
  });
});

/** What json2jsii, which `cdk8s import` stands on, would stumble over. */
function faults(schema: JsonSchema, where: string): readonly string[] {
  const { type, properties, items, additionalProperties } = schema;
  return [
    ...(type === undefined ? [`${where} has no type`] : []),
    ...('enum' in schema && type !== 'string' ? [`${where} has choices of several types`] : []),
    ...('$ref' in schema ? [`${where} refers to something`] : []),
    ...([type].flat().includes('array') && items === undefined ? [`${where} has no items`] : []),
    ...((isMap(properties) || isMap(additionalProperties)) && type !== 'object' ? [`${where} is no object`] : []),
    ...(isMap(additionalProperties) ? faults(additionalProperties, `${where}.*`) : []),
    ...(isMap(items) && Object.keys(items).length > 0 ? faults(items, `${where}[]`) : []),
    ...(isMap(properties)
      ? Object.entries(properties).flatMap(([key, part]) =>
          isMap(part) ? faults(part, `${where}.${key}`) : [`${where}.${key}`],
        )
      : []),
    ...(isList(items) ? [`${where} has a list of items`] : []),
  ];
}
