import type { Implementation } from '../nodes';
import { CelError, type CelValue, noSuchOverload } from '../value';
import { translate } from './re2';

const known = new Map<string, RegExp | undefined>();

/** A pattern of RE2 as one of JavaScript; undefined: it is none. */
function compiled(pattern: string): RegExp | undefined {
  if (!known.has(pattern)) known.set(pattern, compile(pattern));
  return known.get(pattern);
}

function compile(pattern: string): RegExp | undefined {
  const source = translate(pattern);
  if (source === undefined) return undefined;
  try {
    return new RegExp(source.text, `gu${source.flags}`);
  } catch {
    return undefined;
  }
}

export const validRegex = (pattern: string): boolean => compiled(pattern) !== undefined;

/** A function of a text and a pattern. */
const withPattern =
  (of: (text: string, pattern: RegExp, limit: CelValue) => CelValue): Implementation =>
  ([text = null, pattern = null, limit = -1n]) => {
    if (typeof text !== 'string' || typeof pattern !== 'string') return noSuchOverload();
    const regex = compiled(pattern);
    if (regex === undefined) return new CelError(`Illegal regex: ${pattern}`);
    regex.lastIndex = 0;
    return of(text, regex, limit);
  };

/** All that is found; an empty piece that touches the piece before it is none. */
function all(text: string, pattern: RegExp): readonly string[] {
  const pieces: string[] = [];
  let end = -1;
  for (const { 0: piece, index } of text.matchAll(pattern)) {
    if (piece === '' && index === end) continue;
    pieces.push(piece);
    end = index + piece.length;
  }
  return pieces;
}

export const REGEX: Readonly<Record<string, Implementation>> = {
  matches: withPattern((text, pattern) => pattern.test(text)),
  find: withPattern((text, pattern) => pattern.exec(text)?.[0] ?? ''),
  findAll: withPattern((text, pattern, limit) => {
    if (typeof limit !== 'bigint') return noSuchOverload();
    const pieces = all(text, pattern);
    return limit < 0n ? pieces : pieces.slice(0, Number(limit));
  }),
};
