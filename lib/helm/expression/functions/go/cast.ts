import { type GoValue, NotEvaluable } from '../../go-value';

/** A parsed number, or why there is none. On `range` Go's parser also gives the nearest number that fits. */
export type Parsed<T> = { readonly value: T } | { readonly error: 'syntax' | 'range'; readonly value?: T };

export const MIN_INT64 = -(2n ** 63n);
export const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;

/** Wraps as 64-bit integers do in Go. */
export function int64(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

const PREFIXES: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16 };

/** Go's `strconv.ParseUint(text, base, 64)`; base 0 takes `0x`, `0o`, `0b`, a leading 0 (octal) and underscores. */
export function parseUint(text: string, base: number): Parsed<bigint> {
  let digits = text;
  let radix = base;
  if (base === 0) {
    const prefix = /^0([box])(?=.)/i.exec(text);
    radix = prefix ? (PREFIXES[(prefix[1] ?? '').toLowerCase()] ?? 10) : text.startsWith('0') ? 8 : 10;
    digits = prefix ? text.slice(2) : radix === 8 ? text.slice(1) : text;
    if (digits.includes('_')) {
      if (!underscoresFit(text)) return { error: 'syntax' };
      digits = digits.replaceAll('_', '');
    }
  }
  if (text === '') return { error: 'syntax' };
  let value = 0n;
  for (const digit of digits) {
    const number = /^[0-9a-z]$/i.test(digit) ? Number.parseInt(digit, 36) : radix;
    if (number >= radix) return { error: 'syntax' };
    value = value * BigInt(radix) + BigInt(number);
  }
  return value > MAX_UINT64 ? { error: 'range', value: MAX_UINT64 } : { value };
}

/** Go's `strconv.ParseInt(text, base, 64)`. */
export function parseInt64(text: string, base: number): Parsed<bigint> {
  const negative = text.startsWith('-');
  const parsed = parseUint(/^[+-]/.test(text) ? text.slice(1) : text, base);
  if (parsed.value === undefined) return { error: 'syntax' };
  if (!negative && parsed.value > MAX_INT64) return { error: 'range', value: MAX_INT64 };
  if (negative && parsed.value > -MIN_INT64) return { error: 'range', value: MIN_INT64 };
  return { value: negative ? -parsed.value : parsed.value };
}

/** An underscore stands between two digits, or between a base prefix and a digit. */
function underscoresFit(text: string): boolean {
  return /^[+-]?(0[box](_?[0-9a-f])+|[0-9](_?[0-9])*)$/i.test(text);
}

const DIGITS = '\\d(?:_?\\d)*';
const DECIMAL = new RegExp(`^[+-]?(${DIGITS}\\.?|(${DIGITS})?\\.${DIGITS})(e[+-]?${DIGITS})?$`, 'i');
const HEXADECIMAL = /^([+-]?)0x([0-9a-f_]*)\.?([0-9a-f_]*)p([+-]?\d+)$/i;
const INFINITE = /^[+-]?inf(inity)?$/i;

/** Go's `strconv.ParseFloat(text, 64)`. @throws NotEvaluable for hexadecimal floats, which nobody writes. */
export function parseFloat64(text: string): Parsed<number> {
  if (INFINITE.test(text)) return { value: text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY };
  if (/^nan$/i.test(text)) return { value: Number.NaN };
  if (HEXADECIMAL.test(text)) throw new NotEvaluable(`the hexadecimal floating point number ${text}`);
  if (!DECIMAL.test(text)) return { error: 'syntax' };
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? { value } : { error: 'range', value };
}

/**
 * What `int64`, `int`, `add` … make of a value (spf13/cast): text may have a base prefix, so `010` is 8 and `08`, `1e6`,
 * `abc` are 0; `1.0` is 1 but `1.5` as text is 0; floats are cut; nil, lists and maps are 0.
 *
 * @throws NotEvaluable for floats beyond 64 bits: what comes out depends on the processor.
 */
export function toInt64(value: GoValue): bigint {
  switch (typeof value) {
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1n : 0n;
    case 'number':
      return truncate(value);
    case 'string': {
      const parsed = parseInt64(value.replace(/\.0+\.*$/, ''), 0);
      return 'error' in parsed ? 0n : parsed.value;
    }
    default:
      return 0n;
  }
}

/** Go's `int64(f)`. @throws NotEvaluable beyond 64 bits: what comes out depends on the processor. */
export function truncate(value: number): bigint {
  if (!(value >= -(2 ** 63) && value < 2 ** 63)) throw new NotEvaluable(`${value} has no 64-bit integer`);
  return BigInt(Math.trunc(value));
}

/** What `float64`, `floor`, `addf` … make of a value: text that is no number, nil, lists and maps are 0. */
export function toFloat64(value: GoValue): number {
  switch (typeof value) {
    case 'bigint':
      return Number(value);
    case 'boolean':
      return value ? 1 : 0;
    case 'number':
      return value;
    case 'string': {
      const parsed = parseFloat64(value);
      return 'error' in parsed ? 0 : parsed.value;
    }
    default:
      return 0;
  }
}
