import { ACCUMULATOR, type Expr, type Fold } from './ast';
import { Builder, type Maker } from './macro-builder';

type Macro = (make: Builder, target: Expr, args: readonly Expr[]) => Expr | undefined;

/** Name that a macro binds; undefined, and reported, when the argument is none. */
function nameOf(make: Builder, expr: Expr): string | undefined {
  if (expr.kind !== 'ident') return make.fail(expr, 'the first argument of this macro must be a plain name');
  if (expr.name === '__result__') return make.fail(expr, '"__result__" cannot be the name of an element');
  return expr.name;
}

interface Names {
  readonly first: string;
  readonly second?: string;
}

/** The names of a macro with one name, or with two, and the other arguments. */
function namesOf(make: Builder, args: readonly Expr[], count: 1 | 2): Names | undefined {
  const names = args.slice(0, count).map((arg) => nameOf(make, arg));
  const [first, second] = names;
  if (first === undefined || names.includes(undefined)) return undefined;
  if (second === undefined) return { first };
  return first === second ? make.fail(args[1] ?? (args[0] as Expr), `"${first}" stands twice`) : { first, second };
}

type Quantifier = (make: Builder, test: Expr) => Pick<Fold, 'init' | 'condition' | 'step' | 'result'>;

const QUANTIFIERS: Readonly<Record<'all' | 'exists' | 'one', Quantifier>> = {
  all: (make, test) => ({
    init: make.literal(true),
    condition: make.call('@not_strictly_false', make.accu()),
    step: make.call('_&&_', make.accu(), test),
    result: make.accu(),
  }),
  exists: (make, test) => ({
    init: make.literal(false),
    condition: make.call('@not_strictly_false', make.call('!_', make.accu())),
    step: make.call('_||_', make.accu(), test),
    result: make.accu(),
  }),
  one: (make, test) => ({
    init: make.literal(0n),
    condition: make.literal(true),
    step: make.call('_?_:_', test, make.call('_+_', make.accu(), make.literal(1n)), make.accu()),
    result: make.call('_==_', make.accu(), make.literal(1n)),
  }),
};

const quantifier =
  (kind: keyof typeof QUANTIFIERS, count: 1 | 2): Macro =>
  (make, range, args) => {
    const names = namesOf(make, args, count);
    const test = args[count];
    if (names === undefined || test === undefined) return undefined;
    return make.fold({ range, ...names, accu: ACCUMULATOR, ...QUANTIFIERS[kind](make, test) });
  };

/** `filter ? step : accumulator`, or the step alone. */
const filtered = (make: Builder, filter: Expr | undefined, step: Expr): Expr =>
  filter === undefined ? step : make.call('_?_:_', filter, step, make.accu());

/** A macro that gathers: `step` adds to what has been gathered. */
const gather =
  (count: 1 | 2, init: (make: Builder) => Expr, stepOf: (make: Builder, made: Expr, names: Names) => Expr): Macro =>
  (make, range, args) => {
    const names = namesOf(make, args, count);
    const made = args.at(-1);
    if (names === undefined || made === undefined) return undefined;
    const filter = args.length === count + 2 ? args[count] : undefined;
    return make.fold({
      range,
      ...names,
      accu: ACCUMULATOR,
      init: init(make),
      condition: make.literal(true),
      step: filtered(make, filter, stepOf(make, made, names)),
      result: make.accu(),
    });
  };

const emptyList = (make: Builder): Expr => make.list();
const emptyMap = (make: Builder): Expr => make.emptyMap();
const append = (make: Builder, made: Expr): Expr => make.call('_+_', make.accu(), make.list(made));

const filter: Macro = (make, range, args) => {
  const names = namesOf(make, args, 1);
  const [element, test] = args;
  if (names === undefined || element === undefined || test === undefined) return undefined;
  return make.fold({
    range,
    ...names,
    accu: ACCUMULATOR,
    init: make.list(),
    condition: make.literal(true),
    step: filtered(make, test, append(make, element)),
    result: make.accu(),
  });
};

/** `x.optMap(v, e)`: e with v in it where x has a value. A fold over nothing binds v. */
const optional =
  (wrap: boolean): Macro =>
  (make, target, args) => {
    const [name, body] = args;
    if (name === undefined || body === undefined) return undefined;
    if (name.kind !== 'ident') return make.fail(name, 'the first argument of this macro must be a plain name');
    const bound = make.fold({
      range: make.list(),
      first: '#unused',
      accu: name.name,
      init: make.member('value', make.copy(target)),
      condition: make.literal(false),
      step: make.ident(name.name),
      result: body,
    });
    return make.call(
      '_?_:_',
      make.member('hasValue', target),
      wrap ? make.call('optional.of', bound) : bound,
      make.call('optional.none'),
    );
  };

const SORTED = '@__sortBy_input__';

/** `list.sortBy(v, key)`: the keys of all elements, and the elements in their order. */
const sortBy: Macro = (make, target, args) => {
  const names = namesOf(make, args, 1);
  const key = args[1];
  if (names === undefined || key === undefined) return undefined;
  if (!['list', 'select', 'ident', 'fold', 'call'].includes(target.kind)) {
    return make.fail(target, 'sortBy can only be asked of a list, a name, a selection, a macro or a call');
  }
  const bound = SORTED;
  return make.fold({
    range: make.list(),
    first: '#unused',
    accu: bound,
    init: target,
    condition: make.literal(false),
    step: make.ident(bound),
    result: make.member(
      '@sortByAssociatedKeys',
      make.ident(bound),
      make.fold({
        range: make.ident(bound),
        ...names,
        accu: ACCUMULATOR,
        init: make.list(),
        condition: make.literal(true),
        step: append(make, key),
        result: make.accu(),
      }),
    ),
  });
};

export interface MacroRow {
  /** Name and number of arguments. */
  readonly key: string;
  /** Minor of the environment that has it first. */
  readonly since: number;
  readonly expand: Macro;
}

/** Macros that are asked of something; `has` alone is not, and stands in the parser. */
export const MACROS: readonly MacroRow[] = [
  { key: 'all/2', since: 0, expand: quantifier('all', 1) },
  { key: 'exists/2', since: 0, expand: quantifier('exists', 1) },
  { key: 'exists_one/2', since: 0, expand: quantifier('one', 1) },
  { key: 'map/2', since: 0, expand: gather(1, emptyList, append) },
  { key: 'map/3', since: 0, expand: gather(1, emptyList, append) },
  { key: 'filter/2', since: 0, expand: filter },
  { key: 'optMap/2', since: 28, expand: optional(true) },
  { key: 'optFlatMap/2', since: 28, expand: optional(false) },
  { key: 'all/3', since: 32, expand: quantifier('all', 2) },
  { key: 'exists/3', since: 32, expand: quantifier('exists', 2) },
  { key: 'existsOne/3', since: 32, expand: quantifier('one', 2) },
  { key: 'exists_one/3', since: 32, expand: quantifier('one', 2) },
  { key: 'transformList/3', since: 32, expand: gather(2, emptyList, append) },
  { key: 'transformList/4', since: 32, expand: gather(2, emptyList, append) },
  ...([3, 4] as const).map(
    (count): MacroRow => ({
      key: `transformMap/${count}`,
      since: 32,
      expand: gather(2, emptyMap, (make, made, { first }) =>
        make.call('cel.@mapInsert', make.accu(), make.ident(first), made),
      ),
    }),
  ),
  ...([3, 4] as const).map(
    (count): MacroRow => ({
      key: `transformMapEntry/${count}`,
      since: 32,
      expand: gather(2, emptyMap, (make, made) => make.call('cel.@mapInsert', make.accu(), made)),
    }),
  ),
  { key: 'sortBy/2', since: 34, expand: sortBy },
];

const BY_KEY = new Map(MACROS.map((row) => [row.key, row]));

/** The macro of a call, if it is one in that environment. */
export function macroOf(name: string, count: number, environment: number): MacroRow | undefined {
  const row = BY_KEY.get(`${name}/${count}`);
  return row !== undefined && row.since <= environment ? row : undefined;
}

/** What a call of a macro becomes; undefined: it was wrong, and reported. */
export const expand = (row: MacroRow, maker: Maker, target: Expr, args: readonly Expr[]): Expr | undefined =>
  row.expand(new Builder(maker), target, args);
