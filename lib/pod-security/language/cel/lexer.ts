import { CEL_CODES, type CelProblem } from './problem';

export type TokenKind = 'identifier' | 'escaped' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
}

/** Words that are symbols of the grammar. */
const WORDS = new Set(['in', 'true', 'false', 'null']);

const BODY = String.raw`\\[abfnrtv"'\\?\x60]|\\[xX][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\[0-3][0-7]{2}`;

/** Quoted texts, longest form first: three quotes may hold line ends. */
const STRINGS = [
  `[rR]"""[^]*?"""`,
  `[rR]'''[^]*?'''`,
  `"""(?:${BODY}|[^\\\\])*?"""`,
  `'''(?:${BODY}|[^\\\\])*?'''`,
  `[rR]"[^"\\n\\r]*"`,
  `[rR]'[^'\\n\\r]*'`,
  `"(?:${BODY}|[^\\\\"\\n\\r])*"`,
  `'(?:${BODY}|[^\\\\'\\n\\r])*'`,
].join('|');

/** Longest match first where two could begin alike. */
const RULES: readonly (readonly [TokenKind | undefined, RegExp])[] = [
  [undefined, /[\t \r\n\f]+|\/\/[^\n]*/y],
  ['bytes', new RegExp(`[bB](?:${STRINGS})`, 'y')],
  ['string', new RegExp(STRINGS, 'y')],
  ['double', /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?/y],
  ['uint', /(?:0x[0-9a-fA-F]+|\d+)[uU]/y],
  ['int', /0x[0-9a-fA-F]+|\d+/y],
  ['identifier', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['escaped', /`[A-Za-z0-9_.\-/ ]+`/y],
  ['symbol', /==|!=|<=|>=|&&|\|\||[[\]{}().,\-!?:+*/%<>]/y],
];

/** Tokens of a text, the last one of kind `end`; what cannot be read is reported and passed over. */
export function tokens(text: string, report: (problem: CelProblem) => void): readonly Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (token === undefined) {
      report(unreadable(text, at));
      at += /^['"]/.test(text.slice(at)) ? text.length : 1;
      continue;
    }
    if (token.kind !== undefined) found.push({ kind: token.kind, text: token.text, at });
    at += token.text.length;
  }
  found.push({ kind: 'end', text: '', at: text.length });
  return found;
}

function tokenAt(
  text: string,
  at: number,
): { readonly kind: TokenKind | undefined; readonly text: string } | undefined {
  for (const [kind, rule] of RULES) {
    rule.lastIndex = at;
    const match = rule.exec(text)?.[0];
    if (match !== undefined) return { kind: kind === 'identifier' && WORDS.has(match) ? 'symbol' : kind, text: match };
  }
  return undefined;
}

function unreadable(text: string, at: number): CelProblem {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return /['"]/.test(character)
    ? {
        code: CEL_CODES.syntax,
        message: 'this text has no end, or an escape in it that CEL does not know',
        hint: 'close it with the same quote; a backslash is written \\\\, or the whole text r"…"',
        at,
      }
    : {
        code: CEL_CODES.syntax,
        message: `${JSON.stringify(character)} means nothing here`,
        ...(['=', '&', '|'].includes(character) ? { hint: `write ${character.repeat(2)}` } : {}),
        at,
      };
}
