/** Escapes as the parser reads them in globs and regular expressions. */

const NAMED: { readonly [letter: string]: number } = { '\\': 92, '"': 34, a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };
const NUMBERS: { readonly [letter: string]: { readonly base: number; readonly digits: number } } = {
  d: { base: 10, digits: 3 },
  x: { base: 16, digits: 2 },
};
const OCTAL = { base: 8, digits: 3 };

/** The byte that an escape behind its backslash stands for, and where the text goes on; undefined when it is none. */
export function readEscape(
  text: string,
  at: number,
  more: string,
): { readonly byte: number; readonly end: number } | undefined {
  const letter = text[at];
  if (letter === undefined) return undefined;
  if (letter >= '0' && letter <= '7') return readNumber(text, at, OCTAL);
  const named = Object.hasOwn(NAMED, letter) ? NAMED[letter] : undefined;
  if (named !== undefined) return { byte: named, end: at + 1 };
  const number = Object.hasOwn(NUMBERS, letter) ? NUMBERS[letter] : undefined;
  if (number) return readNumber(text, at + 1, number);
  return more.includes(letter) ? { byte: letter.charCodeAt(0), end: at + 1 } : undefined;
}

/** The longest number that fits into a byte. */
function readNumber(
  text: string,
  start: number,
  { base, digits }: { readonly base: number; readonly digits: number },
): { readonly byte: number; readonly end: number } | undefined {
  let byte = 0;
  let at = start;
  for (; at < start + digits; at++) {
    const digit = Number.parseInt(text[at] ?? '', base);
    if (Number.isNaN(digit) || byte * base + digit > 255) break;
    byte = byte * base + digit;
  }
  return at === start ? undefined : { byte, end: at };
}
