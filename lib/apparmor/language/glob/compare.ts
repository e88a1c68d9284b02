/** Patterns set against each other. */
import { type Automaton, DEAD, START } from './automaton';
import { matchesBytes, type Pattern } from './glob';

const decoder = new TextDecoder();

/** Whether some text matches both. */
export const intersects = (a: Pattern, b: Pattern): boolean => {
  if (a.literal) return matchesBytes(b, a.prefix);
  if (b.literal) return matchesBytes(a, b.prefix);
  return prefixesMeet(a, b) && common(a, b) !== undefined;
};

/** Whether all that `inner` matches, `outer` matches too; of globs that are too large to be sure, no. */
export const contains = (outer: Pattern, inner: Pattern): boolean =>
  inner.literal
    ? matchesBytes(outer, inner.prefix)
    : search(outer, inner, (one, other) => !one && other, UNKNOWN) === undefined;

/** A shortest text that both match; of globs that are too large to be sure, none. */
export const common = (a: Pattern, b: Pattern): string | undefined =>
  prefixesMeet(a, b) ? search(a, b, (one, other) => one && other, undefined) : undefined;

function prefixesMeet({ prefix: a }: Pattern, { prefix: b }: Pattern): boolean {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    if (a[at] !== b[at]) return false;
  }
  return true;
}

/** Two globs with hundreds of `**` each have a pair for each two of them: nobody means so many. */
const MOST_PAIRS = 100_000;
const UNKNOWN = '';

/** A shortest text after which both stand as `wanted`, walking both at once; `lost` where that would take too long. */
function search(
  a: Pattern,
  b: Pattern,
  wanted: (a: boolean, b: boolean) => boolean,
  lost: string | undefined,
): string | undefined {
  const [one, other] = [a.automaton(), b.automaton()];
  const steps = commonClasses(one, other);
  const seen = new Set<string>([`${START} ${START}`]);
  /** How each pair was reached: index of the pair before, and the byte. */
  const pairs: [a: number, b: number, before: number, byte: number][] = [[START, START, -1, 0]];
  for (let at = 0; at < pairs.length; at++) {
    if (at === MOST_PAIRS) return lost;
    const [left, right] = pairs[at] as [number, number, number, number];
    if (wanted(one.accepts(left), other.accepts(right))) return spell(pairs, at);
    for (const byte of steps) {
      const toLeft = one.step(left, one.classes[byte] as number);
      const toRight = other.step(right, other.classes[byte] as number);
      // Nothing of what is asked for lies behind a right side that is dead; a left one may still be outside of it.
      if (toRight === DEAD || (toLeft === DEAD && wanted(true, true))) continue;
      const key = `${toLeft} ${toRight}`;
      if (seen.has(key)) continue;
      seen.add(key);
      pairs.push([toLeft, toRight, at, byte]);
    }
  }
  return undefined;
}

/** One byte for each way in which two automata tell bytes apart; printable ones first, so that examples can be read. */
function commonClasses(a: Automaton, b: Automaton): readonly number[] {
  const joined = new Map<number, number>();
  for (const byte of READABLE) {
    const key = (a.classes[byte] as number) * 256 + (b.classes[byte] as number);
    if (!joined.has(key)) joined.set(key, byte);
  }
  return [...joined.values()];
}

const READABLE: readonly number[] = [
  ...[...'abcdefghijklmnopqrstuvwxyz0123456789/._-'].map((char) => char.charCodeAt(0)),
  ...new Uint8Array(256).keys(),
];

function spell(pairs: readonly (readonly [number, number, number, number])[], end: number): string {
  const bytes: number[] = [];
  for (let at = end; at > 0; ) {
    const [, , before, byte] = pairs[at] as readonly [number, number, number, number];
    bytes.push(byte);
    at = before;
  }
  return decoder.decode(Uint8Array.from(bytes.reverse()));
}
