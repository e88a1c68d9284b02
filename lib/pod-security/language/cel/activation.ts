import type { CelProgram, CompiledVariable } from './compile';
import { type CelOutcome, PER_CALL_LIMIT, runPlan } from './evaluate';
import { type Authority, CelAuthorizer, type Resource, ResourceCheck } from './functions/authorizer';
import { CelError, type CelValue, toCel } from './value';
import { LazyVariables } from './variables';

/** What an expression sees, as JSON. */
export interface CelInput {
  readonly object?: unknown;
  readonly oldObject?: unknown;
  readonly params?: unknown;
  /** An AdmissionRequest. */
  readonly request?: unknown;
  readonly namespaceObject?: unknown;
  /** `authorizer`. Default: there is none. */
  readonly authority?: Authority;
  /** `authorizer.requestResource`: the resource of the request. */
  readonly resource?: Resource;
  /** Values of other names, such as those that only an evaluator of patches has. */
  readonly more?: { readonly [name: string]: CelValue };
}

/** Fields of a request that are there without a value. */
const UNSET = { object: null, oldObject: null, options: null };

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What became of a variable. */
interface Known {
  readonly value: CelValue;
  /** Its own: what the variables cost that it asks for is theirs. */
  readonly cost: number;
  readonly asks: ReadonlySet<string>;
  /** Whether it, or one that it asks for, asks for rights. */
  readonly rights: boolean;
}

/** What expressions see, and what variables were found to be. */
interface Sight {
  readonly values: ReadonlyMap<string, CelValue>;
  readonly rights: ReadonlyMap<string, CelValue>;
  readonly known: Map<string, Known>;
}

const NO_RIGHTS: ReadonlyMap<string, CelValue> = new Map();

/** What all expressions of one policy see for one request: variables are evaluated once. */
export class CelActivation {
  readonly #sight: Sight;
  readonly #lazy: LazyVariables;
  /** Variables whose cost was counted. */
  readonly #counted = new Set<string>();
  #spent = 0;
  /** What the variable asks for that is being evaluated. */
  #asking: { readonly variables: Set<string>; rights: boolean } | undefined;

  public constructor(
    input: CelInput,
    private readonly variables: readonly CompiledVariable[] = [],
    private readonly limit = PER_CALL_LIMIT,
    sight?: Sight,
  ) {
    this.#sight = sight ?? { values: valuesOf(input), rights: rightsOf(input), known: new Map() };
    const make = variables.map((variable) => [variable.name, () => this.#valueOf(variable)] as const);
    this.#lazy = new LazyVariables(new Map(make), (name) => this.#asking?.variables.add(name));
  }

  /** The same for expressions that are counted apart: variables stay known, and cost what they cost. */
  public again(): CelActivation {
    return this.#with(this.#sight);
  }

  /** The same for expressions that cannot ask for rights. */
  public withoutRights(): CelActivation {
    const { values, known } = this.#sight;
    const innocent = new Map([...known].filter(([, { rights }]) => !rights));
    return this.#with({ values, rights: NO_RIGHTS, known: innocent });
  }

  public readonly names = (name: string): CelValue | undefined => {
    const value = this.#sight.values.get(name);
    if (value !== undefined) return value;
    if (name === 'variables') return this.#lazy;
    if (this.#asking !== undefined) this.#asking.rights = true;
    return this.#sight.rights.get(name);
  };

  /** What variables have cost since this was last asked. */
  public takeSpent(): number {
    const spent = this.#spent;
    this.#spent = 0;
    return spent;
  }

  #with(sight: Sight): CelActivation {
    return new CelActivation({}, this.variables, this.limit, sight);
  }

  #valueOf(variable: CompiledVariable): CelValue {
    const { known } = this.#sight;
    const found = known.get(variable.name) ?? this.#evaluate(variable);
    known.set(variable.name, found);
    this.#count(variable.name);
    return found.value;
  }

  #evaluate({ name, program, problems }: CompiledVariable): Known {
    const fails = (how: string, why: string): CelError =>
      new CelError(`composited variable ${JSON.stringify(name)} fails to ${how}: ${why}`);
    const outer = this.#asking;
    const asking = { variables: new Set<string>(), rights: false };
    if (program === undefined) {
      return { value: fails('compile', problems[0]?.message ?? ''), cost: 0, asks: asking.variables, rights: false };
    }
    this.#asking = asking;
    const { error = '', cost, value = fails('evaluate', error) } = runPlan(program.plan, this.names, this.limit);
    this.#asking = outer;
    const rights = asking.rights || [...asking.variables].some((each) => this.#sight.known.get(each)?.rights);
    return { value, cost, asks: asking.variables, rights };
  }

  /** A variable costs once, and so does each that it asks for. */
  #count(name: string): void {
    const known = this.#sight.known.get(name);
    if (known === undefined || this.#counted.has(name)) return;
    this.#counted.add(name);
    this.#spent += known.cost;
    for (const each of known.asks) this.#count(each);
  }
}

function valuesOf(input: CelInput): Sight['values'] {
  return new Map<string, CelValue>([
    ['object', toCel(input.object)],
    ['oldObject', toCel(input.oldObject)],
    ['params', toCel(input.params)],
    ['request', toCel(isRecord(input.request) ? { ...UNSET, ...input.request } : input.request)],
    ['namespaceObject', toCel(input.namespaceObject)],
    ...Object.entries(input.more ?? {}),
  ]);
}

function rightsOf({ authority, resource }: CelInput): Sight['rights'] {
  if (authority === undefined) return NO_RIGHTS;
  const all: [string, CelValue][] = [['authorizer', new CelAuthorizer(authority)]];
  return new Map(resource ? [...all, ['authorizer.requestResource', new ResourceCheck(authority, resource)]] : all);
}

export interface CelResult extends CelOutcome {
  /** What variables cost that were first asked for here; not in `cost`. */
  readonly variablesCost: number;
}

/** Evaluates an expression. Errors are results; the cost is what the server counts. */
export function evaluateCel(program: CelProgram, activation: CelActivation, limit = PER_CALL_LIMIT): CelResult {
  const outcome = runPlan(program.plan, activation.names, limit);
  return { ...outcome, variablesCost: activation.takeSpent() };
}
