/** The lines of a block scalar (`|` or `>`) in the file. */
export interface BlockScalar {
  readonly folded: boolean;
  readonly lines: readonly BlockLine[];
  /** Behind the last character that belongs to it. */
  readonly end: number;
}

/** A line: what it says stands between `start` and `end`; both are equal on an empty line. */
export interface BlockLine {
  readonly start: number;
  readonly end: number;
}

const HEADER = /[|>]([-+0-9]*)[^\r\n]*(?:\r\n?|\n|$)/y;
const LINE_END = /\r\n?|\n/g;

/**
 * Finds the lines of a block scalar.
 *
 * @param start offset of `|` or `>`
 * @param limit the scalar ends before it: the next value, or the end of the text
 * @param value what was read; it tells how far the lines are moved in
 */
export function readBlockScalar(text: string, start: number, limit: number, value: string): BlockScalar {
  HEADER.lastIndex = start;
  const [, indicators = ''] = HEADER.exec(text) ?? [];
  const raw = linesOf(text, HEADER.lastIndex, limit);
  const indent = indentOf(text, raw, value);
  const lines = raw.map((line) => ({ start: Math.min(line.start + indent, line.end), end: line.end }));
  const counting = indicators.includes('+') ? lines : lines.slice(0, lines.findLastIndex(hasText) + 1);
  const end = counting.at(-1)?.end ?? start + 1 + indicators.length;
  return { folded: text[start] === '>', lines: counting, end };
}

const hasText = ({ start, end }: BlockLine): boolean => end > start;

/** Whole lines only: the last one may be the begin of the next value's. */
function linesOf(text: string, from: number, limit: number): readonly BlockLine[] {
  const lines: BlockLine[] = [];
  for (let start = from; start < Math.min(limit, text.length); start = LINE_END.lastIndex) {
    LINE_END.lastIndex = start;
    const found = LINE_END.exec(text);
    const end = found?.index ?? text.length;
    if (end > limit) break;
    lines.push({ start, end });
    if (found === null) break;
  }
  return lines;
}

/** What the first line with text has more of blanks in the file than in the value; before it stand only empty lines. */
function indentOf(text: string, lines: readonly BlockLine[], value: string): number {
  const first = /[^\n]/.exec(value)?.index;
  const line = first === undefined ? undefined : lines[first];
  // A value of nothing but line ends: whatever blanks there are belong to no text.
  if (first === undefined || line === undefined) return Number.MAX_SAFE_INTEGER;
  return blanksAt(text, line.start) - blanksAt(value, first);
}

function blanksAt(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at += 1;
  return at - from;
}
