import type { Token } from './lexer';
import { CEL_CODES, type CelProblem } from './problem';

/** Ends parsing: what comes after a syntax error is not looked at. */
export class Stop extends Error {}

/** Tokens one after another. The last is of kind `end`, and nobody goes beyond it. */
export class TokenStream {
  #at = 0;

  public constructor(
    private readonly list: readonly Token[],
    protected readonly report: (problem: CelProblem) => void,
  ) {}

  protected get token(): Token {
    return this.list[this.#at] as Token;
  }

  protected peek(offset: number): Token | undefined {
    return this.list[this.#at + offset];
  }

  /** This token and those after it, so many. */
  protected ahead(count: number): readonly Token[] {
    return this.list.slice(this.#at, this.#at + count);
  }

  protected skip(count = 1): void {
    this.#at += count;
  }

  protected is(symbol: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === symbol;
  }

  protected take(symbol: string): boolean {
    if (!this.is(symbol)) return false;
    this.skip();
    return true;
  }

  protected expect(symbol: string): void {
    if (!this.take(symbol)) this.unexpected(`"${symbol}"`);
  }

  protected unexpected(wanted: string): never {
    const { kind, text, at } = this.token;
    const found = kind === 'end' ? 'the expression ends' : `${JSON.stringify(text)} stands`;
    this.report({ code: CEL_CODES.syntax, message: `${found} where ${wanted} is expected`, at });
    throw new Stop();
  }
}
