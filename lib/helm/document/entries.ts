import { call, type ExpressionNode, pipe } from '../expression/node';
import { mayHoldMarker } from '../token/tokens';
import type { BlockNode } from './block';
import { choiceIn, negated, type Presence } from './choice';
import { classify, type Found, isMap, type Leaf } from './classify';
import {
  type Classified,
  conditionalKeys,
  isSomePairs,
  NOTHING_TAKEN,
  type Taken,
  type TakenKey,
  takenBy,
  takenUnder,
  together,
  whenTaken,
} from './taken';

export { choiceIn } from './choice';

/** An entry of a map, told apart. */
export type MapEntry =
  | { readonly kind: 'pair'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'computed'; readonly key: ExpressionNode; readonly value: unknown }
  | { readonly kind: 'when'; readonly key: string | ExpressionNode; readonly block: BlockNode & { kind: 'when' } }
  /**
   * The pairs of an expression, but for the keys in `except`, for those of the maps in `under` (what is empty is no map), and
   * for `beside`.
   */
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

/** What wins over the entries of a map under a condition: the map around. */
interface Around extends Taken {
  /** Keys that win over what is spread only. */
  readonly overSpreads: readonly TakenKey[];
}

const NOTHING_AROUND: Around = { ...NOTHING_TAKEN, overSpreads: [] };

/**
 * The entries of a map in the order in which they are written. What is written out wins over what is spread or stands under
 * a condition, what is spread wins over what is spread under a condition, and of two alike the later one wins. What wins
 * does so only while it is there: under a false condition it hides nothing.
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
    if (whenTaken(key, around.keys) === 'always') findAll(value, found);
    else classified.push({ key, leaf: classify(key, found), value });
  }
  // Only what is spread or stands under a condition asks what else is there.
  const asked = classified.some(({ leaf }) => leaf.kind === 'spread' || isSomePairs(leaf));
  const beside = asked ? classified.map(takenBy) : [];
  const own = together(beside);
  const keys = [...around.keys, ...own.keys];
  const under = asked ? classified.map(({ leaf }) => (isSomePairs(leaf) ? takenUnder(leaf.block) : NOTHING_TAKEN)) : [];
  return classified.map((entry, index): MapEntry => {
    const { key, leaf, value } = entry;
    if (leaf.kind === 'fault') return { kind: 'fault', leaf };
    if (leaf.kind === 'spread') {
      const maps = [...together(beside.slice(index + 1)).maps, ...around.maps];
      return spreadEntry(leaf.node, [...keys, ...together(under).keys, ...around.overSpreads], maps);
    }
    if (leaf.kind === 'block') {
      const [earlier, later] = [together(under.slice(0, index)), together(under.slice(index + 1))];
      return blockEntry(leaf.block, key, found, {
        keys: [...keys, ...later.keys],
        maps: [...own.maps, ...later.maps, ...around.maps],
        overSpreads: [...around.overSpreads, ...earlier.keys],
      });
    }
    return unless(whenTaken(key, around.keys), pairEntry(leaf.kind === 'expression' ? leaf.node : key, value, found));
  });
}

function pairEntry(key: string | ExpressionNode, value: unknown, found: Found): MapEntry {
  const choice = choiceIn(value, found);
  if (choice) return { kind: 'when', key, block: choice };
  return typeof key === 'string' ? { kind: 'pair', key, value } : { kind: 'computed', key, value };
}

/** An entry that stands back while something else is there. */
function unless(taken: Presence, entry: MapEntry): MapEntry {
  if (typeof taken === 'string') return entry;
  return { kind: 'somePairs', condition: negated(taken), then: [entry], otherwise: [] };
}

function spreadEntry(
  node: ExpressionNode,
  keys: readonly TakenKey[],
  maps: readonly ExpressionNode[],
): MapEntry & { kind: 'spread' } {
  const always = new Map(keys.filter(({ when }) => when === 'always').map((taken) => [taken.key, taken]));
  return {
    kind: 'spread',
    node,
    except: [...always.values()].flatMap(({ key, computed }) => (computed ? [] : [key])),
    under: [...maps, ...conditionalKeys(keys)],
    beside: [...always.values()].flatMap(({ computed }) => (computed ? [computed] : [])),
  };
}

function blockEntry(block: BlockNode, key: string, found: Found, around: Around): MapEntry {
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

/** A map for functions that fail without one: nothing counts as an empty map. */
export function orEmpty(node: ExpressionNode): ExpressionNode {
  return pipe(node, 'default', 'map', call('dict', 'map'));
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
