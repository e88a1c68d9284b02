import type { Source } from '../model/source';
import type { ParserVersion } from '../versions';
import { scanSegment } from './scan';
import type { StateStack } from './states';
import { type LexerTable, tableOf } from './table';
import type { IncludeMark, Lead, Segment, Token } from './tokens';

/** A text that is being read: a profile file, or one that it includes. */
interface Frame {
  readonly source: Source;
  /** Where the segment begins. */
  at: number;
  /** None: it is read when its turn comes. */
  segment: Segment | undefined;
  index: number;
}

/** How many tokens are read at a time: where a mistake was, another one may be near, and all is read again. */
const MANY = 100;
const FEW = 8;

type Segments = Map<string, Segment>;

/** What was read of each text before, by offset and states: a text that many profiles include is read once. */
const SEGMENTS = new Map<ParserVersion, WeakMap<Source, Segments>>();

/**
 * Tokens of a text with what it includes spliced in, as in the parser's lexer: the states of the lexer go on from the
 * end of an included text to what stands behind the include.
 *
 * Nothing is opened here: who reads asks `include` whether one comes next, goes behind it with `pass` and lays its files on with `lay`.
 */
export class TokenStream {
  private readonly table: LexerTable;
  private readonly known: WeakMap<Source, Segments>;
  private readonly frames: Frame[];
  private states: StateStack = 0;
  private most = MANY;

  public constructor(source: Source, version: ParserVersion) {
    this.table = tableOf(version);
    this.known = SEGMENTS.get(version) ?? new WeakMap<Source, Segments>();
    SEGMENTS.set(version, this.known);
    this.frames = [{ source, at: 0, segment: undefined, index: 0 }];
  }

  /** How many texts lie on each other, after those that are read to their end were taken off. */
  public get depth(): number {
    this.settle();
    return this.frames.length;
  }

  /** The same before they are taken off. */
  public get height(): number {
    return this.frames.length;
  }

  /** Whether the lexer stands where a rule may begin. */
  public get plain(): boolean {
    return this.states === 0;
  }

  /** The include that stands before the next token. */
  public get include(): { readonly mark: IncludeMark; readonly source: Source } | undefined {
    const { segment, index, source } = this.settle();
    const mark = segment !== undefined && index >= segment.tokens.length ? segment.include : undefined;
    return mark && { mark, source };
  }

  /** The next token; undefined at the end, and where an include comes first. */
  public peek(): Token | undefined {
    const { segment, index } = this.settle();
    return segment?.tokens[index];
  }

  public next(): void {
    this.settle().index += 1;
  }

  /** What stands behind the last token of the text, once that is reached. */
  public get endLead(): Lead | undefined {
    return this.settle().segment?.lead;
  }

  /** Goes on behind the include that comes next. */
  public pass(): void {
    const frame = this.settle();
    const mark = frame.segment?.include;
    if (frame.segment === undefined || mark === undefined) return;
    this.states = frame.segment.states;
    this.goOn(frame, mark.end);
  }

  /** Lays texts on the one that is read: the first of them comes next. */
  public lay(files: readonly Source[]): void {
    for (const source of [...files].reverse()) this.frames.push({ source, at: 0, segment: undefined, index: 0 });
  }

  /** Reads again from a token on, as where a rule begins. Does nothing when its text is not the one being read. */
  public restart(token: Token): boolean {
    const frame = this.frames[this.frames.length - 1];
    if (frame === undefined || frame.source !== token.source) return false;
    this.states = 0;
    this.goOn(frame, token.start);
    this.most = FEW;
    return true;
  }

  /** The text whose token or include comes next. The lowest one stays when all is read. */
  private settle(): Frame {
    for (;;) {
      const frame = this.frames[this.frames.length - 1] as Frame;
      frame.segment ??= this.segment(frame.source, frame.at);
      const { tokens, include, next, states } = frame.segment;
      if (frame.index < tokens.length || include !== undefined) return frame;
      if (next === undefined && this.frames.length === 1) return frame;
      this.states = states;
      if (next === undefined) this.frames.pop();
      else this.goOn(frame, next);
    }
  }

  private goOn(frame: Frame, at: number): void {
    frame.at = at;
    frame.segment = undefined;
    frame.index = 0;
  }

  private segment(source: Source, at: number): Segment {
    let segments = this.known.get(source);
    if (segments === undefined) {
      segments = new Map();
      this.known.set(source, segments);
    }
    const key = `${at}:${this.states}:${this.most}`;
    let found = segments.get(key);
    if (found === undefined) {
      found = scanSegment(this.table, source, at, this.states, this.most);
      segments.set(key, found);
    }
    this.most = MANY;
    return found;
  }
}
