import { concat } from './growing';
import {
  CelDuration,
  CelError,
  CelTimestamp,
  CelUint,
  type CelValue,
  isInt64,
  isList,
  isUint64,
  noSuchOverload,
} from './value';

type Binary = (a: CelValue, b: CelValue) => CelValue;

const overflow = (): CelError => new CelError('integer overflow');

export const checkedInt = (value: bigint): bigint | CelError => (isInt64(value) ? value : overflow());
export const checkedUint = (value: bigint): CelUint | CelError =>
  isUint64(value) ? new CelUint(value) : new CelError('unsigned integer overflow');

/** Seconds of the first moment of the year 1 and of the last of 9999, between which timestamps lie. */
const FIRST = -62135596800n;
const LAST = 253402300799n;
export const SECOND = 1_000_000_000n;

/** Seconds before a moment, rounded down. */
export const secondsOf = (nanos: bigint): bigint =>
  nanos >= 0n || nanos % SECOND === 0n ? nanos / SECOND : nanos / SECOND - 1n;

export function checkedTimestamp(nanos: bigint, offset = 0): CelTimestamp | CelError {
  const seconds = secondsOf(nanos);
  return seconds < FIRST || seconds > LAST ? new CelError('timestamp overflow') : new CelTimestamp(nanos, offset);
}

export const checkedDuration = (nanos: bigint): CelDuration | CelError =>
  isInt64(nanos) ? new CelDuration(nanos) : overflow();

interface Arithmetic {
  readonly int?: (a: bigint, b: bigint) => bigint;
  readonly double?: (a: number, b: number) => number;
  /** Refused when the second is zero, in these words. */
  readonly zero?: string;
}

/** An operator on two numbers of one kind; undefined: the operands are no such. */
function onNumbers({ int, double, zero }: Arithmetic, a: CelValue, b: CelValue): CelValue | undefined {
  if (typeof a === 'bigint' && typeof b === 'bigint' && int) {
    return zero !== undefined && b === 0n ? new CelError(zero) : checkedInt(int(a, b));
  }
  if (a instanceof CelUint && b instanceof CelUint && int) {
    return zero !== undefined && b.value === 0n ? new CelError(zero) : checkedUint(int(a.value, b.value));
  }
  return typeof a === 'number' && typeof b === 'number' && double ? double(a, b) : undefined;
}

const numeric =
  (arithmetic: Arithmetic, other?: (a: CelValue, b: CelValue) => CelValue | undefined): Binary =>
  (a, b) =>
    onNumbers(arithmetic, a, b) ?? other?.(a, b) ?? noSuchOverload();

function addOthers(a: CelValue, b: CelValue): CelValue | undefined {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (isList(a) && isList(b)) return concat(a, b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Uint8Array.from([...a, ...b]);
  if (a instanceof CelDuration && b instanceof CelDuration) return checkedDuration(a.nanos + b.nanos);
  if (a instanceof CelTimestamp && b instanceof CelDuration) return checkedTimestamp(a.nanos + b.nanos, a.offset);
  if (a instanceof CelDuration && b instanceof CelTimestamp) return checkedTimestamp(a.nanos + b.nanos, b.offset);
  return undefined;
}

function subtractOthers(a: CelValue, b: CelValue): CelValue | undefined {
  if (a instanceof CelDuration && b instanceof CelDuration) return checkedDuration(a.nanos - b.nanos);
  if (a instanceof CelTimestamp && b instanceof CelTimestamp) return checkedDuration(a.nanos - b.nanos);
  if (a instanceof CelTimestamp && b instanceof CelDuration) return checkedTimestamp(a.nanos - b.nanos, a.offset);
  return undefined;
}

export const add = numeric({ int: (a, b) => a + b, double: (a, b) => a + b }, addOthers);
export const subtract = numeric({ int: (a, b) => a - b, double: (a, b) => a - b }, subtractOthers);
export const multiply = numeric({ int: (a, b) => a * b, double: (a, b) => a * b });
export const divide = numeric({ int: (a, b) => a / b, double: (a, b) => a / b, zero: 'division by zero' });
export const modulo = numeric({ int: (a, b) => a % b, zero: 'modulus by zero' });

export function negate(value: CelValue): CelValue {
  if (typeof value === 'bigint') return checkedInt(-value);
  if (value instanceof CelDuration) return checkedDuration(-value.nanos);
  return typeof value === 'number' ? -value : noSuchOverload();
}
