import { DiagnosticCollector } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { expandPolicy } from './expand/expand-policy';
import type { IncludeResolver } from './includes';
import { lintPolicy } from './lints/lint-policy';
import { parsePolicy } from './parse/parse';
import { DEFAULT_PARSER, type ParserVersion } from './versions';

/**
 * Warns of what a parser takes and practitioners would not write: APPARMOR1110 and on. Beside `checkProfiles`, which gives the
 * verdict: of a text that is no policy nothing is said.
 *
 * @param includes finds what the text includes; without it what a profile lacks is told only of profiles that include nothing
 */
export function lintProfiles(
  text: string,
  file?: string,
  parser: ParserVersion = DEFAULT_PARSER,
  includes?: IncludeResolver,
): readonly Diagnostic[] {
  const errors = new DiagnosticCollector();
  const source = { ...(file !== undefined && { file }), text };
  const policy = parsePolicy(source, { version: parser, report: errors.report, ...(includes && { includes }) });
  if (errors.hasErrors) return [];
  const lints = new DiagnosticCollector();
  // What cannot be expanded is an error of its own, or a variable that an include would have declared.
  lintPolicy(
    policy,
    expandPolicy(policy, parser, () => {}),
    lints.report,
  );
  return lints.diagnostics;
}
