import { type ApiObject, type IResolver, ResolutionContext } from 'cdk8s';

/** A map of plain data. */
export type PlainMap = Readonly<Record<string, unknown>>;

/** What stands for the value of a key. */
export type Instead = (key: string, item: unknown, map: PlainMap, object: ApiObject) => unknown;

/** How empty things are treated: cdk8s drops them from metadata, and keeps them elsewhere. */
export type Empty = 'keep' | 'drop';

/**
 * What a finished map is made of at its root. cdk8s' `resolve` asks for the class itself and goes into nothing but an
 * `Object`; its `sanitizeValue` asks for the name of the class. So the one leaves it alone and the other takes it for plain.
 */
const Finished = { Object: class {} }.Object;

/**
 * Resolves and sanitizes in one walk. cdk8s does first the one, then the other; it searches the app, makes a context and
 * asks each resolver at every node, plain or not, and goes through what was replaced a second time.
 *
 * As a resolver in place of all others it does their work where cdk8s itself resolves.
 */
export class OneWalk implements IResolver {
  /**
   * @param resolvers cdk8s' own: all of them replace objects of a class, or such that have a method `resolve`, and nothing
   *   else. Resolvers of a user may replace anything: with those cdk8s must do it itself.
   */
  constructor(
    private readonly resolvers: readonly IResolver[],
    private readonly instead?: Instead,
  ) {}

  /**
   * The pairs of the maps that are being walked, each map's above those of the map around it: arrays of their own for each
   * map would be a third of the garbage of a synth.
   */
  private readonly keys: string[] = [];
  private readonly values: unknown[] = [];
  private depth = 0;

  /** The same walk, on which some values are replaced once they are resolved. */
  public replacing(instead: Instead): OneWalk {
    return new OneWalk(this.resolvers, instead);
  }

  /** What cdk8s calls. It is asked for the root only: nothing is left to do inside. */
  public resolve(context: ResolutionContext): void {
    const { value, obj } = context;
    if (typeof value !== 'object' || value instanceof Finished) return;
    const { replaced, replacedValue } = mayBeToken(value) ? this.ask(value, obj) : context;
    if (replaced) context.replaceValue(replacedValue);
    else if (value.constructor === Object)
      context.replaceValue(Object.assign(new Finished(), this.plain(value, obj, 'keep')));
  }

  /**
   * A value with its tokens replaced and its keys sorted, without what has no value.
   * @throws Error for an instance of a class, with cdk8s' own words.
   */
  public plain(value: unknown, object: ApiObject, empty: Empty): unknown {
    const { depth } = this;
    try {
      return this.walk(value, object, empty);
    } finally {
      this.depth = depth;
    }
  }

  private walk(value: unknown, object: ApiObject, empty: Empty): unknown {
    if (value === null) return undefined;
    if (typeof value !== 'object') return value;
    if (Array.isArray(value))
      return empty === 'drop' && value.length === 0 ? undefined : this.list(value, object, empty);
    if (mayBeToken(value)) {
      const { replaced, replacedValue } = this.ask(value, object);
      if (replaced) return this.walk(replacedValue, object, empty);
      if (value.constructor !== Object)
        throw new Error(`can't render non-simple object of type '${value.constructor.name}'`);
    }
    return this.map(value as PlainMap, object, empty);
  }

  private list(list: readonly unknown[], object: ApiObject, empty: Empty): readonly unknown[] {
    const items: unknown[] = new Array(list.length);
    for (let i = 0; i < list.length; i++) items[i] = this.walk(list[i], object, empty);
    return items;
  }

  /**
   * The same for what is known to be a map. Tokens are asked in the order in which they stand. The keys are sorted on the
   * way, by insertion into those that were looked at before: most are in order.
   */
  private map(map: PlainMap, object: ApiObject, empty: Empty): PlainMap | undefined {
    const { keys, values } = this;
    const start = this.depth;
    for (const key in map) {
      let item = this.walk(map[key], object, empty);
      if (item === undefined) continue;
      if (this.instead) item = this.instead(key, item, map, object);
      let at = this.depth++;
      for (; at > start && (keys[at - 1] as string) > key; at--) {
        keys[at] = keys[at - 1] as string;
        values[at] = values[at - 1];
      }
      keys[at] = key;
      values[at] = item;
    }
    const end = this.depth;
    this.depth = start;
    if (empty === 'drop' && end === start) return undefined;
    const result: Record<string, unknown> = {};
    for (let at = start; at < end; at++) result[keys[at] as string] = values[at];
    return result;
  }

  private ask(value: object, object: ApiObject): ResolutionContext {
    const context = new ResolutionContext(object, [], value);
    for (const resolver of this.resolvers) {
      resolver.resolve(context);
      if (context.replaced) break;
    }
    return context;
  }
}

function mayBeToken(value: object): boolean {
  return value.constructor !== Object || 'resolve' in value;
}
