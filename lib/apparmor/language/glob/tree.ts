/** Regular expressions over bytes, as trees. */

/** One flag for each byte. */
export type ByteSet = Uint8Array;

export type Tree =
  | { readonly kind: 'empty' }
  /** `exact` is a single byte that was written as such; `class` a positive class, `wild` a negative class or any byte. */
  | { readonly kind: 'bytes'; readonly set: ByteSet; readonly form: 'exact' | 'class' | 'wild' }
  | { readonly kind: 'cat' | 'alt'; readonly parts: readonly Tree[] }
  | { readonly kind: 'star' | 'plus'; readonly of: Tree };

export const EMPTY: Tree = { kind: 'empty' };

const bytesIn = (bytes: readonly number[]): ByteSet => {
  const set = new Uint8Array(256);
  for (const byte of bytes) set[byte] = 1;
  return set;
};

const SINGLE: readonly Tree[] = Array.from({ length: 256 }, (_, byte) => ({
  kind: 'bytes',
  set: bytesIn([byte]),
  form: 'exact',
}));

export const byte = (value: number): Tree => SINGLE[value] as Tree;
export const ANY: Tree = { kind: 'bytes', set: new Uint8Array(256).fill(1), form: 'wild' };

export function byteClass(members: readonly number[], negated: boolean): Tree {
  const set = bytesIn(members);
  return negated
    ? { kind: 'bytes', set: set.map((flag) => 1 - flag), form: 'wild' }
    : { kind: 'bytes', set, form: 'class' };
}

export const cat = (parts: readonly Tree[]): Tree => (parts.length === 1 ? (parts[0] as Tree) : { kind: 'cat', parts });
export const alt = (parts: readonly Tree[]): Tree => (parts.length === 1 ? (parts[0] as Tree) : { kind: 'alt', parts });

/** Bytes that every match begins with, and whether they are the only match. */
export function literalPrefix(tree: Tree): { readonly prefix: readonly number[]; readonly whole: boolean } {
  switch (tree.kind) {
    case 'empty':
      return { prefix: [], whole: true };
    case 'bytes': {
      const only = tree.form === 'exact' ? tree.set.indexOf(1) : -1;
      return only === -1 ? { prefix: [], whole: false } : { prefix: [only], whole: true };
    }
    case 'cat': {
      const prefix: number[] = [];
      for (const part of tree.parts) {
        const next = literalPrefix(part);
        for (const each of next.prefix) prefix.push(each);
        if (!next.whole) return { prefix, whole: false };
      }
      return { prefix, whole: true };
    }
    default:
      return { prefix: [], whole: false };
  }
}

/** Whether some part of a tree is what `test` asks for. */
export function someTree(tree: Tree, test: (part: Tree) => boolean): boolean {
  if (test(tree)) return true;
  if (tree.kind === 'cat' || tree.kind === 'alt') return tree.parts.some((part) => someTree(part, test));
  return (tree.kind === 'star' || tree.kind === 'plus') && someTree(tree.of, test);
}
