import type { GoValue } from '../go-value';
import { go, type Table } from './function';
import { sprintf } from './go/format';
import { printed, sprint } from './go/print';
import { hex, quote } from './go/quote';
import { isPrint, mapCharacters } from './go/unicode';
import { bytesOf } from './go/utf8';

/** How Go's escapers see their arguments: one text as it is, everything else printed. Nil is `<no value>`. */
function asText(values: readonly GoValue[]): string {
  return sprint(values.map((value) => value ?? '<no value>'));
}

const HTML: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\0': '\ufffd',
};

const SCRIPT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
};

function escapeScript(character: string): string {
  const known = SCRIPT[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && (code < 0x80 || isPrint(character))) return character;
  return `\\u${hex(code, 4).toUpperCase()}`;
}

/** `url.QueryEscape`. */
function escapeQuery(text: string): string {
  let out = '';
  for (const byte of bytesOf(text)) {
    const character = String.fromCharCode(byte);
    if (/^[A-Za-z0-9_.~-]$/.test(character)) out += character;
    else out += character === ' ' ? '+' : `%${hex(byte, 2).toUpperCase()}`;
  }
  return out;
}

const isNothing = (value: GoValue): value is null => value === null;

/** Values as text. */
export const PRINTING: Table = {
  print: go(
    ['any...'],
    'string',
    'The arguments one after the other, with blanks between those that are no texts.',
    (values) => sprint(values),
  ),
  println: go(
    ['any...'],
    'string',
    'The arguments with blanks between them and a line break at the end.',
    (values) => `${values.map(printed).join(' ')}\n`,
  ),
  printf: go(
    ['string', 'any...'],
    'string',
    'The arguments in a format: %s text, %d whole number, %v anything, %q in quotes.',
    ([format, ...values]) => sprintf(format, values),
  ),
  quote: go(['any...'], 'string', 'The arguments in double quotes, with escapes. Nil is left out.', (values) =>
    values
      .filter((value) => !isNothing(value))
      .map((value) => quote(printed(value)))
      .join(' '),
  ),
  squote: go(
    ['any...'],
    'string',
    'The arguments in single quotes, without escapes: breaks on texts with a quote. Nil is left out.',
    (values) =>
      values
        .filter((value) => !isNothing(value))
        .map((value) => `'${printed(value)}'`)
        .join(' '),
  ),
  cat: go(['any...'], 'string', 'The arguments with blanks between them. Nil is left out.', (values) =>
    values
      .filter((value) => !isNothing(value))
      .map(printed)
      .join(' '),
  ),
  toString: go(['any'], 'string', 'The value as text: 1000000 of values.yaml becomes 1e+06.', ([value]) =>
    printed(value),
  ),
  html: go(['any...'], 'string', 'With HTML escapes.', (values) =>
    asText(values).replace(/["'&<>\0]/g, (character) => HTML[character] ?? ''),
  ),
  js: go(['any...'], 'string', 'With JavaScript escapes.', (values) => mapCharacters(asText(values), escapeScript)),
  urlquery: go(['any...'], 'string', 'With the escapes of a URL query.', (values) => escapeQuery(asText(values))),
};
