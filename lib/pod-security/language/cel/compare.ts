import {
  CelDuration,
  CelError,
  CelMap,
  CelObject,
  CelOpaque,
  CelOptional,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  type CelValue,
  isList,
  noSuchOverload,
} from './value';

/** A number of any kind; undefined: it is none. */
function numberOf(value: CelValue): bigint | number | undefined {
  if (value instanceof CelUint) return value.value;
  return typeof value === 'bigint' || typeof value === 'number' ? value : undefined;
}

const sign = <T extends bigint | number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** Bigints and doubles as one: JavaScript compares them by their values. */
function compareNumbers(a: bigint | number, b: bigint | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By code points, as bytes of UTF-8 go. */
function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (a.charCodeAt(index) === b.charCodeAt(index)) continue;
    const start = index > 0 && isTrail(a.charCodeAt(index)) && isTrail(b.charCodeAt(index)) ? index - 1 : index;
    return sign(a.codePointAt(start) ?? 0, b.codePointAt(start) ?? 0);
  }
  return sign(a.length, b.length);
}

const isTrail = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (a[index] !== b[index]) return sign(a[index] ?? 0, b[index] ?? 0);
  }
  return sign(a.length, b.length);
}

/** -1, 0 or 1; an error when the two have no order. */
export function compare(a: CelValue, b: CelValue): number | CelError {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) {
    return Number.isNaN(x) || Number.isNaN(y) ? new CelError('NaN values cannot be ordered') : compareNumbers(x, y);
  }
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return sign(Number(a), Number(b));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (a instanceof CelTimestamp && b instanceof CelTimestamp) return sign(a.nanos, b.nanos);
  if (a instanceof CelDuration && b instanceof CelDuration) return sign(a.nanos, b.nanos);
  return noSuchOverload();
}

/** `a == b`: of different kinds nothing is equal but numbers. */
export function equal(a: CelValue, b: CelValue): boolean | CelError {
  if (a === null || b === null) return a === b;
  const [x, y] = [numberOf(a), numberOf(b)];
  // Bigints and doubles are compared by their values; NaN is equal to nothing.
  if (x !== undefined && y !== undefined) return x <= y && x >= y;
  if (a instanceof CelOpaque) return b instanceof CelOpaque ? a.same(b) : noSuchOverloadOrFalse(a);
  if (isList(a))
    return isList(b) && a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null) !== false);
  if (a instanceof CelMap)
    return b instanceof CelMap && a.size === b.size && a.entries().every(([key, value]) => isIn(b, key, value));
  if (a instanceof CelOptional) return b instanceof CelOptional && equalOptionals(a, b);
  if (a instanceof CelTypeValue) return b instanceof CelTypeValue && a.name === b.name;
  if (a instanceof CelObject) return b instanceof CelObject && equalObjects(a, b);
  if (typeof a !== 'object') return a === b;
  const order = compare(a, b);
  return order === 0;
}

/** Values of the authorizer have no equality at all. */
const noSuchOverloadOrFalse = (a: CelOpaque): boolean | CelError =>
  a.typeName.startsWith('kubernetes.authorization.') ? noSuchOverload() : false;

const isIn = (map: CelMap, key: CelValue, value: CelValue): boolean => {
  const found = map.find(key);
  return found !== undefined && equal(value, found) !== false;
};

function equalOptionals(a: CelOptional, b: CelOptional): boolean | CelError {
  if (a.value === undefined || b.value === undefined) return a.value === b.value;
  return equal(a.value, b.value);
}

const equalObjects = (a: CelObject, b: CelObject): boolean =>
  a.typeName === b.typeName &&
  a.fields.size === b.fields.size &&
  [...a.fields].every(([name, value]) => {
    const other = b.fields.get(name);
    return other !== undefined && equal(value, other) === true;
  });
