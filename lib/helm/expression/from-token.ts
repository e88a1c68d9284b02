import { decodeNumber, decodeText, mayHoldMarker, takeBack } from '../token/tokens';
import { concat } from './made-of';
import { type ExpressionNode, literal } from './node';

/** What the marker of a list or a map stands for, where a list or map is put together. */
export function spreadNode(value: unknown): ExpressionNode | undefined {
  if (typeof value !== 'string' || !mayHoldMarker(value)) return undefined;
  const { pieces, fault } = decodeText(value);
  const [only] = pieces;
  if (fault || pieces.length !== 1 || (only?.kind !== 'l' && only?.kind !== 'm')) return undefined;
  const node = only.target as ExpressionNode;
  takeBack(only.identity, node);
  return node;
}

/** A number, which may be a token. One that was changed is told by whoever writes the expression. */
export function numberNode(value: number): ExpressionNode {
  const token = decodeNumber(value);
  if (!token) return literal(value);
  takeBack(token.identity, token.target);
  return token.target;
}

/** A text, where tokens may stand in it. */
export function textNode(text: string): ExpressionNode {
  if (!mayHoldMarker(text)) return literal(text);
  const { pieces, fault } = decodeText(text);
  // Whoever writes the expression finds the marker in the literal, and says so.
  if (fault || pieces.some(({ kind }) => kind === 'b')) return literal(text);
  const parts = pieces.map((piece) => {
    if (piece.kind === 'text') return literal(piece.text);
    const node = piece.target as ExpressionNode;
    takeBack(piece.identity, node);
    return node;
  });
  return parts.length === 1 && parts[0] ? parts[0] : concat(parts);
}
