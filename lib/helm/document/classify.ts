import { Expression } from '../expression/expression';
import { type ExpressionNode, literal, ownerOf } from '../expression/node';
import { isPlainNumber } from '../token/numbers';
import { decodeNumber, decodeText, mayHoldMarker, type Piece, type TokenFault } from '../token/tokens';
import { type BlockNode, blockIn } from './block';
import { nameOf } from './plain-map';

export { isMap, nameOf } from './plain-map';

/** What a leaf of a finished document turns out to be. */
export type Leaf =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** `asText`: it must come out as a YAML string, whatever its type is. */
  | { readonly kind: 'expression'; readonly node: ExpressionNode; readonly asText: boolean }
  /** The marker of a list or map: alone it is the whole, beside others it is spread. */
  | { readonly kind: 'spread'; readonly node: ExpressionNode }
  | { readonly kind: 'block'; readonly block: BlockNode }
  | { readonly kind: 'fault'; readonly fault: Fault; readonly text: string };

/** Why something cannot be written. */
export type Fault = TokenFault | 'misplaced' | 'unbound' | 'unprintable' | 'lost';

/** Hears of every token that is found, so that the lost ones can be told. */
export type Found = (identity: string) => void;

/** What a string, number, boolean, null, expression or block in a document is. Maps and lists are not leaves. */
export function classify(value: unknown, found: Found): Leaf {
  if (typeof value === 'string')
    return mayHoldMarker(value) ? classifyMarked(value, found) : { kind: 'literal', value };
  if (typeof value === 'number') return classifyNumber(value, found);
  if (typeof value === 'boolean' || value === null || value === undefined)
    return { kind: 'literal', value: value ?? null };
  if (value instanceof Expression) return { kind: 'expression', node: value._node, asText: false };
  const block = blockIn(value);
  if (block) return { kind: 'block', block };
  return { kind: 'fault', fault: 'unprintable', text: nameOf(value) };
}

function classifyNumber(value: number, found: Found): Leaf {
  if (isPlainNumber(value)) return { kind: 'literal', value };
  const token = decodeNumber(value);
  if (!token) return { kind: 'fault', fault: Number.isFinite(value) ? 'cut' : 'unprintable', text: String(value) };
  found(token.identity);
  return { kind: 'expression', node: token.target, asText: false };
}

function classifyMarked(text: string, found: Found): Leaf {
  const { pieces, fault } = decodeText(text);
  if (fault) return { kind: 'fault', fault, text };
  for (const piece of pieces) if (piece.kind !== 'text') found(piece.identity);
  const [only] = pieces;
  if (pieces.length === 1 && only && only.kind !== 'text') return alone(only);
  if (pieces.length === 1 && only) return { kind: 'literal', value: text };
  const parts: ExpressionNode[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'text') parts.push(literal(piece.text));
    else if (piece.kind === 's' || piece.kind === 'a') parts.push(piece.target as ExpressionNode);
    else return { kind: 'fault', fault: 'misplaced', text };
  }
  return { kind: 'expression', asText: true, node: { kind: 'concat', parts, type: 'string', owner: ownerOf(parts) } };
}

function alone(piece: Exclude<Piece, { kind: 'text' }>): Leaf {
  switch (piece.kind) {
    case 's':
      return { kind: 'expression', node: piece.target as ExpressionNode, asText: true };
    case 'a':
      return { kind: 'expression', node: piece.target as ExpressionNode, asText: false };
    case 'l':
    case 'm':
      return { kind: 'spread', node: piece.target as ExpressionNode };
    case 'b': {
      const block = blockIn(piece.target);
      return block ? { kind: 'block', block } : { kind: 'fault', fault: 'unknown', text: piece.identity };
    }
  }
}
