/** Numbers that look random and are the same in every run. */
export class Random {
  constructor(private state: number) {}

  /** From 0 to below `end`. */
  below(end: number): number {
    // mulberry32
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * end);
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T;
  }

  /** Some of them, at least one, in their order. */
  some<T>(all: readonly T[]): readonly T[] {
    const chosen = all.filter(() => this.once(3));
    return chosen.length > 0 ? chosen : [this.of(all)];
  }

  many<T>(least: number, most: number, make: () => T): readonly T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, make);
  }
}
