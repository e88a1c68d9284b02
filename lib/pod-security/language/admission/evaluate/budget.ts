import { type CelActivation, type CelValue, evaluateCel } from '../../cel';
import type { Compiled } from './program';

// k8s.io/apiserver/pkg/apis/cel: what the validations of a binding, or one mutation, may cost, and all match conditions.
export const BUDGET = 10_000_000;
export const CONDITIONS_BUDGET = 2_500_000;

/** Nothing more is evaluated. */
export class OutOfBudget extends Error {
  public constructor() {
    super('validation failed due to running out of cost budget, no further validation rules will be run');
  }
}

/** What is left for some expressions that share a budget. */
export class Purse {
  public constructor(private left = BUDGET) {}

  /** What an expression gives, or its error in the server's words. Throws OutOfBudget. */
  public run(compiled: Compiled, activation: CelActivation): { readonly value?: CelValue; readonly error?: string } {
    const { program, problems, text } = compiled;
    if (program === undefined) return { error: `compilation error: ${problems[0]?.message ?? ''}` };
    const { value, error, cost, variablesCost } = evaluateCel(program, activation);
    this.#spend(variablesCost);
    this.#spend(cost);
    return error === undefined ? { value } : { error: `expression '${text}' resulted in error: ${error}` };
  }

  #spend(cost: number): void {
    if (cost > this.left) throw new OutOfBudget();
    this.left -= cost;
  }
}
