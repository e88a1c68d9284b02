import fc from 'fast-check';
import type { Json } from '../../../lib/helm/expression/node';
import type { ValueDeclaration, ValueShape } from '../../../lib/helm/values/declaration';
import { parsePattern } from '../../../lib/helm/values/pattern';
import { fits } from '../../../lib/helm/values/sample';
import { keyOf as lastKey } from '../../../lib/helm/values/shape';
import { NASTY_TEXTS } from './nasty-texts';

/** Patterns that both Go and JavaScript know, of which good and bad texts can be made up. */
export const PATTERNS = [
  '^[a-z]+$',
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
  '^\\d{1,3}%$',
  '^(debug|info|warn)$',
  '\\.ya?ml$',
  '^[^\\s/]+/[^\\s/]+$',
  '^v?\\d+\\.\\d+$',
];

const WIDE = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replace(/\p{Surrogate}/gu, '?'));

/** Any text that JSON, Go and YAML can hold. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  { weight: 1, arbitrary: WIDE },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom(...NASTY_TEXTS), { minLength: 2, maxLength: 4 }).map((texts) => texts.join('')),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom(...NASTY_TEXTS), { minLength: 2, maxLength: 4 })
      .map((texts) => texts.join('\n')),
  },
);

const anyKey: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  { weight: 1, arbitrary: WIDE },
);

/** Any data, also such as no declaration would take: nulls, huge numbers, characters that get lost. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<Json>(null, true, false, 0, 1, -1, 1.5, 1e6, 2 ** 53, 1e21, '<no value>', 'a\u0085b', '\uffff'),
    anyText,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(anyKey, tie('json'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).json;

const bounds = <T>(
  arbitrary: fc.Arbitrary<T>,
  order: (a: T, b: T) => number,
): fc.Arbitrary<readonly [T | undefined, T | undefined]> =>
  fc.tuple(fc.option(arbitrary, { nil: undefined }), fc.option(arbitrary, { nil: undefined })).map(([a, b]) => {
    return a !== undefined && b !== undefined && order(a, b) > 0 ? [b, a] : [a, b];
  });

const ascending = (a: number, b: number): number => a - b;

const present = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;

const integerBound = fc.oneof(fc.integer({ min: -100, max: 100 }), fc.maxSafeInteger());

const propertyKey = fc.oneof(
  fc.constantFrom('name', 'on', 'y', '8080', 'a.b', 'a-b', '~', 'no value', 'constructor'),
  fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/),
);

/** Shapes of every type, nested up to three deep. */
export const anyShape: fc.Arbitrary<ValueShape> = fc.letrec<{ shape: ValueShape; record: ValueShape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    fc.constant<ValueShape>({ type: 'string' }),
    fc
      .uniqueArray(fc.constantFrom('debug', 'info', 'on', '', '0123', 'a: b', '~'), { minLength: 1, maxLength: 4 })
      .map((choices): ValueShape => ({ type: 'string', choices })),
    fc.constantFrom(...PATTERNS).map((pattern): ValueShape => ({ type: 'string', pattern })),
    bounds(fc.nat(30), ascending).map(
      ([minLength, maxLength]): ValueShape => present({ type: 'string', minLength, maxLength }),
    ),
    bounds(integerBound, ascending).map(
      ([minimum, maximum]): ValueShape => present({ type: 'integer', minimum, maximum }),
    ),
    bounds(fc.double({ min: -1e6, max: 1e6, noNaN: true }), ascending).map(
      ([minimum, maximum]): ValueShape => present({ type: 'number', minimum, maximum }),
    ),
    fc.constant<ValueShape>({ type: 'boolean' }),
    fc.constantFrom<ValueShape>({ type: 'integerOrString' }, { type: 'integerOrString', pattern: '^\\d{1,3}%$' }),
    fc.constant<ValueShape>({ type: 'any' }),
    fc
      .tuple(tie('shape'), bounds(fc.nat(3), ascending), fc.boolean())
      .map(
        ([items, [minItems, maxItems], uniqueItems]): ValueShape =>
          uniqueItems
            ? present({ type: 'list', items, maxItems, uniqueItems })
            : present({ type: 'list', items, minItems, maxItems }),
      ),
    fc
      .tuple(
        tie('shape'),
        fc.option(fc.constantFrom('^[a-z]', '^[a-z./-]+$', '^.{1,20}$'), { nil: undefined }),
        // A default of three keys leaves room for one more: Helm lays values over it.
        fc.option(fc.integer({ min: 4, max: 6 }), { nil: undefined }),
      )
      .map(([values, keyPattern, maxEntries]): ValueShape => present({ type: 'map', values, keyPattern, maxEntries })),
    tie('record'),
  ),
  record: fc
    .uniqueArray(fc.tuple(propertyKey, tie('shape'), fc.boolean()), { maxLength: 3, selector: ([key]) => key })
    .map(
      (properties): ValueShape => ({
        type: 'object',
        properties: properties.map(
          ([key, shape, required]): ValueDeclaration => ({ path: [key], shape, ...(required ? { required } : {}) }),
        ),
      }),
    ),
})).shape;

/** Values that fit the shape. */
export function fittingValue(shape: ValueShape): fc.Arbitrary<Json> {
  return candidateOf(shape).filter((value) => fits(shape, value));
}

/** Values that fit, values of which one part was exchanged for anything, and anything: near misses are what tells judges apart. */
export function nearlyFitting(shape: ValueShape): fc.Arbitrary<Json> {
  const spoilt = fc
    .tuple(fittingValue(shape), fc.nat(), anyJson)
    .map(([value, at, part]) => exchanged(value, at, part));
  return fc.oneof(
    { weight: 3, arbitrary: fittingValue(shape) },
    { weight: 4, arbitrary: spoilt },
    { weight: 1, arbitrary: anyJson },
  );
}

/** The value with one of its parts, or itself, replaced. */
function exchanged(value: Json, at: number, part: Json): Json {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const key = keys[at % (keys.length + 1)];
  if (key === undefined) return part;
  const deeper = Math.floor(at / (keys.length + 1));
  if (Array.isArray(value))
    return value.map((item: Json, index) => (String(index) === key ? exchanged(item, deeper, part) : item));
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, entry]) => [name, name === key ? exchanged(entry, deeper, part) : entry]),
  );
}

function candidateOf(shape: ValueShape): fc.Arbitrary<Json> {
  switch (shape.type) {
    case 'string': {
      if (shape.choices) return fc.constantFrom(...shape.choices);
      const parsed = shape.pattern === undefined ? undefined : parsePattern(shape.pattern);
      if (parsed?.kind === 'pattern') return fc.nat(50).map(parsed.sample);
      const { minLength = 0, maxLength = 1000 } = shape;
      return anyText.map((text) => [...text.padEnd(minLength, 'é')].slice(0, maxLength).join(''));
    }
    case 'integer':
      return fc.oneof(integerBound, fc.maxSafeInteger()).map((number) => clamp(number, shape, Math.ceil, Math.floor));
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => clamp(number, shape, Number, Number));
    case 'boolean':
      return fc.boolean();
    case 'integerOrString':
      return fc.oneof(
        fc.integer(),
        candidateOf({ type: 'string', ...(shape.pattern === undefined ? {} : { pattern: shape.pattern }) }),
      );
    case 'list': {
      const { minItems = 0, maxItems = 3, uniqueItems } = shape;
      const limits = { minLength: minItems, maxLength: Math.max(maxItems, minItems) };
      return uniqueItems
        ? fc.uniqueArray(fittingValue(shape.items), { ...limits, selector: (item) => JSON.stringify(item) })
        : fc.array(fittingValue(shape.items), limits);
    }
    case 'map':
      return fc.dictionary(
        shape.keyPattern === undefined ? anyKey : fc.nat(20).map(keyOf(shape.keyPattern)),
        fittingValue(shape.values),
        {
          maxKeys: 3,
          noNullPrototype: true,
        },
      );
    case 'object':
      return fc
        .tuple(...shape.properties.map((property) => fc.tuple(fc.constant(lastKey(property)), maybe(property))))
        .map((pairs) => Object.fromEntries(pairs.filter((pair): pair is [string, Json] => pair[1] !== undefined)));
    case 'any':
      return anyJson.map(withoutNull);
  }
}

function maybe(property: ValueDeclaration): fc.Arbitrary<Json | undefined> {
  return property.required ? fittingValue(property.shape) : fc.option(fittingValue(property.shape), { nil: undefined });
}

function keyOf(pattern: string): (variant: number) => string {
  const parsed = parsePattern(pattern);
  return parsed.kind === 'pattern' ? parsed.sample : () => 'a';
}

function clamp(
  number: number,
  {
    minimum = Number.NEGATIVE_INFINITY,
    maximum = Number.POSITIVE_INFINITY,
  }: { readonly minimum?: number; readonly maximum?: number },
  up: (number: number) => number,
  down: (number: number) => number,
): number {
  const clamped = Math.max(up(minimum), Math.min(down(maximum), number));
  return Object.is(clamped, -0) ? 0 : clamped;
}

/** Nulls have no place in a default. */
function withoutNull(value: Json): Json {
  if (value === null) return {};
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutNull(entry)]));
}

/** A declaration with a default, at the root, under the key `v` and a number. */
export function declarationAt(key: string): fc.Arbitrary<ValueDeclaration> {
  return anyShape
    .chain((shape) => fc.tuple(fc.constant(shape), fittingValue(shape)))
    .map(([shape, value]) => ({ path: [key], shape, default: value, description: `What ${key} is for.` }));
}

/**
 * A group under this key with up to four members, some of them required, some optional, as charts have them. Members of records and
 * groups are the two places where paths differ.
 */
export function groupAt(key: string): fc.Arbitrary<ValueDeclaration> {
  const member = fc.tuple(propertyKey, declarationAt(''), fc.constantFrom('default', 'required', 'optional'));
  return fc.uniqueArray(member, { minLength: 1, maxLength: 4, selector: ([name]) => name }).map((members) => ({
    path: [key],
    description: `All of ${key}.`,
    shape: {
      type: 'object',
      properties: members.map(
        ([name, { shape, default: fallback, description = '' }, kind]): ValueDeclaration => ({
          path: [key, name],
          shape,
          description,
          ...(kind === 'default' ? { default: fallback as Json } : { [kind]: true }),
        }),
      ),
    },
  }));
}

const ATOMS = [
  ...[
    'a',
    'b',
    'Z',
    '0',
    '-',
    '/',
    ',',
    ' ',
    'é',
    '日',
    '👍',
    '.',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\n',
    '\\t',
    '\\v',
    '\\/',
  ],
  ...[
    '\\.',
    '\\*',
    '\\[',
    '\\\\',
    '\\{',
    '\\x41',
    '\\x7f',
    '\\p{L}',
    '\\P{Lu}',
    '[abc]',
    '[^abc]',
    '[a-z]',
    '[^\\s/]',
    '[\\w.-]',
  ],
  ...['[\\d\\-]', '[-a]', '[a-]', '[\\]]', '[é-ü]', '[\\p{Lu}_]', '[^\\n]', '[+--]', '[\\^a]', '[$.]'],
];

/** No repeat inside a repeat: Go takes them in its stride, JavaScript may need an age. */
const repeated = (atom: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(atom, fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?', '??'))
    .map(([one, repeat]) => {
      return /[*+}]\??[^)]*\)/.test(one) ? one : one + repeat;
    });

const sequence = (atom: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: repeated(atom) },
        { weight: 1, arbitrary: fc.constantFrom('^', '$', '\\b', '\\B') },
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((terms) => terms.join(''));

const flat = sequence(fc.constantFrom(...ATOMS));
const grouped = fc.oneof(
  flat.map((inner) => `(${inner})`),
  fc.tuple(flat, flat).map(([one, other]) => `(?:${one}|${other})`),
);

/** Regular expressions that parsePattern takes: every construct that Go and JavaScript share. */
export const anyPattern: fc.Arbitrary<string> = sequence(
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ATOMS) }, { weight: 1, arbitrary: grouped }),
);
