import { call, type ExpressionNode, pipe } from '../expression/node';
import { mayHoldMarker } from '../token/tokens';
import type { BlockNode } from './block';
import { classify, type Found, isMap, type Leaf } from './classify';

/** An entry of a map, told apart. */
export type MapEntry =
  | { readonly kind: 'pair'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'computed'; readonly key: ExpressionNode; readonly value: unknown }
  | { readonly kind: 'when'; readonly key: string | ExpressionNode; readonly block: BlockNode & { kind: 'when' } }
  /** The pairs of an expression, but for the keys in `except`, for those of the maps in `under`, and for `beside`. */
  | {
      readonly kind: 'spread';
      readonly node: ExpressionNode;
      readonly except: readonly string[];
      readonly under: readonly ExpressionNode[];
      readonly beside: readonly ExpressionNode[];
    }
  | { readonly kind: 'pairs'; readonly block: BlockNode & { kind: 'pairs' } }
  | {
      readonly kind: 'somePairs';
      readonly condition: ExpressionNode;
      readonly then: readonly MapEntry[];
      readonly otherwise: readonly MapEntry[];
    }
  | { readonly kind: 'entries'; readonly block: BlockNode & { kind: 'entries' } }
  | { readonly kind: 'fault'; readonly leaf: Leaf & { kind: 'fault' } };

/** An item of a list, told apart. */
export type ListEntry =
  | { readonly kind: 'item'; readonly value: unknown }
  | { readonly kind: 'when'; readonly block: BlockNode & { kind: 'when' } }
  | { readonly kind: 'each'; readonly block: BlockNode & { kind: 'each' } }
  | {
      readonly kind: 'someItems';
      readonly condition: ExpressionNode;
      readonly then: readonly ListEntry[];
      readonly otherwise: readonly ListEntry[];
    }
  | { readonly kind: 'spread'; readonly node: ExpressionNode };

/** A pair whose key is known to be text, a computed key, or what else a marker in key position stands for. */
interface Classified {
  readonly key: string;
  readonly leaf: Leaf;
  readonly value: unknown;
}

/** What wins over the entries of a map under a condition: the map around. */
interface Around {
  /** Keys that are written out. */
  readonly written: readonly string[];
  /** Maps that are spread. */
  readonly spreads: readonly ExpressionNode[];
  /** Computed keys. */
  readonly beside: readonly ExpressionNode[];
}

const NOTHING_AROUND: Around = { written: [], spreads: [], beside: [] };

/**
 * The entries of a map in the order in which they are written. What is written out wins over what is spread or stands under
 * a condition, what is spread wins over what is spread under a condition, and of two spread maps the later one wins.
 */
export function mapEntries(
  map: Readonly<Record<string, unknown>>,
  found: Found,
  around: Around = NOTHING_AROUND,
): readonly MapEntry[] {
  const classified: Classified[] = [];
  for (const [key, value] of Object.entries(map)) {
    if (value === undefined) continue;
    // A token in what another pair overrides is not lost: it was meant to be overridden.
    if (around.written.includes(key)) findAll(value, found);
    else classified.push({ key, leaf: classify(key, found), value });
  }
  // Only what is spread or stands under a condition asks what else is there.
  const asked = classified.some(
    ({ leaf }) => leaf.kind === 'spread' || (leaf.kind === 'block' && leaf.block.kind === 'somePairs'),
  );
  const all = asked ? allOf(classified, around) : around;
  const conditional = asked ? classified.flatMap(keysUnderConditions) : [];
  let spreads = 0;
  return classified.map(({ key, leaf, value }): MapEntry => {
    if (leaf.kind === 'fault') return { kind: 'fault', leaf };
    if (leaf.kind === 'spread') {
      spreads += 1;
      const under = all.spreads.slice(spreads);
      return { kind: 'spread', node: leaf.node, except: [...all.written, ...conditional], under, beside: all.beside };
    }
    if (leaf.kind === 'block') return blockEntry(leaf.block, key, all, found);
    const name = leaf.kind === 'expression' ? leaf.node : key;
    const choice = choiceIn(value, found);
    if (choice) return { kind: 'when', key: name, block: choice };
    return typeof name === 'string' ? { kind: 'pair', key: name, value } : { kind: 'computed', key: name, value };
  });
}

/** All that wins over what a map spreads, or has under a condition: its own entries too. */
function allOf(classified: readonly Classified[], around: Around): Around {
  const own = classified.flatMap(({ leaf }) => (leaf.kind === 'spread' ? [leaf.node] : []));
  return {
    written: [...around.written, ...classified.flatMap(keysWritten)],
    spreads: [...own, ...around.spreads],
    beside: [...around.beside, ...classified.flatMap(({ leaf }) => (leaf.kind === 'expression' ? [leaf.node] : []))],
  };
}

function blockEntry(block: BlockNode, key: string, around: Around, found: Found): MapEntry {
  switch (block.kind) {
    case 'pairs':
      return { kind: 'pairs', block };
    case 'entries':
      return { kind: 'entries', block };
    case 'somePairs': {
      const { condition, then, otherwise = {} } = block;
      return {
        kind: 'somePairs',
        condition,
        then: mapEntries(then, found, around),
        otherwise: mapEntries(otherwise, found, around),
      };
    }
    default:
      return { kind: 'fault', leaf: { kind: 'fault', fault: 'misplaced', text: key } };
  }
}

/** The items of a list. A list of one spread is handled by the caller: it is the expression itself. */
export function listEntries(list: readonly unknown[], found: Found): readonly ListEntry[] {
  return list.filter((value) => value !== undefined).map((value) => listEntry(value, found));
}

function listEntry(value: unknown, found: Found): ListEntry {
  if (Array.isArray(value) || isMap(value)) return { kind: 'item', value };
  const leaf = classify(value, found);
  if (leaf.kind === 'spread') return { kind: 'spread', node: leaf.node };
  return leaf.kind === 'block' ? itemOf(leaf.block, value, found) : { kind: 'item', value };
}

/** What a block is where an item stands. */
export function itemOf(block: BlockNode, value: unknown, found: Found): ListEntry {
  if (block.kind === 'when' || block.kind === 'each') return { kind: block.kind, block } as ListEntry;
  if (block.kind !== 'someItems') return { kind: 'item', value };
  const { condition, then, otherwise = [] } = block;
  return { kind: 'someItems', condition, then: listEntries(then, found), otherwise: listEntries(otherwise, found) };
}

/** The expression that a list or map consists of entirely, as `asList()` and `asMap()` give it. */
export function wholeSpread(value: unknown, found: Found): ExpressionNode | undefined {
  if (Array.isArray(value)) {
    if (value.length !== 1 || typeof value[0] !== 'string') return undefined;
    const leaf = classify(value[0], found);
    return leaf.kind === 'spread' ? leaf.node : undefined;
  }
  const leaf = isMap(value) ? onlyMarker(value, found) : undefined;
  return leaf?.kind === 'spread' ? leaf.node : undefined;
}

/** What a map's key stands for when there is but one, and it is no plain text. */
export function onlyMarker(map: Readonly<Record<string, unknown>>, found: Found): Leaf | undefined {
  let only: string | undefined;
  for (const key in map) {
    if (only !== undefined) return undefined;
    only = key;
  }
  return only !== undefined && mayHoldMarker(only) ? classify(only, found) : undefined;
}

/** The conditional that a value consists of, if it does. */
export function choiceIn(value: unknown, found: Found): (BlockNode & { kind: 'when' }) | undefined {
  if (typeof value !== 'object' && typeof value !== 'string') return undefined;
  if (Array.isArray(value) || isMap(value)) return undefined;
  const leaf = classify(value, found);
  return leaf.kind === 'block' && leaf.block.kind === 'when' ? leaf.block : undefined;
}

/** A map for functions that fail without one: nothing counts as an empty map. */
export function orEmpty(node: ExpressionNode): ExpressionNode {
  return pipe(node, 'default', 'map', call('dict', 'map'));
}

/** Keys that are there whatever the values are, or under a condition of their own. */
function keysWritten({ key, leaf }: Classified): readonly string[] {
  if (leaf.kind === 'literal') return [key];
  return leaf.kind === 'block' && leaf.block.kind === 'entries' ? Object.keys(leaf.block.template.entries) : [];
}

/** Keys written out in either branch of a block of pairs: they count as taken whichever branch is. */
function keysUnderConditions({ leaf }: Classified): readonly string[] {
  if (leaf.kind !== 'block' || leaf.block.kind !== 'somePairs') return [];
  const keys = [...Object.keys(leaf.block.then), ...Object.keys(leaf.block.otherwise ?? {})];
  return keys.filter((key) => classify(key, ignore).kind === 'literal');
}

/** Finds the tokens in a value that is not written. */
function findAll(value: unknown, found: Found): void {
  if (Array.isArray(value)) for (const item of value) findAll(item, found);
  else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) {
      classify(key, found);
      findAll(item, found);
    }
  } else {
    const leaf = classify(value, found);
    if (leaf.kind === 'block') findAll(contentOf(leaf.block), found);
  }
}

/** What a block may write. */
function contentOf(block: BlockNode): readonly unknown[] {
  switch (block.kind) {
    case 'when':
    case 'somePairs':
    case 'someItems':
      return [block.then, block.otherwise];
    case 'each':
      return [block.body];
    case 'pairs':
      return [block.pairKey, block.body];
    case 'yamlText':
      return [block.document];
    case 'entries':
      return [];
  }
}

const ignore: Found = () => undefined;
