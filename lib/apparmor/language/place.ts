import type { Place } from '../../diagnostics/diagnostic';
import type { Source, Span } from './model/source';

const LINES = new WeakMap<Source, readonly number[]>();

/** Where a piece of a text stands, in lines and columns. */
export function placeOf({ source, start, end }: Span): Place {
  const first = position(source, start);
  const last = position(source, Math.max(start, end));
  return {
    ...(source.file !== undefined && { file: source.file }),
    ...first,
    endLine: last.line,
    endColumn: last.column,
  };
}

/** Line and column of an offset, both from 1. */
function position(source: Source, offset: number): { readonly line: number; readonly column: number } {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

function lineStarts(source: Source): readonly number[] {
  const known = LINES.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = source.text.indexOf('\n'); at !== -1; at = source.text.indexOf('\n', at + 1)) starts.push(at + 1);
  LINES.set(source, starts);
  return starts;
}
