import { unescapeName } from './escapes';

/** A piece of profile text: where it is, as it is written, and what it says. */
export interface Piece {
  /** Offset of the first character. */
  readonly start: number;
  /** Offset after the last character. */
  readonly end: number;
  /** As it is written. */
  readonly raw: string;
  /** Without quotes and escapes. */
  readonly value: string;
}

/** Line and column of an offset, both from 1. Columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A name or path: a comma belongs to it unless a blank follows, and `\ ` `\,` `\"` `\!` belong to it too. */
const ID = /(?:\\[ \t"!,]|,[^ \t\r\n"!,]|[^ \t\r\n"!,])+/y;
/** A quoted name may hold newlines and `\"`. */
const QUOTED = /"(?:\\"|[^\0"])*"/y;
const WORD = /[A-Za-z][A-Za-z0-9_]*/y;
/** Further than this a closing parenthesis is not looked for: it keeps reading linear where one is forgotten. */
const LONGEST_GROUP = 16_384;
const BLANK = /[ \t]+/y;
const TRIVIA = /(?:[ \t\r\n]+|#(?!include)[^\n]*)+/y;

/**
 * Reads profile text from left to right, one kind of piece at a time.
 *
 * The profile language has no single list of tokens: the same characters are a brace, part of a path or a variable's
 * value, depending on what stands before. So whoever reads asks for the kind that may come next. Each `take…` returns
 * the piece and moves on, or returns undefined and stays. Fact: lexical rules of apparmor_parser 3.0.
 */
export class Scanner {
  /** Offset of the next character. */
  public at = 0;
  private lines?: readonly number[];

  public constructor(public readonly text: string) {}

  public get ended(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character, or `''` at the end. */
  public get next(): string {
    return this.text.charAt(this.at);
  }

  /** Blanks, newlines and comments; an `#include` is not a comment. */
  public skipTrivia(): void {
    this.take(TRIVIA);
  }

  /** Blanks of this line. */
  public skipBlank(): void {
    this.take(BLANK);
  }

  /** Takes what the sticky pattern matches here. */
  public take(pattern: RegExp): Piece | undefined {
    pattern.lastIndex = this.at;
    const raw = pattern.exec(this.text)?.[0];
    if (!raw) {
      return undefined;
    }
    const start = this.at;
    this.at += raw.length;
    return { start, end: this.at, raw, value: raw };
  }

  /** Whether the sticky pattern matches here, without moving. */
  public sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  /** A keyword-like word: a letter, then letters, digits and `_`. */
  public takeWord(): Piece | undefined {
    return this.take(WORD);
  }

  /** A name or path, quoted or not, its escapes taken out in `value`. */
  public takeName(): Piece | undefined {
    const piece = this.take(QUOTED) ?? this.take(ID);
    return piece && { ...piece, value: unescapeName(piece.raw) };
  }

  /** A text in parentheses, with the ones inside it; undefined when it is not closed, or only far away. */
  public takeParentheses(): Piece | undefined {
    const start = this.at;
    const end = Math.min(this.text.length, start + LONGEST_GROUP);
    let depth = 0;
    for (let at = start; at < end; at++) {
      const character = this.text[at];
      if (character === '"') {
        QUOTED.lastIndex = at;
        at += (QUOTED.exec(this.text)?.[0].length ?? 1) - 1;
      } else if (character === '(') {
        depth += 1;
      } else if (character === ')') {
        depth -= 1;
      }
      if (depth === 0) {
        const raw = this.text.slice(start, at + 1);
        this.at = at + 1;
        return raw.startsWith('(') ? { start, end: this.at, raw, value: raw } : undefined;
      }
    }
    return undefined;
  }

  /** Where an offset is. */
  public position(offset: number): Position {
    this.lines ??= lineStarts(this.text);
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lines[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return { line: low + 1, column: offset - (this.lines[low] ?? 0) + 1 };
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}
