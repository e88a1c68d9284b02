import type { TokenKind } from './lexer';
import { CelUint, type CelValue, isInt64, isUint64 } from './value';

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Body of a quoted text, its escapes still in it, and whether they count. */
function bodyOf(token: string): { readonly body: string; readonly raw: boolean } {
  const text = token.replace(/\r\n?/g, '\n');
  const raw = /^[rR]/.test(text);
  const quoted = raw ? text.slice(1) : text;
  const width = quoted.length >= 6 && /^("""|''')/.test(quoted) ? 3 : 1;
  return { body: quoted.slice(width, -width), raw };
}

const ESCAPE = /\\(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))/gs;

/** Code of an escape that is written as a number. */
function codeOf(hex: string | undefined, octal: string | undefined): number | undefined {
  if (hex !== undefined) return Number.parseInt(hex, 16);
  return octal === undefined ? undefined : Number.parseInt(octal, 8);
}

const isScalar = (code: number): boolean => code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);

/** Text of a string token; undefined: an escape in it names no character. */
function textOf(token: string): string | undefined {
  const { body, raw } = bodyOf(token);
  if (raw) return body;
  let valid = true;
  const text = body.replace(ESCAPE, (_, x, u, U, octal, plain: string) => {
    const code = codeOf(x ?? u ?? U, octal);
    if (code === undefined) return ESCAPES[plain] ?? plain;
    valid &&= isScalar(code);
    return isScalar(code) ? String.fromCodePoint(code) : '';
  });
  return valid ? text : undefined;
}

/** Bytes of a bytes token; undefined: it has an escape of a character, where only those of bytes may stand. */
function bytesOf(token: string): Uint8Array | undefined {
  const { body, raw } = bodyOf(token.slice(1));
  if (raw) return new TextEncoder().encode(body);
  const bytes: number[] = [];
  let from = 0;
  for (const match of body.matchAll(ESCAPE)) {
    const [whole, x, u, U, octal, plain] = match;
    if (u !== undefined || U !== undefined) return undefined;
    bytes.push(...new TextEncoder().encode(body.slice(from, match.index)));
    const code = codeOf(x, octal);
    bytes.push(...(code === undefined ? new TextEncoder().encode(ESCAPES[plain ?? ''] ?? plain) : [code]));
    from = match.index + whole.length;
  }
  bytes.push(...new TextEncoder().encode(body.slice(from)));
  return Uint8Array.from(bytes);
}

/** An `int`; undefined: it has no room in 64 bits. */
function intOf(text: string): bigint | undefined {
  const value = text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
  return isInt64(value) ? value : undefined;
}

function uintOf(text: string): CelUint | undefined {
  const value = BigInt(text.slice(0, -1));
  return isUint64(value) ? new CelUint(value) : undefined;
}

function doubleOf(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Words that are values. */
export const LITERAL_WORDS = new Map<string, CelValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

interface Reader {
  readonly of: (text: string) => CelValue | undefined;
  readonly fault: string;
}

/** Values of tokens by their kind. */
export const LITERAL_READERS: Readonly<Partial<Record<TokenKind, Reader>>> = {
  int: { of: intOf, fault: 'this number has no room in an int of 64 bits' },
  uint: { of: uintOf, fault: 'this number has no room in a uint of 64 bits' },
  double: { of: doubleOf, fault: 'this number is too large' },
  string: { of: textOf, fault: 'an escape in this text names no character' },
  bytes: { of: bytesOf, fault: 'bytes take escapes of bytes, such as \\x41, not of characters' },
};
