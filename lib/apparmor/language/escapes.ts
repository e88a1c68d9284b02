/** One-letter escapes of the profile language. */
const LETTERS: Readonly<Record<string, string>> = {
  '\\': '\\',
  '"': '"',
  a: '\x07',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Characters with a meaning in globs: when they come from an escape they stay escaped. */
const GLOB = '*?[]{}^,\\';

/**
 * Bytes that are no UTF-8, in names that were read: each is the half of a surrogate pair from U+DC80 to U+DCFF, which no
 * text holds, so that two names that differ stay different. The kernel knows such names; no pod can write them.
 */
export const STRAY_BYTES = /[\udc80-\udcff]/u;

/** `\101`, `\d65`, `\x41`: the digits that each numeric form takes, and its base. */
const NUMBERS = [
  { pattern: /[0-7]{1,3}/y, prefix: 0, base: 8 },
  { pattern: /[0-9]{1,3}/y, prefix: 1, base: 10, letter: 'd' },
  { pattern: /[0-9a-fA-F]{1,2}/y, prefix: 1, base: 16, letter: 'x' },
] as const;

/**
 * Takes the quotes and escapes out of a name or path, as apparmor_parser does while it reads.
 *
 * `"a b"` becomes `a b`, `\x41` becomes `A`, `\040` a blank. An escape that yields a glob character keeps its
 * backslash (`\x2a` becomes `\*`), an unknown escape is left as it is. Bytes that are no UTF-8 stay apart, see
 * {@link STRAY_BYTES}. Fact: `man apparmor.d` and what
 * `apparmor_parser -N` 3.0.8 prints.
 */
export function unescapeName(raw: string): string {
  const text = raw.startsWith('"') ? raw.slice(1, -1) : raw;
  if (!text.includes('\\')) {
    return text;
  }
  let out = '';
  let bytes: number[] = [];
  let at = 0;
  while (at < text.length) {
    const found = text[at] === '\\' ? readEscape(text, at + 1) : undefined;
    if (typeof found?.value === 'number' && found.value >= 0x80) {
      bytes.push(found.value);
      at = found.end;
      continue;
    }
    out += decodeBytes(bytes);
    bytes = [];
    if (!found) {
      out += text[at];
      at += 1;
      continue;
    }
    out += found.value === 0 ? text.slice(at, found.end) : keepGlob(found.value);
    at = found.end;
  }
  return out + decodeBytes(bytes);
}

interface Escape {
  readonly value: string | number;
  readonly end: number;
}

function readEscape(text: string, at: number): Escape | undefined {
  for (const { pattern, prefix, base, ...form } of NUMBERS) {
    if (prefix === 1 && text[at] !== ('letter' in form ? form.letter : undefined)) {
      continue;
    }
    pattern.lastIndex = at + prefix;
    const digits = pattern.exec(text)?.[0];
    if (digits !== undefined) {
      return withinByte(digits, base, at + prefix);
    }
  }
  const letter = LETTERS[text[at] ?? ''];
  return letter === undefined ? undefined : { value: letter, end: at + 1 };
}

/** A number over 255 is cut back to the digits that still fit into a byte. */
function withinByte(digits: string, base: number, at: number): Escape {
  let taken = digits;
  while (Number.parseInt(taken, base) > 255) {
    taken = taken.slice(0, -1);
  }
  return { value: Number.parseInt(taken, base), end: at + taken.length };
}

function keepGlob(value: string | number): string {
  const character = typeof value === 'number' ? String.fromCharCode(value) : value;
  return GLOB.includes(character) ? `\\${character}` : character;
}

/** Bytes over 0x7f are UTF-8; one that is not is kept as {@link STRAY_BYTES} has it. */
function decodeBytes(bytes: readonly number[]): string {
  let out = '';
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    const end = [2, 3, 4]
      .map((length) => start + length)
      .find((each) => decode(bytes.slice(start, each)) !== undefined);
    out += end === undefined ? String.fromCharCode(0xdc00 + (bytes[start] ?? 0)) : decode(bytes.slice(start, end));
    at = end ?? start + 1;
  }
  return out;
}

/** Undefined when that is no UTF-8. */
function decode(bytes: readonly number[]): string | undefined {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16)}`).join(''));
  } catch {
    return undefined;
  }
}
