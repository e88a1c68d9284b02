import type { ExpressionNode } from '../expression/node';
import { digestOf, isSame } from './digest';

/**
 * Numbers that stand for expressions: whole, positive, between 8.9e15 and 9e15. That is larger than any port, size or
 * quantity, and small enough that a double shows a sum with 1. Each stands alone in the middle of its place, so what is
 * close to one, or a multiple of one, was made of it.
 */
const LOWEST = 8_900_000_000_000_000;
const PLACE = 1024;
const PLACES = 1e14 / PLACE;
/** Odd: no half can be lost, and the lower 32 bits are no size in bytes. */
const MIDDLE = 513;
const HIGHEST = LOWEST + PLACES * PLACE;

const REMEMBERED = 2000;

/** Smaller whole numbers are not looked at: documents are full of them. */
const SMALL = 2 ** 20;
/** What a user may have added, or the conversion of a unit has rounded. */
const NEAR = 1e6;
const ROUNDED = 512;
/** Parts that are told: of others the numbers of documents could be some by chance. */
const MOST_PARTS = 8192;
const MOST_TIMES = 1e8;
/** Larger parts that units have; of these only the exact one is told. */
const UNITS = [86_400, 1e6, 2 ** 20, 1e9, 2 ** 30];

/** A number as text: sixteen digits, or as languages write it that go over to exponents earlier. */
const WHOLE = /89\d{14}|8\.9\d{1,14}(?:e\+|E\+?)15/g;
/** Whatever may be made of one. */
const NUMBERS = /\d{1,3}(?:[,.'\u2019\u00a0\u202f]\d{3}){4,}|\d{10,}(?:\.\d+)?|\d(?:\.\d+)?(?:e\+|E\+?)\d\d/g;
const SOME_NUMBER = /\d{10}|\d[,.'\u2019\u00a0\u202f]\d{3}[,.'\u2019\u00a0\u202f]\d{3}|\d(?:e\+|E\+?)\d\d/;

export interface NumberToken {
  readonly target: ExpressionNode;
  readonly identity: string;
}

const numbers = new Map<number, NumberToken>();
/** By what is left of tokens that were cut to 32 bits, with a sign or without. */
const lowWords = new Map<number, NumberToken>();

/** The number for an expression, the same for expressions that stand for each other. */
export function numberFor(node: ExpressionNode): { readonly token: number; readonly identity: string } {
  for (let place = digestOf(node).readUIntBE(0, 6) % PLACES; ; place = (place + 1) % PLACES) {
    const token = LOWEST + place * PLACE + MIDDLE;
    const identity = `n${token}`;
    const known = numbers.get(token);
    if (!known) remember(token, { target: node, identity });
    if (!known || isSame(known.target, node)) return { token, identity };
  }
}

function remember(token: number, entry: NumberToken): void {
  numbers.set(token, entry);
  lowWords.set(token | 0, entry);
  lowWords.set(token >>> 0, entry);
}

/** What a number stands for, if it is a token. */
export function numberAt(value: number): NumberToken | undefined {
  return numbers.get(value);
}

/** Whether a number is what it says, as nearly all are. */
export function isPlainNumber(value: number): boolean {
  if (Number.isInteger(value) && value < SMALL && value > -SMALL) return true;
  return Number.isFinite(value) && !numbers.has(value) && changedFrom(value) === undefined;
}

/** The token that a number was made of by arithmetic, as far as that can be seen. */
export function changedFrom(value: number): NumberToken | undefined {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) < SMALL)) return undefined;
  return lowWords.get(value) ?? (mayBeMade(Math.abs(value)) ? madeFrom(value) : undefined);
}

/** What was found for a number, as documents repeat theirs; until there is another token. */
const verdicts = { tokens: 0, of: new Map<number, NumberToken | undefined>() };

function madeFrom(value: number): NumberToken | undefined {
  if (verdicts.tokens !== numbers.size || verdicts.of.size > REMEMBERED) {
    verdicts.tokens = numbers.size;
    verdicts.of.clear();
  }
  if (!verdicts.of.has(value)) {
    const made = [...numbers].find(([token]) => value !== token && isMadeOf(value, token));
    verdicts.of.set(value, made?.[1]);
  }
  return verdicts.of.get(value);
}

/**
 * Whether a number lies where something that was made of any token would: nearly all numbers of documents do not, and are
 * held against no token at all.
 */
function mayBeMade(size: number): boolean {
  if (size >= LOWEST / (MOST_PARTS + 1) || (size > 0.98 && size < 1.02)) return true;
  if (size % PLACE === 0) return true;
  return UNITS.some((unit) => size > LOWEST / unit - 1 && size < HIGHEST / unit + 1);
}

/** Whether a text is or holds what is left of the token with this identity. */
export function isLeftOf(text: string, identity: string): boolean {
  const token = Number(identity.slice(1));
  const isLeft = (value: number): boolean => value === token || isMadeOf(value, token);
  return [Number(text), ...numbersIn(text)].some(isLeft) || isRounded(text, token);
}

/** Negated, plus or minus a little, times or by a factor, with another token, cut to 32 bits. */
function isMadeOf(value: number, token: number): boolean {
  const size = Math.abs(value);
  if (Math.abs(size - token) <= NEAR) return true;
  if (value === (token | 0) || value === token >>> 0) return true;
  if (numbers.has(size - token)) return true;
  if (size % PLACE === 0 && (numbers.has(token + size) || numbers.has(token - size))) return true;
  const times = Math.round((size / token) * 1000) / 1000;
  if (times > 0 && times < MOST_TIMES && Math.abs(size - token * times) <= lostBy(size, times)) return true;
  const parts = Math.round(token / size);
  if (parts <= MOST_PARTS && Math.abs(token - size * parts) <= ROUNDED + parts) return true;
  if (UNITS.some((unit) => Math.abs(token - size * unit) <= 2)) return true;
  return size > 0.98 && size < 1.02 && (isClose(size * token) || isClose(token / size));
}

/** How far a product may be from the exact one: many times over, only rounding is forgiven. */
function lostBy(size: number, times: number): number {
  return times < 1000 ? ROUNDED * Math.max(1, times) : size * 2 ** -51;
}

/** Whether a token has the place in which a number lies: the quotient of two was multiplied by one of them. */
function isClose(value: number): boolean {
  return numbers.has(value - ((value - LOWEST) % PLACE) + MIDDLE);
}

/** Whether there is a number in a text that is a token, or was made of one. */
export function printsNumber(text: string): boolean {
  if (numbers.size === 0 || text.length < 6 || !SOME_NUMBER.test(text)) return false;
  const { pieces, changed } = numberPieces(text);
  return changed || pieces.some((piece) => typeof piece !== 'string');
}

/** A text, split at the numbers in it that are tokens; whether others in it were made of one. */
export function numberPieces(text: string): {
  readonly pieces: readonly (string | NumberToken)[];
  readonly changed: boolean;
} {
  const pieces: (string | NumberToken)[] = [];
  let end = 0;
  for (const { index, 0: digits } of text.matchAll(WHOLE)) {
    const token = numbers.get(Number(digits));
    if (!token) continue;
    if (index > end) pieces.push(text.slice(end, index));
    pieces.push(token);
    end = index + digits.length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  const changed = pieces.some((piece) => typeof piece === 'string' && wasMade(piece));
  return { pieces, changed };
}

/** The numbers in a text that are large enough to be made of a token, the separators of thousands left out. */
export function numbersIn(text: string): readonly number[] {
  return [...text.matchAll(NUMBERS)].map(([digits]) =>
    Number(/^\d+(?:\.\d+)?(?:e|$)/i.test(digits) ? digits : digits.replace(/\D/g, '')),
  );
}

/** Whether a number in a text was made of a token: changed, written with separators, or with fewer digits. */
function wasMade(text: string): boolean {
  return (
    numbersIn(text).some((value) => numbers.has(value) || changedFrom(value) !== undefined) ||
    (text.includes('e+15') && [...numbers.keys()].some((token) => isRounded(text, token)))
  );
}

/** Whether a text holds a token as `toPrecision` writes it. */
function isRounded(text: string, token: number): boolean {
  return [...text.matchAll(/\d(?:\.(\d{1,13}))?e\+15/g)].some(
    ([written, digits = '']) => token.toExponential(digits.length) === written,
  );
}
