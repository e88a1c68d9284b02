import type { BoundVariable, ExpressionNode } from '../expression/node';

/** Map entries that a `define` holds, written into a map by `include … | nindent`. */
export interface MapTemplate {
  /** Full name: `shop.labels`. */
  readonly name: string;
  /** The entries, in order. Values are scalars or expressions. */
  readonly entries: Readonly<Record<string, unknown>>;
}

/** A map of a document: its values may be documents, expressions and blocks. */
export type DocumentMap = Readonly<Record<string, unknown>>;

/** A part of a document that is there conditionally or repeatedly. Bodies are documents themselves. */
export type BlockNode =
  /** As the value of a key: the pair is there when the condition is true. As a list item: the item is. */
  | { readonly kind: 'when'; readonly condition: ExpressionNode; readonly then: unknown; readonly otherwise?: unknown }
  /** List items, one for each item of a list or map. */
  | ({ readonly kind: 'each'; readonly body: unknown } & Looping)
  /** Map pairs, one for each item of a list or map. */
  | ({ readonly kind: 'pairs'; readonly pairKey: unknown; readonly body: unknown } & Looping)
  /** Several map pairs under one condition. */
  | {
      readonly kind: 'somePairs';
      readonly condition: ExpressionNode;
      readonly then: DocumentMap;
      readonly otherwise?: DocumentMap;
    }
  /** Several list items under one condition. */
  | {
      readonly kind: 'someItems';
      readonly condition: ExpressionNode;
      readonly then: readonly unknown[];
      readonly otherwise?: readonly unknown[];
    }
  /** A document written as the text of a key. */
  | { readonly kind: 'yamlText'; readonly document: unknown }
  /** Entries that a named template holds. */
  | { readonly kind: 'entries'; readonly template: MapTemplate };

/** What is looped over, and the names that key (or index) and item get. */
export interface Looping {
  readonly over: ExpressionNode;
  readonly key: BoundVariable;
  readonly item: BoundVariable;
}

const BLOCK = Symbol.for('cdk8s-container-security.helm.Block');

/** Marks an object as the holder of a block. A symbol, so that two copies of this library understand each other. */
export function holdBlock<T extends object>(holder: T, block: BlockNode): T {
  return Object.defineProperty(holder, BLOCK, { value: block });
}

/** The block that an object holds, if it holds one. */
export function blockIn(value: unknown): BlockNode | undefined {
  return typeof value === 'object' && value !== null && BLOCK in value ? (value[BLOCK] as BlockNode) : undefined;
}
