/**
 * Entries of the file automaton as the parser lays them together before it writes rules: those of one name become one.
 * A change of profile is such an entry too, and what merges with one is no file rule any more.
 */
import type { ChangeProfileEntry, Entry, ExecMode, ExpandedProfile, FileEntry } from '../expand/model';
import type { Rule } from '../model/rules';
import { atLeast, type ParserVersion } from '../versions';
import { AUDITED, both, CHANGE_PROFILE, EXEC, EXEC_TYPE, MODIFIER, OTHER_SHIFT } from './bits';

export interface RawEntry {
  /** Glob of the path, or of the profile to change to. */
  readonly name: string;
  /** What is linked to, or the program that the change waits for. */
  readonly second?: string;
  readonly subset: boolean;
  readonly deny: boolean;
  /** Audited where allowed, silent where denied. */
  readonly audit: number;
  readonly priority: number;
  readonly perms: number;
  /** Those that were laid together. */
  readonly entries: readonly Entry<Rule>[];
}

export interface RawFiles {
  readonly entries: readonly RawEntry[];
  /** Names of the transitions with `->`, as the exec bits count in them. */
  readonly transitions: readonly string[];
}

export function mergedFiles(profile: ExpandedProfile, version: ParserVersion): RawFiles {
  const transitions: string[] = [];
  const all = [...profile.files, ...profile.changeProfiles].sort(inText);
  const entries = all.flatMap((entry) =>
    'patterns' in entry ? fileEntries(entry, execBits(entry.exec, transitions)) : [changeEntry(entry)],
  );
  // The parser's list begins with what it read last, and the first of a list gives the name.
  return { entries: merge(entries.reverse(), version), transitions };
}

/** In the order of the text, where it is one. */
function inText({ rule: a }: Entry<Rule>, { rule: b }: Entry<Rule>): number {
  return a && b && a.span.source === b.span.source ? a.span.start - b.span.start : 0;
}

/** Which bits say how an execution goes on. */
function execBits(exec: ExecMode | undefined, transitions: string[]): number {
  if (!exec) return 0;
  const { transition, fallback, clean, target } = exec;
  let bits = clean ? 0 : EXEC_TYPE.unsafe;
  if (transition === 'inherit' || fallback === 'inherit') bits |= EXEC_TYPE.inherit;
  if (fallback === 'unconfined') bits |= EXEC_TYPE.pux;
  if (target === undefined) return transition === 'inherit' ? bits : bits | (MODIFIER[transition] << 10);
  if (!transitions.includes(target)) transitions.push(target);
  return bits | ((MODIFIER.table + transitions.indexOf(target)) << 10);
}

function fileEntries(entry: FileEntry, type: number): readonly RawEntry[] {
  const { perms, audit, mode, priority, patterns, linkTargets, subset } = entry;
  const deny = mode === 'deny';
  const typed = (bits: number): number => (bits & EXEC ? bits | type : bits);
  const word = typed(perms.owner) | (typed(perms.other) << OTHER_SHIFT);
  const marked = audit !== deny ? word & AUDITED : 0;
  return patterns.flatMap((name) =>
    (linkTargets ?? [undefined]).map((second) => ({
      name,
      ...(second !== undefined && { second }),
      subset,
      deny,
      audit: marked,
      priority,
      perms: word,
      entries: [entry],
    })),
  );
}

function changeEntry(entry: ChangeProfileEntry): RawEntry {
  const { target, exec, clean, mode, audit } = entry;
  const deny = mode === 'deny';
  const program = exec === undefined ? 0 : both(EXEC | (clean ? 0 : EXEC_TYPE.unsafe));
  return {
    name: target,
    ...(exec !== undefined && { second: exec }),
    subset: false,
    deny,
    audit: audit !== deny ? CHANGE_PROFILE : 0,
    // The parser reads a priority here and forgets it.
    priority: 0,
    perms: CHANGE_PROFILE | program,
    entries: [entry],
  };
}

function merge(entries: readonly RawEntry[], version: ParserVersion): readonly RawEntry[] {
  const merged = new Map<string, RawEntry>();
  for (const entry of entries) {
    const key = keyOf(entry, version);
    const before = merged.get(key);
    merged.set(
      key,
      before
        ? {
            ...before,
            audit: before.audit | entry.audit,
            perms: before.perms | entry.perms,
            entries: [...before.entries, ...entry.entries],
          }
        : entry,
    );
  }
  return [...merged.values()];
}

/** 5.0 compares names from their end and forgets the first character. */
function keyOf({ name, second, subset, deny, audit, priority }: RawEntry, version: ParserVersion): string {
  const read = (text: string): string => (version === '5.0' ? `${text.slice(1)}\0${text.length}` : text);
  const pair = second === undefined ? 'none' : `${subset} ${read(second)}`;
  const newer = atLeast(version, '4.1') ? `${audit !== 0} ${priority}` : '';
  return [deny, newer, pair, read(name)].join('\n');
}
