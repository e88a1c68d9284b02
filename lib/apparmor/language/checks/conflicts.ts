import { type Complain, elsewhere } from '../complain';
import type { ChangeProfileEntry, ExpandedProfile } from '../expand/model';
import { intersects } from '../glob/compare';
import { type Glob, isExact, isGlob, parseGlob } from '../glob/glob';
import { atLeast, type ParserVersion } from '../versions';
import { compareRules, type ExecRule, execRules } from './exec-rules';
import { meet } from './meet';

/**
 * Rules that want different things on the execution of one program. What names a path exactly wins over patterns. From
 * 4.1 on what has the greater priority or denies wins as well, but only over rules that the parser comes to later.
 */
export function checkConflicts(profile: ExpandedProfile, version: ParserVersion, complain: Complain): void {
  const rules = execRules(profile, version);
  const seen: ExecRule[] = [];
  for (const rule of rules) {
    for (const before of seen) {
      if (!share(before, rule)) continue;
      if (compareRules(before, rule, version) === 0) {
        report(before, rule, rule.text, complain);
        continue;
      }
      if (!canMeet(before, rule)) continue;
      const winners = atLeast(version, '4.1') ? rules.filter((other) => wins(other, before, rule, version)) : [];
      const path = meet(
        before.glob,
        rule.glob,
        winners.map(({ glob }) => glob),
      );
      if (path !== undefined) report(before, rule, path, complain);
    }
    seen.push(rule);
  }
  checkChanges(profile, version, complain);
  for (const child of profile.children) checkConflicts(child, version, complain);
}

/** Whether two rules differ for the owners of files, or for the others. */
const share = (a: ExecRule, b: ExecRule): boolean =>
  a.type !== b.type && ((a.owner && b.owner) || (a.other && b.other));

function canMeet(a: ExecRule, b: ExecRule): boolean {
  // Who is asked decides alone: what may be asked contradicts nothing.
  return a.mode === 'allow' && b.mode === 'allow' && a.exact === b.exact && a.priority === b.priority;
}

/** Whether a third rule, where it matches, keeps two from being compared. */
function wins(other: ExecRule, a: ExecRule, b: ExecRule, version: ParserVersion): boolean {
  if ((a.owner && b.owner && !other.owner) || (a.other && b.other && !other.other)) return false;
  const [first, last] = [Math.min(a.turn, b.turn), Math.max(a.turn, b.turn)];
  if (other.turn >= last || other.priority < a.priority) return false;
  if (other.priority > a.priority) return true;
  // 4.1 forgets what it was told before it came to the denial, and hears what comes behind.
  if (other.mode === 'deny') return version === '5.0' || (other.turn > first && !a.exact);
  return other.exact && !a.exact;
}

/** Changes of profile that wait for a program: `safe` for one and `unsafe` for the same. */
function checkChanges({ changeProfiles }: ExpandedProfile, version: ParserVersion, complain: Complain): void {
  const waiting = changeProfiles.filter(({ exec }) => exec !== undefined);
  for (const [index, rule] of waiting.entries()) {
    for (const before of waiting.slice(0, index)) {
      if (rule.clean === before.clean || rule.priority !== before.priority) continue;
      const [at, other] = [rule.rule?.path, before.rule?.path];
      if (
        at === undefined ||
        other === undefined ||
        !(areMerged(before, rule, version) || areBoth(before, rule, version))
      )
        continue;
      complain(
        'execModesMeet',
        at,
        `this change of profile is ${rule.clean ? 'safe' : 'unsafe'}, and that at ${elsewhere(other.span, at.span)} is not`,
        'write safe or unsafe for both',
      );
    }
  }
}

/** Rules with the same texts are merged. 5.0 does not look at their first letters. */
function areMerged(a: ChangeProfileEntry, b: ChangeProfileEntry, version: ParserVersion): boolean {
  if (
    (a.mode === 'deny') !== (b.mode === 'deny') ||
    (atLeast(version, '4.1') && (a.mode !== b.mode || a.audit !== b.audit))
  )
    return false;
  const text = (glob = ''): string => (version === '5.0' ? `${glob.slice(1)}\0${glob.length}` : glob);
  return text(a.exec) === text(b.exec) && text(a.target) === text(b.target);
}

function areBoth(a: ChangeProfileEntry, b: ChangeProfileEntry, version: ParserVersion): boolean {
  if (a.mode === 'deny' || b.mode === 'deny') return false;
  const globs = [a.exec, b.exec, a.target, b.target].map((glob = '') => parseGlob(glob));
  const [aExec, bExec, aTarget, bTarget] = globs.filter(isGlob);
  if (!aExec || !bExec || !aTarget || !bTarget) return false;
  const exact = (...some: readonly Glob[]): boolean => some.every((glob) => isExact(glob, atLeast(version, '4.1')));
  return exact(aExec, aTarget) === exact(bExec, bTarget) && intersects(aExec, bExec) && intersects(aTarget, bTarget);
}

function report(one: ExecRule, two: ExecRule, path: string, complain: Complain): void {
  const [before, rule] = one.at.span.start <= two.at.span.start ? [one, two] : [two, one];
  const shown = path === rule.at.value ? '' : ` (such as ${path})`;
  complain(
    'execModesMeet',
    rule.at,
    `another exec mode stands for the same program${shown} at ${elsewhere(before.at.span, rule.at.span)}: ${before.at.raw}`,
    'give both the same exec mode, or make their paths distinct',
  );
}
