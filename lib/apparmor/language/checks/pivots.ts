import { type Complain, elsewhere } from '../complain';
import type { ExpandedProfile, PivotRootEntry } from '../expand/model';
import { intersects } from '../glob/compare';
import { type Glob, isExact, isGlob, parseGlob } from '../glob/glob';

/** 2.13 takes the profile behind `->` for an exec mode: where two rules meet, it must be the same. */
export function checkPivots({ pivotRoots, children }: ExpandedProfile, complain: Complain): void {
  const allowed = pivotRoots.filter(({ mode }) => mode !== 'deny');
  for (const [index, rule] of allowed.entries()) {
    const before = allowed.slice(0, index).find((each) => each.target !== rule.target && meet(each, rule));
    if (before?.rule === undefined || rule.rule === undefined) continue;
    complain(
      'execModesMeet',
      rule.rule.span,
      `another profile stands behind the pivot_root rule at ${elsewhere(before.rule.span, rule.rule.span)}, which is for the same calls`,
      'name the same profile in both, or none',
    );
  }
  for (const child of children) checkPivots(child, complain);
}

function meet(a: PivotRootEntry, b: PivotRootEntry): boolean {
  const pairs = [
    [a.newRoot, b.newRoot],
    [a.oldRoot, b.oldRoot],
  ] as const;
  const globs = pairs.map((pair) => pair.map((text = '**') => parseGlob(text)).filter(isGlob));
  if (!globs.every((pair): pair is [Glob, Glob] => pair.length === 2)) return false;
  const exact = (side: 0 | 1): boolean => globs.every((pair) => isExact(pair[side] as Glob, false));
  return exact(0) === exact(1) && globs.every(([one, other]) => intersects(one as Glob, other as Glob));
}
