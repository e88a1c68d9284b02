import type { Expr } from './ast';
import { CEL_CODES, type CelProblem } from './problem';
import { assign, type CelType, ERROR, paramOf, substitute, typeText } from './types';

/** What a name or a call was found to mean. */
export type Reference =
  | { readonly kind: 'ident'; readonly name: string; readonly isType: boolean }
  | { readonly kind: 'call'; readonly name: string; readonly free: boolean; readonly overloads: readonly string[] };

/** What is known of the types of an expression so far. */
export class Inference {
  /** By the ids of nodes. */
  protected readonly types = new Map<number, CelType>();
  protected readonly references = new Map<number, Reference>();
  protected readonly problems: CelProblem[] = [];
  protected readonly bindings = new Map<string, CelType>();
  #free = 0;

  protected report(code: string, at: number, message: string, hint?: string): void {
    this.problems.push({ code, at, message, ...(hint === undefined ? {} : { hint }) });
  }

  protected readonly typeOf = (expr: Expr): CelType => this.types.get(expr.id) ?? ERROR;

  /** Lets parameters stand for what makes these types fit, if anything does. */
  protected fits(from: readonly CelType[], to: readonly CelType[]): boolean {
    return assign(this.bindings, from, to);
  }

  protected freeParam(): CelType {
    return paramOf(`_var${this.#free++}`);
  }

  protected mismatch(at: number, wanted: CelType, found: CelType): void {
    const words = [wanted, found].map((type) => typeText(substitute(this.bindings, type, true)));
    this.report(CEL_CODES.type, at, `${words[1]} stands where ${words[0]} is expected`);
  }
}
