import { GO_FUNCTIONS } from './functions';
import { isTrue, isUnordered } from './go-semantics';
import { type GoValue, NotEvaluable, type RenderContext, RenderError } from './go-value';
import { lower, templateText } from './lower';
import type { ExpressionNode, GatheringLoop, Json, LoopHead } from './node';

/**
 * The value that an expression has in a context: what Go's template engine would compute.
 *
 * @throws RenderError where Helm would end with an error.
 * @throws NotEvaluable where only a cluster or the template engine knows (`lookup`, raw text).
 */
export function evaluateExpression(node: ExpressionNode, context: RenderContext): GoValue {
  return evaluate(lower(node), context);
}

/** Evaluates a node that is lowered already. */
export function evaluate(node: ExpressionNode, context: RenderContext): GoValue {
  switch (node.kind) {
    case 'literal':
      return goLiteral(node.value, node.type === 'number');
    case 'value':
      return select(context.values, node.declaration.path);
    case 'builtin':
      return node.path[0] === 'Values' ? context.values : select(context.builtins, node.path);
    case 'variable': {
      const value = context.variables.get(node.variable);
      if (value === undefined) throw new RenderError(`undefined variable "$${node.variable.hint}"`);
      return value;
    }
    case 'field':
      return select(evaluate(node.of, context), node.path);
    case 'include':
      return evaluateTemplate(node, context);
    case 'concat':
      return evaluate(lower(node), context);
    case 'raw':
      throw new NotEvaluable('raw template text', node);
    case 'call':
      return evaluateCall(node, context);
  }
}

function evaluateTemplate(node: ExpressionNode & { kind: 'include' }, context: RenderContext): GoValue {
  const variables = new Map<object, GoValue>();
  const inner = { ...context, variables };
  if (node.argument && node.template.parameter)
    variables.set(node.template.parameter, evaluate(node.argument, context));
  for (const local of node.template.locals ?? []) variables.set(local.variable, evaluateExpression(local.value, inner));
  if (node.template.loop)
    return JSON.stringify(gathered(node.template.loop, node.template.body, inner).map(toJsonValue));
  return evaluate(templateText(node.template.body), inner);
}

function gathered(
  { around: [outer, ...between] = [], ...loop }: GatheringLoop,
  body: ExpressionNode,
  context: RenderContext,
): readonly GoValue[] {
  if (outer) return rounds(outer, context).flatMap((inner) => gathered({ ...loop, around: between }, body, inner));
  return rounds(loop, context)
    .filter((inner) => !loop.when || isTrue(evaluateExpression(loop.when, inner)))
    .map((inner) => evaluateExpression(body, inner));
}

/** What each round of a loop knows. */
function rounds({ over, key, item }: LoopHead, context: RenderContext): readonly RenderContext[] {
  return pairsOf(evaluateExpression(over, context)).map(([name, value]) => ({
    ...context,
    variables: new Map([...context.variables, [key, name], [item, value]]),
  }));
}

/** What `range` goes through: a map by its sorted keys, a list by its index. */
export function pairsOf(over: GoValue): readonly (readonly [GoValue, GoValue])[] {
  if (isUnordered(over)) throw new NotEvaluable('Go goes through this list in an order of its own each time');
  if (Array.isArray(over)) return over.map((item, index) => [BigInt(index), item] as const);
  if (typeof over === 'string' || typeof over === 'boolean' || typeof over === 'number')
    throw new RenderError(`range can't iterate over ${JSON.stringify(over)}`);
  if (over === null || typeof over !== 'object') return [];
  // Go sorts the keys of a map by their bytes.
  const keys = Object.keys(over).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return keys.map((key) => [key, (over as Readonly<Record<string, GoValue>>)[key] ?? null] as const);
}

function evaluateCall(node: ExpressionNode & { kind: 'call' }, context: RenderContext): GoValue {
  // Go stops at the first operand that decides.
  if (node.fn === 'and' || node.fn === 'or') {
    let last: GoValue = null;
    for (const arg of node.args) {
      last = evaluate(arg, context);
      if (isTrue(last) === (node.fn === 'or')) return last;
    }
    return last;
  }
  const args = node.args.map((arg) => evaluate(arg, context));
  if (node.fn === '.Capabilities.APIVersions.Has') return context.apiVersions.has(String(args[0]));
  if (node.fn === '.Files.Get') return context.files?.get(String(args[0])) ?? '';
  const entry = GO_FUNCTIONS[node.fn];
  if (!entry?.evaluate) throw new NotEvaluable(`${node.fn} cannot be evaluated without Helm`, node);
  return entry.evaluate(args, context);
}

function select(value: GoValue, path: readonly string[]): GoValue {
  let current: GoValue = value;
  for (const key of path) {
    if (current === null || typeof current !== 'object' || Array.isArray(current)) {
      throw new RenderError(`nil pointer evaluating interface {}.${key}`);
    }
    current = Object.hasOwn(current, key) ? ((current as Readonly<Record<string, GoValue>>)[key] ?? null) : null;
  }
  return current;
}

/** A literal as Go reads it: integers are int, the rest as it is. */
function goLiteral(value: Json, float: boolean): GoValue {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !float ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((item) => goLiteral(item, false));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, goLiteral(item, false)]));
  }
  return value as GoValue;
}

/** A Go value as JSON has it after YAML was printed and read: int and float64 both become a number. */
export function toJsonValue(value: GoValue): Json {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(toJsonValue);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJsonValue(item)]));
  }
  return value as Json;
}
