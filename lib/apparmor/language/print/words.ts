import type { Word } from '../model/source';

/** Lines longer than this are broken where the language lets them. */
export const WIDTH = 100;

/** One level of depth. */
export const INDENT = '  ';

/**
 * What needs no quotes wherever a path may stand. Left out are blanks and commas, which end a word in some places, `=`, `:`,
 * `&` and parentheses, which end it in conditions, and backslashes, which a comma behind them would join.
 */
const PLAIN_PATH = /^"(\/[\w@{}/.*?[\]^~%+-]*)"$/;

/** A word as it was written, without quotes that do nothing. */
export function printWord({ raw }: Word): string {
  return PLAIN_PATH.exec(raw)?.[1] ?? raw;
}

/** Inside of an unquoted word a backslash takes the blank, comma or parenthesis behind it into the word. */
const TAKES_NEXT = /\\$/;

/** Puts a separator (or what closes) behind a text; on a new line where it would become a part of the word before it. */
export function behind(text: string, separator: string): string {
  return TAKES_NEXT.test(text) && separator !== '' ? `${text}\n${separator.trimStart()}` : text + separator;
}

/** Puts words side by side. */
export function join(parts: readonly string[], separator = ' '): string {
  return parts.reduce((text, part, index) => (index === 0 ? part : behind(text, separator) + part), '');
}

/**
 * Puts items side by side as far as they fit, the rest on lines below.
 *
 * @param separator behind every item but the last, without the blank
 * @param indent of the lines below
 */
export function fill(items: readonly string[], separator: string, first: string, indent: string): string {
  let done = '';
  let line = first;
  for (const [index, item] of items.entries()) {
    const text = index < items.length - 1 ? behind(item, separator) : item;
    if (index > 0 && line.length + 1 + text.length > WIDTH) {
      done += `${line}\n`;
      line = indent + text;
    } else {
      line += line === first ? text : ` ${text}`;
    }
  }
  return done + line;
}
