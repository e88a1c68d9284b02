import type { Implementation } from '../nodes';
import { checkedTimestamp, SECOND, secondsOf } from '../numbers';
import {
  actualSize,
  CelDuration,
  CelError,
  CelMap,
  CelObject,
  CelOpaque,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  type CelValue,
  isInt64,
  isList,
  isUint64,
  noSuchOverload,
  typeNameOf,
} from '../value';
import { durationText, readDuration, readTimestamp, timestampText } from './time';

type Convert = (value: CelValue) => CelValue;

const one =
  (convert: Convert): Implementation =>
  ([value = null]) =>
    convert(value);

const EDGE = 2 ** 63;
const intOverflow = (): CelError => new CelError('integer overflow');
const uintOverflow = (): CelError => new CelError('unsigned integer overflow');

const toInt: Convert = (value) => {
  if (typeof value === 'bigint') return value;
  if (value instanceof CelUint) return isInt64(value.value) ? value.value : intOverflow();
  if (typeof value === 'number') {
    return value > -EDGE && value < EDGE ? BigInt(Math.trunc(value)) : intOverflow();
  }
  if (typeof value === 'string') return textToInt(value);
  if (value instanceof CelTimestamp) return secondsOf(value.nanos);
  return value instanceof CelDuration ? value.nanos : noSuchOverload();
};

function textToInt(text: string): bigint | CelError {
  const fault = new CelError("type conversion error from 'string' to 'int'");
  if (!/^[+-]?\d+$/.test(text)) return fault;
  const value = BigInt(text.replace(/^\+/, ''));
  return isInt64(value) ? value : fault;
}

const toUint: Convert = (value) => {
  if (value instanceof CelUint) return value;
  if (typeof value === 'bigint') return value >= 0n ? new CelUint(value) : uintOverflow();
  if (typeof value === 'number') {
    return value >= 0 && value < 2 * EDGE ? new CelUint(BigInt(Math.trunc(value))) : uintOverflow();
  }
  if (typeof value !== 'string') return noSuchOverload();
  const whole = /^\d+$/.test(value) ? BigInt(value) : -1n;
  return isUint64(whole) ? new CelUint(whole) : new CelError("type conversion error from 'string' to 'uint'");
};

const toDouble: Convert = (value) => {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof CelUint) return Number(value.value);
  return typeof value === 'string' ? textToDouble(value) : noSuchOverload();
};

function textToDouble(text: string): number | CelError {
  const fault = new CelError("type conversion error from 'string' to 'double'");
  if (/^[+-]?(inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return fault;
  const value = Number(text);
  return Number.isFinite(value) ? value : fault;
}

/** As Go's %g writes it: with an exponent below 1e-4 and from a million on. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value < 0 ? '-Inf' : '+Inf';
  if (Object.is(value, -0)) return '-0';
  if (value === 0) return '0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power < -4 || power >= 6) {
    return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  return power < 0 ? value.toFixed(Math.min(100, digits.replace(/[-.]/g, '').length - 1 - power)) : String(value);
}

const toText: Convert = (value) => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return doubleText(value);
  if (value instanceof CelUint) return String(value.value);
  if (value instanceof Uint8Array) return bytesToText(value);
  if (value instanceof CelTimestamp) return timestampText(value);
  if (value instanceof CelDuration) return durationText(value.nanos);
  if (value instanceof CelOpaque && 'text' in value && typeof value.text === 'string') return value.text;
  return noSuchOverload();
};

function bytesToText(bytes: Uint8Array): string | CelError {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new CelError('invalid UTF-8 in bytes, cannot convert to string');
  }
}

const toBytes: Convert = (value) => {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'string' ? new TextEncoder().encode(value) : noSuchOverload();
};

const BOOLEANS = new Map<string, boolean>([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

const toBool: Convert = (value) => {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return noSuchOverload();
  return BOOLEANS.get(value) ?? new CelError("type conversion error from 'string' to 'bool'");
};

const toTimestamp: Convert = (value) => {
  if (value instanceof CelTimestamp) return value;
  if (typeof value === 'bigint') return checkedTimestamp(value * SECOND);
  return typeof value === 'string' ? readTimestamp(value) : noSuchOverload();
};

const toDuration: Convert = (value) => {
  if (value instanceof CelDuration) return value;
  // The checker takes an int; the server then knows no conversion.
  return typeof value === 'string' ? readDuration(value) : noSuchOverload();
};

const size: Convert = (value) =>
  typeof value === 'string' || value instanceof Uint8Array || isList(value) || value instanceof CelMap
    ? BigInt(actualSize(value))
    : noSuchOverload();

export const CONVERSIONS: Readonly<Record<string, Implementation>> = {
  bool: one(toBool),
  bytes: one(toBytes),
  double: one(toDouble),
  duration: one(toDuration),
  dyn: one((value) => value),
  int: one(toInt),
  string: one(toText),
  timestamp: one(toTimestamp),
  // The server gives messages of patches a type that is only a type.
  type: one((value) => new CelTypeValue(value instanceof CelObject ? 'type' : typeNameOf(value))),
  uint: one(toUint),
  size: one(size),
};
