import { isEmptyByDefault } from '../values/shape';
import { call, type ExpressionNode, literal, pipe } from './node';

// What a value is whose key stands in a values file with nothing behind it: null there, so Helm deletes its default.

/** Functions for which nothing is as good as empty, whichever argument it is. */
const TAKE_NOTHING: ReadonlySet<string> = new Set(['default', 'empty', 'kindIs', 'not']);

/** A declared list or map that templates may not find is empty for them, like its default. */
export function orEmpty(node: ExpressionNode): ExpressionNode {
  if (node.kind !== 'value' || (node.type !== 'list' && node.type !== 'map') || !isEmptyByDefault(node.declaration))
    return node;
  return pipe(node, 'default', node.type, emptyOf(node));
}

/**
 * A free-form value keeps what is false or zero, so nothing else than nothing is replaced, and only where a function or a key
 * would fail at it. Undefined for all others.
 */
export function freeForm(node: ExpressionNode): ExpressionNode | undefined {
  if (node.kind !== 'value' || node.type !== 'any' || !isEmptyByDefault(node.declaration)) return undefined;
  return call('ternary', 'any', emptyOf(node), node, call('kindIs', 'boolean', literal('invalid'), node));
}

/** Whether a function takes a declared value as it is found. */
export function takesNothing(fn: string): boolean {
  return TAKE_NOTHING.has(fn);
}

function emptyOf({ declaration, type }: ExpressionNode & { readonly kind: 'value' }): ExpressionNode {
  const isList = type === 'list' || (type === 'any' && Array.isArray(declaration.default));
  return isList ? call('list', 'list') : call('dict', 'map');
}

/** A text of digits alone, as JSON. More of them would be no number that Helm and JSON carry, and with a zero first none of YAML. */
const DIGITS = '^"(0|[1-9][0-9]{0,14})"$';

/**
 * A number or text as Kubernetes tells the two apart: `--set-string port=80` means the number, for a port has no name and a
 * percentage no form of digits alone.
 */
export function numberWhereDigits(node: ExpressionNode): ExpressionNode {
  if (node.kind !== 'value' || node.declaration.shape.type !== 'integerOrString' || node.type !== 'any') return node;
  const isDigits = pipe(pipe(node, 'toJson', 'string'), 'regexMatch', 'boolean', literal(DIGITS));
  return call('ternary', 'any', pipe(node, 'int64', 'integer'), node, isDigits);
}
