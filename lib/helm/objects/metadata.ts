import { Block } from '../document/blocks';
import { classify, isMap } from '../document/classify';
import { Expression } from '../expression/expression';
import type { ExpressionNode } from '../expression/node';
import { takeBack } from '../token/tokens';

type Manifest = Readonly<Record<string, unknown>>;

/** Types that are no map, whatever Helm is given. */
const NO_MAPS: ReadonlySet<string> = new Set(['string', 'integer', 'number', 'boolean', 'list']);

/**
 * The labels or annotations of an object in a form into which the chart can put its own: an expression of a map is spread,
 * and a map under a condition becomes pairs under that condition. Undefined for what is no map.
 */
export function asPairs(value: unknown): Manifest | undefined {
  if (value === undefined || value === null) return {};
  if (isMap(value)) return value;
  const tokens: string[] = [];
  const leaf = classify(value, (identity) => tokens.push(identity));
  if (leaf.kind === 'expression') return leaf.asText ? undefined : spread(leaf.node, tokens);
  if (leaf.kind !== 'block' || leaf.block.kind !== 'when') return undefined;
  const { condition, then, otherwise } = leaf.block;
  const [pairs, others] = [asPairs(then), asPairs(otherwise)];
  return pairs && others ? Block.pairs(Expression._of(condition), pairs, others) : undefined;
}

function spread(node: ExpressionNode, tokens: readonly string[]): Manifest | undefined {
  if (NO_MAPS.has(node.type)) return undefined;
  for (const identity of tokens) takeBack(identity, node);
  return Expression._of(node).asMap();
}
