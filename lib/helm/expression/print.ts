import { lower, lowerTruth } from './lower';
import type { BoundVariable, ExpressionNode, Json } from './node';

/** What a template knows at one place: how the root is written, and the names of the variables that are bound. */
export interface PrintScope {
  /** `.` at the top, `$` inside `range`, `with` or wherever the dot means something else. */
  readonly root: '.' | '$';
  readonly variables: ReadonlyMap<BoundVariable, string>;
}

export const TOP: PrintScope = { root: '.', variables: new Map() };

/** A variable that is used outside of the `range` or `with` that binds it. */
export class UnboundVariable extends Error {
  constructor(readonly variable: BoundVariable) {
    super(`$${variable.hint} is used outside of ${variable.scope || 'the scope that binds it'}`);
  }
}

/** The scope inside a block that binds variables. A name already taken gets a number. */
export function bind(scope: PrintScope, ...variables: readonly BoundVariable[]): PrintScope {
  const names = new Map(scope.variables);
  const taken = new Set(names.values());
  for (const variable of variables) {
    let name = variable.hint;
    for (let n = 2; taken.has(name); n++) name = `${variable.hint}${n}`;
    taken.add(name);
    names.set(variable, name);
  }
  return { root: '$', variables: names };
}

/** The text of an expression without braces, such as `.Values.image.tag | default .Chart.AppVersion`. */
export function printExpression(node: ExpressionNode, scope: PrintScope = TOP): string {
  return pipeline(lower(node), scope);
}

/** The same behind `if`, `with` and `range`. */
export function printControl(node: ExpressionNode, scope: PrintScope = TOP): string {
  return pipeline(lowerTruth(node), scope);
}

/** Every variable, by the name that it would like to have. */
class AnyVariable extends Map<BoundVariable, string> {
  public override get({ hint }: BoundVariable): string {
    return hint;
  }
}

/** An expression as people read it in a message, wherever its variables are bound. */
export function describeExpression(node: ExpressionNode): string {
  if (node.kind === 'value') return `the value "${node.declaration.path.join('.')}"`;
  if (node.kind === 'literal') return `the literal ${JSON.stringify(node.value)}`;
  const text = printExpression(node, { root: '.', variables: new AnyVariable() });
  return `the expression {{ ${text.length > 60 ? `${text.slice(0, 57)}…` : text} }}`;
}

/** Prints a node that is lowered already. */
export function pipeline(node: ExpressionNode, scope: PrintScope): string {
  if (node.kind === 'include') {
    return `include ${goString(node.template.name)} ${node.argument ? operand(node.argument, scope) : scope.root}`;
  }
  if (node.kind === 'raw') return node.text;
  // Go takes nil for an argument only.
  if (node.kind === 'literal' && node.value === null) return 'index (list nil) 0';
  if (node.kind !== 'call') return operand(node, scope);
  const subject = node.args.at(-1);
  if (node.piped && subject) {
    const others = node.args.slice(0, -1).map((arg) => operand(arg, scope));
    return `${pipeline(subject, scope)} | ${[node.fn, ...others].join(' ')}`;
  }
  return [functionName(node.fn, scope), ...node.args.map((arg) => operand(arg, scope))].join(' ');
}

function functionName(fn: string, scope: PrintScope): string {
  return fn.startsWith('.') ? rooted(fn, scope) : fn;
}

function rooted(path: string, scope: PrintScope): string {
  return scope.root === '$' ? `$${path}` : path;
}

function operand(node: ExpressionNode, scope: PrintScope): string {
  switch (node.kind) {
    case 'literal':
      return printLiteral(node.value, node.type === 'number');
    case 'value':
      return select(rooted('.Values', scope), node.declaration.path);
    case 'builtin':
      return rooted(`.${node.path.join('.')}`, scope);
    case 'variable': {
      const name = scope.variables.get(node.variable);
      if (name === undefined) throw new UnboundVariable(node.variable);
      return `$${name}`;
    }
    case 'field':
      return select(operand(node.of, scope), node.path);
    case 'include':
    case 'raw':
    case 'call':
      return `(${pipeline(node, scope)})`;
    case 'concat':
      return operand(lower(node), scope);
  }
}

/** `.a.b` where the keys are identifiers, `(index base "a" "b-c")` where they are not. */
function select(base: string, path: readonly string[]): string {
  if (path.every((key) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(key))) return `${base}.${path.join('.')}`;
  return `(index ${base} ${path.map(goString).join(' ')})`;
}

function printLiteral(value: Json, float: boolean): string {
  if (value === null || value === undefined) return 'nil';
  if (typeof value === 'string') return goString(value);
  if (typeof value === 'number') return printNumber(value, float);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `(${['list', ...value.map((item) => printLiteral(item, false))].join(' ')})`;
  const pairs = Object.entries(value).map(([key, item]) => `${goString(key)} ${printLiteral(item, false)}`);
  return `(${['dict', ...pairs].join(' ')})`;
}

/** An integer beyond 2^53 is a float64 everywhere else; Go would take its digits for an integer that overflows. */
function printNumber(value: number, float: boolean): string {
  const digits = String(value);
  return /^-?\d+$/.test(digits) && (float || !Number.isSafeInteger(value)) ? `${digits}.0` : digits;
}

/** A Go string literal. JSON's escapes are all Go's too; U+2028 and lone surrogates are escaped for safety. */
export function goString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
