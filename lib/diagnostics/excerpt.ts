import type { Place } from './diagnostic';
import type { Painter } from './painter';
import { blanks, visible } from './visible';

/** Longest piece of a source line that is shown, in code units; longer lines are cut around the problem. */
const WIDEST = 110;
const BEFORE = 40;

/** The lines of a text, without their ends. Split once per text: a file can have thousands of problems. */
export function splitLines(text: string): readonly string[] {
  return text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

/**
 * The line of the problem with a caret under it, or nothing when the place has no line in this text.
 *
 *       3 |   capability sys_admn,
 *         |              ^^^^^^^^
 */
export function excerpt(lines: readonly string[], place: Place, paint: Painter): readonly string[] {
  const { line, column } = place;
  const source = line === undefined ? undefined : lines[line - 1];
  if (line === undefined || source === undefined) return [];
  const number = String(line);
  const gutter = (text: string): string => paint('gutter', `  ${text.padStart(Math.max(4, number.length))} |`);
  const start = clamp((column ?? 1) - 1, 0, source.length);
  const { text, shift } = cut(source, start);
  const shown = `${gutter(number)} ${visible(text)}`.trimEnd();
  if (column === undefined) return [shown];
  const end = clamp(endOf(place, source), start + 1, text.length + shift);
  const under = blanks(visible(text.slice(start - shift, end - shift))).replace(/\s/g, '^') || '^';
  return [shown, `${gutter('')} ${blanks(visible(text.slice(0, start - shift)))}${paint('error', under)}`];
}

function endOf(place: Place, source: string): number {
  const { line, column = 1, endLine = line, endColumn = column + 1 } = place;
  return line !== undefined && endLine !== undefined && endLine > line ? source.length : endColumn - 1;
}

function cut(source: string, start: number): { readonly text: string; readonly shift: number } {
  if (source.length <= WIDEST) return { text: source, shift: 0 };
  const from = clamp(start - BEFORE, 0, source.length - WIDEST);
  const to = from + WIDEST;
  const head = from > 0 ? '…' : '';
  const tail = to < source.length ? '…' : '';
  return { text: `${head}${source.slice(from, to)}${tail}`, shift: from - head.length };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
