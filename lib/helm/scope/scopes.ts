import { Construct, type IConstruct } from 'constructs';
import { mustBeText, required, type Shape } from '../../diagnostics/predicates';
import { Loop, type LoopOptions } from '../document/blocks';
import { Expression } from '../expression/expression';
import type { BoundVariable, ExpressionNode } from '../expression/node';
import { mustBeExpression, propProblems } from '../sound-props';

/** A scope as the emitter needs it: what is written around each object below it. */
export type ScopeNode =
  | { readonly kind: 'if'; readonly condition: ExpressionNode }
  | { readonly kind: 'with'; readonly value: ExpressionNode; readonly variable: BoundVariable }
  | {
      readonly kind: 'range';
      readonly over: ExpressionNode;
      readonly key: BoundVariable;
      readonly item: BoundVariable;
    };

const SCOPE = Symbol.for('cdk8s-container-security.helm.Scope');

/** A construct that puts a condition or a loop around every object below it. */
abstract class Scope extends Construct {
  /** @internal */
  public abstract readonly _scope: ScopeNode;

  public constructor(scope: Construct, id: string, props: unknown, shape: Shape) {
    super(scope, id);
    Object.defineProperty(this, SCOPE, { value: true });
    const problems = propProblems(props, shape);
    this.node.addValidation({ validate: () => [...problems] });
  }
}

const IF_PROPS: Shape = { when: required(mustBeExpression) };
const WITH_PROPS: Shape = { value: required(mustBeExpression), variableName: mustBeText };
const RANGE_PROPS: Shape = { over: required(mustBeExpression), keyName: mustBeText, itemName: mustBeText };

/** Stands in for an expression that is missing, until synth says so. */
function given(expression: Expression | undefined): Expression {
  return expression instanceof Expression ? expression : Expression.literal('');
}

/** The condition or loop that a construct puts around what is below it, if it does. */
export function scopeOf(construct: IConstruct): ScopeNode | undefined {
  return SCOPE in construct ? (construct as unknown as Scope)._scope : undefined;
}

/** When objects are there. */
export interface IfProps {
  /** The objects below are there when this is true: not false, not zero, not empty, not absent. */
  readonly when: Expression;
}

/** Objects that are there only when a condition is true. */
export class If extends Scope {
  /** @internal */
  public readonly _scope: ScopeNode;

  public constructor(scope: Construct, id: string, props: IfProps) {
    super(scope, id, props, IF_PROPS);
    this._scope = { kind: 'if', condition: given(props?.when)._node };
  }
}

/** What is bound to a name. */
export interface WithProps {
  /** The value. The objects below are there only when it is not empty. */
  readonly value: Expression;
  /** Name of the variable, without `$`. @default "value" */
  readonly variableName?: string;
}

/** Objects that are there only when a value is not empty, and that use it under a short name. */
export class With extends Scope {
  /** The value, inside the scope. */
  public readonly value: Expression;
  /** @internal */
  public readonly _scope: ScopeNode;

  public constructor(scope: Construct, id: string, props: WithProps) {
    super(scope, id, props, WITH_PROPS);
    const value = given(props?.value);
    const loop = Loop._in(this.node.path, value, { itemName: props?.variableName ?? 'value' });
    const variable = { ...loop._itemVariable, type: value._node.type };
    this.value = value._bound(variable);
    this._scope = { kind: 'with', value: value._node, variable };
  }
}

/** What is looped over. */
export interface RangeProps extends LoopOptions {
  /** A list or a map. */
  readonly over: Expression;
}

/**
 * Objects that are there once for each item of a list or map. The key (or index) becomes the last part of the names that
 * the chart makes for them.
 */
export class Range extends Scope {
  /** The key of the map, or the index in the list. */
  public readonly key: Expression;
  /** The item. */
  public readonly item: Expression;
  /** @internal */
  public readonly _scope: ScopeNode;

  public constructor(scope: Construct, id: string, props: RangeProps) {
    super(scope, id, props, RANGE_PROPS);
    const over = given(props?.over);
    const loop = Loop._in(this.node.path, over, props ?? {});
    this.key = loop.key;
    this.item = loop.item;
    this._scope = { kind: 'range', over: over._node, key: loop._keyVariable, item: loop._itemVariable };
  }
}
