import { Block } from '../../helm';
import { blockIn } from '../../helm/document/block';
import { Expression } from '../../helm/expression/expression';
import { textNode } from '../../helm/expression/from-token';
import { decodeText } from '../../helm/token/tokens';
import type { Manifest } from '../../kubernetes/pod-templates';

/**
 * What stands where a map should, as a map into which more can be put. An object hands out the token of an expression or of a
 * block as a text, and spreading that would spread its letters.
 */
export function mapIn(value: unknown): Manifest {
  if (value instanceof Expression) return value.asMap();
  if (typeof value !== 'string') return (value ?? {}) as Manifest;
  const [piece] = decodeText(value).pieces;
  if (piece === undefined || piece.kind === 'text') return {};
  const block = blockIn(piece.target);
  if (block === undefined) return Expression._of(textNode(value)).asMap();
  if (block.kind !== 'when') return {};
  return Block.pairs(Expression._of(block.condition), mapIn(block.then), mapIn(block.otherwise)) as Manifest;
}
