const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /^[\p{Mark}\u200d]$/u;

/** Characters that turn the direction of text: a checked file could show other text than it holds. */
const DIRECTION_MARKS: ReadonlySet<number> = new Set([
  0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
]);

/**
 * Text that is safe to print on a terminal: control characters become their pictures (ESC is `␛`), characters that turn
 * the direction of text become `�`, each one character for one, so that columns stay. Tabs and newlines stay.
 */
export function visible(text: string): string {
  let result = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\t' || character === '\n') result += character;
    else if (code < 0x20) result += String.fromCharCode(0x2400 + code);
    else if (code === 0x7f) result += '\u2421';
    else if ((code > 0x7f && code < 0xa0) || DIRECTION_MARKS.has(code)) result += '\ufffd';
    else result += character;
  }
  return result;
}

/** Blanks as wide as the text on a terminal; tabs stay tabs, so that what stands below lines up. */
export function blanks(text: string): string {
  return Array.from(text, (character) => (character === '\t' ? '\t' : ' '.repeat(width(character)))).join('');
}

function width(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
