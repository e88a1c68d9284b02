import type { Expr, StructField } from './ast';
import type { Token } from './lexer';
import { LITERAL_READERS, LITERAL_WORDS } from './literals';
import { CEL_CODES } from './problem';
import { Stop, TokenStream } from './token-stream';
import type { CelValue } from './value';

/** Words that name nothing, though they may be fields. */
const RESERVED = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

/** What operators stand between: names, calls, literals, and all that stands between brackets. */
export abstract class Operands extends TokenStream {
  #ids = 0;

  /** Anything: what stands between brackets, and behind a comma. */
  protected abstract expression(): Expr;

  protected readonly newId = (): number => ++this.#ids;

  protected call(at: number, name: string, ...args: readonly Expr[]): Expr {
    return { kind: 'call', id: this.newId(), at, name, args };
  }

  protected operand(): Expr {
    const token = this.token;
    if (this.take('(')) {
      const expr = this.expression();
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
    if (!this.is('(')) return { kind: 'ident', id: this.newId(), at, name: dot + text };
    const id = this.newId();
    const args = this.arguments();
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
    const id = this.newId();
    const items: { value: Expr; optional: boolean }[] = [];
    this.#rows(']', () => {
      const optional = this.take('?');
      items.push({ value: this.expression(), optional });
    });
    return { kind: 'list', id, at, items };
  }

  #map(at: number): Expr {
    const id = this.newId();
    const entries: { key: Expr; value: Expr; optional: boolean }[] = [];
    this.#rows('}', () => {
      const optional = this.take('?');
      const key = this.expression();
      this.expect(':');
      entries.push({ key, value: this.expression(), optional });
    });
    return { kind: 'map', id, at, entries };
  }

  #struct(name: string, at: number): Expr {
    const id = this.newId();
    this.expect('{');
    const fields: StructField[] = [];
    this.#rows('}', () => {
      const optional = this.take('?');
      const place = this.token.at;
      const field = this.fieldName();
      this.expect(':');
      fields.push({ at: place, name: field, value: this.expression(), optional });
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
    const literal = (value: CelValue): Expr => ({ kind: 'literal', id: this.newId(), at, value });
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

  protected fieldName(): string {
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

  protected arguments(): Expr[] {
    this.expect('(');
    const args: Expr[] = [];
    if (this.take(')')) return args;
    do args.push(this.expression());
    while (this.take(','));
    this.expect(')');
    return args;
  }
}
