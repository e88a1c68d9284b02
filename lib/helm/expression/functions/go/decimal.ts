import { RenderError } from '../../go-value';

/** An exact decimal number: `value` times ten to the power of `exponent`. */
export interface Decimal {
  readonly value: bigint;
  readonly exponent: number;
}

/** Digits after the point that a division keeps. */
const DIVISION_DIGITS = 16;

/** The shortest decimal that reads as the number. @throws RenderError for NaN and infinities. */
export function decimalOf(number: number): Decimal {
  if (!Number.isFinite(number)) throw new RenderError(`Cannot create a Decimal from ${number}`);
  const [mantissa = '0', exponent = '0'] = number.toExponential().split('e');
  const [whole = '0', rest = ''] = mantissa.split('.');
  return { value: BigInt(whole + rest), exponent: Number(exponent) - rest.length };
}

/** The float64 nearest to it. */
export function numberOf({ value, exponent }: Decimal): number {
  return Number(`${value}e${exponent}`);
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  return { value: scale(a, exponent) + scale(b, exponent), exponent };
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { ...b, value: -b.value });
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { value: a.value * b.value, exponent: a.exponent + b.exponent };
}

/** Rounds half away from zero, to 16 digits after the point. @throws RenderError when divided by zero. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  if (b.value === 0n) throw new RenderError('decimal division by 0');
  const shift = a.exponent - b.exponent + DIVISION_DIGITS;
  const dividend = shift >= 0 ? a.value * 10n ** BigInt(shift) : a.value;
  const divisor = shift >= 0 ? b.value : b.value * 10n ** BigInt(-shift);
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  const up = absolute(rest) * 2n >= absolute(divisor);
  const sign = dividend < 0n !== divisor < 0n ? -1n : 1n;
  return { value: up ? quotient + sign : quotient, exponent: -DIVISION_DIGITS };
}

function scale({ value, exponent }: Decimal, to: number): bigint {
  return value * 10n ** BigInt(exponent - to);
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
