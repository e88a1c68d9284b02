import type { Report } from '../../../diagnostics/collector';
import { type Complain, complaints } from '../complain';
import { flatItems } from '../expand/declare';
import { expandWith } from '../expand/expand-policy';
import type { ExpandedPolicy, ExpandedProfile } from '../expand/model';
import type { PolicyFile } from '../model/policy';
import { atLeast, type ParserVersion } from '../versions';
import { checkConflicts } from './conflicts';
import { checkGlobs } from './globs';
import { mediatedIn } from './mediated';
import { mountCalls } from './mount-calls';
import { checkPivots } from './pivots';
import { checkProfile } from './rules';

/** Names of other profiles that the parser has room for in one profile. */
const MOST_TRANSITIONS = 12;

/**
 * Reports what a version of apparmor_parser refuses in a file besides its grammar. An error here is an error there, and
 * the other way round.
 *
 * @returns the file as it was understood, for what looks further
 */
export function checkPolicy(file: PolicyFile, version: ParserVersion, report: Report): ExpandedPolicy {
  const complain = complaints(report, file.source);
  for (const item of flatItems(file.items)) if (item.kind === 'profile') checkProfile(item, false, version, complain);
  const policy = expandWith(file, version, complain);
  const mediated = mediatedIn(file, version);
  for (const profile of policy.profiles) {
    checkTransitions(profile, version, complain);
    checkMounts(profile, version, complain);
    checkGlobs(profile, version, mediated, complain);
    checkConflicts(profile, version, complain);
    if (version === '2.13') checkPivots(profile, complain);
  }
  return policy;
}

function checkTransitions(profile: ExpandedProfile, version: ParserVersion, complain: Complain): void {
  const targets = new Set<string>();
  const count = (target: string | undefined): void => {
    if (target !== undefined) targets.add(target);
  };
  for (const { exec, rule } of profile.files) if (rule?.kind === 'file' && rule.target) count(exec?.target);
  if (!atLeast(version, '5.0'))
    for (const { rule } of profile.pivotRoots) if (rule?.kind === 'pivot_root') count(rule.target?.value);
  if (targets.size > MOST_TRANSITIONS)
    complain(
      'transitionsTooMany',
      profile.node.name,
      `the profile names ${targets.size} profiles to change to, and apparmor_parser has room for ${MOST_TRANSITIONS}`,
      'let several programs share a profile',
    );
  for (const child of profile.children) checkTransitions(child, version, complain);
}

/** Mount rules whose conditions leave nothing. Those in a branch that is not taken do not count. */
function checkMounts(profile: ExpandedProfile, version: ParserVersion, complain: Complain): void {
  for (const { rule } of profile.mounts)
    if (rule !== undefined && rule.kind !== 'all' && mountCalls(rule, version).length === 0)
      complain(
        'mountEmpty',
        rule.span,
        'no mount call can match this rule: its options, type and paths exclude each other',
        'remount and make-… have no device, and bind and move no file system type',
      );
  for (const child of profile.children) checkMounts(child, version, complain);
}
