import { callError } from '../../../diagnostics/diagnostic-error';
import type { Source, Span, Word } from '../model/source';

/** A text from outside that no profile can hold, or not in that place. */
const UNWRITABLE = 'APPARMOR1023';

/** Built nodes stand in no text. */
const BUILT: Source = { text: '' };

/** The place of all built nodes. */
export const NOWHERE: Span = { source: BUILT, start: 0, end: 0 };

const wordOf = (value: string, raw: string): Word => ({ value, raw, span: NOWHERE });

/** What is one word in every place of the language and has no meaning of its own. */
const PLAIN = /^[\w/@*][\w@{}/.*?[\]^~%-]*$/;

/** Bytes that end a text, and halves of surrogate pairs, which are no characters. */
const NO_TEXT = /[\u0000\ud800-\udfff]/u;

/** One character, or a backslash with what it escapes. */
const UNIT = /\\?./gsu;

const LETTERS: Readonly<Record<string, string>> = { '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text as one word of a profile: a path, a glob, a label, a name. What is more than letters and globs goes into quotes;
 * quotes, line breaks and control characters in it are escaped, so that no text becomes another rule.
 *
 * @param what the field, for the message
 * @throws DiagnosticError APPARMOR1023
 */
export function textWord(text: string, what: string): Word {
  if (typeof text !== 'string' || text === '') throw refused(what, text, 'must be a text that is not empty');
  if (NO_TEXT.test(text))
    throw refused(what, text, 'holds a NUL or half of a character', 'no file or profile has such a name');
  if (PLAIN.test(text)) return wordOf(text, text);
  const units = text.match(UNIT) ?? [];
  if (units.at(-1) === '\\') {
    throw refused(what, text, 'ends in a backslash that escapes nothing', 'write two of them for one backslash');
  }
  return wordOf(text, `"${units.map(quoted).join('')}"`);
}

/** A path or a glob of paths. @throws DiagnosticError APPARMOR1023, also when it begins with neither `/` nor a variable */
export function pathWord(text: string, what: string): Word {
  const word = textWord(text, what);
  if (!/^(\/|@\{)/.test(text)) {
    throw refused(what, text, 'is no absolute path', 'begin it with / or with a variable such as @{HOME}');
  }
  return word;
}

/** A word of the language, such as the name of a capability. @throws DiagnosticError APPARMOR1023 */
export function nameWord(text: string, what: string): Word {
  if (typeof text !== 'string' || !/^[A-Za-z0-9_][\w.+-]*$/.test(text)) {
    throw refused(what, text, 'must be one word', 'letters, digits and underscores');
  }
  return wordOf(text, text);
}

/** A file that is looked up below the include roots. @throws DiagnosticError APPARMOR1023 */
export function includeWord(path: string, what: string): Word {
  if (typeof path !== 'string' || !/^\w[\w./+-]*$/.test(path)) {
    throw refused(what, path, 'is no path below the include roots', 'such as abstractions/base');
  }
  return wordOf(path, path);
}

/** An integer in these limits. @throws DiagnosticError APPARMOR1023 */
export function numberWord(value: number, what: string, least: number, most: number): Word {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw refused(what, String(value), `must be an integer from ${least} to ${most}`);
  }
  return wordOf(String(value), String(value));
}

/** Words that were made of others, such as `name=value`. */
export const composed = (raw: string): Word => wordOf(raw, raw);

/** The words of a comment, one line each, which stay a comment whatever they say. @throws DiagnosticError APPARMOR1023 */
export function commentLines(text: string): readonly string[] {
  if (typeof text !== 'string') throw refused('comment', text, 'must be a text');
  return text.split(/\r\n|[\u0000-\u0008\n-\r\u2028\u2029]/).map((line) => `# ${line}`.trimEnd());
}

/** A text that means only itself: what has a meaning in globs gets a backslash. */
export function literalGlob(text: string): string {
  if (typeof text !== 'string') throw refused('path', text, 'must be a text');
  return text.replace(/[*?[\]{}^,\\]/g, '\\$&');
}

/** A unit of a text between quotes. A pair of backslashes goes by number: before the closing quote it would be read with that. */
function quoted(unit: string): string {
  const last = unit.slice(-1);
  if (unit === '\\\\') return '\\134';
  const letter = LETTERS[last];
  if (letter !== undefined) return letter;
  const code = last.charCodeAt(0);
  return code < 0x20 || code === 0x7f ? `\\${code.toString(8).padStart(3, '0')}` : unit;
}

function refused(what: string, text: unknown, says: string, hint?: string): Error {
  const shown = typeof text === 'string' ? JSON.stringify(text.slice(0, 60)) : String(text);
  return callError(UNWRITABLE, `${what} ${says}: ${shown}`, hint);
}
