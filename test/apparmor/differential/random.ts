/** Numbers that are the same for the same seed (mulberry32): a thousand texts a second need no more. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to 1, without 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** From `from` to `to`, both possible. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    const found = from[this.integer(0, from.length - 1)];
    if (found === undefined) {
      throw new Error('nothing to pick from');
    }
    return found;
  }

  /** Some of them, in an order of their own. */
  some<T>(from: readonly T[], atMost: number): readonly T[] {
    return Array.from({ length: this.integer(0, atMost) }, () => this.pick(from));
  }

  shuffled<T>(of: readonly T[]): readonly T[] {
    return of
      .map((each) => ({ each, key: this.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ each }) => each);
  }
}
