import type { Expr, StructField } from './ast';
import { type Token, tokens } from './lexer';
import { LITERAL_READERS, LITERAL_WORDS } from './literals';
import { expand, macroOf } from './macros';
import { CEL_CODES, type CelProblem } from './problem';
import { Stop, TokenStream } from './token-stream';
import type { CelValue } from './value';

/** Words that name nothing, though they may be fields. */
const RESERVED = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

/** Texts longer than this, in code points, and trees deeper than that are refused by the server. */
const LONGEST = 100_000;
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

class Parser extends TokenStream {
  #ids = 0;
  #depth = 0;

  public constructor(
    list: readonly Token[],
    private readonly environment: number,
    report: (problem: CelProblem) => void,
  ) {
    super(list, report);
  }

  public whole(): Expr {
    const expr = this.#expr();
    if (this.token.kind !== 'end') this.unexpected('an operator or the end of the expression');
    return expr;
  }

  readonly #newId = (): number => ++this.#ids;

  #call(at: number, name: string, ...args: readonly Expr[]): Expr {
    return { kind: 'call', id: this.#newId(), at, name, args };
  }

  #expr(): Expr {
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
      const id = this.#newId();
      const truthy = this.#or();
      this.expect(':');
      expr = { kind: 'call', id, at, name: '_?_:_', args: [condition, truthy, this.#expr()] };
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
    return terms.length === 1 ? (terms[0] as Expr) : this.#call(at, name, ...terms);
  }

  #binary(level: number): Expr {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    while (this.token.kind === 'symbol' && operators.includes(this.token.text)) {
      const { text, at } = this.token;
      this.skip();
      const id = this.#newId();
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
      return count % 2 === 0 ? operand : this.#call(at, name, operand);
    }
    return this.#member();
  }

  #isNumber(token: Token | undefined): boolean {
    return token?.kind === 'int' || token?.kind === 'double';
  }

  #member(): Expr {
    let expr = this.#primary();
    for (;;) {
      const { at } = this.token;
      if (this.take('.')) expr = this.#selection(expr, at);
      else if (this.take('[')) {
        const id = this.#newId();
        const name = this.take('?') ? '_[?_]' : '_[_]';
        const index = this.#expr();
        this.expect(']');
        expr = { kind: 'call', id, at, name, args: [expr, index] };
      } else return expr;
    }
  }

  /** What comes after a dot: a field, an optional field, or a call. */
  #selection(operand: Expr, at: number): Expr {
    const isOptional = this.take('?');
    const name = this.#fieldName();
    if (isOptional) {
      const field: Expr = { kind: 'literal', id: this.#newId(), at, value: name };
      return this.#call(at, '_?._', operand, field);
    }
    if (this.is('(')) {
      const open = this.token.at;
      return this.#memberCall(operand, name, open);
    }
    return { kind: 'select', id: this.#newId(), at, operand, field: name, test: false };
  }

  #fieldName(): string {
    const token = this.token;
    if (token.kind === 'escaped') this.#noEscapes(token);
    if (token.kind !== 'identifier') this.unexpected('the name of a field');
    this.skip();
    return token.text;
  }

  #noEscapes({ text, at }: Token): never {
    this.report({
      code: CEL_CODES.reserved,
      message: 'a name between back quotes is not known to Kubernetes',
      hint: `write ["${text.slice(1, -1)}"] after what has the field`,
      at,
    });
    throw new Stop();
  }

  #memberCall(target: Expr, name: string, at: number): Expr {
    const id = this.#newId();
    const args = this.#arguments();
    const macro = macroOf(name, args.length, this.environment);
    if (macro === undefined) return { kind: 'call', id, at, name, target, args };
    const fail = (place: number, message: string): void => this.report({ code: CEL_CODES.macro, message, at: place });
    return expand(macro, { at, newId: this.#newId, fail }, target, args) ?? target;
  }

  #arguments(): Expr[] {
    this.expect('(');
    const args: Expr[] = [];
    if (this.take(')')) return args;
    do args.push(this.#expr());
    while (this.take(','));
    this.expect(')');
    return args;
  }

  #primary(): Expr {
    const token = this.token;
    if (this.take('(')) {
      const expr = this.#expr();
      this.expect(')');
      return expr;
    }
    if (this.take('[')) return this.#list(token.at);
    if (this.take('{')) return this.#map(token.at);
    if (token.kind === 'identifier' || (this.is('.') && this.peek(1)?.kind === 'identifier')) return this.#named();
    if (token.kind === 'escaped') this.#noEscapes(token);
    return this.#literal(token);
  }

  /** A variable, a call or a message: a dot before it means the same without a container. */
  #named(): Expr {
    const { at } = this.token;
    const dot = this.take('.') ? '.' : '';
    const message = this.#messageName();
    if (message !== undefined) return this.#struct(dot + message, at);
    const { text } = this.token;
    if (RESERVED.has(text)) {
      this.report({ code: CEL_CODES.reserved, message: `"${text}" is a reserved word`, at });
      throw new Stop();
    }
    this.skip();
    if (!this.is('(')) return { kind: 'ident', id: this.#newId(), at, name: dot + text };
    const id = this.#newId();
    const args = this.#arguments();
    if (text === 'has' && args.length === 1) return this.#has(args[0] as Expr, id, at);
    return { kind: 'call', id, at, name: dot + text, args };
  }

  /** `a.b.c` before a brace: moves to the brace. */
  #messageName(): string | undefined {
    let ahead = 0;
    while (this.peek(ahead + 1)?.text === '.' && this.peek(ahead + 2)?.kind === 'identifier') ahead += 2;
    const brace = this.peek(ahead + 1);
    if (brace?.kind !== 'symbol' || brace.text !== '{') return undefined;
    const names = this.ahead(ahead + 1).map(({ text }) => text);
    this.skip(ahead + 1);
    return names.join('');
  }

  #has(operand: Expr, id: number, at: number): Expr {
    if (operand.kind === 'select') return { ...operand, id, at, test: true };
    this.report({ code: CEL_CODES.macro, message: 'has() takes a selection of a field, such as has(a.b)', at });
    return operand;
  }

  #list(at: number): Expr {
    const id = this.#newId();
    const items: { value: Expr; optional: boolean }[] = [];
    this.#rows(']', () => {
      const optional = this.take('?');
      items.push({ value: this.#expr(), optional });
    });
    return { kind: 'list', id, at, items };
  }

  #map(at: number): Expr {
    const id = this.#newId();
    const entries: { key: Expr; value: Expr; optional: boolean }[] = [];
    this.#rows('}', () => {
      const optional = this.take('?');
      const key = this.#expr();
      this.expect(':');
      entries.push({ key, value: this.#expr(), optional });
    });
    return { kind: 'map', id, at, entries };
  }

  #struct(name: string, at: number): Expr {
    const id = this.#newId();
    this.expect('{');
    const fields: StructField[] = [];
    this.#rows('}', () => {
      const optional = this.take('?');
      const place = this.token.at;
      const field = this.#fieldName();
      this.expect(':');
      fields.push({ at: place, name: field, value: this.#expr(), optional });
    });
    return { kind: 'struct', id, at, name, fields };
  }

  /** Rows between commas up to a bracket; a comma may stand before it. */
  #rows(end: string, row: () => void): void {
    while (!this.is(end) && !this.is(',')) {
      row();
      if (!this.take(',')) break;
      if (this.is(',')) this.unexpected(`"${end}"`);
    }
    this.take(',');
    this.expect(end);
  }

  #literal(token: Token): Expr {
    const { at } = token;
    const literal = (value: CelValue): Expr => ({ kind: 'literal', id: this.#newId(), at, value });
    const word = token.kind === 'symbol' ? LITERAL_WORDS.get(token.text) : undefined;
    if (word !== undefined) {
      this.skip();
      return literal(word);
    }
    const sign = this.take('-') ? '-' : '';
    const { kind, text } = this.token;
    const read = LITERAL_READERS[kind];
    if (read === undefined) this.unexpected('a value');
    this.skip();
    const value = read.of(sign + text);
    if (value !== undefined) return literal(value);
    this.report({ code: CEL_CODES.literal, message: read.fault, at });
    return literal(null);
  }
}
