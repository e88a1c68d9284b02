import { checkPolicy } from '../../../../lib/apparmor/language/checks/check-policy';
import type { ExpandedPolicy } from '../../../../lib/apparmor/language/expand/model';
import type { IncludeResolver } from '../../../../lib/apparmor/language/includes';
import { parsePolicy } from '../../../../lib/apparmor/language/parse/parse';
import type { ParserVersion } from '../../../../lib/apparmor/language/versions';
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic';

export interface Checked {
  readonly policy: ExpandedPolicy;
  /** Errors, in the order in which they were found. */
  readonly errors: readonly Diagnostic[];
}

/** A text read and checked; without a resolver its includes are not followed. */
export function checked(text: string, version: ParserVersion, includes?: IncludeResolver): Checked {
  const found: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => {
    found.push(diagnostic);
  };
  const policy = checkPolicy(
    parsePolicy({ text }, { version, report, ...(includes && { includes }) }),
    version,
    report,
  );
  return { policy, errors: found.filter(({ severity }) => severity === 'error') };
}

/** A profile with these rules. */
export const profileOf = (rules: string): string => `profile a {\n  ${rules}\n}\n`;
