/** Pieces of generated rules. */
import type { ParserVersion } from '../../../lib/apparmor/language/versions';
import type { Random } from './random';
import type { RuleSample } from './sample';

export type Maker = (random: Random, version: ParserVersion) => RuleSample;

export const LABELS = ['p1', 'p2', 'web', 'unconfined', '/usr/bin/a', 'p1//kid'];

/** The words joined, without those that are empty. */
export const words = (...parts: readonly string[]): string => parts.filter(Boolean).join(' ');

/** Nothing, or some of them in parentheses. */
export const access = (random: Random, all: readonly string[]): string =>
  random.once(3) ? '' : `(${random.some(all).join(', ')})`;

export const optional = (random: Random, text: () => string): string => (random.once(2) ? text() : '');
