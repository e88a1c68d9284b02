import type { Implementation } from '../nodes';
import { CelError, type CelValue, characters, isList, noSuchOverload } from '../value';
import { indexIn, lastIndexIn } from './lists';

type Kind = 'string' | 'int';

/** A function of texts and ints; any other kind of argument has no overload. */
function typed(
  kinds: readonly Kind[],
  of: (texts: readonly string[], ints: readonly bigint[]) => CelValue,
): Implementation {
  return (args) => {
    const texts: string[] = [];
    const ints: bigint[] = [];
    for (const [index, arg] of args.entries()) {
      const kind = kinds[index];
      if (kind === 'string' && typeof arg === 'string') texts.push(arg);
      else if (kind === 'int' && typeof arg === 'bigint') ints.push(arg);
      else return noSuchOverload();
    }
    return of(texts, ints);
  };
}

const outOfRange = (index: bigint): CelError => new CelError(`index out of range: ${index}`);

const test = (of: (text: string, part: string) => boolean): Implementation =>
  typed(['string', 'string'], ([text = '', part = '']) => of(text, part));

const mapped = (of: (text: string) => string): Implementation => typed(['string'], ([text = '']) => of(text));

/** Where a part begins, in code points, from an offset on. */
function indexOfText(text: string, part: string, offset = 0n): CelValue {
  if (part === '') return offset;
  if (offset < 0n) return outOfRange(offset);
  const [all, wanted] = [characters(text), characters(part)];
  for (let index = Number(offset); index < all.length - (wanted.length - 1); index++) {
    if (startsAt(all, wanted, index)) return BigInt(index);
  }
  return -1n;
}

const startsAt = (all: readonly string[], wanted: readonly string[], index: number): boolean =>
  wanted.every((character, step) => all[index + step] === character);

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

function lastIndexOfText(text: string, part: string, given?: bigint): CelValue {
  const [all, wanted] = [characters(text), characters(part)];
  if (part === '') return given ?? BigInt(all.length);
  if (given === undefined && bytesOf(text) < bytesOf(part)) return -1n;
  const offset = given ?? BigInt(all.length - 1);
  if (offset < 0n) return outOfRange(offset);
  if (offset >= all.length) return -1n;
  for (let index = Math.min(Number(offset), all.length - wanted.length); index >= 0; index--) {
    if (startsAt(all, wanted, index)) return BigInt(index);
  }
  return -1n;
}

/** Texts around a separator, at most so many; below zero all. */
function split(text: string, separator: string, limit = -1): readonly string[] {
  if (limit === 0) return [];
  const parts = separator === '' ? characters(text) : text.split(separator);
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

/** An empty text stands before, between and after all characters. */
function replace(text: string, before: string, after: string, limit = -1): string {
  if (before === '') {
    const all = characters(text);
    const count = limit < 0 ? all.length + 1 : Math.min(limit, all.length + 1);
    return [...all, ''].map((character, index) => (index < count ? after : '') + character).join('');
  }
  const parts = split(text, before, limit < 0 ? -1 : limit + 1);
  return parts.join(after);
}

function substring(text: string, start: bigint, end?: bigint): CelValue {
  const all = characters(text);
  const last = end ?? BigInt(all.length);
  if (end !== undefined && start > end) return new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  const wrong = [start, last].find((index) => index < 0n || index > BigInt(all.length));
  return wrong === undefined ? all.slice(Number(start), Number(last)).join('') : outOfRange(wrong);
}

function charAt(text: string, index: bigint): CelValue {
  const all = characters(text);
  return index < 0n || index > BigInt(all.length) ? outOfRange(index) : (all[Number(index)] ?? '');
}

const ascii = (text: string, from: RegExp, to: (letters: string) => string): string => text.replace(from, to);

/** White space of Unicode, as Go trims it. */
const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const AROUND = new RegExp(`^${SPACE}|${SPACE}$`, 'g');

const join: Implementation = ([list = null, separator = '']) => {
  if (!isList(list) || typeof separator !== 'string') return noSuchOverload();
  if (list.length > 0 && typeof list[0] !== 'string') return noSuchOverload();
  return list.every((item) => typeof item === 'string') ? list.join(separator) : new CelError('join: invalid input');
};

const QUOTED: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** Either the function of texts or that of lists. */
const ofTextOrList =
  (ofText: Implementation, ofList: Implementation): Implementation =>
  (args, overload) =>
    isList(args[0] ?? null) ? ofList(args, overload) : ofText(args, overload);

const TEXTS = ['string', 'string', 'int'] as const;

export const STRINGS: Readonly<Record<string, Implementation>> = {
  contains: test((text, part) => text.includes(part)),
  startsWith: test((text, part) => text.startsWith(part)),
  endsWith: test((text, part) => text.endsWith(part)),
  charAt: typed(['string', 'int'], ([text = ''], [index = 0n]) => charAt(text, index)),
  indexOf: ofTextOrList(
    typed(TEXTS, ([text = '', part = ''], [offset]) => indexOfText(text, part, offset)),
    indexIn,
  ),
  lastIndexOf: ofTextOrList(
    typed(TEXTS, ([text = '', part = ''], [offset]) => lastIndexOfText(text, part, offset)),
    lastIndexIn,
  ),
  lowerAscii: mapped((text) => ascii(text, /[A-Z]+/g, (letters) => letters.toLowerCase())),
  upperAscii: mapped((text) => ascii(text, /[a-z]+/g, (letters) => letters.toUpperCase())),
  trim: mapped((text) => text.replace(AROUND, '')),
  replace: typed(['string', 'string', 'string', 'int'], ([text = '', before = '', after = ''], [limit = -1n]) =>
    replace(text, before, after, Number(limit)),
  ),
  split: typed(TEXTS, ([text = '', separator = ''], [limit = -1n]) => split(text, separator, Number(limit))),
  substring: typed(['string', 'int', 'int'], ([text = ''], [start = 0n, end]) => substring(text, start, end)),
  join,
  'strings.quote': mapped((text) => `"${Array.from(text, (character) => QUOTED[character] ?? character).join('')}"`),
  'jsonpatch.escapeKey': mapped((text) => text.replace(/[~/]/g, (mark) => (mark === '/' ? '~1' : '~0'))),
};
