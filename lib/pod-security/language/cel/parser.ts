import type { Expr } from './ast';
import { type Token, tokens } from './lexer';
import { expand, macroOf } from './macros';
import { Operands } from './operands';
import { CEL_CODES, type CelProblem } from './problem';
import { Stop } from './token-stream';

/** Texts longer than this, in code points, and trees deeper than that are refused by the server. */
export const LONGEST = 100_000;
const DEEPEST = 250;

/** Binary operators by how tightly they bind, loosest first. All are left-associative. */
const LEVELS: readonly (readonly string[])[] = [
  ['<', '<=', '>=', '>', '==', '!=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];

const OPERATOR_NAMES: Readonly<Record<string, string>> = { in: '@in' };

export interface Parsed {
  /** Undefined when there are problems. */
  readonly expr?: Expr;
  readonly problems: readonly CelProblem[];
}

/** An expression as an environment of that minor reads it, with its macros expanded. */
export function parseExpression(text: string, environment: number): Parsed {
  const problems: CelProblem[] = [];
  const report = (problem: CelProblem): void => void problems.push(problem);
  if (text.length > LONGEST && Array.from(text).length > LONGEST) {
    return {
      problems: [{ code: CEL_CODES.size, message: `the expression has more than ${LONGEST} characters`, at: 0 }],
    };
  }
  const list = tokens(text, report);
  if (problems.length > 0) return { problems };
  try {
    const expr = new Parser(list, environment, report).whole();
    return problems.length > 0 ? { problems } : { expr, problems };
  } catch (error) {
    if (error instanceof Stop) return { problems };
    throw error;
  }
}

/** Operators, from the loosest to what binds tightest: members, which begin with an operand. */
class Parser extends Operands {
  #depth = 0;

  public constructor(
    list: readonly Token[],
    private readonly environment: number,
    report: (problem: CelProblem) => void,
  ) {
    super(list, report);
  }

  public whole(): Expr {
    const expr = this.expression();
    if (this.token.kind !== 'end') this.unexpected('an operator or the end of the expression');
    return expr;
  }

  protected expression(): Expr {
    if (++this.#depth > DEEPEST) {
      this.report({
        code: CEL_CODES.size,
        message: `the expression is nested more than ${DEEPEST} deep`,
        at: this.token.at,
      });
      throw new Stop();
    }
    const condition = this.#or();
    const { at } = this.token;
    let expr = condition;
    if (this.take('?')) {
      const id = this.newId();
      const truthy = this.#or();
      this.expect(':');
      expr = { kind: 'call', id, at, name: '_?_:_', args: [condition, truthy, this.expression()] };
    }
    this.#depth--;
    return expr;
  }

  readonly #or = (): Expr => this.#joined('||', '_||_', this.#and);
  readonly #and = (): Expr => this.#joined('&&', '_&&_', () => this.#binary(0));

  /** `a || b || c` as one call: its terms are all alike. */
  #joined(symbol: string, name: string, part: () => Expr): Expr {
    const terms = [part()];
    const { at } = this.token;
    while (this.take(symbol)) terms.push(part());
    return terms.length === 1 ? (terms[0] as Expr) : this.call(at, name, ...terms);
  }

  #binary(level: number): Expr {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    while (this.token.kind === 'symbol' && operators.includes(this.token.text)) {
      const { text, at } = this.token;
      this.skip();
      const id = this.newId();
      const args = [left, this.#binary(level + 1)];
      left = { kind: 'call', id, at, name: OPERATOR_NAMES[text] ?? `_${text}_`, args };
    }
    return left;
  }

  #unary(): Expr {
    const { at } = this.token;
    for (const [symbol, name] of [
      ['!', '!_'],
      ['-', '-_'],
    ] as const) {
      if (!this.is(symbol) || (symbol === '-' && this.#isNumber(this.peek(1)))) continue;
      let count = 0;
      while (this.take(symbol)) count++;
      const operand = this.#member();
      return count % 2 === 0 ? operand : this.call(at, name, operand);
    }
    return this.#member();
  }

  #isNumber(token: Token | undefined): boolean {
    return token?.kind === 'int' || token?.kind === 'double';
  }

  #member(): Expr {
    let expr = this.operand();
    for (;;) {
      const { at } = this.token;
      if (this.take('.')) expr = this.#selection(expr, at);
      else if (this.take('[')) {
        const id = this.newId();
        const name = this.take('?') ? '_[?_]' : '_[_]';
        const index = this.expression();
        this.expect(']');
        expr = { kind: 'call', id, at, name, args: [expr, index] };
      } else return expr;
    }
  }

  /** What comes after a dot: a field, an optional field, or a call. */
  #selection(operand: Expr, at: number): Expr {
    const isOptional = this.take('?');
    const name = this.fieldName();
    if (isOptional) {
      const field: Expr = { kind: 'literal', id: this.newId(), at, value: name };
      return this.call(at, '_?._', operand, field);
    }
    if (this.is('(')) {
      const open = this.token.at;
      return this.#memberCall(operand, name, open);
    }
    return { kind: 'select', id: this.newId(), at, operand, field: name, test: false };
  }

  #memberCall(target: Expr, name: string, at: number): Expr {
    const id = this.newId();
    const args = this.arguments();
    const macro = macroOf(name, args.length, this.environment);
    if (macro === undefined) return { kind: 'call', id, at, name, target, args };
    const fail = (place: number, message: string): void => this.report({ code: CEL_CODES.macro, message, at: place });
    return expand(macro, { at, newId: this.newId, fail }, target, args) ?? target;
  }
}
