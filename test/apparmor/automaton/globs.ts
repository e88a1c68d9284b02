/** Globs that overlap, and texts near to them. */
import type { Random } from './random';

const PIECES = [
  'a',
  'b',
  'a',
  'ab',
  'c',
  '*',
  '*',
  '**',
  '?',
  '[ab]',
  '[^a]',
  '[a-c]',
  '{a,b}',
  '{,b}',
  '{a*,b}',
  '{b,/a}',
  'a*',
  '\\*',
];
const FILLERS = ['', 'a', 'b', 'ab', 'c'];

/** A path of a few short segments. */
export function pathGlob(random: Random): string {
  const segments = random.many(1, 3, () => random.many(1, 2, () => random.of(PIECES)).join(''));
  return `/${segments.join(random.once(12) ? '//' : '/')}${random.once(8) ? '/' : ''}`;
}

/** A text without slashes of its own, such as a label. */
export const wordGlob = (random: Random, words: readonly string[]): string =>
  random.once(3) ? `${random.of(words).slice(0, 1)}${random.of(['*', '**', '?', '{a,b}', '[ab]*'])}` : random.of(words);

/** A text that a glob matches, or nearly. */
export function near(random: Random, glob: string): string {
  const filled = glob
    .replace(/\\(.)/g, '$1')
    .replace(/\{([^{}]*)\}/g, (_, items: string) => random.of(items.split(',')))
    .replace(/\[\^[^\]]*\]/g, () => random.of(['b', 'c', 'a', '/']))
    .replace(/\[([a-z])-?([a-z]?)\]/g, (_, from: string, to: string) => random.of([from, to || 'b', 'd']))
    .replace(/\*\*/g, () => random.of(['', 'a', 'a/b', 'b/', 'ab/c/a']))
    .replace(/\*/g, () => random.of(FILLERS))
    .replace(/\?/g, () => random.of(['a', 'b', '', '/']))
    .replace(/\/\/+/g, '/');
  return random.once(3) ? disturb(random, filled) : filled;
}

function disturb(random: Random, text: string): string {
  const at = 1 + random.below(text.length);
  const piece = random.of(['', 'a', 'b', '/', 'c']);
  return `${text.slice(0, at)}${piece}${text.slice(at + (random.once(2) ? 1 : 0))}` || '/';
}
