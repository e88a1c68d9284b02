/** File rules and changes of profile as rules of the file automaton, as the parser puts them there. */
import type { ExpandedProfile } from '../expand/model';
import { filterSlashes, isExact, isGlob, type Pattern, parseGlob, patternOf } from '../glob/glob';
import { parseRegex } from '../glob/parse-regex';
import { byte, cat, type Tree } from '../glob/tree';
import { atLeast, type ParserVersion } from '../versions';
import type { AutomatonRule } from './accept';
import {
  AUDITED,
  both,
  CHANGE_PROFILE,
  EXEC,
  EXEC_TYPE,
  LINK_SUBSET,
  LINKS,
  MMAP,
  ON_EXEC,
  OTHER_SHIFT,
  sideOf,
} from './bits';
import { mergedFiles, type RawEntry } from './merge';

export interface FileAutomaton {
  readonly rules: readonly AutomatonRule[];
  /** Names of the transitions with `->`, as the exec bits count in them. */
  readonly transitions: readonly string[];
}

/** What a link without a target may lead to. */
const ANY_TARGET = '/[^/].*';
/** Programs that a change without a program may wait for. */
const ANY_PROGRAM = '/[^/\\x00][^\\x00]*';

export function compileFiles(profile: ExpandedProfile, version: ParserVersion): FileAutomaton {
  const { entries, transitions } = mergedFiles(profile, version);
  return {
    rules: entries.flatMap((entry) =>
      entry.perms & CHANGE_PROFILE
        ? [...linkRules(entry, entry.name, version), ...changeRules(entry, version)]
        : fileRules(entry, version),
    ),
    transitions,
  };
}

const treeOf = (glob: string): Tree[] => {
  const read = parseGlob(glob);
  return isGlob(read) ? [read.tree] : [];
};

const regex = (text: string): Tree => parseRegex(text) as Tree;

/** Names one after the other, with a NUL between them. */
const row = (...trees: readonly Tree[]): Pattern =>
  patternOf(cat(trees.flatMap((tree, index) => (index === 0 ? [tree] : [byte(0), tree]))));

function make(
  { deny, priority, entries }: RawEntry,
  pattern: Pattern,
  perms: number,
  audit: number,
  version: ParserVersion,
): AutomatonRule {
  return { pattern, perms, audit, deny, exact: isExact(pattern, atLeast(version, '4.1')), priority, entries };
}

function fileRules(entry: RawEntry, version: ParserVersion): readonly AutomatonRule[] {
  const { audit, deny } = entry;
  // Up to 4.1 a rule with `i` maps, later the state does.
  const perms = atLeast(version, '5.0') ? entry.perms : entry.perms | implied(entry.perms);
  const marked = version === '4.1' && audit !== 0 ? perms & AUDITED : audit;
  // The first name of a link pair must not be lost to a deny rule: both names decide.
  const own = deny ? ~LINKS : -1;
  const name = filterSlashes(entry.name);
  const first =
    perms & own ? treeOf(name).map((tree) => make(entry, row(tree), perms & own, marked & own, version)) : [];
  return [...first, ...linkRules(entry, name, version)];
}

/** What is executed under the same profile is mapped by it. */
const implied = (perms: number): number =>
  [0, OTHER_SHIFT].reduce((bits, shift) => {
    const side = sideOf(perms, shift === 0);
    return side & EXEC && side & EXEC_TYPE.inherit ? bits | (MMAP << shift) : bits;
  }, 0);

function linkRules(entry: RawEntry, name: string, version: ParserVersion): readonly AutomatonRule[] {
  const { perms, audit, second, subset } = entry;
  const links = perms & LINKS;
  if (links === 0) return [];
  // The subset test is asked for with a bit of the owner alone.
  const bits = second === undefined || subset ? links | ((links << 1) & LINK_SUBSET) : links;
  return treeOf(name).flatMap((from) =>
    targetsOf(second, version).map((to) => make(entry, row(from, to), bits, audit & LINKS, version)),
  );
}

/** 2.13 does not filter the slashes of what is linked to. */
function targetsOf(second: string | undefined, version: ParserVersion): readonly Tree[] {
  if (second === undefined) return [regex(ANY_TARGET)];
  return treeOf(version === '2.13' ? second : filterSlashes(second));
}

function changeRules(entry: RawEntry, version: ParserVersion): readonly AutomatonRule[] {
  const { name, second, perms } = entry;
  const [to] = treeOf(name);
  const [program] = second === undefined ? [regex(ANY_PROGRAM)] : treeOf(second);
  if (!to || !program) return [];
  const waits = ON_EXEC | (perms & both(EXEC | EXEC_TYPE.unsafe));
  return [
    make(entry, row(to), CHANGE_PROFILE | ON_EXEC, 0, version),
    make(entry, row(program), ON_EXEC, 0, version),
    make(entry, row(program, to), waits, 0, version),
  ];
}
