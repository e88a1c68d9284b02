import { issueMarker, issueNumber } from '../token/tokens';
import { typeOfShape, type ValueShape } from '../values/declaration';
import { type Comparison, comparable } from './compare';
import { numberNode, spreadNode, textNode } from './from-token';
import { mayBeAbsent, shapeUnder } from './inside';
import { checkCall, concat, decided, taken } from './made-of';
import { refuseRaw, refuseReading } from './misuse';
import { type BoundVariable, call, type ExpressionNode, type Json, literal, ownerOf, pipe } from './node';

/** What an expression gives when Helm renders it. */
export enum ExpressionType {
  /** Text. */
  STRING = 'string',
  /** A whole number. */
  INTEGER = 'integer',
  /** A number with or without fraction. */
  NUMBER = 'number',
  /** `true` or `false`. */
  BOOLEAN = 'boolean',
  /** A list. */
  LIST = 'list',
  /** A map of strings to anything. */
  MAP = 'map',
  /** Only known when Helm renders. */
  ANY = 'any',
}

/**
 * Something that Helm computes when the chart is rendered: a value, `.Release.Name`, a pipeline.
 *
 * An expression goes into typed props as a token: `asString()`, `asNumber()`, `asList()`, `asMap()`, `asAny()`;
 * in a text it turns itself into one (`` `${image}:${tag}` ``). Where no token works (booleans, enums and structs of
 * cdk8s-plus), `Overlay` puts it into the finished object.
 */
export class Expression {
  /** A fixed value: text, number, boolean, or a list or record of those and of expressions. */
  public static literal(value: any): Expression {
    return Expression._of(toNode(value));
  }

  /**
   * A call of a template function, arguments in Go's order: `Expression.call('trunc', 63, name)`.
   *
   * @throws Error when Helm has no such function, or takes another number of arguments.
   */
  public static call(fn: string, ...args: any[]): Expression {
    const nodes = args.map(toNode);
    return Expression._of({ kind: 'call', fn, args: nodes, type: checkCall(fn, nodes), owner: ownerOf(nodes) });
  }

  /** The parts one after the other, as text. */
  public static concat(...parts: any[]): Expression {
    return Expression._of(concat(parts.map(toNode)));
  }

  /** True when every condition is. */
  public static allOf(...conditions: any[]): Expression {
    return Expression._of(decided('and', conditions.map(toNode)));
  }

  /** True when at least one condition is. */
  public static anyOf(...conditions: any[]): Expression {
    return Expression._of(decided('or', conditions.map(toNode)));
  }

  /** True when the condition is not: false, zero, empty and absent all count as false. */
  public static negate(condition: any): Expression {
    return Expression._of(call('not', 'boolean', toNode(condition)));
  }

  /** The first when the condition is true, else the second. Both are computed. */
  public static choose(condition: any, whenTrue: any, whenFalse: any): Expression {
    const [yes, no] = [toNode(whenTrue), toNode(whenFalse)];
    const test = call('not', 'boolean', toNode(condition));
    return Expression._of(call('ternary', yes.type === no.type ? yes.type : 'any', no, yes, test));
  }

  /**
   * Template text without braces, taken as it is: the way out for what nothing else says. It must give what `gives` says;
   * it cannot be evaluated outside of Helm.
   * @throws DiagnosticError for braces, control words such as `if` and what is no text.
   */
  public static raw(template: string, gives: ExpressionType): Expression {
    refuseRaw(template);
    return Expression._of({ kind: 'raw', text: template, type: 'any' }).typed(gives);
  }

  /** @internal */
  public static _of(node: ExpressionNode, shape?: ValueShape): Expression {
    return new Expression(node, shape);
  }

  /** @internal */
  public readonly _node: ExpressionNode;

  /**
   * What the items of a declared list or map are.
   * @internal
   */
  public get _itemShape(): ValueShape | undefined {
    const { shape } = this;
    return shape?.type === 'list' ? shape.items : shape?.type === 'map' ? shape.values : undefined;
  }

  private constructor(
    node: ExpressionNode,
    /** What the declaration says of it: known for declared values and what is inside them. */
    private readonly shape?: ValueShape,
  ) {
    this._node = node;
  }

  /** This expression as the last argument of a function, as in `this | fn args`. */
  public pipe(fn: string, ...args: any[]): Expression {
    const others = args.map(toNode);
    return Expression._of(pipe(this._node, fn, checkCall(fn, [...others, this._node]), ...others));
  }

  /** The fallback when this is empty (absent, false, zero, no text, no items). */
  public defaultTo(fallback: any): Expression {
    const other = toNode(fallback);
    const type = other.type === this._node.type ? other.type : 'any';
    return Expression._of(pipe(this._node, 'default', type, other));
  }

  /**
   * True when an optional value is given, even as false, zero or empty. Null counts as not given.
   * @throws Error for an expression that is not a declared value.
   */
  public isSet(): Expression {
    return Expression._of(call('not', 'boolean', this.isAbsent()));
  }

  /** Null is not set, too: that is how a user takes back what another values file has set. */
  private isAbsent(): ExpressionNode {
    const node = this._node;
    if (node.kind !== 'value') throw new Error('isSet() is for declared values: other expressions are always there');
    // Without its type: a number would be cast, and nothing with it.
    return call('kindIs', 'boolean', literal('invalid'), { ...node, type: 'any' });
  }

  /** The fallback when an optional value is not given. Unlike `defaultTo`, false, zero and empty count as given. */
  public orElse(fallback: any): Expression {
    const other = toNode(fallback);
    const type = other.type === this._node.type ? other.type : 'any';
    return new Expression(call('ternary', type, other, this._node, this.isAbsent()));
  }

  /**
   * True when equal.
   * @throws Error when the two are of types that are never equal, such as a boolean and a text.
   */
  public eq(other: any): Expression {
    return this.compare('eq', other);
  }

  /**
   * True when not equal.
   * @throws Error when the two are of types that are never equal.
   */
  public ne(other: any): Expression {
    return this.compare('ne', other);
  }

  /** True when less. */
  public lt(other: any): Expression {
    return this.compare('lt', other);
  }

  /** True when less or equal. */
  public le(other: any): Expression {
    return this.compare('le', other);
  }

  /** True when greater. */
  public gt(other: any): Expression {
    return this.compare('gt', other);
  }

  /** True when greater or equal. */
  public ge(other: any): Expression {
    return this.compare('ge', other);
  }

  /**
   * What a map holds under a path of keys.
   * @throws DiagnosticError for a key that the declaration does not know, and for what has no keys.
   */
  public field(...path: string[]): Expression {
    if (path.length === 0) throw new Error('field() wants at least one key');
    const shape = shapeUnder(this._node.type, this.shape, path);
    const absent = this._node.mayBeAbsent || mayBeAbsent(this.shape, path) ? { mayBeAbsent: true as const } : {};
    return Expression._of(
      { kind: 'field', of: this._node, path, type: typeOfShape(shape), owner: this._node.owner, ...absent },
      shape,
    );
  }

  /** The same expression, taken to be of another type: for what `field` and loops give. */
  public typed(gives: ExpressionType): Expression {
    return Expression._of(taken(this._node, gives), this.shape);
  }

  /** A string that stands for this expression, as text: for props of type string. */
  public asString(): string {
    if (this._node.kind === 'literal' && typeof this._node.value !== 'object') return String(this._node.value);
    return issueMarker(this._node, 's');
  }

  /** A number that stands for this expression: for props of type number. Arithmetic with it is an error at synth. */
  public asNumber(): number {
    return issueNumber(this._node);
  }

  /** A list that stands for this expression. It may be spread into another list. */
  public asList(): string[] {
    return [issueMarker(this._node, 'l')];
  }

  /** A map that stands for this expression. It may be spread into another map; keys written there win. */
  public asMap(): { [key: string]: string } {
    const marker = issueMarker(this._node, 'm');
    return { [marker]: marker };
  }

  /** Whatever the prop wants, in TypeScript: a marker that keeps the expression's own type. */
  public asAny(): any {
    return issueMarker(this._node, 'a');
  }

  /** The same as `asString()`, so that an expression can stand inside a template literal. */
  public toString(): string {
    return this.asString();
  }

  /** Lets cdk8s take an expression for a token wherever a prop is not typed. */
  public resolve(): any {
    return this.asAny();
  }

  /**
   * Another way to the same value, of which the same is known.
   * @internal
   */
  public _through(node: ExpressionNode): Expression {
    return new Expression(node, this.shape);
  }

  /**
   * The variable that a scope has bound this expression to.
   * @internal
   */
  public _bound(variable: BoundVariable): Expression {
    return Expression._of({ kind: 'variable', variable, type: variable.type, owner: this._node.owner });
  }

  private compare(fn: Comparison, other: unknown): Expression {
    return Expression._of(call(fn, 'boolean', ...comparable(fn, this._node, toNode(other))));
  }
}

refuseReading(Expression.prototype);

/**
 * The node for anything that may stand in an expression: an expression, text or a number (tokens inside are decoded),
 * lists and records of those.
 */
export function toNode(value: unknown): ExpressionNode {
  if (value instanceof Expression) return value._node;
  if (typeof value === 'string') return textNode(value);
  if (typeof value === 'number') return numberNode(value);
  // What is not there at all is reported where the expression is written.
  if (value === null || value === undefined) return literal(value as Json);
  if (typeof value === 'boolean') return literal(value);
  if (Array.isArray(value)) {
    const spread = value.map(spreadNode);
    if (spread.length === 1 && spread[0]) return spread[0];
    const items = value.map(toNode);
    if (spread.some((node) => node !== undefined)) {
      return call('concat', 'list', ...items.map((item, index) => spread[index] ?? call('list', 'list', item)));
    }
    return items.every((item) => item.kind === 'literal') ? literal(value as Json) : call('list', 'list', ...items);
  }
  if (typeof value !== 'object' || !isRecord(value)) return literal(value as Json);
  const [[key] = [], ...others] = Object.entries(value);
  const whole = others.length === 0 ? spreadNode(key) : undefined;
  if (whole) return whole;
  const pairs = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [[literal(key), toNode(item)] as const],
  );
  if (pairs.every(([, item]) => item.kind === 'literal'))
    return literal(Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)));
  return call('dict', 'map', ...pairs.flat());
}

/** Plain data, not an instance of a class. */
function isRecord(value: object): value is Readonly<Record<string, Json>> {
  return value.constructor === undefined || value.constructor.name === 'Object' || Object.hasOwn(value, 'constructor');
}
