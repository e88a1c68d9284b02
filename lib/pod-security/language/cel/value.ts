/** An unsigned integer of 64 bits; plain bigints are CEL's `int`, numbers its `double`. */
export class CelUint {
  public constructor(public readonly value: bigint) {}
}

/** An error as a value: operators pass it on, `&&`, `||` and the macros may absorb it. */
export class CelError {
  public constructor(public readonly message: string) {}
}

export class CelOptional {
  public constructor(public readonly value?: CelValue) {}
}

/** A type as a value, such as `int` or `list`. */
export class CelTypeValue {
  public constructor(public readonly name: string) {}
}

/** Nanoseconds since 1970, with the seconds east of Greenwich in which it is written. */
export class CelTimestamp {
  public constructor(
    public readonly nanos: bigint,
    public readonly offset = 0,
  ) {}
}

/** Nanoseconds. */
export class CelDuration {
  public constructor(public readonly nanos: bigint) {}
}

/** A value of a library's own type, such as an address. */
export abstract class CelOpaque {
  public abstract readonly typeName: string;
  /** Same kind and same value? An error where the type has no equality. */
  public abstract same(other: CelOpaque): boolean | CelError;
  /** Size that the cost of functions goes by. */
  public size(): number {
    return 1;
  }
  public isZero(): boolean {
    return false;
  }
}

/** A message such as `Object.spec{…}`. Fields that were not set are absent. */
export class CelObject {
  public constructor(
    public readonly typeName: string,
    public readonly fields: ReadonlyMap<string, CelValue>,
  ) {}
}

export type CelValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | CelUint
  | CelOptional
  | CelTypeValue
  | CelTimestamp
  | CelDuration
  | CelOpaque
  | CelObject
  | CelMap
  | CelList
  | CelError;

export interface CelList extends ReadonlyArray<CelValue> {}

const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;
const UINT_MAX = 2n ** 64n - 1n;

export const isInt64 = (value: bigint): boolean => value >= INT_MIN && value <= INT_MAX;
export const isUint64 = (value: bigint): boolean => value >= 0n && value <= UINT_MAX;

/**
 * By what a key is found: by itself, or by a text where another object may be the same key. Lists, maps and the like are keys
 * only of themselves. Undefined: the value cannot be a key.
 */
function keyOf(value: CelValue): unknown {
  if (typeof value === 'string') return value.startsWith('\0') ? `\0s${value}` : value;
  if (value instanceof CelUint) return uintKey(value.value);
  if (value instanceof CelDuration || value instanceof CelTimestamp) return `\0t${value.nanos}`;
  return value instanceof Uint8Array ? undefined : value;
}

const uintKey = (value: bigint): string => `\0u${value}`;

/** A map. Keys are found across the kinds of numbers, as the server finds them. */
export class CelMap {
  readonly #entries: Map<unknown, readonly [CelValue, CelValue]>;

  public constructor(entries: Iterable<readonly [CelValue, CelValue]> = []) {
    this.#entries = new Map();
    for (const [key, value] of entries) this.insert(key, value);
  }

  public static ofObject(object: Readonly<Record<string, CelValue>>): CelMap {
    return new CelMap(Object.entries(object));
  }

  /** Only while the map is made: nobody else may know it yet. False: the value cannot be a key. */
  public insert(key: CelValue, value: CelValue): boolean {
    const own = keyOf(key);
    if (own === undefined) return false;
    this.#entries.set(own, [key, value]);
    return true;
  }

  /** Only while the map is made. */
  public remove(key: CelValue): void {
    const own = keyOf(key);
    if (own !== undefined) this.#entries.delete(own);
  }

  public find(key: CelValue): CelValue | undefined {
    const own = keyOf(key);
    if (own === undefined) return undefined;
    const found = this.#entries.get(own) ?? this.#acrossNumbers(key);
    return found?.[1];
  }

  public get size(): number {
    return this.#entries.size;
  }

  public keys(): readonly CelValue[] {
    return [...this.#entries.values()].map(([key]) => key);
  }

  public entries(): readonly (readonly [CelValue, CelValue])[] {
    return [...this.#entries.values()];
  }

  #acrossNumbers(key: CelValue): readonly [CelValue, CelValue] | undefined {
    if (typeof key === 'bigint') return this.#entries.get(uintKey(key));
    if (key instanceof CelUint) return this.#entries.get(key.value);
    if (typeof key === 'number' && Number.isInteger(key)) {
      const whole = BigInt(key);
      return (isInt64(whole) ? this.#entries.get(whole) : undefined) ?? this.#entries.get(uintKey(whole));
    }
    return undefined;
  }
}

export const isError = (value: CelValue): value is CelError => value instanceof CelError;
export const isList = (value: CelValue): value is CelList => Array.isArray(value);

export const noSuchOverload = (): CelError => new CelError('no such overload');

/** Data of JSON as values: integral numbers are ints, all others doubles. */
export function toCel(data: unknown): CelValue {
  if (data === undefined || data === null) return null;
  if (typeof data === 'number') return Number.isSafeInteger(data) ? BigInt(data) : data;
  if (typeof data === 'string' || typeof data === 'boolean' || typeof data === 'bigint') return data;
  if (Array.isArray(data)) return data.map(toCel);
  if (isValue(data)) return data;
  if (typeof data !== 'object') throw new TypeError(`no CEL value: ${typeof data}`);
  return new CelMap(
    Object.entries(data)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]): [CelValue, CelValue] => [key, toCel(value)]),
  );
}

const CLASSES = [CelUint, CelOptional, CelTypeValue, CelTimestamp, CelDuration, CelOpaque, CelObject, CelMap, CelError];

const isValue = (data: unknown): data is CelValue =>
  data instanceof Uint8Array || CLASSES.some((kind) => data instanceof kind);

/** Name of the type of a value, as `type(x)` gives it. */
export function typeNameOf(value: CelValue): string {
  if (value === null) return 'null_type';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
  }
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof CelOpaque || value instanceof CelObject) return value.typeName;
  if (isList(value)) return 'list';
  return CLASS_TYPES.find(([kind]) => value instanceof kind)?.[1] ?? 'error';
}

const CLASS_TYPES = [
  [CelUint, 'uint'],
  [CelMap, 'map'],
  [CelOptional, 'optional_type'],
  [CelTypeValue, 'type'],
  [CelTimestamp, 'google.protobuf.Timestamp'],
  [CelDuration, 'google.protobuf.Duration'],
] as const;

/** Characters of a text, as CEL counts them: code points. */
export const characters = (text: string): readonly string[] => Array.from(text);

/** Number of code points. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Size by which costs go: of what has one, else 1. */
export function actualSize(value: CelValue): number {
  if (typeof value === 'string') return lengthOf(value);
  if (value instanceof Uint8Array || isList(value)) return value.length;
  if (value instanceof CelMap) return value.size;
  if (value instanceof CelOpaque) return value.size();
  if (value instanceof CelOptional && value.value !== undefined) return actualSize(value.value);
  return 1;
}
