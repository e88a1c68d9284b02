import { NotEvaluable } from '../../go-value';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A Go string is a row of bytes: `len`, `trunc` and `substr` count them. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

/** @throws NotEvaluable when the bytes are no UTF-8, such as a character that was cut in the middle. */
export function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new NotEvaluable(
      'the text is not UTF-8 any more: a character was cut in the middle, or it was decoded from binary',
    );
  }
}

/** Number of bytes. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** Number of code points: what Go calls runes. */
export function runeCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Order of Go strings: by bytes, which differs from JavaScript's order beyond U+FFFF. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(bytesOf(a), bytesOf(b));
}
