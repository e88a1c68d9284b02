import { call, type ExpressionNode, literal } from '../expression/node';
import type { BlockNode } from './block';
import { anyOf, both, negated, presenceOfValue, type Sure } from './choice';
import { classify, type Leaf } from './classify';

/** A key that is written, and when. */
export interface TakenKey {
  /** As it stands in the map: a computed key with its tokens. */
  readonly key: string;
  /** What the text of a computed key is. */
  readonly computed?: ExpressionNode;
  readonly when: Sure;
}

/** What the entries of a map write: the keys that are written out, and the maps that are spread. */
export interface Taken {
  readonly keys: readonly TakenKey[];
  readonly maps: readonly ExpressionNode[];
}

export const NOTHING_TAKEN: Taken = { keys: [], maps: [] };

/** A pair whose key is known to be text, a computed key, or what else a marker in key position stands for. */
export interface Classified {
  readonly key: string;
  readonly leaf: Leaf;
  readonly value: unknown;
}

/** Whether an entry is a block of pairs under a condition. */
export function isSomePairs(leaf: Leaf): leaf is Leaf & { kind: 'block'; block: BlockNode & { kind: 'somePairs' } } {
  return leaf.kind === 'block' && leaf.block.kind === 'somePairs';
}

/** What an entry writes itself. A loop's keys are known only when Helm renders: they take nothing. */
export function takenBy({ key, leaf, value }: Classified): Taken {
  switch (leaf.kind) {
    case 'literal':
      return { keys: [{ key, when: presenceOfValue(value) }], maps: [] };
    case 'expression':
      return { keys: [{ key, computed: leaf.node, when: presenceOfValue(value) }], maps: [] };
    case 'spread':
      return { keys: [], maps: [leaf.node] };
    case 'block':
      return leaf.block.kind === 'entries'
        ? { keys: Object.keys(leaf.block.template.entries).map((name) => ({ key: name, when: 'always' })), maps: [] }
        : NOTHING_TAKEN;
    case 'fault':
      return NOTHING_TAKEN;
  }
}

/** What a block of pairs writes, in whichever branch. */
export function takenUnder({ condition, then, otherwise = {} }: BlockNode & { kind: 'somePairs' }): Taken {
  const [first, second] = [takenIn(then), takenIn(otherwise)];
  const always = first.keys.filter((one) => one.when === 'always' && whenTaken(one.key, second.keys) === 'always');
  return together([{ keys: always, maps: [] }, gated(condition, first), gated(negated(condition), second)]);
}

/** All of them, in order. */
export function together(all: readonly Taken[]): Taken {
  return { keys: all.flatMap(({ keys }) => keys), maps: all.flatMap(({ maps }) => maps) };
}

/** When one of these writes the key. */
export function whenTaken(key: string, keys: readonly TakenKey[]): Sure {
  return keys.length === 0 ? 'never' : anyOf(keys.filter((one) => one.key === key).map(({ when }) => when));
}

/** Maps that hold the keys which are written under a condition while it holds, and nothing otherwise. */
export function conditionalKeys(keys: readonly TakenKey[]): readonly ExpressionNode[] {
  const byCondition = new Map<ExpressionNode, TakenKey[]>();
  for (const taken of keys) {
    const { key, when } = taken;
    if (typeof when !== 'string' && whenTaken(key, keys) !== 'always')
      byCondition.set(when, [...(byCondition.get(when) ?? []), taken]);
  }
  return [...byCondition].map(([when, names]) =>
    call('and', 'any', when, call('dict', 'map', ...names.flatMap((name) => [keyNode(name), literal(true)]))),
  );
}

function takenIn(map: Readonly<Record<string, unknown>>): Taken {
  return together(
    Object.entries(map).map(([key, value]) => {
      const leaf = classify(key, ignore);
      return isSomePairs(leaf) ? takenUnder(leaf.block) : takenBy({ key, leaf, value });
    }),
  );
}

/** The same, while a condition holds. */
function gated(condition: ExpressionNode, { keys, maps }: Taken): Taken {
  return {
    keys: keys.map((taken) => ({ ...taken, when: both(condition, taken.when) })),
    maps: maps.map((map) => call('and', 'any', condition, map)),
  };
}

function keyNode({ key, computed }: TakenKey): ExpressionNode {
  if (computed === undefined) return literal(key);
  return computed.type === 'string'
    ? computed
    : { kind: 'concat', parts: [computed], type: 'string', owner: computed.owner };
}

const ignore = (): void => undefined;
