import { NotEvaluable } from '../../go-value';
import { hex } from './quote';
import { looksLikeBase60, resolvePlain } from './yaml-resolve';

/** go-yaml breaks plain and quoted text at a blank past this column. */
const WIDTH = 80;

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

/** What may start a plain scalar of a block only inside of a word. */
const INDICATOR_FIRST = /^(?:[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t\n]|$)|---|\.\.\.)/;
const INDICATOR_INSIDE = /:(?:[ \t\n]|$)|[ \t\n]#/;
/** Characters that are written as escapes, in double quotes: controls, tab, and all beyond U+FFFF. */
const SPECIAL = /[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd]|\ufeff/u;

/** The style that go-yaml 2 gives to a text. Keys stay on one line. */
export function styleOf(text: string, isKey: boolean): ScalarStyle {
  if (/[\u0085\u2028\u2029]/.test(text)) throw new NotEvaluable('a line separator of Unicode in YAML');
  const multiline = text.includes('\n');
  const special = SPECIAL.test(text) || / \n/.test(text);
  if (multiline) return isKey || special || text.endsWith(' ') ? 'double' : 'literal';
  if (resolvePlain(text).tag !== 'str' || looksLikeBase60(text)) return 'double';
  if (special) return 'double';
  return /^ | $/.test(text) || INDICATOR_FIRST.test(text) || INDICATOR_INSIDE.test(text) ? 'single' : 'plain';
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\u0007': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\u001b': 'e',
  '"': '"',
  '\\': '\\',
  '\u00a0': '_',
};

function escapeInDouble(character: string): string {
  if (!SPECIAL.test(character) && character !== '\n' && character !== '"' && character !== '\\') return character;
  const short = ESCAPES[character];
  if (short !== undefined) return `\\${short}`;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${hex(code, 2).toUpperCase()}`;
  return code <= 0xffff ? `\\u${hex(code, 4).toUpperCase()}` : `\\U${hex(code, 8).toUpperCase()}`;
}

/**
 * A text on one line, or folded after the width.
 *
 * @param column where it starts.
 * @param indent blanks before a line that goes on.
 */
export function writeFlowing(text: string, style: ScalarStyle, column: number, indent: number, isKey: boolean): string {
  const mark = style === 'plain' ? '' : style === 'single' ? "'" : '"';
  const characters = Array.from(text);
  let out = mark;
  let at = column + mark.length;
  let afterBlank = false;
  for (const [index, character] of characters.entries()) {
    const nextIsBlank = characters[index + 1] === ' ';
    const inside = style === 'plain' || (index > 0 && index < characters.length - 1);
    const mayBreak = style === 'double' || !nextIsBlank;
    if (character === ' ' && !isKey && !afterBlank && at > WIDTH && inside && mayBreak) {
      // In double quotes, a blank after the break needs a backslash to survive.
      const guard = style === 'double' && nextIsBlank ? '\\' : '';
      out += `\n${' '.repeat(indent)}${guard}`;
      at = indent + guard.length;
    } else {
      const shown =
        style === 'double' ? escapeInDouble(character) : character === "'" && mark === "'" ? "''" : character;
      out += shown;
      at += Array.from(shown).length;
    }
    afterBlank = character === ' ';
  }
  return out + mark;
}

/** A text of many lines after `|`, with what says how it starts and ends. */
export function writeLiteral(text: string, indent: number): string {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomping = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const lines = text.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
  const last = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  return `|${hint}${chomping}\n${last.join('\n')}`;
}
