/** Globs of AppArmor: what they match. `compare.ts` sets them against each other. */
import { Automaton } from './automaton';
import { bytesOf, parseRegex } from './parse-regex';
import { type GlobProblem, globToRegex } from './regex-text';
import { literalPrefix, someTree, type Tree } from './tree';

export type { GlobFault, GlobProblem } from './regex-text';
export { filterSlashes } from './regex-text';

/** A regular expression over bytes that can be matched. */
export interface Pattern {
  readonly tree: Tree;
  /** Bytes that all matches begin with. */
  readonly prefix: Uint8Array;
  /** Whether nothing but the prefix matches. */
  readonly literal: boolean;
  readonly automaton: () => Automaton;
}

/** A glob that could be read. */
export interface Glob extends Pattern {
  readonly text: string;
  /** The regular expression that the parser makes of it. */
  readonly regex: string;
}

export function patternOf(tree: Tree): Pattern {
  const { prefix, whole } = literalPrefix(tree);
  let made: Automaton | undefined;
  return {
    tree,
    prefix: Uint8Array.from(prefix),
    literal: whole,
    automaton: () => {
      made ??= new Automaton(tree);
      return made;
    },
  };
}

/** Globs that were read, by their text; forgotten all at once, so that a long life costs no memory. */
const MOST_KNOWN = 20_000;
const known = new Map<string, Glob | GlobProblem>();

/**
 * Reads a glob. Slashes stay as they are: the parser filters those of paths (`filterSlashes`) and not those of profile names.
 * Variables must be expanded before.
 */
export function parseGlob(text: string): Glob | GlobProblem {
  const before = known.get(text);
  if (before) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const made = readGlob(text);
  known.set(text, made);
  return made;
}

function readGlob(text: string): Glob | GlobProblem {
  const regex = globToRegex(text);
  if (typeof regex !== 'string') return regex;
  const tree = parseRegex(regex);
  return tree ? { text, regex, ...patternOf(tree) } : { fault: 'class', at: Math.max(0, text.indexOf('[')) };
}

export const isGlob = (read: Glob | GlobProblem): read is Glob => !('fault' in read);

export const matches = (glob: Pattern, text: string): boolean => matchesBytes(glob, bytesOf(text));

export function matchesBytes(glob: Pattern, bytes: Uint8Array): boolean {
  const { prefix, literal } = glob;
  if (literal ? bytes.length !== prefix.length : bytes.length < prefix.length) return false;
  for (let at = 0; at < prefix.length; at++) {
    if (bytes[at] !== prefix[at]) return false;
  }
  return literal || glob.automaton().matches(bytes);
}

/**
 * Whether a pattern is exact to the parser, so that its exec mode wins over that of patterns that are not. Up to 3.0 a
 * class makes a pattern of it, later only a negative one does.
 */
export const isExact = (glob: Pattern, classesAreExact: boolean): boolean =>
  !someTree(
    glob.tree,
    (part) =>
      part.kind === 'star' ||
      part.kind === 'plus' ||
      (part.kind === 'bytes' && (part.form === 'wild' || (part.form === 'class' && !classesAreExact))),
  );
