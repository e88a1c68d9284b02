/** Trees as automata: states of a DFA are made when a text first reaches them. */
import type { ByteSet, Tree } from './tree';

/** Where nothing matches any more. */
export const DEAD = 0;
export const START = 1;

/** After that many states a DFA begins again: texts need few, and what an attacker writes must not fill the memory. */
const MOST_STATES = 5_000;

interface NfaState {
  /** Bytes that lead to `next`; without them it is reached with none. */
  readonly set?: ByteSet;
  readonly next: readonly number[];
}

/** An automaton of one or more trees; a state knows which of them accept. */
export class Automaton {
  /** The class of each byte: bytes of one class are told apart by no tree. */
  readonly classes: Uint8Array;
  readonly classCount: number;
  /** A byte of each class. */
  readonly sample: readonly number[];

  private readonly nfa: NfaState[] = [];
  private readonly first: number;
  private readonly last: number;
  private members: (readonly number[])[] = [];
  private next: Int32Array[] = [];
  private known = new Map<string, number>();

  constructor(tree: Tree) {
    this.last = this.add({ next: [] });
    this.first = this.build(tree, this.last);
    const [classes, sample] = byteClasses(this.nfa.flatMap((state) => state.set ?? []));
    this.classes = classes;
    this.sample = sample;
    this.classCount = sample.length;
    this.reset();
  }

  /** The state after a byte of a class. */
  step(state: number, byteClass: number): number {
    const row = this.next[state] as Int32Array;
    const known = row[byteClass] as number;
    if (known !== -1) return known;
    const byte = this.sample[byteClass] as number;
    const reached: number[] = [];
    for (const member of this.members[state] as readonly number[]) {
      const { set, next } = this.nfa[member] as NfaState;
      if (set?.[byte] === 1) for (const each of next) reached.push(each);
    }
    const to = this.state(reached);
    row[byteClass] = to;
    return to;
  }

  accepts(state: number): boolean {
    return (this.members[state] as readonly number[]).includes(this.last);
  }

  matches(bytes: Uint8Array): boolean {
    if (this.members.length > MOST_STATES) this.reset();
    let state = START;
    for (let at = 0; at < bytes.length && state !== DEAD; at++) {
      state = this.step(state, this.classes[bytes[at] as number] as number);
    }
    return this.accepts(state);
  }

  private reset(): void {
    this.members = [];
    this.next = [];
    this.known = new Map();
    this.state([]);
    this.state([this.first]);
  }

  private state(from: readonly number[]): number {
    const members = this.closure(from);
    const key = members.join();
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const made = this.members.length;
    this.members.push(members);
    this.next.push(new Int32Array(this.classCount).fill(made === DEAD ? DEAD : -1));
    this.known.set(key, made);
    return made;
  }

  /** What is reached without a byte, sorted, without states that only pass on. */
  private closure(from: readonly number[]): readonly number[] {
    const seen = new Set<number>();
    const open = [...from];
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if (seen.has(each)) continue;
      seen.add(each);
      const { set, next } = this.nfa[each] as NfaState;
      if (!set) for (const each of next) open.push(each);
    }
    return [...seen].filter((each) => each === this.last || this.nfa[each]?.set).sort((a, b) => a - b);
  }

  private add(state: NfaState): number {
    this.nfa.push(state);
    return this.nfa.length - 1;
  }

  /** Adds the states of a tree whose matches end in `end`; gives where they begin. */
  private build(tree: Tree, end: number): number {
    switch (tree.kind) {
      case 'empty':
        return end;
      case 'bytes':
        return this.add({ set: tree.set, next: [end] });
      case 'cat':
        return tree.parts.reduceRight((next, part) => this.build(part, next), end);
      case 'alt':
        return this.add({ next: tree.parts.map((part) => this.build(part, end)) });
      default: {
        const next: number[] = [end];
        const again = this.add({ next });
        const inner = this.build(tree.of, again);
        next.push(inner);
        return tree.kind === 'star' ? again : inner;
      }
    }
  }
}

/** Splits the bytes by sets until no set tells bytes of one class apart. */
function byteClasses(sets: readonly ByteSet[]): [classes: Uint8Array, sample: readonly number[]] {
  let classes = new Uint8Array(256);
  for (const set of new Set(sets)) {
    const renamed = new Map<number, number>();
    classes = classes.map((old, byte) => {
      const key = old * 2 + (set[byte] as number);
      const name = renamed.get(key) ?? renamed.size;
      renamed.set(key, name);
      return name;
    });
  }
  const sample: number[] = [];
  classes.forEach((name, byte) => {
    sample[name] ??= byte;
  });
  return [classes, sample];
}
