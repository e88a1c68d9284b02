/** A type as the checker sees it. `of` are its parameters: elements, keys and values. */
export interface CelType {
  readonly kind: 'simple' | 'struct' | 'opaque' | 'list' | 'map' | 'type' | 'param' | 'dyn' | 'error' | 'null';
  readonly name: string;
  readonly of: readonly CelType[];
}

const simple = (name: string): CelType => ({ kind: 'simple', name, of: [] });

export const BOOL = simple('bool');
export const INT = simple('int');
export const UINT = simple('uint');
export const DOUBLE = simple('double');
export const STRING = simple('string');
export const BYTES = simple('bytes');
export const TIMESTAMP = simple('google.protobuf.Timestamp');
export const DURATION = simple('google.protobuf.Duration');
export const NULL: CelType = { kind: 'null', name: 'null_type', of: [] };
export const DYN: CelType = { kind: 'dyn', name: 'dyn', of: [] };
export const ERROR: CelType = { kind: 'error', name: '!error!', of: [] };

export const listOf = (element: CelType): CelType => ({ kind: 'list', name: 'list', of: [element] });
export const mapOf = (key: CelType, value: CelType): CelType => ({ kind: 'map', name: 'map', of: [key, value] });
export const optionalOf = (value: CelType): CelType => ({ kind: 'opaque', name: 'optional_type', of: [value] });
export const structOf = (name: string): CelType => ({ kind: 'struct', name, of: [] });
export const typeOf = (of: CelType): CelType => ({ kind: 'type', name: 'type', of: [of] });
export const paramOf = (name: string): CelType => ({ kind: 'param', name, of: [] });

const SIMPLE: Readonly<Record<string, CelType>> = {
  bool: BOOL,
  int: INT,
  uint: UINT,
  double: DOUBLE,
  string: STRING,
  bytes: BYTES,
  timestamp: TIMESTAMP,
  duration: DURATION,
  null: NULL,
  dyn: DYN,
};

/** A type from text: `list(A)`, `map(A, int)`, `optional(V)`, `type(A)`; a single capital is a parameter. */
export function readType(text: string): CelType {
  const open = text.indexOf('(');
  if (open < 0) return SIMPLE[text] ?? (/^[A-Z]$/.test(text) ? paramOf(text) : structOf(text));
  const [first = DYN, second = DYN] = readTypes(text.slice(open + 1, -1));
  switch (text.slice(0, open)) {
    case 'list':
      return listOf(first);
    case 'map':
      return mapOf(first, second);
    case 'optional':
      return optionalOf(first);
    default:
      return typeOf(first);
  }
}

/** Types between commas. */
export function readTypes(text: string): readonly CelType[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (character === ',' && depth === 0) {
      parts.push(part);
      part = '';
      continue;
    }
    if (character === '(') depth++;
    if (character === ')') depth--;
    part += character;
  }
  if (part.trim() !== '') parts.push(part);
  return parts.map((piece) => readType(piece.trim()));
}

/** A type in the words of the server. */
export function typeText(type: CelType): string {
  if (type.kind === 'type') return type.of[0] === undefined ? 'type' : `type(${typeText(type.of[0])})`;
  return type.of.length === 0 ? type.name : `${type.name}(${type.of.map(typeText).join(', ')})`;
}

export function sameType(a: CelType, b: CelType): boolean {
  return (
    a === b ||
    (a.kind === b.kind &&
      a.name === b.name &&
      a.of.length === b.of.length &&
      a.of.every((part, index) => sameType(part, b.of[index] as CelType)))
  );
}

export const isDyn = (type: CelType): boolean => type.kind === 'dyn';
export const isDynOrError = (type: CelType): boolean => type.kind === 'dyn' || type.kind === 'error';
export const isOptionalType = (type: CelType): boolean => type.kind === 'opaque' && type.name === 'optional_type';

/** What an optional holds, and whether the type was one. */
export const unwrapOptional = (type: CelType): readonly [CelType, boolean] =>
  isOptionalType(type) ? [type.of[0] as CelType, true] : [type, false];

/** What parameters stand for, by their names. */
export type Bindings = Pick<ReadonlyMap<string, CelType>, 'get'>;

/** Puts in what parameters stand for; with `open` those that stand for nothing become `dyn`. */
export function substitute(bindings: Bindings, type: CelType, open: boolean): CelType {
  if (type.kind === 'param') {
    const bound = bindings.get(type.name);
    if (bound !== undefined) return substitute(bindings, bound, open);
    return open ? DYN : type;
  }
  if (type.of.length === 0) return type;
  return { ...type, of: type.of.map((part) => substitute(bindings, part, open)) };
}

/** Is the first type the same or says less? `dyn` says least. */
function saysLess(a: CelType, b: CelType): boolean {
  if (isDyn(a) || a.kind === 'param') return true;
  if (isDyn(b) || b.kind === 'param') return false;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'type') return true;
  if (a.of.length === 0) return sameType(a, b);
  return (
    a.name === b.name &&
    a.of.length === b.of.length &&
    a.of.every((part, index) => saysLess(part, b.of[index] as CelType))
  );
}

export const moreGeneral = (a: CelType, b: CelType): CelType => (saysLess(a, b) ? a : b);

/** Kinds that null may be assigned to. */
const NULLABLE = new Set(['opaque', 'struct', 'null']);
const nullable = (type: CelType): boolean => NULLABLE.has(type.kind) || type === TIMESTAMP || type === DURATION;

/** Bindings on trial: those of an expression are many, and most overloads do not fit. */
class Trial implements Bindings {
  readonly #own = new Map<string, CelType>();

  public constructor(private readonly known: Map<string, CelType>) {}

  public get(name: string): CelType | undefined {
    return this.#own.get(name) ?? this.known.get(name);
  }

  public set(name: string, type: CelType): void {
    this.#own.set(name, type);
  }

  public keep(): void {
    for (const [name, type] of this.#own) this.known.set(name, type);
  }
}

/**
 * Whether all of `from` may stand where `to` is wanted: then parameters are bound to what makes it so. Otherwise the bindings
 * stay as they are.
 */
export function assign(bindings: Map<string, CelType>, from: readonly CelType[], to: readonly CelType[]): boolean {
  const trial = new Trial(bindings);
  const isSo = allAssignable(trial, from, to);
  if (isSo) trial.keep();
  return isSo;
}

const allAssignable = (bindings: Trial, from: readonly CelType[], to: readonly CelType[]): boolean =>
  from.length === to.length && from.every((type, index) => isAssignable(bindings, type, to[index] as CelType));

function isAssignable(bindings: Trial, a: CelType, b: CelType): boolean {
  if (b.kind === 'param') {
    const fits = bind(bindings, a, b);
    if (fits.valid) return true;
    if (fits.bound) return false;
  }
  if (a.kind === 'param') return bind(bindings, b, a).valid;
  if (isDynOrError(a) || isDynOrError(b)) return true;
  if (a.kind === 'null') return nullable(b);
  if (b.kind === 'null') return nullable(a);
  if (a.kind === 'type') return b.kind === 'type';
  return a.kind === b.kind && a.name === b.name && allAssignable(bindings, a.of, b.of);
}

/** Lets a parameter stand for a type, if it may; `bound`: it stood for something before. */
function bind(bindings: Trial, type: CelType, param: CelType): { readonly valid: boolean; readonly bound: boolean } {
  if (sameType(type, param)) return { valid: true, bound: true };
  const before = bindings.get(param.name);
  if (before === undefined) {
    const free = notWithin(bindings, param, type);
    if (free) bindings.set(param.name, type);
    return { valid: free, bound: false };
  }
  if (sameType(type, before)) return { valid: true, bound: true };
  if (!isAssignable(bindings, type, before)) return { valid: false, bound: true };
  const general = moreGeneral(type, before);
  if (notWithin(bindings, param, general)) bindings.set(param.name, general);
  return { valid: true, bound: true };
}

/** A parameter must not stand for something that holds it. */
function notWithin(bindings: Bindings, param: CelType, within: CelType): boolean {
  if (sameType(param, within)) return false;
  if (within.kind === 'param') {
    const bound = bindings.get(within.name);
    return bound === undefined || notWithin(bindings, param, bound);
  }
  return within.of.every((part) => notWithin(bindings, param, part));
}
