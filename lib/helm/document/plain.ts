import { isPlainNumber } from '../token/numbers';
import { mayHoldMarker } from '../token/tokens';
import { MAX_KEY_LENGTH } from '../values/carrier';
import { literalKey, literalScalar } from './inline';

/** Half of a character beyond U+FFFF. */
export const HALF_PAIR = /\p{Surrogate}/u;

/** Bounds what is remembered of texts: documents repeat their keys and most of their words. */
const REMEMBERED = 2000;
const lines = new Map<string, string>();
const heads = new Map<string, string>();

/**
 * The rest of a line after `key:` or `-`, with the line break, for a value that is nothing but itself and has one line:
 * nearly all are. Undefined for the others: lists, maps, texts of several lines, what may hold a token, what cannot be carried.
 */
export function lineOf(value: unknown): string | undefined {
  if (typeof value === 'string') return lines.get(value) ?? lineOfText(value);
  if (typeof value === 'number') return isPlainNumber(value) ? ` ${value}\n` : undefined;
  if (typeof value === 'boolean') return value ? ' true\n' : ' false\n';
  return value === null ? ' null\n' : undefined;
}

/** Whether a key is nothing but itself. */
export function isPlainKey(key: string): boolean {
  return heads.has(key) || !mayHoldMarker(key);
}

/** A key with its colon. Undefined for one that cannot be carried. */
export function headOf(key: string): string | undefined {
  const known = heads.get(key);
  if (known !== undefined) return known;
  const written = literalKey(key);
  if (written !== key && HALF_PAIR.test(key)) return undefined;
  if (written.length > MAX_KEY_LENGTH && isTooLong(key, written)) return undefined;
  return mayHoldMarker(key) ? `${written}:` : remember(heads, key, `${written}:`);
}

/** Whether go-yaml would not find the colon: it counts the characters that are written, escapes and quotes too. */
function isTooLong(key: string, written: string): boolean {
  return [...key].length > MAX_KEY_LENGTH || [...written].length > MAX_KEY_LENGTH + 2;
}

function lineOfText(text: string): string | undefined {
  if (text.includes('\n') || mayHoldMarker(text)) return undefined;
  const scalar = literalScalar(text);
  return scalar !== text && HALF_PAIR.test(text) ? undefined : remember(lines, text, ` ${scalar}\n`);
}

function remember(memory: Map<string, string>, text: string, printed: string): string {
  if (memory.size >= REMEMBERED) memory.clear();
  memory.set(text, printed);
  return printed;
}
