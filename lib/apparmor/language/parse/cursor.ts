import type { Report } from '../../../diagnostics/collector';
import type { Severity } from '../../../diagnostics/diagnostic';
import type { IncludeResolver } from '../includes';
import { TokenStream } from '../lexer/stream';
import type { IncludeMark, Token, TokenKind } from '../lexer/tokens';
import type { Source, Span, Word } from '../model/source';
import { placeOf } from '../place';
import { CODES, type Code, shown } from '../problems';
import type { ParserVersion } from '../versions';
import { SyntaxFault } from './fault';
import { Includer } from './includer';
import type { Reader } from './nodes';

/** Deeper nobody writes, and the parser itself has an end as well. */
const DEEPEST = 400;

export interface ParseOptions {
  readonly version: ParserVersion;
  /** Without it includes are noted and not followed. */
  readonly includes?: IncludeResolver;
  readonly report: Report;
}

function missingHint({ path, magic, start, pathStart, end }: IncludeMark, { text }: Source): string {
  if (magic) return 'name the folder that holds it with -I, or write: include if exists';
  if (text.slice(start, pathStart).includes('\n')) return 'the name must stand in the line of the include';
  if (path.startsWith('<') || text[pathStart - 1] === '<') return 'close the name with >';
  if (path === 'if' && /^\s+exist/.test(text.slice(end, end + 20))) return 'write: include if exists <…>';
  return 'names in quotes are looked up in the working directory; write <…> to look below the include folders';
}

/** Goes through the tokens of a text, remembers those of the rule that is read, and says what is wrong. */
export class Cursor {
  public readonly version: ParserVersion;
  public readonly stream: TokenStream;
  public readonly includer: Includer;
  /** Tokens of this rule so far. */
  public readonly taken: Token[] = [];
  /** A profile was read: nothing of the preamble may come any more. */
  public pastPreamble = false;
  private readonly end: Token;
  private comments: string[] = [];
  private reported = 0;
  private readonly told = new Set<string>();
  private includes = 0;
  /** Nothing more is said: the text was given up. */
  private quiet = false;
  /** Braces that are open. */
  private nesting = 0;

  public constructor(
    public readonly source: Source,
    private readonly options: ParseOptions,
    /** Reads what stands in braces. */
    public readonly rules: Reader,
  ) {
    this.version = options.version;
    this.stream = new TokenStream(source, options.version);
    this.includer = new Includer(options.includes, options.version);
    const { length } = source.text;
    this.end = { kind: 'end', source, start: length, end: length, value: '' };
  }

  /** How many errors were reported so far. */
  public get errors(): number {
    return this.reported;
  }

  /** How many includes were followed so far. */
  public get included(): number {
    return this.includes;
  }

  /** The next token. An include before it is laid on the text, as the lexer of the parser does. */
  public peek(): Token {
    for (let next = this.stream.include; next !== undefined; next = this.stream.include) {
      const files = this.filesOf(next.mark, next.source);
      this.stream.pass();
      this.stream.lay(files);
    }
    return this.stream.peek() ?? this.end;
  }

  /** The files that an include stands for. Says so when they are missing. */
  public filesOf(mark: IncludeMark, source: Source): readonly Source[] {
    if (this.quiet) return [];
    this.includes += 1;
    const { outcome, files } = this.includer.include(mark, source, this.stream.height);
    const span = { source, start: mark.pathStart, end: mark.end };
    if (outcome === 'missing') {
      this.report(
        'includeMissing',
        span,
        `the included file ${shown(mark.path)} is not there`,
        missingHint(mark, source),
      );
    } else if (outcome === 'tooDeep') {
      const message = `${shown(mark.path)} is included inside of itself without end`;
      this.report('includeTooDeep', span, message, 'take one of the includes out');
      this.giveUp();
    }
    return files;
  }

  public at(kind: TokenKind): boolean {
    return this.peek().kind === kind;
  }

  /** Takes the next token. The end of the text is never behind. */
  public next(): Token {
    const token = this.peek();
    if (token.kind === 'end') return token;
    if (this.taken.length > 0 && token.lead !== undefined) {
      if (token.lead.behind !== undefined) this.comments.push(token.lead.behind);
      this.comments.push(...token.lead.above.filter((line) => line !== ''));
    }
    this.taken.push(token);
    this.stream.next();
    return token;
  }

  public take(kind: TokenKind): Token | undefined {
    return this.at(kind) ? this.next() : undefined;
  }

  /** Takes a token of one of these kinds, or fails in words: `expected a path, found ;`. */
  public expect(what: string, kinds: readonly TokenKind[], hint?: string): Token {
    if (kinds.includes(this.peek().kind)) return this.next();
    throw this.unexpected(what, hint);
  }

  public unexpected(what: string, hint?: string): SyntaxFault {
    const token = this.peek();
    const mayEnd = what.includes('comma');
    return (
      this.faultOfLexer(token, mayEnd) ??
      new SyntaxFault('unexpected', token, `expected ${what}, found ${this.words(token)}`, hint, mayEnd)
    );
  }

  /** What the lexer did not understand is said in its own words. */
  public faultOfLexer(token: Token, mayEnd = false): SyntaxFault | undefined {
    switch (token.kind) {
      case 'bad quote':
        return new SyntaxFault('quoteOpen', token, 'this " is never closed', 'add the closing "');
      case 'bad comment':
        return new SyntaxFault(
          'commentUnended',
          token,
          'the file ends in a comment without a newline, which apparmor_parser refuses',
          'end the last line',
        );
      case 'bad comma':
        return new SyntaxFault(
          'valueComma',
          token,
          'values of a variable are not parted by commas',
          'part them by blanks',
        );
      case 'bad character': {
        const hint = token.value.startsWith('"') ? 'a name in quotes begins with / here' : undefined;
        return new SyntaxFault('notUnderstood', token, `${this.words(token)} means nothing here`, hint, mayEnd);
      }
      default:
        return undefined;
    }
  }

  /** The comma behind a rule. Gives what the rule takes up. */
  public endRule(start: Token): Span {
    if (!this.at(',')) throw this.unexpected('a comma', 'a rule ends with a comma');
    return this.span(start, this.next());
  }

  /** A token as messages show it. */
  public words(token: Token): string {
    if (token.kind === 'end') return 'the end of the file';
    const raw = this.raw(token).trim();
    const visible = /^[\x20-\x7e]*$/.test(raw) ? raw : JSON.stringify(raw).slice(1, -1);
    return shown(visible === '' ? 'a blank' : visible);
  }

  public raw(token: Token): string {
    return token.source.text.slice(token.start, token.end);
  }

  /** A little of the text behind a token. */
  public behind({ source, end }: Token): string {
    return source.text.slice(end, end + 20);
  }

  public word({ source, start, end, value }: Token): Word {
    return { value, raw: source.text.slice(start, end), span: { source, start, end } };
  }

  /** From one token to another. When they stand in two texts, the first alone. */
  public span(first: Token, last: Token): Span {
    return { source: first.source, start: first.start, end: first.source === last.source ? last.end : first.end };
  }

  /** Reads what stands inside of braces or parentheses, as long as that does not go too deep. */
  public nested<T>(read: () => T): T {
    if (this.nesting >= DEEPEST) {
      const message = `blocks are nested more than ${DEEPEST} deep`;
      throw new SyntaxFault('nestedTooDeep', this.peek(), message, 'look for a missing }');
    }
    this.nesting += 1;
    try {
      return read();
    } finally {
      this.nesting -= 1;
    }
  }

  /** Reads no further. */
  public giveUp(): undefined {
    this.quiet = true;
    while (!this.at('end')) this.stream.next();
  }

  /** A rule begins, or goes on behind what stood in its braces, with the comments from before. */
  public begin(comments: readonly string[] = []): void {
    this.taken.length = 0;
    this.comments = [...comments];
  }

  /** Comments from inside of the rule that was read. */
  public takeComments(): readonly string[] {
    const { comments } = this;
    this.comments = [];
    return comments;
  }

  public report(code: Code, span: Span, message: string, hint?: string, severity: Severity = 'error'): void {
    if (this.quiet) return;
    if (severity === 'error') this.reported += 1;
    const place = placeOf(span);
    const key = `${code} ${place.file} ${place.line} ${place.column}`;
    // A text that is included twice has its mistakes once.
    if (span.source !== this.source && this.told.has(key)) return;
    this.told.add(key);
    this.options.report({ code: CODES[code], severity, message, ...(hint !== undefined && { hint }), place });
  }
}
