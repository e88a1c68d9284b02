/**
 * How text is written as YAML so that every parser reads the same text back: go-yaml v2 and v3 (Helm, Kubernetes),
 * YAML 1.1 (yamllint, PyYAML) and YAML 1.2. A plain scalar only when nobody can read it as anything else, a literal
 * block where lines allow it, double quotes with JSON's escapes for the rest. Single quotes are never used: they
 * cannot carry control characters and go wrong once a template action is put inside.
 */

/** Words that YAML 1.1 or 1.2 reads as boolean, null or number, in any case of letters. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf|infinity)$/i;

/**
 * A letter, `_` or `/` first, so never a number, a date, a marker or an indicator. `:` and a blank only before one of
 * the plain characters. No brace, bracket, quote, `#`, `|`, `<`, `>`, `&`, backquote, backslash, no non-ASCII.
 */
const PLAIN = /^[A-Za-z_/](?:[\w./+=(),@;%*!?$~-]|[: ](?=[\w./+=(),@;%*!?$~-]))*$/;

const PLAIN_KEY = /^[A-Za-z_][\w./-]*$/;

/** What JSON leaves as it is but YAML forbids, breaks lines at, or shows in a misleading order. */
const NEEDS_ESCAPE = /[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/u;
const ASCII = /^[\0-~]*$/;
const NEEDS_ESCAPE_ALL = new RegExp(NEEDS_ESCAPE.source, 'gu');

/** All that a literal block cannot hold: line breaks other than LF, and what YAML calls not printable. */
const NOT_IN_BLOCK =
  /[^\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** Lines made of blanks alone: legal, but editors and `TrimSpace` eat them. */
const BLANK_LINE = /(?:^|\n)[ \t]+(?:\n|$)/;

/**
 * One line of YAML that reads back as this very text, in value position of block style (after `key: ` or `- `).
 * Plain when that is safe, else double-quoted. Text that holds `{{` always comes out double-quoted, so a template
 * writer may replace `{{` by `{\x7b` in the result. Half of a surrogate pair becomes U+FFFD, as in any UTF-8 file.
 */
export function yamlScalar(text: string): string {
  return PLAIN.test(text) && !RESERVED.test(text) ? text : doubleQuoted(text);
}

/**
 * The same for a key, without the colon. Fewer characters are plain here: letters, digits, `_`, `.`, `/`, `-`.
 * Keys whose YAML is longer than 1,024 characters are not YAML (go-yaml refuses them): the caller must not have them.
 */
export function yamlKey(text: string): string {
  return PLAIN_KEY.test(text) && !RESERVED.test(text) ? text : doubleQuoted(text);
}

/** Double quotes with JSON's escapes, and escapes for what JSON may leave bare and YAML may not. */
export function doubleQuoted(text: string): string {
  if (ASCII.test(text)) return JSON.stringify(text);
  return JSON.stringify(NEEDS_ESCAPE.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text).replace(
    NEEDS_ESCAPE_ALL,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * The text as a literal block: header (`|` or `|-`, with `2` when the first line starts with a blank), then the lines,
 * each `indent` spaces deep, without the final line break, which the caller writes. `indent` must be two more than the
 * column of the key or dash that holds the block.
 *
 * Undefined when a block is not possible or not worth it: no line break, nothing but blank lines, lines of blanks alone,
 * CR and the other line breaks of YAML, control characters, more than one line break at the end (Helm trims the end of
 * every rendered document and puts one line break there, so `|+` would lose or gain lines). Then use {@link yamlScalar}.
 */
export function blockScalar(text: string, indent: number): string | undefined {
  if (!text.includes('\n') || text.endsWith('\n\n') || text === '\n') return undefined;
  if (NOT_IN_BLOCK.test(text) || BLANK_LINE.test(text)) return undefined;
  const chomped = text.endsWith('\n');
  const body = chomped ? text.slice(0, -1) : text;
  const indicator = /^\n*[ \t]/.test(body) ? '2' : '';
  const pad = ' '.repeat(indent);
  const lines = `\n${body}`.replace(/\n(?!\n)/g, `\n${pad}`);
  return `|${indicator}${chomped ? '' : '-'}${lines}`;
}
