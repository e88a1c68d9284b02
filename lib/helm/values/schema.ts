import type { Json } from '../expression/node';
import { type Carrier, MAX_INTEGER, REFUSED_KEY, REFUSED_TEXT } from './carrier';
import type { ValueDeclaration, ValueShape } from './declaration';
import { defaultOf } from './defaults';
import { rootProperties } from './root';
import { type ChartContext, isGroup, type JsonMap, keyOf, mayBeNull, mustBeGiven } from './shape';

/** A JSON Schema as plain data. */
export type JsonSchema = JsonMap;

/** What the schema says of the chart as a whole. */
export interface SchemaOptions extends ChartContext {
  /** Title of the schema, such as `Values of shop-security`. */
  readonly title?: string;
}

const DRAFT = 'http://json-schema.org/draft-07/schema#';

/**
 * Parts that many values share. Referred to only from where `cdk8s import` does not look: `not`, `allOf`. Keys are judged by
 * `patternProperties`, not by `propertyNames`: for those santhosh-tekuri 6.0.3 (Helm 3.22 and 4.3) names a wrong key.
 */
const DEFINITIONS: JsonMap = {
  free: {
    description: 'Anything that YAML can say and a template can carry.',
    type: ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'],
    minimum: -MAX_INTEGER,
    maximum: MAX_INTEGER,
    not: { $ref: '#/definitions/lostInJson' },
    items: { $ref: '#/definitions/free' },
    patternProperties: { [REFUSED_KEY]: false },
    additionalProperties: { $ref: '#/definitions/free' },
  },
  keys: {
    description: 'A map without keys that a template cannot carry.',
    type: 'object',
    patternProperties: { [REFUSED_KEY]: false },
  },
  // Without its type, `not` would refuse all that is no string, and Helm would say so beside the real fault.
  lostInJson: {
    description:
      'Text that a template cannot carry: Helm erases it, or its YAML reader fails at it in what toJson prints.',
    type: 'string',
    pattern: REFUSED_TEXT.json,
  },
  lostQuoted: {
    description: 'Text that a template cannot carry: Helm erases it.',
    type: 'string',
    pattern: REFUSED_TEXT.quoted,
  },
};

/**
 * The chart's `values.schema.json`: draft-07, which every Helm since 3.0 can judge (xeipuuv until 3.18, santhosh-tekuri
 * since). Closed at every object; open at the root for what Helm puts there. It refuses what a template cannot carry.
 *
 * Helm judges the values after it has laid them over the defaults, and `key: null` has deleted the key by then. So what has
 * a default is required too: else a template would find nothing, and write 0 for the number. Not so lists and maps that are
 * empty by default: nothing is as good, and `key:` is often written. An optional value has no default to delete, so it may be
 * null.
 *
 * `cdk8s import` makes types of it: every schema has a `type`, every array `items`. What has a default is required inside of
 * `allOf`, where it does not look: nobody has to give it.
 */
export function valuesSchema(declarations: readonly ValueDeclaration[], options: SchemaOptions = {}): JsonSchema {
  const root = rootProperties(declarations, options);
  const properties = Object.fromEntries(
    root.map(({ declaration, open }) => [keyOf(declaration), declarationSchema(declaration, 'quoted', open)]),
  );
  const schema = {
    $schema: DRAFT,
    ...(options.title === undefined ? {} : { title: options.title }),
    type: 'object',
    additionalProperties: false,
    ...requiredOf(declarations),
    ...stayingOf(declarations),
    properties,
  };
  const definitions = usedDefinitions(schema);
  return Object.keys(definitions).length === 0 ? schema : { ...schema, definitions };
}

/** The schema as the text of the file, with escapes for the characters that no editor shows. */
export function printSchema(schema: JsonSchema): string {
  const text = JSON.stringify(schema, undefined, 2);
  return `${text.replace(/[\ufeff\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`)}\n`;
}

function declarationSchema(declaration: ValueDeclaration, carrier: Carrier, open = false): JsonSchema {
  const schema = shapeSchema(declaration.shape, carrier, open);
  const { type, ...rest } = declaration.optional ? orNull(schema) : schema;
  return {
    type: type as Json,
    ...(declaration.description === undefined ? {} : { description: declaration.description }),
    ...rest,
    ...(isGroup(declaration) ? stayingOf(declaration.shape.properties) : {}),
    ...(declaration.default === undefined ? {} : { default: declaration.default }),
    ...(declaration.example === undefined ? {} : { examples: [declaration.example] }),
  };
}

/**
 * The same schema, or null. `cdk8s import` fails at choices, properties and entries beside several types, so these go where it
 * does not look.
 */
function orNull(schema: JsonSchema): JsonSchema {
  const type = [schema.type as Json, 'null'].flat();
  const plain = !('enum' in schema || 'properties' in schema || 'additionalProperties' in schema);
  return plain ? { ...schema, type } : { type, allOf: [{ anyOf: [{ type: 'null' }, schema] }] };
}

function shapeSchema(shape: ValueShape, carrier: Carrier, open: boolean): JsonSchema {
  switch (shape.type) {
    case 'string': {
      const { choices, pattern, minLength, maxLength } = shape;
      return choices
        ? { type: 'string', enum: choices }
        : { type: 'string', ...given({ pattern, minLength, maxLength }), ...notLost(carrier) };
    }
    case 'integer': {
      const { minimum = -MAX_INTEGER, maximum = MAX_INTEGER } = shape;
      return { type: 'integer', minimum, maximum };
    }
    case 'number':
      return { type: 'number', ...given({ minimum: shape.minimum, maximum: shape.maximum }) };
    case 'boolean':
      return { type: 'boolean' };
    case 'integerOrString': {
      const limits = { minimum: -MAX_INTEGER, maximum: MAX_INTEGER, ...given({ pattern: shape.pattern }) };
      // It may be a number, so it is printed as JSON wherever it stands.
      return { type: ['integer', 'string'], ...limits, ...notLost('json') };
    }
    case 'list': {
      const { minItems, maxItems, uniqueItems } = shape;
      return {
        type: 'array',
        ...given({ minItems, maxItems, uniqueItems }),
        items: shapeSchema(shape.items, 'json', false),
      };
    }
    case 'map':
      return {
        type: 'object',
        ...given({ maxProperties: shape.maxEntries }),
        additionalProperties: shapeSchema(shape.values, 'json', false),
        allOf: keyRules(shape.keyPattern),
      };
    case 'object': {
      const entries = shape.properties.map((property) => [keyOf(property), declarationSchema(property, 'json', open)]);
      return {
        type: 'object',
        additionalProperties: open,
        ...requiredOf(shape.properties),
        ...(open && entries.length === 0 ? {} : { properties: Object.fromEntries(entries) }),
      };
    }
    case 'any':
      return {
        type: ['array', 'boolean', 'integer', 'number', 'object', 'string'],
        items: {},
        allOf: [{ $ref: '#/definitions/free' }],
      };
  }
}

function notLost(carrier: Carrier): JsonSchema {
  return { not: { $ref: carrier === 'json' ? '#/definitions/lostInJson' : '#/definitions/lostQuoted' } };
}

function keyRules(pattern: string | undefined): readonly JsonSchema[] {
  const known = { $ref: '#/definitions/keys' };
  return pattern === undefined
    ? [known]
    : [known, { type: 'object', patternProperties: { [pattern]: true }, additionalProperties: false }];
}

function requiredOf(properties: readonly ValueDeclaration[]): JsonSchema {
  const keys = properties.filter(mustBeGiven).map(keyOf);
  return keys.length === 0 ? {} : { required: keys };
}

/** Helm lays values over defaults in groups, not in records: only there a key with a default is always present. */
function stayingOf(members: readonly ValueDeclaration[]): JsonSchema {
  const stays = (member: ValueDeclaration): boolean =>
    !mustBeGiven(member) && !mayBeNull(member) && defaultOf(member) !== undefined;
  const keys = members.filter(stays).map(keyOf);
  return keys.length === 0 ? {} : { allOf: [{ type: 'object', required: keys }] };
}

function given(keywords: { readonly [keyword: string]: Json | undefined }): JsonMap {
  const entries = Object.entries(keywords).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** The definitions that the schema refers to, and those that these refer to. */
function usedDefinitions(schema: Json): JsonMap {
  const used = new Set<string>();
  const look = (part: Json): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"\$ref":"#\/definitions\/(\w+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      look(DEFINITIONS[name] ?? null);
    }
  };
  look(schema);
  return Object.fromEntries(Object.entries(DEFINITIONS).filter(([name]) => used.has(name)));
}
