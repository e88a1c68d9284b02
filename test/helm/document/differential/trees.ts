import fc from 'fast-check';
import { Block, Expression, ExpressionType, Loop } from '../../../../lib/helm';
import type { Json } from '../../../../lib/helm/expression/node';
import { INNER_TEXTS, KEYS } from './texts';

/** A document as plain data. Numbers pick from what there is at that place: values, and what the loops around bind. */
export type Tree =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'scalar' | 'text' | 'list' | 'map'; readonly pick: number }
  | { readonly kind: 'around'; readonly pick: number; readonly before: string; readonly after: string }
  | { readonly kind: 'pairs'; readonly pairs: readonly Pair[] }
  | { readonly kind: 'items'; readonly items: readonly Item[] }
  | { readonly kind: 'when'; readonly pick: number; readonly then: Tree; readonly otherwise?: Tree }
  | { readonly kind: 'each'; readonly pick: number; readonly body: Tree }
  | { readonly kind: 'yamlText'; readonly body: Tree };

/** One pair of a map, or several. */
export type Pair =
  | { readonly kind: 'pair'; readonly key: string; readonly value: Tree }
  | { readonly kind: 'computed'; readonly before: string; readonly pick: number; readonly value: Tree }
  | { readonly kind: 'spread'; readonly pick: number }
  | { readonly kind: 'loop'; readonly pick: number; readonly before: string; readonly value: Tree }
  | {
      readonly kind: 'some';
      readonly pick: number;
      readonly then: readonly Pair[];
      readonly otherwise?: readonly Pair[];
    };

/** One item of a list, or several. */
export type Item =
  | { readonly kind: 'item'; readonly value: Tree }
  | { readonly kind: 'spread'; readonly pick: number }
  | {
      readonly kind: 'some';
      readonly pick: number;
      readonly then: readonly Item[];
      readonly otherwise?: readonly Item[];
    };

/** What there is to pick from. */
export interface Stock {
  readonly scalars: readonly Expression[];
  readonly lists: readonly Expression[];
  readonly maps: readonly Expression[];
}

/** Keys under which a text is YAML, to be read before it is compared. */
export const YAML_KEY = 'yaml: ';

const pick = fc.nat(1000);
const text = fc.constantFrom(...INNER_TEXTS);
const key = fc.constantFrom(...KEYS.filter((name) => name !== '__proto__' && name !== 'constructor'));
const literal = fc.oneof(
  text,
  fc.constantFrom<Json>(0, -1, 1_000_000, 16_777_217, 0.1, 1e21, 1e-7, true, false),
  fc.constantFrom<Json>([], {}, [[]], [{}], { a: [] }),
);

/** Documents of up to five levels. */
export const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree; body: Tree; pair: Pair; item: Item }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'medium', withCrossShrink: true },
    fc.record({ kind: fc.constantFrom('scalar', 'text', 'list', 'map'), pick }) as fc.Arbitrary<Tree>,
    literal.map((value): Tree => ({ kind: 'literal', value })),
    fc.record({ kind: fc.constant('around'), pick, before: text, after: text }) as fc.Arbitrary<Tree>,
    fc.record({ kind: fc.constant('pairs'), pairs: fc.array(tie('pair'), { maxLength: 4 }) }) as fc.Arbitrary<Tree>,
    fc.record({ kind: fc.constant('items'), items: fc.array(tie('item'), { maxLength: 4 }) }) as fc.Arbitrary<Tree>,
    fc.record({ kind: fc.constant('each'), pick, body: tie('body') }) as fc.Arbitrary<Tree>,
  ),
  body: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    tie('tree'),
    fc.record({ kind: fc.constant('when'), pick, then: tie('body') }) as fc.Arbitrary<Tree>,
    fc.record({ kind: fc.constant('when'), pick, then: tie('body'), otherwise: tie('body') }) as fc.Arbitrary<Tree>,
  ),
  pair: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.record({ kind: fc.constant('pair'), key, value: tie('body') }) as fc.Arbitrary<Pair>,
    fc.record({ kind: fc.constant('spread'), pick }) as fc.Arbitrary<Pair>,
    fc.record({ kind: fc.constant('computed'), before: text, pick, value: tie('body') }) as fc.Arbitrary<Pair>,
    fc.record({ kind: fc.constant('loop'), pick, before: text, value: tie('body') }) as fc.Arbitrary<Pair>,
    fc.record({ kind: fc.constant('some'), pick, then: fc.array(tie('pair'), { maxLength: 3 }) }) as fc.Arbitrary<Pair>,
    fc.record({
      kind: fc.constant('some'),
      pick,
      then: fc.array(tie('pair'), { maxLength: 3 }),
      otherwise: fc.array(tie('pair'), { maxLength: 3 }),
    }) as fc.Arbitrary<Pair>,
    fc.record({
      kind: fc.constant('pair'),
      key: key.map((name) => YAML_KEY + name),
      value: fc.record({ kind: fc.constant('yamlText'), body: tie('tree') }),
    }) as fc.Arbitrary<Pair>,
  ),
  item: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.record({ kind: fc.constant('item'), value: tie('body') }) as fc.Arbitrary<Item>,
    fc.record({ kind: fc.constant('spread'), pick }) as fc.Arbitrary<Item>,
    fc.record({ kind: fc.constant('some'), pick, then: fc.array(tie('item'), { maxLength: 3 }) }) as fc.Arbitrary<Item>,
    fc.record({
      kind: fc.constant('some'),
      pick,
      then: fc.array(tie('item'), { maxLength: 3 }),
      otherwise: fc.array(tie('item'), { maxLength: 3 }),
    }) as fc.Arbitrary<Item>,
  ),
})).tree;

const from = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** The document with expressions and blocks in it. */
export function grow(node: Tree, stock: Stock): unknown {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'scalar':
      return from(stock.scalars, node.pick);
    case 'text':
      return from([...stock.scalars, ...stock.lists, ...stock.maps], node.pick).asString();
    case 'list':
      return from(stock.lists, node.pick).asList();
    case 'map':
      return from(stock.maps, node.pick).asMap();
    case 'around':
      return `${node.before}${from(stock.scalars, node.pick)}${node.after}`;
    case 'pairs':
      return growPairs(node.pairs, stock);
    case 'items':
      return growItems(node.items, stock);
    case 'when':
      return growWhen(node, stock);
    case 'each': {
      const loop = loopOf(node.pick, stock);
      return loop.each(grow(node.body, inside(loop, stock)));
    }
    case 'yamlText':
      return Block.yamlText(grow(node.body, stock));
  }
}

function growWhen(node: Tree & { kind: 'when' }, stock: Stock): Block {
  const condition = conditionOf(node.pick, stock);
  const then = grow(node.then, stock);
  return node.otherwise === undefined
    ? Block.when(condition, then)
    : Block.choose(condition, then, grow(node.otherwise, stock));
}

function growPairs(pairs: readonly Pair[], stock: Stock): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const pair of pairs) {
    const name = pair.kind === 'pair' ? pair.key : pair.kind === 'computed' ? computedKey(pair, stock) : undefined;
    // A token in what JavaScript itself overwrites would be lost.
    if (name === undefined || !(name in result)) Object.assign(result, growPair(pair, stock));
  }
  return result;
}

function computedKey(pair: Pair & { kind: 'computed' }, stock: Stock): string {
  return `${pair.before}${from(stock.scalars, pair.pick)}`;
}

function growPair(pair: Pair, stock: Stock): Record<string, unknown> {
  switch (pair.kind) {
    case 'pair':
      return { [pair.key]: grow(pair.value, stock) };
    case 'computed':
      return { [computedKey(pair, stock)]: grow(pair.value, stock) };
    case 'spread':
      return from(stock.maps, pair.pick).asMap();
    case 'loop': {
      const loop = loopOf(pair.pick, stock);
      return loop.pairs(`${pair.before}${loop.key}`, grow(pair.value, inside(loop, stock)));
    }
    case 'some':
      return Block.pairs(
        conditionOf(pair.pick, stock),
        growPairs(pair.then, stock),
        pair.otherwise && growPairs(pair.otherwise, stock),
      );
  }
}

function growItems(items: readonly Item[], stock: Stock): unknown[] {
  return items.flatMap((item): unknown[] => {
    if (item.kind === 'item') return [grow(item.value, stock)];
    if (item.kind === 'spread') return from(stock.lists, item.pick).asList();
    return Block.items(
      conditionOf(item.pick, stock),
      growItems(item.then, stock),
      item.otherwise && growItems(item.otherwise, stock),
    );
  });
}

/** Nothing but a text may be compared with one, unless it is said to be anything. */
function isYes(value: Expression): Expression {
  return (value._node.type === 'string' ? value : value.typed(ExpressionType.ANY)).eq('yes');
}

function conditionOf(index: number, stock: Stock): Expression {
  const value = from([...stock.scalars, ...stock.lists, ...stock.maps], index);
  return from([value, Expression.negate(value), isYes(value), Expression.anyOf(value, false)], Math.trunc(index / 7));
}

function loopOf(index: number, stock: Stock): Loop {
  return Loop.over(
    from([...stock.lists, ...stock.maps], index),
    index % 2 === 0 ? {} : { keyName: 'name', itemName: 'value' },
  );
}

function inside(loop: Loop, stock: Stock): Stock {
  return { ...stock, scalars: [loop.item, ...stock.scalars, loop.key] };
}
