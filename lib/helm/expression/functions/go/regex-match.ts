import { NotEvaluable } from '../../go-value';
import type { Translated } from './re2';

/** A match, with the texts of its groups, and where it lies (UTF-16 units). */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

function matchAt(pattern: Translated, text: string, position: number): Match | undefined {
  const { expression } = pattern;
  // Folding makes these two letters "word" characters in JavaScript, and not in Go.
  if (expression.ignoreCase && /[\u017f\u212a]/.test(text)) throw new NotEvaluable('(?i) with ſ or the Kelvin sign');
  // Where a search may begin is decided here: V8 also looks between the two halves of a character beyond U+FFFF.
  for (let start = position; start <= text.length; start += widthAt(text, start)) {
    expression.lastIndex = start;
    const match = expression.exec(text);
    if (match) return { start, end: start + match[0].length, groups: match };
  }
  return undefined;
}

function widthAt(text: string, position: number): number {
  return (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
}

/** The first match from the start. */
export function findFirst(pattern: Translated, text: string): Match | undefined {
  return matchAt(pattern, text, 0);
}

/** Go's `FindAll`: at most `count` matches (all when negative), without empty ones right after another match. */
export function findAll(pattern: Translated, text: string, count: number): readonly Match[] {
  const found: Match[] = [];
  let position = 0;
  let previousEnd = -1;
  while (position <= text.length && (count < 0 || found.length < count)) {
    const match = matchAt(pattern, text, position);
    if (!match) break;
    const empty = match.end === position;
    if (!(empty && match.start === previousEnd)) found.push(match);
    position = empty ? position + widthAt(text, position) : match.end;
    previousEnd = match.end;
  }
  return found;
}

/** Go's `ReplaceAll`. */
export function replaceAll(pattern: Translated, text: string, replacement: (match: Match) => string): string {
  let out = '';
  let lastEnd = 0;
  let position = 0;
  while (position <= text.length) {
    const match = matchAt(pattern, text, position);
    if (!match) break;
    out += text.slice(lastEnd, match.start);
    // Nothing is put where an empty match follows another match.
    if (match.end > lastEnd || match.start === 0) out += replacement(match);
    lastEnd = match.end;
    position = Math.max(match.end, position + widthAt(text, position));
  }
  return out + text.slice(lastEnd);
}

/** Go's `Split`; `undefined` (nil) for a count of 0. */
export function splitAll(
  pattern: Translated,
  source: string,
  text: string,
  count: number,
): readonly string[] | undefined {
  if (count === 0) return undefined;
  if (source !== '' && text === '') return [''];
  const parts: string[] = [];
  let start = 0;
  let end = 0;
  for (const match of findAll(pattern, text, count)) {
    if (count > 0 && parts.length === count - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(text.slice(start, end));
    start = match.end;
  }
  if (end !== text.length) parts.push(text.slice(start));
  return parts;
}

const REFERENCE = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;

/** Fills `$1`, `${name}` and `$$` of a replacement. A name takes as many letters and digits as it can. */
export function expand(template: string, match: Match, pattern: Translated): string {
  return template.replace(REFERENCE, (whole, braced?: string, bare?: string) => {
    if (whole === '$$') return '$';
    if (pattern.groupInLoop) throw new NotEvaluable('a group inside of a loop in a replacement');
    const name = braced ?? bare ?? '';
    const numbers = /^(0|[1-9][0-9]{0,7})$/.test(name) ? [Number(name)] : (pattern.names.get(name) ?? []);
    return numbers.map((number) => match.groups[number]).find((group) => group !== undefined) ?? '';
  });
}
