import { type Attribute, Conditional, type Evaluated, type Qualifier } from './attribute';
import { compare, equal } from './compare';
import { callCost } from './cost';
import type { Frame } from './frame';
import { inServersWords } from './no-overload';
import { type CelError, type CelList, CelOptional, CelUint, type CelValue, isError, noSuchOverload } from './value';

/** A planned expression: each kind charges as cel-go's node of that kind does. */
export abstract class PlanNode implements Evaluated {
  public abstract readonly id: number;
  protected abstract run(frame: Frame): CelValue;
  /** Charges and clears the stack before the value is put on it. */
  protected abstract charge(frame: Frame, value: CelValue): void;

  public eval(frame: Frame): CelValue {
    const value = this.run(frame);
    if (frame.tracker !== undefined) {
      this.charge(frame, value);
      frame.tracker.push(this.id, value);
    }
    return value;
  }
}

export class ConstNode extends PlanNode {
  public constructor(
    public readonly id: number,
    public readonly value: CelValue,
  ) {
    super();
  }
  protected run(): CelValue {
    return this.value;
  }
  protected charge(): void {}
}

/** A variable, a selection or a conditional. */
export class AttributeNode extends PlanNode {
  public constructor(public readonly attribute: Attribute) {
    super();
  }
  public get id(): number {
    return this.attribute.id;
  }
  public add(qualifier: Qualifier): void {
    this.attribute.add(qualifier);
  }
  protected run(frame: Frame): CelValue {
    return this.attribute.resolve(frame);
  }
  protected charge({ tracker }: Frame, _: CelValue): void {
    const { attribute } = this;
    if (attribute instanceof Conditional) {
      for (const { id } of [attribute.falsy, attribute.truthy, attribute.condition]) tracker?.drop(id);
      return;
    }
    tracker?.drop(attribute.id);
    tracker?.charge(1);
  }
}

/** `has()`: charges for the way, not for the test. */
export class TestNode extends AttributeNode {
  public constructor(
    private readonly ownId: number,
    attribute: Attribute,
  ) {
    super(attribute);
  }
  public override get id(): number {
    return this.ownId;
  }
  protected override run(frame: Frame): CelValue {
    const value = this.attribute.resolve(frame);
    return value instanceof CelOptional ? value.value !== undefined : value;
  }
  protected override charge(frame: Frame, value: CelValue): void {
    super.charge(frame, value);
    frame.tracker?.charge(-1);
  }
}

/** `&&` and `||`: the absorbing value wins over errors, an error over the rest. */
export class LogicNode extends PlanNode {
  public constructor(
    public readonly id: number,
    private readonly absorbing: boolean,
    private readonly terms: readonly PlanNode[],
  ) {
    super();
  }
  protected run(frame: Frame): CelValue {
    let fault: CelError | undefined;
    for (const term of this.terms) {
      const value = term.eval(frame);
      if (value === this.absorbing) return value;
      if (typeof value !== 'boolean') fault ??= isError(value) ? value : noSuchOverload();
    }
    return fault ?? !this.absorbing;
  }
  protected charge({ tracker }: Frame): void {
    for (const { id } of this.terms) tracker?.drop(id);
  }
}

export type Implementation = (args: readonly CelValue[], overload: string) => CelValue;

/** How a call treats errors among its arguments. */
export type Strictness =
  /** All arguments are evaluated, then the first error is the result. */
  | 'all'
  /** The first error ends it. */
  | 'first'
  /** The function is given errors. */
  | 'never';

export class CallNode extends PlanNode {
  public constructor(
    public readonly id: number,
    public readonly name: string,
    public readonly overload: string,
    public readonly args: readonly PlanNode[],
    private readonly implementation: Implementation,
    private readonly strictness: Strictness,
    /** One implementation for all overloads. */
    private readonly singleton: boolean,
  ) {
    super();
  }
  protected run(frame: Frame): CelValue {
    const values: CelValue[] = [];
    for (const arg of this.args) {
      const value = arg.eval(frame);
      if (this.strictness === 'first' && isError(value)) return value;
      values.push(value);
    }
    const fault = this.strictness === 'all' ? values.find(isError) : undefined;
    if (fault !== undefined) return fault;
    return inServersWords(this.name, this.singleton, values, this.implementation(values, this.overload));
  }
  protected charge({ tracker }: Frame, value: CelValue): void {
    const args = tracker?.dropArguments(this.args);
    if (args !== undefined) tracker?.charge(callCost(this.name, this.overload, args, value));
  }
}

/** `x in [1, 2]` with a constant list: costs nothing beyond x. */
export class MemberNode extends PlanNode {
  public constructor(
    public readonly id: number,
    private readonly element: PlanNode,
    private readonly list: CelList,
  ) {
    super();
  }
  protected run(frame: Frame): CelValue {
    const value = this.element.eval(frame);
    if (isError(value)) return value;
    return this.list.some((item) => item !== null && value !== null && equal(value, item) === true);
  }
  protected charge(): void {}
}

/** `a.or(b)` and `a.orValue(b)`: b is only evaluated when a is none. They cost nothing themselves. */
export class OrNode extends PlanNode {
  public constructor(
    public readonly id: number,
    private readonly left: PlanNode,
    private readonly right: PlanNode,
    private readonly unwrap: boolean,
  ) {
    super();
  }
  protected run(frame: Frame): CelValue {
    const left = this.left.eval(frame);
    if (!(left instanceof CelOptional)) return left;
    if (left.value === undefined) return this.right.eval(frame);
    return this.unwrap ? left.value : left;
  }
  protected charge(): void {}
}

const isNumber = (value: CelValue): boolean =>
  typeof value === 'bigint' || typeof value === 'number' || value instanceof CelUint;

/** Can an element of a constant list be looked up? Numbers are found across their kinds. */
export const isPrimitive = (value: CelValue): boolean =>
  isNumber(value) || typeof value === 'string' || typeof value === 'boolean';

/** Order of two values as an operator asks for it. */
export function ordered(holds: (order: number) => boolean): Implementation {
  return ([a = null, b = null]) => {
    const order = compare(a, b);
    return typeof order === 'number' ? holds(order) : order;
  };
}
