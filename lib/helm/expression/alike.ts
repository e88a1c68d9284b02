import type { ValueShape } from '../values/declaration';
import { asNumber } from './compare';
import { GO_FUNCTIONS } from './functions';
import { call, type ExpressionNode, type Json, literal, pipe } from './node';

/** Functions that compare as `reflect.DeepEqual` does, and how many of their arguments must hold numbers to be confused. */
const DEEP: Readonly<Record<string, number>> = {
  has: 2,
  mustHas: 2,
  without: 2,
  mustWithout: 2,
  deepEqual: 2,
  uniq: 1,
  mustUniq: 1,
};

/** Functions that put their arguments together: what holds numbers is in one of these. */
const GATHERING: ReadonlySet<string> = new Set(['list', 'tuple', 'dict', 'concat']);

/**
 * The arguments of a call in a form in which Go finds equal what is equal. For its deep equality 80 (int, a literal), 80
 * (int64, after a cast or from `--set`) and 80.0 (float64, from values.yaml) are three things. So where numbers may meet, all
 * become float64, those inside of lists and maps too.
 */
export function alike(fn: string, args: readonly ExpressionNode[]): readonly ExpressionNode[] {
  const needed = DEEP[fn];
  if (needed === undefined) return args;
  const numeric = args.map(mayHoldNumbers);
  if (numeric.filter(Boolean).length < needed) return args;
  return args.map((arg, index) => (numeric[index] ? withFloats(arg) : arg));
}

function withFloats(node: ExpressionNode): ExpressionNode {
  if (node.type === 'integer' || node.type === 'number') return asNumber(node);
  if (node.kind === 'literal') return literalWithFloats(node.value);
  if (node.kind === 'call' && GATHERING.has(node.fn))
    return { ...node, args: node.args.map((arg) => (mayHoldNumbers(arg) ? withFloats(arg) : arg)) };
  return pipe(pipe(node, 'toJson', 'string'), 'mustFromJson', node.type);
}

function literalWithFloats(value: Json): ExpressionNode {
  if (typeof value === 'number') return asNumber(literal(value));
  if (Array.isArray(value)) return call('list', 'list', ...value.map(literalWithFloats));
  if (typeof value !== 'object' || value === null) return literal(value);
  return call(
    'dict',
    'map',
    ...Object.entries(value).flatMap(([key, item]) => [literal(key), literalWithFloats(item)]),
  );
}

function mayHoldNumbers(node: ExpressionNode): boolean {
  if (node.kind === 'literal') return holdsNumbers(node.value);
  if (node.type === 'string' || node.type === 'boolean') return false;
  if (node.kind === 'value') return shapeHoldsNumbers(node.declaration.shape);
  if (node.kind !== 'call') return true;
  if (GATHERING.has(node.fn)) return node.args.some(mayHoldNumbers);
  return !/string$/.test(GO_FUNCTIONS[node.fn]?.result ?? '');
}

function holdsNumbers(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'number';
  return Object.values(value).some(holdsNumbers);
}

function shapeHoldsNumbers(shape: ValueShape): boolean {
  switch (shape.type) {
    case 'string':
    case 'boolean':
      return false;
    case 'list':
      return shapeHoldsNumbers(shape.items);
    case 'map':
      return shapeHoldsNumbers(shape.values);
    case 'object':
      return shape.properties.some((property) => shapeHoldsNumbers(property.shape));
    default:
      return true;
  }
}
