import type { ExpressionNode } from '../expression/node';
import { mayHoldMarker } from '../token/tokens';
import type { BlockNode } from './block';
import { classify, type Found, isMap, type Leaf } from './classify';

/** An entry of a map, told apart. */
export type MapEntry =
  | { readonly kind: 'pair'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'computed'; readonly key: ExpressionNode; readonly value: unknown }
  | { readonly kind: 'when'; readonly key: string | ExpressionNode; readonly block: BlockNode & { kind: 'when' } }
  | { readonly kind: 'spread'; readonly node: ExpressionNode; readonly except: readonly string[] }
  | { readonly kind: 'pairs'; readonly block: BlockNode & { kind: 'pairs' } }
  | { readonly kind: 'somePairs'; readonly block: BlockNode & { kind: 'somePairs' } }
  | { readonly kind: 'entries'; readonly block: BlockNode & { kind: 'entries' } }
  | { readonly kind: 'fault'; readonly leaf: Leaf & { kind: 'fault' } };

/** An item of a list, told apart. */
export type ListEntry =
  | { readonly kind: 'item'; readonly value: unknown }
  | { readonly kind: 'when'; readonly block: BlockNode & { kind: 'when' } }
  | { readonly kind: 'each'; readonly block: BlockNode & { kind: 'each' } }
  | { readonly kind: 'someItems'; readonly block: BlockNode & { kind: 'someItems' } }
  | { readonly kind: 'spread'; readonly node: ExpressionNode };

/** The entries of a map in the order in which they are written. */
export function mapEntries(map: Readonly<Record<string, unknown>>, found: Found): MapEntry[] {
  const entries: MapEntry[] = [];
  const literalKeys: string[] = [];
  for (const [key, value] of Object.entries(map)) {
    if (value === undefined) continue;
    const entry = mapEntry(key, value, found, literalKeys);
    if (entry.kind === 'pair' || (entry.kind === 'when' && typeof entry.key === 'string')) literalKeys.push(key);
    if (entry.kind === 'entries') literalKeys.push(...Object.keys(entry.block.template.entries));
    if (entry.kind === 'somePairs') literalKeys.push(...plainKeys(entry.block));
    entries.push(entry);
  }
  return entries;
}

function mapEntry(key: string, value: unknown, found: Found, literalKeys: readonly string[]): MapEntry {
  const leaf = classify(key, found);
  if (leaf.kind === 'fault') return { kind: 'fault', leaf };
  // The literal keys win over what is spread: the array is shared, so that later ones count too.
  if (leaf.kind === 'spread') return { kind: 'spread', node: leaf.node, except: literalKeys };
  if (leaf.kind === 'block' && leaf.block.kind === 'pairs') return { kind: 'pairs', block: leaf.block };
  if (leaf.kind === 'block' && leaf.block.kind === 'somePairs') return { kind: 'somePairs', block: leaf.block };
  if (leaf.kind === 'block' && leaf.block.kind === 'entries') return { kind: 'entries', block: leaf.block };
  if (leaf.kind === 'block') return { kind: 'fault', leaf: { kind: 'fault', fault: 'misplaced', text: key } };
  const name = leaf.kind === 'expression' ? leaf.node : key;
  const block = blockOf(value, found);
  if (block?.kind === 'when') return { kind: 'when', key: name, block };
  return typeof name === 'string' ? { kind: 'pair', key: name, value } : { kind: 'computed', key: name, value };
}

/** The items of a list. A list of one spread is handled by the caller: it is the expression itself. */
export function listEntries(list: readonly unknown[], found: Found): ListEntry[] {
  return list.map((value) => {
    if (typeof value === 'object' && value !== null && (Array.isArray(value) || isMap(value))) return { kind: 'item', value };
    const leaf = classify(value, found);
    if (leaf.kind === 'spread') return { kind: 'spread', node: leaf.node };
    if (leaf.kind === 'block' && leaf.block.kind === 'when') return { kind: 'when', block: leaf.block };
    if (leaf.kind === 'block' && leaf.block.kind === 'each') return { kind: 'each', block: leaf.block };
    if (leaf.kind === 'block' && leaf.block.kind === 'someItems') return { kind: 'someItems', block: leaf.block };
    return { kind: 'item', value };
  });
}

/** The expression that a list or map consists of entirely, as `asList()` and `asMap()` give it. */
export function wholeSpread(value: unknown, found: Found): ExpressionNode | undefined {
  if (Array.isArray(value)) {
    if (value.length !== 1 || typeof value[0] !== 'string') return undefined;
    const leaf = classify(value[0], found);
    return leaf.kind === 'spread' ? leaf.node : undefined;
  }
  if (!isMap(value)) return undefined;
  const keys = Object.keys(value);
  if (keys.length !== 1 || keys[0] === undefined) return undefined;
  const leaf = classify(keys[0], found);
  return leaf.kind === 'spread' ? leaf.node : undefined;
}

/** The keys written out in either branch. They count as taken whichever branch is. */
function plainKeys(block: BlockNode & { kind: 'somePairs' }): readonly string[] {
  return [...Object.keys(block.then), ...Object.keys(block.otherwise ?? {})].filter((key) => !mayHoldMarker(key));
}

function blockOf(value: unknown, found: Found): BlockNode | undefined {
  if (Array.isArray(value) || isMap(value)) return undefined;
  const leaf = classify(value, found);
  return leaf.kind === 'block' ? leaf.block : undefined;
}
