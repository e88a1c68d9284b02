/** Rules of the policy automaton: what is asked there is a class, and then what that class asks for, byte by byte. */
import type { Entry } from '../../expand/model';
import { isExact, patternOf } from '../../glob/glob';
import { bytesOf, parseRegex } from '../../glob/parse-regex';
import { globToRegex, PATH_WILDCARDS, type Wildcards } from '../../glob/regex-text';
import { byte, cat } from '../../glob/tree';
import type { Rule } from '../../model/rules';
import { atLeast, type ParserVersion } from '../../versions';
import type { AutomatonRule } from '../accept';
import { AUDITED } from '../bits';

export const CLASS = {
  net: 4,
  mount: 7,
  ptrace: 9,
  signal: 10,
  netV8: 14,
  label: 16,
  posixQueue: 17,
  sysvQueue: 18,
  userns: 21,
  ioUring: 22,
  dbus: 32,
} as const;

/** Anything but NUL. */
export const ANY = '[^\\000]*';
/** The same, at least one byte. */
export const SOME = '[^\\000]+';
export const NUL = '\\x00';

export const hex = (value: number): string => `\\x${value.toString(16).padStart(2, '0')}`;
/** Two bytes, the greater first. */
export const hex16 = (value: number): string => hex(value >> 8) + hex(value & 255);

/** The text of a glob; what can not be read matches nothing, because such a profile is not compiled. */
export function globText(glob: string | undefined, otherwise: string, wildcards: Wildcards = PATH_WILDCARDS): string {
  if (glob === undefined) return otherwise;
  const text = globToRegex(glob, wildcards);
  return typeof text === 'string' ? text : '';
}

/** In which priorities and versions rules are made. */
export interface Making {
  readonly entry: Entry<Rule>;
  readonly version: ParserVersion;
}

/** A rule of names with a NUL between them, each a regular expression. */
export function policyRule(
  { entry, version }: Making,
  names: readonly string[],
  perms: number,
  audited: number = perms,
): readonly AutomatonRule[] {
  const trees = names.flatMap((name) => parseRegex(name) ?? []);
  if (trees.length !== names.length || perms === 0) return [];
  const pattern = patternOf(cat(trees.flatMap((tree, index) => (index === 0 ? [tree] : [byte(0), tree]))));
  const deny = entry.mode === 'deny';
  return [
    {
      pattern,
      perms,
      audit: entry.audit !== deny ? audited & AUDITED : 0,
      deny,
      exact: isExact(pattern, atLeast(version, '4.1')),
      priority: entry.priority,
      entries: [entry],
    },
  ];
}

/** What is asked of the automaton, and for which bits. */
export interface Query {
  readonly bytes: Uint8Array;
  readonly request: number;
}

/** Bytes of numbers and texts, one after the other. */
export const bytesFor = (...parts: readonly (number | string | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'number' ? [part] : [...(typeof part === 'string' ? bytesOf(part) : part)],
    ),
  );

/** Bits of words; without words those of `all`. */
export function bitsOf(words: readonly string[], bits: { readonly [word: string]: number }, all: number): number {
  return words.length === 0
    ? all
    : words.reduce((sum, word) => sum | (Object.hasOwn(bits, word) ? (bits[word] ?? 0) : 0), 0);
}
