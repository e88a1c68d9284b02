import { isPrint } from './unicode';

const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

/** What Go's `%q` makes of a text: a double-quoted literal of the Go language, which is also a double-quoted YAML scalar. */
export function quote(text: string, asciiOnly = false): string {
  let out = '"';
  for (const character of text) out += escapeCharacter(character, '"', asciiOnly);
  return `${out}"`;
}

/** What `%q` makes of a code point: a literal in single quotes. */
export function quoteCharacter(character: string, asciiOnly = false): string {
  return `'${escapeCharacter(character, "'", asciiOnly)}'`;
}

function escapeCharacter(character: string, delimiter: string, asciiOnly: boolean): string {
  if (character === delimiter) return `\\${delimiter}`;
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  if (asciiOnly ? code < 0x80 && isPrint(character) : isPrint(character)) return character;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

export function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

/** Whether Go would write the text between backquotes: no control characters but tab, no backquote, no BOM. */
export function canBackquote(text: string): boolean {
  return !/[\u0000-\u0008\u000a-\u001f`\u007f\ufeff]/.test(text);
}
