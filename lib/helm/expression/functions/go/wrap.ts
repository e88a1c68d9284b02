import { bytesOf, textOf } from './utf8';

/** Runs a change over the bytes of a text, one character per byte: the functions below count bytes, as upstream's do. */
function overBytes(text: string, change: (bytes: string) => string): string {
  return textOf(Buffer.from(change(bytesOf(text).toString('latin1')), 'latin1'));
}

/**
 * Breaks a text at blanks so that lines have at most `width` bytes.
 *
 * @param separator what stands between the lines; a line break when empty.
 * @param breakWords whether words that are too long are broken, too.
 */
export function wrap(text: string, width: number, separator: string, breakWords: boolean): string {
  const between = bytesOf(separator || '\n').toString('latin1');
  return overBytes(text, (bytes) => wrapBytes(bytes, Math.max(width, 1), between, breakWords));
}

function wrapBytes(bytes: string, width: number, separator: string, breakWords: boolean): string {
  let out = '';
  let at = 0;
  while (bytes.length - at > width) {
    if (bytes[at] === ' ') {
      at += 1;
      continue;
    }
    const blank = bytes.lastIndexOf(' ', at + width);
    if (blank >= at) {
      out += bytes.slice(at, blank) + separator;
      at = blank + 1;
    } else if (breakWords) {
      out += bytes.slice(at, at + width) + separator;
      at += width;
    } else {
      const end = bytes.indexOf(' ', at + width);
      if (end < 0) return out + bytes.slice(at);
      out += bytes.slice(at, end) + separator;
      at = end + 1;
    }
  }
  return out + bytes.slice(at);
}

/** Shortens a text to `width` bytes with `...` at the end, and also at the start when it begins at `offset`. */
export function abbreviate(text: string, offset: number, width: number): string {
  return overBytes(text, (bytes) => abbreviateBytes(bytes, offset, width));
}

function abbreviateBytes(bytes: string, offset: number, width: number): string {
  if (width < 4) return '';
  if (bytes.length <= width) return bytes;
  const start = Math.min(offset, bytes.length, bytes.length - (width - 3));
  if (start <= 4) return `${bytes.slice(0, width - 3)}...`;
  if (width < 7) return '';
  if (start + width - 3 < bytes.length) return `...${abbreviateBytes(bytes.slice(start), 0, width - 3)}`;
  return `...${bytes.slice(bytes.length - (width - 3))}`;
}
