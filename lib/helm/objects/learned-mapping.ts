import type { PlainMap } from './one-walk';

/** What a generated class does with resolved data. */
export type Mapping = (resolved: PlainMap) => PlainMap;

/** After so many shapes of one class the next one is likely to be another, and not worth a look. */
const MOST_SHAPES = 500;

/**
 * The same mapping in less time for data that looks like data before.
 *
 * What `cdk8s import` has written looks at keys only: it gives each its name in JSON, takes the value out of a union and
 * leaves out what is unknown, whatever the texts and numbers are. So it is run once for each shape of data with leaves
 * that can be told apart, and where each of them went is filled with others from then on. The first result is compared:
 * a class that does more than that is asked each time.
 */
export function learnedMapping(mapping: Mapping): Mapping {
  const plans = new Map<Shape, Plan | undefined>();
  return (resolved) => {
    const leaves: unknown[] = [];
    const shape = shapeOf(resolved, leaves);
    const plan = plans.get(shape);
    if (plan) return filled(plan, leaves) as PlainMap;
    const mapped = mapping(resolved);
    if (plans.size < MOST_SHAPES && !plans.has(shape)) plans.set(shape, learn(mapping, resolved, leaves, mapped));
    return mapped;
  };
}

/** What data is made of: its keys and items in their order, all the way down. Equal shapes are the same object. */
class Shape {
  private readonly next = new Map<string | Shape, Shape>();

  public with(step: string | Shape): Shape {
    let shape = this.next.get(step);
    if (shape === undefined) {
      shape = new Shape();
      this.next.set(step, shape);
    }
    return shape;
  }
}

const [LEAF, NOTHING, LIST, MAP] = [new Shape(), new Shape(), new Shape(), new Shape()];

/** Instances of classes are leaves, as texts and numbers are. */
function shapeOf(value: unknown, leaves: unknown[]): Shape {
  if (value === undefined) return NOTHING;
  let shape = MAP;
  if (Array.isArray(value)) {
    shape = LIST;
    for (const item of value) shape = shape.with(shapeOf(item, leaves));
  } else if (isMap(value)) {
    for (const key in value) shape = shape.with(key).with(shapeOf(value[key], leaves));
  } else {
    shape = LEAF;
    leaves.push(value);
  }
  return shape;
}

function isMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && value.constructor === Object;
}

/** A result with places for leaves in it. */
type Plan =
  | { readonly kind: 'leaf'; readonly place: number }
  | { readonly kind: 'fixed'; readonly value: unknown }
  | { readonly kind: 'list'; readonly items: readonly Plan[] }
  | { readonly kind: 'map'; readonly keys: readonly string[]; readonly items: readonly Plan[] };

/** Stands where a leaf was. */
class Place {
  constructor(public readonly place: number) {}
}

function learn(mapping: Mapping, resolved: PlainMap, leaves: readonly unknown[], mapped: PlainMap): Plan | undefined {
  try {
    const plan = planOf(mapping(withPlaces(resolved, { count: 0 }) as PlainMap));
    return isSame(filled(plan, leaves), mapped) ? plan : undefined;
  } catch {
    return undefined;
  }
}

function withPlaces(value: unknown, places: { count: number }): unknown {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item) => withPlaces(item, places));
  if (!isMap(value)) return new Place(places.count++);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPlaces(item, places)]));
}

function planOf(result: unknown): Plan {
  if (result instanceof Place) return { kind: 'leaf', place: result.place };
  if (Array.isArray(result)) return { kind: 'list', items: result.map(planOf) };
  if (!isMap(result)) return { kind: 'fixed', value: result };
  return { kind: 'map', keys: Object.keys(result), items: Object.values(result).map(planOf) };
}

function filled(plan: Plan, leaves: readonly unknown[]): unknown {
  switch (plan.kind) {
    case 'leaf':
      return leaves[plan.place];
    case 'fixed':
      return plan.value;
    case 'list':
      return plan.items.map((item) => filled(item, leaves));
    case 'map': {
      const { keys, items } = plan;
      const map: Record<string, unknown> = {};
      for (let i = 0; i < keys.length; i++) map[keys[i] as string] = filled(items[i] as Plan, leaves);
      return map;
    }
  }
}

/** Whether two results are equal, the order of their keys included. */
function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  if (!isMap(one) || !isMap(other)) return one === other;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return keys.length === others.length && keys.every((key, i) => key === others[i] && isSame(one[key], other[key]));
}
