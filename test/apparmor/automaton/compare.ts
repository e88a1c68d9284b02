/** Our answers beside those of a compiled profile. */
import { expect } from 'vitest';
import { IncludeFiles } from '../../../lib/apparmor/include-files';
import type { Act } from '../../../lib/apparmor/language/evaluate/act';
import { evaluate } from '../../../lib/apparmor/language/evaluate/evaluate';
import { mediatedBy } from '../../../lib/apparmor/language/evaluate/policy';
import { expandPolicy } from '../../../lib/apparmor/language/expand/expand-policy';
import { type ExpandedProfile, FILE_BITS } from '../../../lib/apparmor/language/expand/model';
import { isGlob, matches, parseGlob } from '../../../lib/apparmor/language/glob/glob';
import { parsePolicy } from '../../../lib/apparmor/language/parse/parse';
import type { ParserVersion } from '../../../lib/apparmor/language/versions';
import type { Diagnostic } from '../../../lib/diagnostics/diagnostic';
import { rootOf } from '../parsers';
import type { Kernel } from './compile';
import type { CompiledProfile } from './compiled';
import { ask } from './kernel';

/** What was compared, by kind of act, and what could not be. */
export class Tally {
  private readonly counts = new Map<string, number>();
  private excluded = 0;
  readonly differences: string[] = [];

  /** Compares the answers to acts under one profile. */
  compare(
    version: ParserVersion,
    text: string,
    [ours, theirs]: readonly [ExpandedProfile, CompiledProfile],
    [profiles, compiled]: readonly [readonly ExpandedProfile[], readonly CompiledProfile[]],
    acts: readonly Act[],
    kernel: Kernel = 'own',
  ): void {
    for (const act of acts) {
      if (isUndefined(version, ours, act)) {
        this.excluded++;
        continue;
      }
      this.counts.set(act.kind, (this.counts.get(act.kind) ?? 0) + 1);
      const options = {
        version,
        profiles,
        mediated: ['network', ...mediatedBy(kernel === 'own' ? version : '3.0')],
      } as const;
      const { allowed, log, next, cleans, why } = evaluate(ours, act, options);
      const real = JSON.stringify(sorted(ask(theirs, compiled, act)));
      const mine = JSON.stringify(sorted({ allowed, log, next, cleans }));
      if (mine === real) continue;
      this.differences.push(`${JSON.stringify(act)}\n  ours ${mine} (${why})\n  real ${real}\n${text}`);
    }
  }

  get pairs(): number {
    return [...this.counts.values()].reduce((sum, each) => sum + each, 0);
  }

  toString(): string {
    const kinds = [...this.counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
    return `${this.pairs} pairs (${kinds}); ${this.excluded} left out`;
  }
}

/** Our reading of a text, with what the package of the version brings to include. */
export function expanded(version: ParserVersion, text: string): readonly ExpandedProfile[] {
  const problems: Diagnostic[] = [];
  const report = (problem: Diagnostic): void => void problems.push(problem);
  const includes = new IncludeFiles([rootOf(version)]);
  const { profiles } = expandPolicy(parsePolicy({ text }, { version, includes, report }), version, report);
  expect(
    problems.filter(({ severity }) => severity === 'error'),
    text,
  ).toEqual([]);
  return profiles;
}

/**
 * Where two rules of 4.1 speak of mapping and one of them runs the program under the same profile, the order in which
 * they lie in the parser's memory decides: there is no answer to compare.
 */
function isUndefined(version: ParserVersion, { files }: ExpandedProfile, act: Act): boolean {
  if (version !== '4.1' || !(act.kind === 'link' || (act.kind === 'open' && act.access.includes('m')))) return false;
  return (act.kind === 'link' ? [act.path, act.target] : [act.path]).some((path) => {
    const about = files.filter(({ patterns }) => patterns.some((text) => hits(text, path)));
    const inherits = about.filter(({ exec }) => exec?.transition === 'inherit' || exec?.fallback === 'inherit');
    const speaking = about.filter(({ perms }) => perms.owner & (FILE_BITS.x | FILE_BITS.m));
    return inherits.length > 0 && speaking.length > 1;
  });
}

function hits(text: string, path: string): boolean {
  const glob = parseGlob(text);
  return isGlob(glob) && matches(glob, path);
}

const sorted = <T extends object>(value: T): object =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => a.localeCompare(b)),
  );
