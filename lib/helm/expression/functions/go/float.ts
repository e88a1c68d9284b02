/** Digits of a number that is not negative: 0.d1d2d3… times ten to the power of `point`. Zero has no digits. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/**
 * A float64 as Go's `strconv.FormatFloat` writes it.
 *
 * @param precision digits after the point (`e`, `f`) or in all (`g`); -1 for the fewest that still give the same number.
 */
export function formatFloat(value: number, verb: 'e' | 'f' | 'g', precision: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  if (size === Number.POSITIVE_INFINITY) return `${sign || '+'}Inf`;
  if (precision < 0) {
    const shortest = shortestDigits(size);
    return sign + layOut(shortest, verb, fewest(shortest, verb), true);
  }
  const exact = exactDigits(size);
  // `g` counts digits in all, and at least one.
  const wanted = verb === 'g' ? Math.max(precision, 1) : precision;
  const kept = verb === 'f' ? exact.point + wanted : verb === 'e' ? wanted + 1 : wanted;
  return sign + layOut(roundHalfEven(exact, kept), verb, wanted, false);
}

function fewest({ digits, point }: Decimal, verb: 'e' | 'f' | 'g'): number {
  if (verb === 'e') return Math.max(digits.length - 1, 0);
  return verb === 'f' ? Math.max(digits.length - point, 0) : digits.length;
}

function layOut(decimal: Decimal, verb: 'e' | 'f' | 'g', precision: number, shortest: boolean): string {
  const { digits, point } = decimal;
  if (verb === 'e') return exponential(decimal, precision);
  if (verb === 'f') return fixed(decimal, precision);
  // Small and large numbers are written with an exponent; for the shortest form Go says "large" from seven digits on.
  const threshold = shortest ? 6 : precision > digits.length && digits.length >= point ? digits.length : precision;
  const exponent = point - 1;
  if (digits !== '' && (exponent < -4 || exponent >= threshold)) {
    return exponential(decimal, Math.min(precision, digits.length) - 1);
  }
  return fixed(decimal, Math.max(digits.length - point, 0));
}

function exponential({ digits, point }: Decimal, precision: number): string {
  const rest = precision > 0 ? `.${digits.slice(1, precision + 1).padEnd(precision, '0')}` : '';
  const exponent = digits === '' ? 0 : point - 1;
  return `${digits.charAt(0) || '0'}${rest}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function fixed({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (precision <= 0) return whole;
  const rest = '0'.repeat(Math.max(-point, 0)) + digits.slice(Math.max(point, 0));
  return `${whole || '0'}.${rest.slice(0, precision).padEnd(precision, '0')}`;
}

function shortestDigits(size: number): Decimal {
  if (size === 0) return { digits: '', point: 0 };
  const [mantissa = '', exponent = '0'] = size.toExponential().split('e');
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

/** All digits that the number has in binary, without loss: JavaScript's own `toFixed` rounds halves up, Go's to even. */
function exactDigits(size: number): Decimal {
  if (size === 0) return { digits: '', point: 0 };
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, size);
  const word = bits.getBigUint64(0);
  const exponent = Number(word >> 52n);
  const mantissa = (word & 0xfffffffffffffn) | (exponent === 0 ? 0n : 1n << 52n);
  const power = Math.max(exponent, 1) - 1075;
  const scaled = power >= 0 ? mantissa << BigInt(power) : mantissa * 5n ** BigInt(-power);
  const all = scaled.toString();
  return { digits: all.replace(/0+$/, ''), point: all.length + Math.min(power, 0) };
}

function roundHalfEven({ digits, point }: Decimal, kept: number): Decimal {
  if (kept >= digits.length) return { digits, point };
  if (kept < 0) return { digits: '', point: 0 };
  const head = digits.slice(0, kept);
  const half = `5${'0'.repeat(digits.length - kept - 1)}`;
  const tail = digits.slice(kept);
  const odd = kept > 0 && Number(head.charAt(kept - 1)) % 2 === 1;
  if (tail < half || (tail === half && !odd)) return trimmed(head, point);
  const raised = (BigInt(head || '0') + 1n).toString().padStart(kept, '0');
  return trimmed(raised, point + (raised.length - kept));
}

function trimmed(digits: string, point: number): Decimal {
  const kept = digits.replace(/0+$/, '');
  return { digits: kept, point: kept === '' ? 0 : point };
}
