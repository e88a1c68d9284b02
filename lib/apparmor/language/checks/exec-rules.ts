import { type ExpandedProfile, FILE_BITS, type FileEntry } from '../expand/model';
import { type Glob, isExact, isGlob, parseGlob } from '../glob/glob';
import type { Word } from '../model/source';
import { atLeast, type ParserVersion } from '../versions';

/** A rule about the execution of programs, with one of its patterns. */
export interface ExecRule {
  readonly glob: Glob;
  readonly at: Word;
  readonly mode: FileEntry['mode'];
  /** What happens on execution, in one word. */
  readonly type: string;
  readonly exact: boolean;
  readonly priority: number;
  readonly owner: boolean;
  readonly other: boolean;
  readonly text: string;
  /** What the parser sorts by before the text. */
  readonly rank: readonly number[];
  /** When the parser comes to it while it builds the automaton. */
  readonly turn: number;
}

/** Rules before their turns are known. */
interface Unsorted extends Omit<ExecRule, 'turn'> {
  /** Rules of one class take the turn of the first of them. */
  readonly group: string;
}

/** The rules of a profile that allow or deny execution, in the order in which the parser comes to them. */
export function execRules({ files }: ExpandedProfile, version: ParserVersion): readonly ExecRule[] {
  const unsorted = files.flatMap((entry) => rulesOf(entry, version));
  const sorted = unsorted.sort((a, b) => compareRules(a, b, version));
  const turns = new Map<string, number>();
  for (const [index, { group }] of sorted.entries()) if (!turns.has(group)) turns.set(group, index);
  return sorted.map((rule) => ({ ...rule, turn: turns.get(rule.group) ?? 0 }));
}

/** Rules that are the same in this order are merged into one before all else. */
export const compareRules = (
  a: Pick<ExecRule, 'rank' | 'text'>,
  b: Pick<ExecRule, 'rank' | 'text'>,
  version: ParserVersion,
): number => compareRanks(a.rank, b.rank) || (version === '5.0' ? fromBehind : fromBefore)(a.text, b.text);

function rulesOf(entry: FileEntry, version: ParserVersion): readonly Unsorted[] {
  const { exec, mode, patterns, perms, priority, rule } = entry;
  const owner = (perms.owner & FILE_BITS.x) !== 0;
  const other = (perms.other & FILE_BITS.x) !== 0;
  const at = wordOf(rule);
  if (at === undefined || !(owner || other)) return [];
  const marked = (mode === 'deny') !== entry.audit;
  const stated = mode !== 'allow' || (entry.stated ?? false);
  return patterns.flatMap((text) => {
    const glob = parseGlob(text);
    if (!isGlob(glob)) return [];
    const exact = mode === 'allow' && isExact(glob, atLeast(version, '4.1'));
    const type = exec?.type ?? '';
    return [
      {
        ...{ glob, at, text, type, exact, priority, owner, other },
        mode,
        rank: [stated ? MODES.indexOf(mode) + 1 : 0, marked ? 1 : 0, -priority],
        group: JSON.stringify([exact ? 'exact' : mode, priority, perms, type, marked]),
      },
    ];
  });
}

const MODES = ['allow', 'deny', 'prompt'];

/** Rules without a path stand for every path. */
function wordOf(rule: FileEntry['rule']): Word | undefined {
  if (rule === undefined || rule.kind === 'link') return undefined;
  if (rule.path !== undefined) return rule.path;
  const { span } = rule;
  const raw = span.source.text.slice(span.start, span.end);
  return { value: raw, raw, span };
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  return a.map((rank, index) => rank - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

const fromBefore = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** 5.0 compares texts from their ends, and never looks at their first letters. */
function fromBehind(a: string, b: string): number {
  let [left, right] = [a.length - 1, b.length - 1];
  for (; left > 0 && right > 0; left -= 1, right -= 1) {
    const difference = a.charCodeAt(left) - b.charCodeAt(right);
    if (difference !== 0) return difference;
  }
  return left - right;
}
