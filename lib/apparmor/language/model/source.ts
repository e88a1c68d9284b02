/** A text that is read: a profile file, or one that it includes. */
export interface Source {
  /** As the user named it; `-` is standard input. For an included file the path under which it was found. */
  readonly file?: string;
  readonly text: string;
}

/** A piece of a source. Offsets are UTF-16 code units; line and column are found when a problem is printed. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  /** After the last character. */
  readonly end: number;
}

/** A word as the lexer took it. */
export interface Word {
  /** What it means: without quotes, escapes resolved as far as the parser of AppArmor resolves them there. */
  readonly value: string;
  /** As it is written, with its quotes. */
  readonly raw: string;
  readonly span: Span;
}
