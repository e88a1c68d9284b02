import type { ValueDeclaration } from '../values/declaration';

/** Plain data that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What an expression gives, as far as synth knows. `any` is decided when Helm renders. */
export type Type = 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'map' | 'any';

/** The name by which the function table knows it. */
export type ExpressionType = Type;

/** The chart that an expression belongs to. Expressions remember it, so that a value used in another chart is found. */
export interface Owner {
  /** Construct path of the chart. */
  readonly path: string;
  /** Name of the chart, with which the names of its templates start. */
  readonly name: string;
  /** Markers handed out for expressions of this chart: each must be found again in a finished document. */
  readonly issued: Map<string, ExpressionNode>;
  /** The named templates of this chart: some expressions bring their own. */
  readonly templates: NamedTemplate[];
}

/** A variable that a `range`, a `with` or a `define` binds. Its identity is the object; it is named when it is printed. */
export interface BoundVariable {
  /** The name that the printer starts from, without `$`. */
  readonly hint: string;
  /** What binds it, such as a construct path: tells two variables of one name apart. */
  readonly scope: string;
  readonly type: Type;
}

/** What a `range` goes through, and what it binds. */
export interface LoopHead {
  readonly over: ExpressionNode;
  readonly key: BoundVariable;
  readonly item: BoundVariable;
}

/** A loop that makes one list. */
export interface GatheringLoop extends LoopHead {
  /** The loops that it stands in, the outermost first. */
  readonly around?: readonly LoopHead[];
  readonly when?: ExpressionNode;
}

/** A `define` whose text is one scalar. It is called with the root, or with its parameter. */
export interface NamedTemplate {
  /** Full name, with the chart's prefix: `shop.fullname`. */
  readonly name: string;
  /** What it is called with, where that is not the root: then nothing of the root can stand in it. */
  readonly parameter?: BoundVariable;
  /** Variables set before the body, in order. */
  readonly locals?: readonly { readonly variable: BoundVariable; readonly value: ExpressionNode }[];
  readonly body: ExpressionNode;
  /** The body is computed for each item, and the text is the JSON list of what it gave. */
  readonly loop?: GatheringLoop;
  /** Its text is a name: letters, digits, `.`, `_`, `+`, `-`. It can stand inside quotes as it is. */
  readonly plain?: boolean;
}

/**
 * An expression as a tree of plain data. Nothing is ever guessed from text: what is an expression is a node,
 * what is text is a literal.
 *
 * `call` covers functions (`trunc`) and methods of the root (`.Capabilities.APIVersions.Has`); `piped` only says that it
 * reads better as `subject | fn others`.
 *
 * `mayBeAbsent`: an optional value, or a property that a record may come without. As a value of its own it is null then, not
 * the zero that a cast makes of nothing.
 */
export type ExpressionNode = { readonly type: Type; readonly owner?: Owner; readonly mayBeAbsent?: true } & (
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'value'; readonly declaration: ValueDeclaration }
  | { readonly kind: 'builtin'; readonly path: readonly string[] }
  | { readonly kind: 'variable'; readonly variable: BoundVariable }
  | { readonly kind: 'field'; readonly of: ExpressionNode; readonly path: readonly string[] }
  | {
      readonly kind: 'call';
      readonly fn: string;
      readonly args: readonly ExpressionNode[];
      readonly piped?: boolean;
    }
  /** Without an argument the template gets the root. */
  | { readonly kind: 'include'; readonly template: NamedTemplate; readonly argument?: ExpressionNode }
  | { readonly kind: 'concat'; readonly parts: readonly ExpressionNode[] }
  | { readonly kind: 'raw'; readonly text: string }
);

/** The nodes directly below one. A named template's body is not part of the expression that includes it. */
export function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'field':
      return [node.of];
    case 'call':
      return node.args;
    case 'concat':
      return node.parts;
    case 'include':
      return node.argument ? [node.argument] : [];
    default:
      return [];
  }
}

/** A literal of the type that its value has. */
export function literal(value: Json): ExpressionNode {
  return { kind: 'literal', value, type: typeOf(value) };
}

/** A call whose owner is that of its arguments. */
export function call(fn: string, type: Type, ...args: readonly ExpressionNode[]): ExpressionNode {
  return { kind: 'call', fn, args, type, owner: ownerOf(args) };
}

/** A call that is printed `subject | fn others`; the subject becomes the last argument, as Go's pipelines have it. */
export function pipe(
  subject: ExpressionNode,
  fn: string,
  type: Type,
  ...others: readonly ExpressionNode[]
): ExpressionNode {
  const args = [...others, subject];
  return { kind: 'call', fn, args, type, piped: true, owner: ownerOf(args) };
}

/** The first owner found; whether all are the same is checked when a document is finished. */
export function ownerOf(nodes: readonly ExpressionNode[]): Owner | undefined {
  return nodes.find((node) => node.owner !== undefined)?.owner;
}

function typeOf(value: Json): Type {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (Array.isArray(value)) return 'list';
  return value === null ? 'any' : 'map';
}
