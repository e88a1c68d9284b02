import fc from 'fast-check';
import { GO_FUNCTIONS } from '../../../../lib/helm/expression/functions';
import type { GoValue, RenderContext } from '../../../../lib/helm/expression/go-value';

/** An argument of a call: as template text, and as the value that it has. */
export interface Argument {
  readonly text: string;
  readonly value: GoValue;
  /** What the chart's values must hold for it: key below `.Values` to value. */
  readonly values?: Readonly<Record<string, GoValue>>;
}

/** Key of a value among all others: every argument gets its own. */
let counter = 0;

/** The context that arguments without values need. */
const EMPTY: RenderContext = { values: {}, builtins: {}, apiVersions: new Set(), variables: new Map() };

/** Texts that YAML's reader refuses or changes, and so cannot come from a values file. */
const UNFIT = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

/** A Go string literal. Everything beyond printable ASCII is escaped, so that nothing depends on the code under test. */
export function goText(text: string): string {
  const encode = (character: string) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') return `\\${character}`;
    if (code >= 0x20 && code < 0x7f) return character;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  };
  return `"${Array.from(text, encode).join('')}"`;
}

export function textArgument(value: string): Argument {
  return { text: goText(value), value };
}

/** A whole number as literal: an int in Go. */
export function intArgument(value: bigint): Argument {
  return { text: String(value), value };
}

export function floatArgument(value: number, mayUseValues = true): Argument {
  if (mayUseValues && Number.isFinite(value) && !Object.is(value, -0)) return fromValues(value);
  const digits = Object.is(value, -0) ? '-0' : String(value).replace('Infinity', 'Inf');
  return { text: `(float64 "${digits}")`, value };
}

/** An argument that stands in values.yaml. */
export function fromValues(value: GoValue): Argument {
  counter += 1;
  const key = `k${counter}`;
  return { text: `.Values.${key}`, value, values: { [key]: value } };
}

/** Any value as template text, without the help of a values file. */
export function literal(value: GoValue): Argument {
  if (typeof value === 'string') return textArgument(value);
  if (typeof value === 'number') return floatArgument(value, false);
  if (value === null || typeof value !== 'object') return { text: value === null ? 'nil' : String(value), value };
  if (Array.isArray(value)) return callArgument('list', ...value.map(literal));
  return callArgument('dict', ...Object.entries(value).flatMap(([key, item]) => [textArgument(key), literal(item)]));
}

export const NIL: Argument = { text: 'nil', value: null };

/** A call as an argument. The functions used for it are under test themselves. */
export function callArgument(fn: string, ...args: readonly Argument[]): Argument {
  const value = GO_FUNCTIONS[fn]?.evaluate?.(
    args.map((arg) => arg.value),
    EMPTY,
  );
  if (value === undefined) throw new Error(`${fn} has no value`);
  return {
    text: `(${fn} ${args.map((arg) => arg.text).join(' ')})`,
    value,
    values: Object.assign({}, ...args.map((arg) => arg.values)),
  };
}

/** Whether a value comes out of a values file as it went in. */
function fits(value: GoValue): boolean {
  if (value === null || typeof value === 'bigint') return false;
  if (typeof value === 'string') return !UNFIT.test(value);
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== 'object') return true;
  return Object.entries(value).every(([key, item]) => !UNFIT.test(key) && key !== '<<' && fits(item));
}

const WORDS = [...'a B foo Bar x1 42 HTTP Straße ÄÖ é 日本 😀 _ - .'.split(' '), ' ', '  ', '\n', '\t', '"', "'"];

/** Texts that something somewhere takes for a number, a boolean, a directive, a comment … */
const TRAPS = [
  '',
  ' ',
  ...'a true null ~ yes n 0 -1 08 0x1F 1e6 1.50 .5 1_000 NaN inf +7 1.0.0 back\\slash `tick` %d%s%% $1'.split(' '),
  `$\{a}`,
  ...'<no value>|<b>&amp;|a: b|- x|# x|a #b|it\'s|say "hi"|{{ x }}|a\tb|\n|line\nline\n'.split('|'),
];
/** Control characters, separators, letters whose other case is special, characters beyond U+FFFF. */
const ODD =
  '\u0000|\u0007\b\f\v\r|\u001b[0m|\u007f|\u0085|\u00a0|\u2028\u2029|\ufeff|\ufffe|\ufffd|\u00ad|\u202e|\u0301|\u{e000}|\u{10ffff}|\u{1f6d8}'.split(
    '|',
  );
const LETTERS = 'ß|ŉ|ǅ|ᾳ|İi|ſ|\u212a|ა|Σς|𝒳|👨‍👩‍👧'.split('|');

export const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TRAPS, ...ODD, ...LETTERS) },
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((words) => words.join('')) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom(...WORDS, ' word ', ' ', 'looong', ': ', ' #'), { maxLength: 60 })
      .map((words) => words.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }).map((s) => s.replace(/\p{Cs}/gu, '?')) },
);

const float = fc.oneof(
  fc.constantFrom(
    0,
    1,
    -1,
    2,
    3.5,
    -2.5,
    0.1,
    80,
    443,
    1e6,
    1048576,
    1e21,
    1e-7,
    123456789,
    2 ** 53,
    1e20,
    1.5e300,
    5e-324,
    0.000001,
  ),
  fc.integer({ min: -1000, max: 1000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

export const texts = text.map((value) =>
  fits(value) && value.length % 2 === 1 ? fromValues(value) : textArgument(value),
);
export const ints = fc
  .oneof(fc.integer({ min: -12, max: 70 }), fc.constantFrom(0, 1, 2, 3))
  .map((value) => intArgument(BigInt(value)));
export const int64s = fc
  .integer({ min: -100, max: 2_000_000 })
  .map((value) => callArgument('int64', textArgument(String(value))));
export const floats = fc
  .oneof(float, fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY))
  .map(floatArgument);
export const bools = fc.boolean().map((value): Argument => ({ text: String(value), value }));

/** Plain data as a values file holds it. */
const data: fc.Arbitrary<GoValue> = fc
  .letrec<{ value: GoValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      text,
      float,
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', 'c', 'a1', 'a10', 'a2', '__proto__'), text), tie('value'), {
        maxKeys: 4,
      }),
    ),
  }))
  .value.map((value) => (fits(value) ? value : null))
  .filter((value) => value !== null) as fc.Arbitrary<GoValue>;

export const nested = data.map(fromValues);

/** Lists of Go's several types, also nil. */
export const lists: fc.Arbitrary<Argument> = fc.oneof(
  fc.array(data, { maxLength: 5 }).map(fromValues),
  fc.array(fc.constantFrom('a', 'b', '10', '9', ''), { maxLength: 5 }).map(fromValues),
  fc
    .array(fc.oneof(texts, floats, bools, fc.constant(NIL)), { maxLength: 4 })
    .map((items) => callArgument('list', ...items)),
  fc.array(ints, { maxLength: 3 }).map((items) => callArgument('list', ...items)),
  text.map((value) => callArgument('splitList', textArgument(','), textArgument(`${value},b`))),
  fc.integer({ min: -2, max: 4 }).map((count) => callArgument('until', intArgument(BigInt(count)))),
  fc.constant(callArgument('rest', callArgument('list'))),
);

/** Maps of Go's several types. */
export const maps: fc.Arbitrary<Argument> = fc.oneof(
  fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'ä b'), data, { maxKeys: 4 }).map(fromValues),
  fc
    .array(
      fc.tuple(
        fc.constantFrom('a', 'b', 'c').map(textArgument),
        fc.oneof(texts, floats, ints, bools, fc.constant(NIL), nested),
      ),
      {
        maxLength: 3,
      },
    )
    .map((pairs) => callArgument('dict', ...pairs.flat())),
);
const stringMaps = text.map((value) => callArgument('split', textArgument('.'), textArgument(`${value}.b`)));

/** Anything at all. */
export const any: fc.Arbitrary<Argument> = fc.oneof(
  { weight: 4, arbitrary: texts },
  { weight: 3, arbitrary: floats },
  { weight: 2, arbitrary: ints },
  { weight: 1, arbitrary: int64s },
  { weight: 1, arbitrary: bools },
  { weight: 1, arbitrary: fc.constant(NIL) },
  { weight: 2, arbitrary: lists },
  { weight: 2, arbitrary: maps },
  { weight: 1, arbitrary: stringMaps },
);
