import { isKnownToGo } from './unicode-since-15';

/** Functions of one character (code point), as Go's package `unicode` answers them. */

const SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
const PRINT = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

export function isSpace(character: string): boolean {
  return SPACE.test(character);
}

/** `strings.TrimSpace`. JavaScript's `trim` also takes U+FEFF, and leaves U+0085. */
export function trimSpace(text: string): string {
  const characters = Array.from(text);
  const start = characters.findIndex((character) => !isSpace(character));
  const end = characters.findLastIndex((character) => !isSpace(character));
  return characters.slice(Math.max(start, 0), end + 1).join('');
}

/** Letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrint(character: string): boolean {
  return PRINT.test(character) && isKnownToGo(character);
}

const category = (pattern: RegExp) => (character: string) => pattern.test(character) && isKnownToGo(character);

export const isLetter = category(/^\p{L}$/u);
export const isDigit = category(/^\p{Nd}$/u);
export const isNumber = category(/^\p{N}$/u);
export const isUpper = category(/^\p{Lu}$/u);
/** U+0295 became a lower-case letter after Unicode 15. */
export const isLower = category(/^(?!\u0295)\p{Ll}$/u);
export const isTitle = category(/^\p{Lt}$/u);
export const isPunct = category(/^\p{P}$/u);

/** Letters with an iota below: JavaScript makes two letters of them, Go one. */
const IOTA: readonly (readonly [first: number, last: number, step: number])[] = [
  [0x1f80, 0x1f87, 8],
  [0x1f90, 0x1f97, 8],
  [0x1fa0, 0x1fa7, 8],
  [0x1fb3, 0x1fb3, 9],
  [0x1fc3, 0x1fc3, 9],
  [0x1ff3, 0x1ff3, 9],
];

/** Digraphs that have a third form for titles (Dž, Lj, Nj, Dz), by the code point of that form. */
const DIGRAPHS = [0x1c5, 0x1c8, 0x1cb, 0x1f2];

/** `unicode.ToUpper`: always one character, so `ß` stays. */
export function toUpper(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const iota = IOTA.find(([first, last]) => code >= first && code <= last);
  return iota ? String.fromCodePoint(code + iota[2]) : single(character, character.toUpperCase());
}

/** `unicode.ToLower`: always one character. */
export function toLower(character: string): string {
  return character === '\u0130' ? 'i' : single(character, character.toLowerCase());
}

/** `unicode.ToTitle`: upper case but for four digraphs and the Georgian letters, which have no title form. */
export function toTitle(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digraph = DIGRAPHS.find((title) => Math.abs(code - title) <= 1);
  if (digraph !== undefined) return String.fromCodePoint(digraph);
  return code >= 0x10d0 && code <= 0x10ff ? character : toUpper(character);
}

function single(character: string, changed: string): string {
  const [first = character, more] = changed;
  return more === undefined && isKnownToGo(first) && isKnownToGo(character) ? first : character;
}

/** Applies a change to every character of a text. */
export function mapCharacters(text: string, change: (character: string) => string): string {
  let out = '';
  for (const character of text) out += change(character);
  return out;
}
