import { type BlockLine, readBlockScalar } from './block-scalar';
import type { YamlScalar } from './node';

/** A run of a scalar's text, and where it comes from in the file. */
export interface Piece {
  readonly text: string;
  /** Offset in the file. */
  readonly start: number;
  /** Width in the file: that of the text for what stands there as it is, another for escapes and folds. */
  readonly width: number;
}

/** Line ends between two words with the blanks around them. */
const FOLD = String.raw`[ \t]*(?:\r\n?|\n)(?:[ \t]*(?:\r\n?|\n))*[ \t]*`;
const BLANKS = String.raw`[ \t]+(?![ \t\r\n])`;

/** What a quoted or plain scalar is made of. Each pattern takes in its scalar without gaps. */
const TOKENS = {
  plain: new RegExp(`(?<fold>${FOLD})|${BLANKS}|[^ \\t\\r\\n]+`, 'g'),
  single: new RegExp(`(?<fold>${FOLD})|(?<escaped>'')|[ \\t]+|[^ \\t\\r\\n']+`, 'g'),
  double: new RegExp(
    `\\\\(?<joined>(?:\\r\\n?|\\n)[ \\t\\r\\n]*)|(?<fold>${FOLD})|(?<escaped>\\\\(?:x..|u.{4}|U.{8}|[^]))|[ \\t]+|[^ \\t\\r\\n\\\\]+`,
    'g',
  ),
} as const;

/** Escapes of double quotes that stand for something else than the character behind the backslash. */
const ESCAPES: Readonly<Record<string, string>> = {
  0: '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

/** The pieces of a scalar's text, in order; together they are the text. */
export function piecesOf(text: string, scalar: YamlScalar): readonly Piece[] {
  const { style, start, end } = scalar;
  if (scalar.alias !== undefined) return [{ text: scalar.text, start, width: 0 }];
  if (style === 'literal' || style === 'folded') return blockPieces(text, scalar);
  const inset = style === 'plain' ? 0 : 1;
  const written = text.slice(start + inset, end - inset);
  const pieces: Piece[] = [];
  for (const { 0: token, index, groups = {} } of written.matchAll(TOKENS[style])) {
    pieces.push({ text: meaningOf(token, groups), start: start + inset + index, width: token.length });
  }
  return pieces;
}

function meaningOf(token: string, { fold, escaped, joined }: Readonly<Record<string, string | undefined>>): string {
  if (joined !== undefined) return '';
  if (fold !== undefined) return '\n'.repeat((fold.match(/\r\n?|\n/g)?.length ?? 0) - 1) || ' ';
  if (escaped === undefined) return token;
  if (escaped === "''") return "'";
  const code = escaped.slice(2);
  const name = escaped.slice(1);
  return code === '' ? (ESCAPES[name] ?? name) : fromCode(Number.parseInt(code, 16) | 0);
}

/** js-yaml takes numbers that no character has: it must not fail for them. */
function fromCode(code: number): string {
  if (code <= 0xffff) return String.fromCharCode(code);
  const high = code - 0x1_0000;
  return String.fromCharCode((high >> 10) + 0xd800, (high & 0x3ff) + 0xdc00);
}

function blockPieces(text: string, { start, end, text: value }: YamlScalar): readonly Piece[] {
  const { lines, folded } = readBlockScalar(text, start, end, value);
  const pieces: Piece[] = [];
  let length = 0;
  const push = (piece: string, at: number): void => {
    length += piece.length;
    if (piece !== '') pieces.push({ text: piece, start: at, width: piece.length });
  };
  let empty = 0;
  let before: (BlockLine & { readonly deep: boolean }) | undefined;
  for (const line of lines) {
    if (line.start === line.end) {
      empty += 1;
      continue;
    }
    const deep = text[line.start] === ' ' || text[line.start] === '\t';
    // The end of a folded line is a blank, unless that line or the next one is moved in further.
    const kept = before === undefined ? 0 : Number(!folded || deep || before.deep);
    const ends = '\n'.repeat(empty + kept);
    push(ends === '' && before !== undefined ? ' ' : ends, before?.end ?? start);
    push(text.slice(line.start, line.end), line.start);
    empty = 0;
    before = { ...line, deep };
  }
  push('\n'.repeat(Math.max(value.length - length, 0)), before?.end ?? start);
  return pieces;
}
