import type { ExpandedProfile, FileEntry } from '../expand/model';
import { common, contains, intersects } from '../glob/compare';
import { type Glob, isGlob, matches, parseGlob } from '../glob/glob';
import type { PolicyFile, Profile } from '../model/policy';
import type { Rule } from '../model/rules';
import type { Code } from '../problems';

/** What lints look at. */
export interface Subject {
  readonly profile: ExpandedProfile;
  /** It is never attached by a path, so that a container runtime or another program names it: most likely for a container. */
  readonly forContainers: boolean;
  /** Of `abi <abi/3.0>`: `3.0`. */
  readonly abi: string | undefined;
  /** All that it includes was read. If not, nobody knows what it lacks. */
  readonly complete: boolean;
  readonly file: PolicyFile;
}

/** What a lint found. */
export interface Finding {
  readonly code: Code;
  /** The rule that it is about; without one, the profile. */
  readonly rule?: Rule;
  readonly message: string;
  readonly hint: string;
}

/** A warning that goes beyond the verdict: of one kind, so that it can be switched off alone. */
export type Lint = (subject: Subject) => readonly Finding[];

/** Whether a rule stands in the file itself: what an included file says is not its author's to change. */
export const isOwn = (node: Rule | Profile | undefined, { file }: Subject): boolean =>
  node !== undefined && node.span.source === file.source;

/** How a rule is shown in a message: one line, not too long. */
export function textOf({ span }: Rule): string {
  const text = span.source.text.slice(span.start, span.end).replace(/\s+/g, ' ').replace(/ ?,$/, '');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

const known = new WeakMap<FileEntry, readonly Glob[]>();

/** What an entry matches; nothing of a glob that cannot be read, which is an error of its own. */
export function globsOf(entry: FileEntry): readonly Glob[] {
  const before = known.get(entry);
  if (before) return before;
  const globs = entry.patterns.map(parseGlob).filter(isGlob);
  known.set(entry, globs);
  return globs;
}

/** Whether all that one glob matches begins as the other must begin: what is cheap to know before they are compared. */
function beginsAs({ prefix: short }: Glob, { prefix: long }: Glob): boolean {
  return short.length <= long.length && short.every((byte, index) => byte === long[index]);
}

/** A text that a glob matches: made by hand where that is easy, because automata take time; none when it matches nothing. */
function exampleOf(glob: Glob): string | undefined {
  let text = glob.text.replace(/\*+|\?/g, 'x');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\{([^{},]*),[^{}]*\}/g, '$1');
  }
  return /[[\]{}^\\]/.test(text) ? common(glob, glob) : text;
}

/** Whether one glob matches all that the other does. Most do not match one example, which is found out quickly. */
function isWithin(inner: Glob, outer: Glob): boolean {
  if (!beginsAs(outer, inner) || (outer.literal && !inner.literal)) return false;
  const example = exampleOf(inner);
  return example !== undefined && matches(outer, example) && contains(outer, inner);
}

/** Whether all paths of `inner` are paths of `outer`. */
export const covers = (outer: FileEntry, inner: FileEntry): boolean => {
  const inside = globsOf(inner);
  return (
    inside.length > 0 &&
    inside.length === inner.patterns.length &&
    inside.every((each) => globsOf(outer).some((other) => isWithin(each, other)))
  );
};

/** Longer beginnings are not told apart. */
const LONGEST_KEY = 100;
const keyOf = ({ prefix }: Glob): string => String.fromCharCode(...prefix.slice(0, LONGEST_KEY));

/**
 * Which entries could cover another one, by how what they match begins; indexes in their order. Profiles that a program
 * wrote have thousands of rules, and each with each would take minutes.
 */
export function couldCover(entries: readonly FileEntry[]): (inner: FileEntry) => readonly number[] {
  const byKey = new Map<string, number[]>();
  entries.forEach((entry, at) => {
    for (const key of new Set(globsOf(entry).map(keyOf))) {
      const same = byKey.get(key);
      if (same === undefined) byKey.set(key, [at]);
      else same.push(at);
    }
  });
  return (inner) => {
    const [glob] = globsOf(inner);
    if (glob === undefined) return [];
    const key = keyOf(glob);
    const found = Array.from({ length: key.length + 1 }, (_, length) => byKey.get(key.slice(0, length)) ?? []);
    return [...new Set(found.flat())].sort((a, b) => a - b);
  };
}

/** Whether some path is one of both. */
export const meet = (one: FileEntry, other: FileEntry): boolean =>
  globsOf(one).some((each) => globsOf(other).some((another) => intersects(each, another)));

export const matchesPath = (entry: FileEntry, path: string): boolean =>
  globsOf(entry).some((glob) => matches(glob, path));

/** Whether a profile name is one that a glob of a condition means; a glob that cannot be read means none. */
export function meansName(glob: string, name: string): boolean {
  const read = parseGlob(glob);
  return isGlob(read) && matches(read, name);
}

/** Whether rules of a profile let a path be used so, by anybody: allowed, and not denied by a rule of the same or a greater priority. */
export function allows({ files }: ExpandedProfile, path: string, bit: number): boolean {
  const about = files.filter(({ perms }) => ((perms.owner | perms.other) & bit) !== 0);
  const denied = about.filter(({ mode }) => mode === 'deny').filter((entry) => matchesPath(entry, path));
  return about.some(
    (entry) =>
      entry.mode !== 'deny' && matchesPath(entry, path) && !denied.some(({ priority }) => priority >= entry.priority),
  );
}
