/** Reads the regular expressions that the parser makes of rules: the small language of its libapparmor_re. */
import { readEscape } from './escape';
import { ANY, alt, byte, byteClass, cat, EMPTY, type Tree } from './tree';

const SPECIAL = '*+.|^-[]()';
const ESCAPED = '*+.|^$-[](){}';

/** A character with a meaning, or a plain byte. */
type Token = { readonly sign: string } | { readonly byte: number };

const encoder = new TextEncoder();

/** Bytes of a text: the parser and the kernel know no characters. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

function tokens(text: string): readonly Token[] {
  // One by one: a call takes no hundred thousand arguments.
  const latin = Array.from(bytesOf(text), (each) => String.fromCharCode(each)).join('');
  const found: Token[] = [];
  for (let at = 0; at < latin.length; ) {
    const char = latin[at] as string;
    const read = char === '\\' ? readEscape(latin, at + 1, ESCAPED) : undefined;
    if (read) {
      found.push({ byte: read.byte });
      at = read.end;
    } else {
      found.push(SPECIAL.includes(char) ? { sign: char } : { byte: char.charCodeAt(0) });
      at++;
    }
  }
  return found;
}

/** The tree of a regular expression; undefined when it can not be read. */
export function parseRegex(text: string): Tree | undefined {
  const all = tokens(text);
  let at = 0;
  const sign = (): string | undefined => {
    const token = all[at];
    return token && 'sign' in token ? token.sign : undefined;
  };

  function expression(): Tree | undefined {
    const branches: Tree[] = [];
    for (;;) {
      const terms = sequence();
      if (!terms) return undefined;
      branches.push(terms);
      if (sign() !== '|') return alt(branches);
      at++;
    }
  }

  function sequence(): Tree | undefined {
    const terms: Tree[] = [];
    while (at < all.length && sign() !== '|' && sign() !== ')') {
      const of = term();
      if (!of) return undefined;
      const repeat = sign();
      if (repeat === '*' || repeat === '+') {
        at++;
        terms.push({ kind: repeat === '*' ? 'star' : 'plus', of });
      } else {
        terms.push(of);
      }
    }
    return terms.length === 0 ? EMPTY : cat(terms);
  }

  function term(): Tree | undefined {
    const token = all[at++] as Token;
    if ('byte' in token) return byte(token.byte);
    switch (token.sign) {
      case '.':
        return ANY;
      case '(': {
        const inner = expression();
        if (sign() !== ')') return undefined;
        at++;
        return inner;
      }
      case '[':
        return charClass();
      case '^':
      case '-':
      case ']':
        return byte(token.sign.charCodeAt(0));
      default:
        return undefined;
    }
  }

  function charClass(): Tree | undefined {
    const members: number[] = [];
    const negated = sign() === '^';
    if (negated) at++;
    /** `[^^…]`: a circumflex that is no range. */
    const circumflex = negated && sign() === '^';
    if (circumflex) {
      members.push(94);
      at++;
    }
    for (let first = !circumflex; ; first = false) {
      if (!first && sign() === ']') {
        at++;
        return byteClass(members, negated);
      }
      const from = member(first ? '[]*+.|()-' : '[*+.|()^');
      if (from === undefined) return undefined;
      if (sign() !== '-') {
        members.push(from);
        continue;
      }
      at++;
      const to = member('[*+.|()^');
      if (to === undefined) return undefined;
      for (let each = Math.min(from, to); each <= Math.max(from, to); each++) members.push(each);
    }
  }

  /** A byte, or one of the signs that stand for themselves here. */
  function member(signs: string): number | undefined {
    const token = all[at];
    if (!token) return undefined;
    if ('sign' in token && !signs.includes(token.sign)) return undefined;
    at++;
    return 'byte' in token ? token.byte : token.sign.charCodeAt(0);
  }

  const tree = expression();
  return at === all.length ? tree : undefined;
}
