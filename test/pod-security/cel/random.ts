/** Chance from a seed: the same numbers in every run. */
export class Random {
  #state: number;

  public constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, and not with, a limit. */
  public below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  public one<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T;
  }

  public chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}
