/** The tables of a compiled automaton, and how the kernel walks them. */

const MAGIC = 0x1b5e783d;
const TABLES = { accept: 1, base: 2, check: 3, standard: 4, classes: 5, accept2: 7, next: 8 } as const;
const DIFFERENTIAL = 0x80000000;
const BASE = 0xffffff;

export const DEAD = 0;
export const START = 1;

type Tables = { readonly [table in keyof typeof TABLES]: readonly number[] };

export class Dfa {
  private readonly tables: Tables;

  /** Of a blob, which may begin with padding. */
  constructor(blob: Buffer) {
    const start = [0, 1, 2, 3, 4, 5, 6, 7].find((pad) => blob.readUInt32BE(pad) === MAGIC);
    if (start === undefined) throw new Error('the automaton has no header');
    const found = new Map<number, readonly number[]>();
    for (let at = start + blob.readUInt32BE(start + 4); at + 12 <= blob.length; ) {
      const width = blob.readUInt16BE(at + 2);
      const length = blob.readUInt32BE(at + 8);
      const values = Array.from({ length }, (_, index) => blob.readUIntBE(at + 12 + index * width, width));
      found.set(blob.readUInt16BE(at), values);
      at += (12 + length * width + 7) & ~7;
    }
    const table = (name: keyof typeof TABLES): readonly number[] => found.get(TABLES[name]) ?? [];
    this.tables = {
      accept: table('accept'),
      base: table('base'),
      check: table('check'),
      standard: table('standard'),
      classes: table('classes'),
      accept2: table('accept2'),
      next: table('next'),
    };
  }

  step(from: number, byte: number): number {
    const { base, check, standard, classes, next } = this.tables;
    const char = classes.length > 0 ? (classes[byte] as number) : byte;
    let state = from;
    for (;;) {
      const row = base[state] as number;
      const place = (row & BASE) + char;
      if (check[place] === state) return next[place] as number;
      state = standard[state] as number;
      if (!(row & DIFFERENTIAL)) return state;
    }
  }

  match(state: number, bytes: Uint8Array): number {
    let at = state;
    for (const byte of bytes) at = this.step(at, byte);
    return at;
  }

  accept(state: number): number {
    return this.tables.accept[state] as number;
  }

  accept2(state: number): number {
    return this.tables.accept2[state] ?? 0;
  }
}
