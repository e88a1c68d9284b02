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

/** What all expressions of one policy see for one request: variables are evaluated once. */
export class CelActivation {
  readonly #values: Map<string, CelValue>;
  #spent = 0;

  public constructor(input: CelInput, variables: readonly CompiledVariable[] = [], limit = PER_CALL_LIMIT) {
    this.#values = new Map<string, CelValue>([
      ['object', toCel(input.object)],
      ['oldObject', toCel(input.oldObject)],
      ['params', toCel(input.params)],
      ['request', toCel(isRecord(input.request) ? { ...UNSET, ...input.request } : input.request)],
      ['namespaceObject', toCel(input.namespaceObject)],
      ['variables', this.#lazy(variables, limit)],
      ...Object.entries(input.more ?? {}),
    ]);
    const { authority, resource } = input;
    if (authority === undefined) return;
    this.#values.set('authorizer', new CelAuthorizer(authority));
    if (resource !== undefined) {
      this.#values.set('authorizer.requestResource', new ResourceCheck(authority, resource));
    }
  }

  public readonly names = (name: string): CelValue | undefined => this.#values.get(name);

  /** What variables have cost since this was last asked. */
  public takeSpent(): number {
    const spent = this.#spent;
    this.#spent = 0;
    return spent;
  }

  #lazy(variables: readonly CompiledVariable[], limit: number): LazyVariables {
    return new LazyVariables(new Map(variables.map((variable) => [variable.name, () => this.#value(variable, limit)])));
  }

  #value({ name, program, problems }: CompiledVariable, limit: number): CelValue {
    const fails = (how: string, why: string): CelError =>
      new CelError(`composited variable ${JSON.stringify(name)} fails to ${how}: ${why}`);
    if (program === undefined) return fails('compile', problems[0]?.message ?? '');
    const { value, error, cost } = runPlan(program.plan, this.names, limit);
    this.#spent += cost;
    return value === undefined ? fails('evaluate', error ?? '') : value;
  }
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
