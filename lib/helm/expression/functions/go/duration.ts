import type { GoValue } from '../../go-value';
import { MAX_INT64, parseFloat64 } from './cast';
import { trimSpace } from './unicode';

/** In nanoseconds. */
export const SECOND = 1_000_000_000n;
export const MINUTE = 60n * SECOND;
export const HOUR = 60n * MINUTE;

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: SECOND,
  m: MINUTE,
  h: HOUR,
};

const LIMIT = 2n ** 63n;

/** Go's `time.ParseDuration`, in nanoseconds; `undefined` for text that is no duration. */
export function parseDuration(text: string): bigint | undefined {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0n;
  const part = /(\d*)(?:\.(\d*))?([^\d.]+)/y;
  let total = 0n;
  for (let at = 0; at < rest.length || at === 0; at = part.lastIndex) {
    part.lastIndex = at;
    const [whole, digits = '', fraction = '', unit = ''] = part.exec(rest) ?? [];
    const size = UNITS[unit];
    if (whole === undefined || digits + fraction === '' || size === undefined || !Object.hasOwn(UNITS, unit))
      return undefined;
    const nanoseconds = BigInt(digits || '0') * size;
    total += nanoseconds + fractionOf(fraction, size);
    if (nanoseconds > LIMIT || total > LIMIT) return undefined;
  }
  if (sign === '-') return -total;
  return total > MAX_INT64 ? undefined : total;
}

/** Go computes the part after the point with floats. */
function fractionOf(digits: string, size: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    if (value > (LIMIT - 1n) / 10n) break;
    value = value * 10n + BigInt(digit);
    scale *= 10;
  }
  return value === 0n ? 0n : BigInt(Math.trunc(Number(value) * (Number(size) / scale)));
}

/** What Helm 4's duration functions read: text, or a number of seconds, also as text. `undefined` for anything else. */
export function durationOf(value: GoValue): bigint | undefined {
  if (typeof value === 'bigint') return inRange(value * SECOND);
  if (typeof value === 'number') return fromSeconds(value);
  if (typeof value !== 'string') return undefined;
  const text = trimSpace(value);
  const parsed = parseDuration(text);
  if (parsed !== undefined || text === '') return parsed;
  const seconds = parseFloat64(text);
  return 'error' in seconds ? undefined : fromSeconds(seconds.value);
}

function fromSeconds(seconds: number): bigint | undefined {
  const nanoseconds = seconds * 1e9;
  return Math.abs(nanoseconds) < 2 ** 63 ? BigInt(Math.trunc(nanoseconds)) : undefined;
}

function inRange(nanoseconds: bigint): bigint | undefined {
  return nanoseconds >= -LIMIT && nanoseconds < LIMIT ? nanoseconds : undefined;
}

/** A duration in a unit, as a float, by the way Go takes: whole units and rest apart. */
export function inUnit(nanoseconds: bigint, unit: bigint): number {
  return Number(nanoseconds / unit) + Number(nanoseconds % unit) / Number(unit);
}
