import type { Frame } from './frame';
import {
  CelError,
  CelMap,
  CelObject,
  CelOptional,
  CelUint,
  type CelValue,
  isError,
  isList,
  noSuchOverload,
} from './value';
import { LazyVariables } from './variables';

/** Something that evaluates and is counted. */
export interface Evaluated {
  readonly id: number;
  eval(frame: Frame): CelValue;
}

/** What a qualifier finds: a value, or that there is none. Errors are values. */
type Found = CelValue | undefined;

/** A step from a value to one inside it. */
export interface Qualifier {
  readonly id: number;
  readonly optional: boolean;
  qualify(frame: Frame, value: CelValue): CelValue;
  /** Undefined: it is not there. */
  qualifyIfPresent(frame: Frame, value: CelValue): Found;
}

/** A variable or value with the way from it to what is meant. */
export interface Attribute {
  readonly id: number;
  add(qualifier: Qualifier): void;
  resolve(frame: Frame): CelValue;
}

const missingKey = (key: CelValue): CelError => new CelError(`no such key: ${keyText(key)}`);

const keyText = (key: CelValue): string => (key instanceof CelUint ? String(key.value) : String(key));

/** An index of a list; an error where a value is none. */
export function indexOf(key: CelValue): number | CelError {
  if (typeof key === 'bigint') return Number(key);
  if (key instanceof CelUint) return Number(key.value);
  if (typeof key === 'number') {
    return Number.isInteger(key) ? key : new CelError(`unsupported index value ${key} in list`);
  }
  return new CelError('unsupported index type in list');
}

/** A part of a value; undefined: it is not there. */
function partOf(value: CelValue, key: CelValue, present: boolean): Found {
  if (isError(value)) return value;
  if (value instanceof CelMap) return value.find(key);
  if (value instanceof LazyVariables) return value.find(key);
  if (isList(value)) {
    const index = indexOf(key);
    if (typeof index !== 'number') return index;
    return value[index];
  }
  if (value instanceof CelObject && typeof key === 'string') {
    const field = value.fields.get(key);
    if (field !== undefined || present) return field;
    return value.typeName === 'JSONPatch' && key !== 'value' ? '' : null;
  }
  return undefined;
}

const absent = (value: CelValue, key: CelValue): CelError =>
  isList(value) ? new CelError(`index out of bounds: ${keyText(key)}`) : missingKey(key);

/** `null` is found too. */
const orAbsent = (found: Found, value: CelValue, key: CelValue): CelValue =>
  found === undefined ? absent(value, key) : found;

/** Is it there? Errors stay. */
const presence = (found: Found): CelValue => (found !== undefined && isError(found) ? found : found !== undefined);

/** A step by a key that is known beforehand. */
export class ConstantQualifier implements Qualifier {
  public constructor(
    public readonly id: number,
    private readonly key: CelValue,
    public readonly optional: boolean,
    /** Only whether it is there: `has()`. */
    private readonly test = false,
  ) {}

  public qualify(frame: Frame, value: CelValue): CelValue {
    const found = partOf(value, this.key, this.test);
    return this.#counted(frame, this.test ? presence(found) : orAbsent(found, value, this.key));
  }

  public qualifyIfPresent(frame: Frame, value: CelValue): Found {
    const found = partOf(value, this.key, true);
    return found === undefined || isError(found) ? found : this.#counted(frame, found);
  }

  #counted(frame: Frame, value: CelValue): CelValue {
    frame.tracker?.charge(1);
    frame.tracker?.push(this.id, value);
    return value;
  }
}

/** Kinds of values that may be keys. */
const isKey = (value: CelValue): boolean =>
  ['string', 'bigint', 'boolean', 'number'].includes(typeof value) || value instanceof CelUint;

/** A step by a key that is computed. */
export class ComputedQualifier implements Qualifier {
  public constructor(
    public readonly id: number,
    private readonly key: Attribute,
    public readonly optional: boolean,
    /** The key is neither a name nor a selection: its value leaves the stack. */
    private readonly relative: boolean,
  ) {}

  public qualify(frame: Frame, value: CelValue): CelValue {
    const key = this.#key(frame);
    return this.#counted(frame, isError(key) ? key : orAbsent(partOf(value, key, false), value, key));
  }

  public qualifyIfPresent(frame: Frame, value: CelValue): Found {
    const key = this.#key(frame);
    if (isError(key)) return key;
    const found = partOf(value, key, true);
    return found === undefined || isError(found) ? found : this.#counted(frame, found);
  }

  #key(frame: Frame): CelValue {
    const key = this.key.resolve(frame);
    return isError(key) || isKey(key) ? key : new CelError('invalid qualifier type');
  }

  #counted(frame: Frame, value: CelValue): CelValue {
    if (this.relative) frame.tracker?.drop(this.id);
    frame.tracker?.charge(1);
    frame.tracker?.push(this.id, value);
    return value;
  }
}

/** Goes a way. After the first optional step every one is optional, and the end is an optional. */
function walk(frame: Frame, start: CelValue, qualifiers: readonly Qualifier[]): CelValue {
  let value = start;
  let optional = start instanceof CelOptional;
  if (start instanceof CelOptional) {
    if (start.value === undefined) return start;
    value = start.value;
  }
  for (const qualifier of qualifiers) {
    optional ||= qualifier.optional;
    const found = optional ? qualifier.qualifyIfPresent(frame, value) : qualifier.qualify(frame, value);
    if (found === undefined) return new CelOptional();
    if (isError(found)) return found;
    value = found;
  }
  return optional ? new CelOptional(value) : value;
}

abstract class Path implements Attribute {
  protected readonly qualifiers: Qualifier[] = [];
  public constructor(private readonly ownId: number) {}

  public get id(): number {
    return this.qualifiers.at(-1)?.id ?? this.ownId;
  }
  public add(qualifier: Qualifier): void {
    this.qualifiers.push(qualifier);
  }
  public resolve(frame: Frame): CelValue {
    const start = this.start(frame);
    return isError(start) ? start : walk(frame, start, this.qualifiers);
  }
  protected abstract start(frame: Frame): CelValue;
}

/** From a variable. */
export class Absolute extends Path {
  public constructor(
    id: number,
    private readonly name: string,
  ) {
    super(id);
  }
  protected start(frame: Frame): CelValue {
    const value = frame.resolve(this.name);
    return value === undefined ? new CelError(`no such attribute(s): ${this.name}`) : value;
  }
}

/** From the value of an expression. */
export class Relative extends Path {
  public constructor(
    id: number,
    private readonly operand: Evaluated,
  ) {
    super(id);
  }
  protected start(frame: Frame): CelValue {
    return this.operand.eval(frame);
  }
}

/** From one of two ways. */
export class Conditional implements Attribute {
  public constructor(
    private readonly ownId: number,
    public readonly condition: Evaluated,
    public readonly truthy: Attribute,
    public readonly falsy: Attribute,
  ) {}

  public get id(): number {
    return this.truthy.id === this.falsy.id ? this.truthy.id : this.ownId;
  }
  public add(qualifier: Qualifier): void {
    this.truthy.add(qualifier);
    this.falsy.add(qualifier);
  }
  public resolve(frame: Frame): CelValue {
    const condition = this.condition.eval(frame);
    if (condition === true) return this.truthy.resolve(frame);
    if (condition === false) return this.falsy.resolve(frame);
    return isError(condition) ? condition : noSuchOverload();
  }
}
