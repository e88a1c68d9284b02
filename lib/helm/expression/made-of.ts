import { callError } from '../../diagnostics/diagnostic-error';
import { nearestHint } from '../../diagnostics/nearest';
import { GO_FUNCTIONS } from './functions';
import { commonType } from './functions/comparison';
import { call, type ExpressionNode, ownerOf, pipe, type Type } from './node';

/** A node that is taken to be of another type. What Go computes keeps its own type, so numbers are cast. */
export function taken(node: ExpressionNode, type: Type): ExpressionNode {
  if (node.kind === 'value' || node.kind === 'variable' || node.kind === 'field') return { ...node, type };
  if (type === 'integer' && node.type !== 'integer') return pipe(node, 'int64', type);
  if (type === 'number' && node.type !== 'number') return pipe(node, 'float64', type);
  return { ...node, type };
}

/** `and`, `or` give one of their arguments. One that may be absent is nothing then, which only `any` can be. */
export function decided(fn: 'and' | 'or', conditions: readonly ExpressionNode[]): ExpressionNode {
  const mayBeNothing = conditions.some(({ mayBeAbsent }) => mayBeAbsent);
  return call(fn, mayBeNothing ? 'any' : commonType(conditions.map(({ type }) => type)), ...conditions);
}

/** The parts one after the other, as text. */
export function concat(parts: readonly ExpressionNode[]): ExpressionNode {
  return { kind: 'concat', parts, type: 'string', owner: ownerOf(parts) };
}

/**
 * The type that a call gives.
 * @throws DiagnosticError when Helm has no such function, or it takes another number of arguments.
 */
export function checkCall(fn: string, args: readonly ExpressionNode[]): Type {
  const entry = Object.hasOwn(GO_FUNCTIONS, fn) ? GO_FUNCTIONS[fn] : undefined;
  if (!entry) {
    const hint = nearestHint(String(fn), Object.keys(GO_FUNCTIONS)) ?? 'for other template text use Expression.raw';
    throw callError('HELM1060', `Helm has no function "${fn}"`, hint);
  }
  const [least, most] = entry.arity;
  if (args.length < least || args.length > most) {
    const wanted =
      least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
    throw callError('HELM1060', `"${fn}" takes ${wanted} argument${wanted === '1' ? '' : 's'}, not ${args.length}`);
  }
  return typeof entry.returns === 'function' ? entry.returns(args.map((arg) => arg.type)) : entry.returns;
}
