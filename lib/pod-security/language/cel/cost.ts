import { actualSize, CelMap, CelOpaque, type CelValue, isList } from './value';

/** Thrown when an expression may not go on. */
export class CostLimitExceeded extends Error {
  public constructor() {
    super('operation cancelled: actual cost limit exceeded');
  }
}

/** Thrown where the server's own counting breaks down: the expression ends there, and nothing absorbs it. */
export class TrackerPanic extends Error {
  public constructor(why: string) {
    super(`internal error: interface conversion: ${why}`);
  }
}

/** What the server charges (cel-go's common/cost.go). */
export const LIST_COST = 10;
export const MAP_COST = 30;
export const STRUCT_COST = 40;
const TEXT = 0.1;
const REGEX = 0.25;

/**
 * Counts as cel-go's tracker does: values lie on a stack under the ids of their nodes, and a call whose arguments are
 * not all found there costs nothing.
 */
export class CostTracker {
  #cost = 0;
  readonly #ids: number[] = [];
  readonly #values: CelValue[] = [];
  /** How often each id lies on the stack: most that are looked for are not there at all. */
  readonly #counts: number[] = [];

  public constructor(private readonly limit: number) {}

  public get cost(): number {
    return this.#cost;
  }

  public charge(cost: number): void {
    this.#cost += cost;
  }

  public push(id: number, value: CelValue): void {
    this.#ids.push(id);
    this.#counts[id] = (this.#counts[id] ?? 0) + 1;
    this.#values.push(value);
    if (this.#cost > this.limit) throw new CostLimitExceeded();
  }

  /** Takes away what lies under an id, and all above it. */
  public drop(id: number): void {
    const index = this.#find(id);
    if (index >= 0) this.#cut(index);
  }

  /** Values of the arguments of a call, which leave the stack; undefined: not all are there. */
  public dropArguments(nodes: readonly { readonly id: number }[]): readonly CelValue[] | undefined {
    const values: CelValue[] = new Array(nodes.length);
    for (let n = nodes.length - 1; n >= 0; n--) {
      const index = this.#find(nodes[n]?.id as number);
      if (index < 0) return undefined;
      values[n] = this.#values[index] as CelValue;
      this.#cut(index);
    }
    return values;
  }

  #find(id: number): number {
    return this.#counts[id] ? this.#ids.lastIndexOf(id) : -1;
  }

  #cut(length: number): void {
    while (this.#ids.length > length) {
      const id = this.#ids.pop() as number;
      this.#counts[id] = (this.#counts[id] ?? 1) - 1;
      this.#values.pop();
    }
  }
}

type Cost = (args: readonly CelValue[], result: CelValue, overload: string) => number | undefined;

const sizeOf = (args: readonly CelValue[], index: number): number => actualSize(args[index] ?? null);

const traversed =
  (times: number): Cost =>
  (args) =>
    args.length < 1 ? undefined : Math.ceil(sizeOf(args, 0) * times * TEXT);

const one: Cost = () => 1;

/** Reading all of a value: the floor of a tenth of each text in bytes, one of each other leaf. */
function traversal(value: CelValue): number {
  if (typeof value === 'string') return Math.floor(new TextEncoder().encode(value).length * TEXT);
  if (value instanceof Uint8Array) return Math.floor(value.length * TEXT);
  if (isList(value)) return value.reduce((cost: number, item) => cost + traversal(item), 0);
  if (value instanceof CelMap) {
    return value.entries().reduce((cost, [key, item]) => cost + traversal(key) + traversal(item), 0);
  }
  return 1;
}

const whole: Cost = (args) => (args[0] === undefined ? 0 : traversal(args[0]));

const regex: Cost = (args) =>
  args.length < 2 ? undefined : Math.ceil((1 + sizeOf(args, 0)) * TEXT) * Math.ceil(sizeOf(args, 1) * REGEX);

const selector: Cost = (args) => {
  if (args.length < 2) return undefined;
  const size = sizeOf(args, 1);
  return LIST_COST + Math.ceil(size * TEXT) + Math.ceil(Math.ceil(size * 0.5) * (LIST_COST + STRUCT_COST));
};

const inNet = (args: readonly CelValue[], parsed: boolean, more: number): number | undefined => {
  if (args.length < 2) return undefined;
  const size = sizeOf(args, 0);
  return (
    Math.ceil(2 * size * TEXT) + more * (Math.ceil(size * TEXT) + 1) + (parsed ? Math.ceil(sizeOf(args, 1) * TEXT) : 0)
  );
};

const rows = (cost: Cost, names: string): readonly (readonly [string, Cost])[] =>
  names.split(' ').map((name) => [name, cost]);

/** Functions of Kubernetes (k8s.io/apiserver/pkg/cel/library/cost.go), by name: no overload makes a difference but in nets. */
const BY_FUNCTION = new Map<string, Cost>([
  ...rows(() => 350_000, 'check'),
  ...rows(one, 'serviceAccount path group resource subresource namespace name allowed reason error errored'),
  ...rows(selector, 'fieldSelector labelSelector'),
  ...rows(whole, 'isSorted sum max min indexOf lastIndexOf'),
  ...rows(traversed(1), 'url lowerAscii upperAscii substring trim jsonpatch.escapeKey'),
  ...rows(traversed(2), 'replace split ip.isCanonical'),
  ['join', (args, result) => (args.length < 1 ? undefined : Math.ceil(actualSize(result) * 2 * TEXT))],
  ...rows(regex, 'find findAll'),
  ...rows(traversed(1), 'cidr isIP isCIDR quantity isQuantity semver isSemver'),
  ['ip', (args, result, overload) => (overload === 'cidr_ip' ? 1 : traversed(1)(args, result, overload))],
  ...rows(
    one,
    'masked prefixLength family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast',
  ),
  ['containsIP', (args, _, overload) => inNet(args, overload === 'cidr_contains_ip_string', 0)],
  ['containsCIDR', (args, _, overload) => inNet(args, overload === 'cidr_contains_cidr_string', 1)],
  [
    'validate',
    ([format, text = null]) =>
      format instanceof CelOpaque && 'regexSize' in format && typeof format.regexSize === 'number'
        ? Math.ceil((1 + actualSize(text)) * TEXT) * Math.ceil(format.regexSize * REGEX)
        : undefined,
  ],
  ...rows(one, 'format.named'),
  ...rows(
    one,
    'sign asInteger isInteger asApproximateFloat isGreaterThan isLessThan compareTo add sub major minor patch',
  ),
  ...rows(one, 'getScheme getHostname getHost getPort getEscapedPath getQuery'),
  ['_==_', ([left]) => (left instanceof CelOpaque ? 1 : undefined)],
]);

const smaller: Cost = (args) => Math.ceil(Math.min(sizeOf(args, 0), sizeOf(args, 1)) * TEXT);
const both: Cost = (args) => Math.ceil((sizeOf(args, 0) + sizeOf(args, 1)) * TEXT);
const ORDERS = ['less', 'greater', 'less_equals', 'greater_equals'];

/** Functions of CEL itself (cel-go's interpreter/runtimecost.go), by overload. */
const BY_OVERLOAD = new Map<string, Cost>([
  ...rows(
    traversed(1),
    'starts_with_string ends_with_string string_to_bytes bytes_to_string strings_quote string_format',
  ),
  ['in_list', (args) => sizeOf(args, 1)],
  ...ORDERS.flatMap((order) => rows(smaller, `${order}_string ${order}_bytes`)),
  ...rows(smaller, 'equals not_equals'),
  ...rows(both, 'add_string add_bytes'),
  ['matches_string', regex],
  ['contains_string', (args) => Math.ceil(sizeOf(args, 0) * TEXT) * Math.ceil(sizeOf(args, 1) * TEXT)],
]);

/** Lists of ext.Lists charge one for the call, the new list, and its size as often as it is gone through. */
const gathered = (size: number, factor: number): number => Math.floor(size * factor) + 1 + LIST_COST;
const made: Cost = (_, result) => gathered(actualSize(result), 1);
const ranged: Cost = ([count], result) =>
  gathered(typeof count === 'bigint' && isList(result) ? Math.max(0, Number(count)) : actualSize(result), 1);
const flattened: Cost = (args) => {
  const depth = args.length === 2 ? args[1] : 1n;
  if (typeof depth !== 'bigint') throw new TrackerPanic('ref.Val is *types.Err, not types.Int');
  return gathered(sizeOf(args, 0), Number(depth));
};

/** Every element with every other. */
const compared =
  (index: number): Cost =>
  (args) => {
    const list = args[index] ?? null;
    if (!isList(list)) throw new TrackerPanic('*types.Err is not traits.Lister: missing method Add');
    const [first] = list;
    const factor = typeof first === 'string' || first instanceof Uint8Array ? 2 + TEXT : 2;
    return gathered(list.length * list.length, factor);
  };

const SORTS = 'int uint double bool duration timestamp string bytes'.split(' ');

/** Sets are lists of which each element is held against all of the other. */
const sets =
  (times: number): Cost =>
  (args) =>
    Math.floor(sizeOf(args, 0) * sizeOf(args, 1) * times) + 1;

const BY_LIST_OVERLOAD = new Map<string, Cost>([
  ...rows(made, 'list_slice list_reverse'),
  ['lists_range', ranged],
  ...rows(flattened, 'list_flatten list_flatten_int'),
  ['list_distinct', compared(0)],
  ...rows(sets(1), 'list_sets_contains_list list_sets_intersects_list'),
  ['list_sets_equivalent_list', sets(2)],
  ...SORTS.flatMap((type) => rows(compared(0), `list_${type}_sort`)),
  ...SORTS.flatMap((type) => rows(compared(1), `list_${type}_sortByAssociatedKeys`)),
]);

/** Cost of a call. `overload` is empty where the checker left more than one. */
export function callCost(name: string, overload: string, args: readonly CelValue[], result: CelValue): number {
  return (
    BY_LIST_OVERLOAD.get(overload)?.(args, result, overload) ??
    BY_FUNCTION.get(name)?.(args, result, overload) ??
    BY_OVERLOAD.get(overload)?.(args, result, overload) ??
    1
  );
}
