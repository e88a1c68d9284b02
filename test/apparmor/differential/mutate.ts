import type { Random } from './random';
import { MUTATION_CHARACTERS, MUTATION_WORDS } from './words';

/** A text in pieces and how they are joined again: characters, words with what stands between them, lines. */
const CUTS: Readonly<Record<string, { readonly cut: (text: string) => string[]; readonly pool: readonly string[] }>> = {
  character: { cut: (text) => [...text], pool: MUTATION_CHARACTERS },
  token: { cut: (text) => text.match(/\s+|[A-Za-z0-9_@$./*-]+|[^\sA-Za-z0-9_]/g) ?? [], pool: MUTATION_WORDS },
  line: { cut: (text) => text.split(/(?<=\n)/), pool: MUTATION_WORDS.map((word) => `${word}\n`) },
};

type Change = (pieces: string[], at: number, random: Random, pool: readonly string[]) => void;

const CHANGES: Readonly<Record<string, Change>> = {
  delete: (pieces, at) => void pieces.splice(at, 1),
  duplicate: (pieces, at) => void pieces.splice(at, 0, pieces[at] ?? ''),
  swap(pieces, at, random) {
    const other = random.chance(0.7) ? Math.min(at + 1, pieces.length - 1) : random.integer(0, pieces.length - 1);
    const kept = pieces[at] ?? '';
    pieces[at] = pieces[other] ?? '';
    pieces[other] = kept;
  },
  insert: (pieces, at, random, pool) => void pieces.splice(at, 0, random.pick(pool)),
  replace: (pieces, at, random, pool) => void pieces.splice(at, 1, random.pick(pool)),
  move: (pieces, at, random) => void pieces.splice(random.integer(0, pieces.length - 1), 0, ...pieces.splice(at, 1)),
};

export interface Mutated {
  readonly text: string;
  /** What was done, such as `token.delete`. */
  readonly kinds: readonly string[];
}

/** One change, or two, rarely more. */
export function mutate(text: string, random: Random): Mutated {
  const kinds: string[] = [];
  let changed = text;
  for (let left = random.pick([1, 1, 1, 2, 3]); left > 0; left--) {
    const [unit, { cut, pool }] = random.pick(Object.entries(CUTS));
    const [change, apply] = random.pick(Object.entries(CHANGES));
    const pieces = cut(changed);
    if (pieces.length > 0) {
      apply(pieces, random.integer(0, pieces.length - 1), random, pool);
      changed = pieces.join('');
      kinds.push(`${unit}.${change}`);
    }
  }
  return { text: changed, kinds };
}
