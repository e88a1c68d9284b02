import type { Severity } from '../diagnostic';
import { type Located, locator } from './located';
import type { PrinterFactory } from './printer';

/** One entry of GitLab's Code Quality report. */
export interface CodeQualityEntry {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** An error keeps a policy from being loaded, so it stands with the things that hurt; `blocker` stays free for users. */
const SEVERITIES: Readonly<Record<Severity, CodeQualityEntry['severity']>> = {
  error: 'critical',
  warning: 'minor',
  note: 'info',
};

/**
 * GitLab's Code Quality report (`artifacts:reports:codequality`): one JSON array. GitLab keeps one entry per fingerprint
 * and compares branches by it, so fingerprints are unique and do not move with the lines. Entries without a path are
 * lost, so every entry has one.
 */
export const codeQuality: PrinterFactory = (options) => {
  const entries: CodeQualityEntry[] = [];
  const locate = locator(options);
  return {
    input: (input) => {
      for (const located of locate(input)) entries.push(toEntry(located));
      return '';
    },
    end: () => `${JSON.stringify(entries, undefined, 2)}\n`,
  };
};

function toEntry({ diagnostic, file, line, fingerprint }: Located): CodeQualityEntry {
  const { code, severity, message, hint } = diagnostic;
  return {
    description: hint === undefined ? message : `${message} (${hint})`,
    check_name: code,
    fingerprint,
    severity: SEVERITIES[severity],
    location: { path: file, lines: { begin: line } },
  };
}
