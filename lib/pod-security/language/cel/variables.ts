import { CelError, CelOpaque, type CelValue } from './value';

/** `variables`: each is evaluated when it is first asked for, and kept. */
export class LazyVariables extends CelOpaque {
  public readonly typeName = 'kubernetes.variables';
  readonly #known = new Map<string, CelValue>();

  public constructor(
    private readonly make: ReadonlyMap<string, () => CelValue>,
    /** Is told of each that is asked for, known or not. */
    private readonly asked?: (name: string) => void,
  ) {
    super();
  }

  /** Undefined: there is no such variable. */
  public find(key: CelValue): CelValue | undefined {
    if (typeof key !== 'string') return new CelError('no such overload');
    this.asked?.(key);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const value = this.make.get(key)?.();
    if (value !== undefined) this.#known.set(key, value);
    return value;
  }

  public same(other: CelOpaque): boolean {
    return this === other;
  }
}
