import { type ExpressionNode, literal, pipe, type Type } from './node';

/** Go's comparisons. */
export type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

/** What a type is called where it is compared. Of two that are called otherwise none equals the other; `any` may be all. */
const KIND: Readonly<Record<Type, string | undefined>> = {
  string: 'a text',
  integer: 'a number',
  number: 'a number',
  boolean: 'a boolean',
  list: 'a list',
  map: 'a map',
  any: undefined,
};

const NUMERIC: ReadonlySet<Type> = new Set(['integer', 'number']);

/** Types that Go compares as they are. */
const PLAIN: ReadonlySet<Type> = new Set(['string', 'integer', 'number', 'boolean']);

/**
 * The two sides in a form that Go can compare, whatever the user gives. Go ends with an error on an int beside a float64,
 * on text beside a number, and on lists and maps:
 *
 * - an integer beside a number becomes a number;
 * - what is only known when Helm renders is compared with a number as a number;
 * - for equality, what may be of two types is compared as JSON: `80`, `"80"` and nothing are three things then.
 *
 * @throws Error for equality of two types that are never equal, as Go does.
 */
export function comparable(
  fn: Comparison,
  left: ExpressionNode,
  right: ExpressionNode,
): readonly [ExpressionNode, ExpressionNode] {
  if (left.type === right.type && PLAIN.has(left.type)) return [left, right];
  if (NUMERIC.has(left.type) && NUMERIC.has(right.type)) return [asNumber(left), asNumber(right)];
  if (fn === 'eq' || fn === 'ne') {
    refuseUnequal(fn, KIND[left.type], KIND[right.type]);
    return [asJson(left), asJson(right)];
  }
  if (NUMERIC.has(left.type) || NUMERIC.has(right.type)) return [asNumber(left), asNumber(right)];
  return [left, right];
}

/** Helm would end with "incompatible types for comparison", and as JSON they would differ without a word. */
function refuseUnequal(fn: Comparison, left: string | undefined, right: string | undefined): void {
  if (left === undefined || right === undefined || left === right) return;
  const hint = left === 'a boolean' ? 'a boolean is a condition as it is' : 'compare what is of one type';
  throw new Error(`${fn}() compares ${left} with ${right}, and they are never equal: ${hint}`);
}

/** A number as float64. */
export function asNumber(node: ExpressionNode): ExpressionNode {
  if (node.type === 'number') return node;
  return node.kind === 'literal' ? { ...node, type: 'number' } : pipe(node, 'float64', 'number');
}

function asJson(node: ExpressionNode): ExpressionNode {
  return node.kind === 'literal' ? literal(goJson(node.value)) : pipe(node, 'toJson', 'string');
}

/** JSON as Go writes it: keys in order, `<`, `>` and `&` escaped. */
function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return `{${entries.map(([key, item]) => `${goJson(key)}:${goJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
