import { DiagnosticCollector } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { lintPolicy } from './lints/lint-policy';
import type { ProfileNames } from './profile-name';

/**
 * Warns of what a parser takes and practitioners would not write: APPARMOR1110 and on. Beside `checkProfiles`, which gives the
 * verdict and what is looked at here: of a text whose grammar is broken nothing is said. Where includes were not followed,
 * what a profile lacks is told only of profiles that include nothing.
 */
export function lintProfiles({ policy }: ProfileNames): readonly Diagnostic[] {
  const lints = new DiagnosticCollector();
  if (policy !== undefined) lintPolicy(policy.file, policy.expanded, lints.report);
  return lints.diagnostics;
}
