import type { Implementation } from '../nodes';
import {
  CelDuration,
  CelError,
  CelMap,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  type CelValue,
  isError,
  isList,
  noSuchOverload,
} from '../value';
import { CONVERSIONS } from './conversions';

type Text = string | CelError;

const fault = (words: string): CelError => new CelError(`error during formatting: ${words}`);

const isFloatText = (value: CelValue): value is string =>
  typeof value === 'string' && ['NaN', 'Infinity', '-Infinity'].includes(value);

/** A text with quotes, as Go's %q writes it. */
const quoted = (text: string): string => JSON.stringify(text).replace(/\\u00([0-9a-f]{2})/g, '\\x$1');

/** Numbers with commas between thousands, as the locale of the server has them. */
function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value < 0 ? '-∞' : '∞';
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** In lists and maps: six digits, no commas. */
function plainDouble(value: number): string {
  if (!Number.isFinite(value)) return `"${Number.isNaN(value) ? 'NaN' : value < 0 ? '-Inf' : '+Inf'}"`;
  return Math.abs(value) < 1e21 ? value.toFixed(6) : `${BigInt(value)}.000000`;
}

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** As the locale of the server writes powers of ten: always six digits, as a precision is taken for a width. */
function scientific(value: number, width: number): string {
  if (!Number.isFinite(value)) return fixed(value, 6).padStart(width);
  const [mantissa = '', power = '0'] = value.toExponential(6).split('e');
  const size = String(Math.abs(Number(power))).padStart(2, '0');
  const raised = Array.from(size, (digit) => SUPERSCRIPT[Number(digit)]).join('');
  return `${mantissa}×10${Number(power) < 0 ? '⁻' : ''}${raised}`.padStart(width);
}

const toText = (value: CelValue): Text => {
  const made = CONVERSIONS.string?.([value], '') ?? noSuchOverload();
  return typeof made === 'string' || isError(made) ? made : noSuchOverload();
};

/** Any value, as %s writes it; inside of lists and maps texts are quoted. */
function anyText(value: CelValue): Text {
  if (isList(value)) return listText(value);
  if (value instanceof CelMap) return mapText(value);
  if (value === null) return 'null';
  if (value instanceof CelTypeValue) return value.name;
  const plain = ['string', 'boolean', 'bigint', 'number'].includes(typeof value);
  const known = [CelUint, CelTimestamp, CelDuration, Uint8Array].some((kind) => value instanceof kind);
  if (!plain && !known) return fault('string clause can only be used on plain values, maps, lists and times');
  return toText(value);
}

function inner(value: CelValue): Text {
  if (typeof value === 'number') return plainDouble(value);
  if (value instanceof CelTypeValue) return `type(${value.name})`;
  const text = anyText(value);
  if (isError(text)) return text;
  if (value instanceof CelTimestamp) return `timestamp(${quoted(text)})`;
  if (value instanceof CelDuration) return `duration(${quoted(text)})`;
  if (typeof value === 'string') return quoted(text);
  return value instanceof Uint8Array ? `b${quoted(text)}` : text;
}

const firstFault = (texts: readonly Text[]): CelError | undefined => texts.find(isError);

function listText(list: readonly CelValue[]): Text {
  const texts = list.map(inner);
  return firstFault(texts) ?? `[${texts.join(', ')}]`;
}

const KEYS = ['string', 'boolean', 'bigint'];

function mapText(map: CelMap): Text {
  const pairs = map
    .entries()
    .map(([key, value]): readonly [Text, Text] => [
      KEYS.includes(typeof key) || key instanceof CelUint
        ? inner(key)
        : fault('no formatting function for this map key'),
      inner(value),
    ]);
  const wrong = firstFault(pairs.flat());
  if (wrong !== undefined) return wrong;
  const rows = pairs.map(([key, value]) => [String(key), String(value)] as const);
  rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${rows.map(([key, value]) => `${key}:${value}`).join(', ')}}`;
}

const whole = (value: CelValue): bigint | undefined =>
  value instanceof CelUint ? value.value : typeof value === 'bigint' ? value : undefined;

function based(value: CelValue, base: 2 | 8 | 10 | 16): Text {
  const number = whole(value);
  return number === undefined ? fault('this clause can only be used on integers') : number.toString(base);
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function hex(value: CelValue): Text {
  if (typeof value === 'string') return hexOf(new TextEncoder().encode(value));
  return value instanceof Uint8Array ? hexOf(value) : based(value, 16);
}

const float =
  (write: (value: number, digits: number) => string) =>
  (value: CelValue, digits = 6): Text => {
    if (isFloatText(value)) return write(Number(value), digits);
    return typeof value === 'number' ? write(value, digits) : fault('this clause can only be used on doubles');
  };

/** Clauses by their letter. */
const CLAUSES: Readonly<Record<string, (value: CelValue, digits?: number) => Text>> = {
  s: anyText,
  d: (value) => based(value, 10),
  f: float(fixed),
  e: float(scientific),
  b: (value) => (typeof value === 'boolean' ? String(Number(value)) : based(value, 2)),
  x: hex,
  X: (value) => {
    const text = hex(value);
    return isError(text) ? text : text.toUpperCase();
  },
  o: (value) => based(value, 8),
};

/** One clause: its text as written, its letter, and how many digits it asks for. */
const CLAUSE = /%(?:(%)|(?:\.(\d+))?([a-zA-Z])?)/g;

function format(pattern: string, args: readonly CelValue[]): Text {
  let wrong: CelError | undefined;
  let index = 0;
  const text = pattern.replace(CLAUSE, (_, percent?: string, digits?: string, letter = '') => {
    if (percent) return '%';
    const value = args[index++];
    const write = CLAUSES[letter];
    const made =
      value === undefined
        ? new CelError(`index ${index - 1} out of range`)
        : (write?.(value, digits === undefined ? undefined : Number(digits)) ??
          new CelError('could not parse formatting clause'));
    if (!isError(made)) return made;
    wrong ??= made;
    return '';
  });
  return wrong ?? text;
}

/** Clauses of a pattern: their letters; undefined for one that is none. */
export const clausesOf = (pattern: string): readonly (string | undefined)[] =>
  [...pattern.matchAll(CLAUSE)]
    .filter(([, percent]) => percent === undefined)
    .map(([, , , letter = '']) => (letter in CLAUSES ? letter : undefined));

export const TEXT_FORMAT: Readonly<Record<string, Implementation>> = {
  format: ([pattern = null, args = null]) =>
    typeof pattern === 'string' && isList(args) ? format(pattern, args) : noSuchOverload(),
};
