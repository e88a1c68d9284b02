import { alike } from './alike';
import { parameterAt } from './functions';
import { call, type ExpressionNode, literal, pipe } from './node';
import { freeForm, numberWhereDigits, orEmpty, takesNothing } from './nothing';

/**
 * Brings an expression into the form that is printed and evaluated: concatenations become `printf`, numbers get the cast
 * that makes them the same whether they come from values.yaml (float64) or `--set` (int64).
 *
 * Source: values.yaml is read as JSON, so every number is float64, and `1000000 | toString` prints `1e+06`.
 */
export function lower(node: ExpressionNode): ExpressionNode {
  switch (node.kind) {
    case 'value':
      return orEmpty(cast(node));
    case 'variable':
      return cast(node);
    case 'field':
      return cast({ ...node, of: lowerThere(node.of) });
    case 'call':
      return { ...node, args: alike(node.fn, node.args).map((arg, index) => argument(node.fn, index, arg)) };
    case 'concat':
      return lowerConcat(node.parts);
    case 'include':
      return node.argument ? { ...node, argument: lower(node.argument) } : node;
    default:
      return node;
  }
}

/**
 * The same for a node that is a whole value: one that may be absent gets no cast, which would make a zero of it. It must be
 * printed with `toJson`, which prints numbers as they are.
 */
export function lowerValue(node: ExpressionNode): ExpressionNode {
  if (!node.mayBeAbsent || (node.type !== 'integer' && node.type !== 'number')) return lower(numberWhereDigits(node));
  return lower({ ...node, type: 'any' });
}

/** The same for a node that something is done with: what is nothing would fail. */
function lowerThere(node: ExpressionNode): ExpressionNode {
  return freeForm(node) ?? lower(node);
}

/** The same for a node of which only counts whether it is empty, or what to loop over: nothing is as good as empty. */
export function lowerTruth(node: ExpressionNode): ExpressionNode {
  if (node.kind === 'value') return cast(node);
  if (node.kind !== 'call' || (node.fn !== 'and' && node.fn !== 'or' && node.fn !== 'not')) return lower(node);
  return { ...node, args: node.args.map(lowerTruth) };
}

function cast(node: ExpressionNode): ExpressionNode {
  if (node.type === 'integer') return pipe(node, 'int64', 'integer');
  if (node.type === 'number') return pipe(node, 'float64', 'number');
  return node;
}

/** An argument. Where Go wants an int, an int64 is an error: `trunc 5 x`, `until n`, `repeat n`. */
function argument(fn: string, index: number, node: ExpressionNode): ExpressionNode {
  if (node.kind === 'value' && takesNothing(fn)) return cast(node);
  const lowered = lowerThere(node);
  const fits = node.kind === 'literal' || node.type !== 'integer' || parameterAt(fn, index) !== 'int';
  return fits ? lowered : pipe(lowered, 'int', 'integer');
}

/** `printf "%s:%d" repository port`. Neighbouring text goes into the format, so that it reads like the result. */
function lowerConcat(parts: readonly ExpressionNode[]): ExpressionNode {
  if (parts.length === 1 && parts[0]) return asText(parts[0]);
  let format = '';
  const args: ExpressionNode[] = [];
  for (const part of parts) {
    if (part.kind === 'literal') {
      format += (typeof part.value === 'string' ? part.value : JSON.stringify(part.value)).replaceAll('%', '%%');
    } else if (part.type === 'integer' && !part.mayBeAbsent) {
      format += '%d';
      args.push(lower(part));
    } else {
      format += '%s';
      args.push(asText(part));
    }
  }
  return call('printf', 'string', literal(format), ...args);
}

/**
 * The text of a named template, lowered: a string as it is, everything else as JSON, from which `includedTemplate` takes the
 * value back.
 */
export function templateText(body: ExpressionNode): ExpressionNode {
  if (body.type === 'any') return pipe(lowerThere(body), 'toJson', 'string');
  return asText(body.type === 'string' ? body : present(body));
}

/** The same node, taken to be there. */
function present(node: ExpressionNode): ExpressionNode {
  const { mayBeAbsent: _, ...there } = node;
  return there as ExpressionNode;
}

/**
 * The expression as text, lowered: `8080` for the integer 8080, `1000000` (not `1e+06`) for a number. What is absent is no
 * text, of whatever type it would be.
 */
export function asText(node: ExpressionNode): ExpressionNode {
  if (node.mayBeAbsent && node.type !== 'string') {
    const isAbsent = call('kindIs', 'boolean', literal('invalid'), lower({ ...node, type: 'any' }));
    return call('ternary', 'string', literal(''), asText(present(node)), isAbsent);
  }
  const lowered = lower(node);
  switch (node.type) {
    case 'string':
      return node.mayBeAbsent ? pipe(lowered, 'default', 'string', literal('')) : lowered;
    case 'integer':
      return pipe(lowered, 'toString', 'string');
    case 'number':
    case 'boolean':
    case 'list':
    case 'map':
      return pipe(lowered, 'toJson', 'string');
    case 'any':
      // A string stays as it is; everything else as JSON writes it.
      return call(
        'ternary',
        'string',
        lowered,
        pipe(lowered, 'toJson', 'string'),
        call('kindIs', 'boolean', literal('string'), lowered),
      );
  }
}
