import type { Diagnostic, Place, Severity } from './diagnostic';

const SEVERITY_ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/**
 * The construct part of a place: `shop/web#spec.replicas`, `shop/web`, `spec.replicas`, or `undefined` when it has none.
 */
export function formatPath(place: Place): string | undefined {
  if (place.path !== undefined && place.key !== undefined) return `${place.path}#${place.key}`;
  return place.path ?? place.key;
}

/**
 * A place as people and editors read it: `nginx.aa:3:14`, `shop/web#replicas`, both as `nginx.aa:3:14 (shop/web#text)`.
 * A text that has no file and no path gives `line 3, column 14`; a place without anything gives the empty string.
 */
export function formatPlace(place: Place): string {
  const construct = formatPath(place);
  const name = place.file === '-' ? '<stdin>' : (place.file ?? construct);
  if (name === undefined) {
    if (place.line === undefined) return '';
    return place.column === undefined ? `line ${place.line}` : `line ${place.line}, column ${place.column}`;
  }
  const position = [place.line, place.line === undefined ? undefined : place.column];
  const text = [name, ...position.filter((part) => part !== undefined)].join(':');
  return place.file !== undefined && construct !== undefined ? `${text} (${construct})` : text;
}

/**
 * Order of a report: by document (the file, or the construct path of a text that has no file), line, column, construct
 * path, key, then errors first, then code and message. What has no file or no line comes before what has one.
 * Strings compare by code unit, so that the order is the same on every machine.
 */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  const { place: p = {} } = a;
  const { place: q = {} } = b;
  return (
    compareStrings(p.file, q.file) ||
    (p.file === undefined ? compareStrings(p.path, q.path) : 0) ||
    (p.line ?? 0) - (q.line ?? 0) ||
    (p.column ?? 0) - (q.column ?? 0) ||
    compareStrings(p.path, q.path) ||
    compareStrings(p.key, q.key) ||
    SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] ||
    compareStrings(a.code, b.code) ||
    compareStrings(a.message, b.message)
  );
}

/** A sorted copy, see {@link compareDiagnostics}. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(compareDiagnostics);
}

/** Counts in words: `2 errors, 1 warning`; severities without a problem are left out, none at all is `no problems`. */
export function countLine(diagnostics: readonly Diagnostic[]): string {
  const counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  for (const { severity } of diagnostics) counts[severity] += 1;
  const words = (Object.keys(counts) as Severity[])
    .filter((severity) => counts[severity] > 0)
    .map((severity) => plural(counts[severity], severity));
  return words.length === 0 ? 'no problems' : words.join(', ');
}

/** `1 file`, `2 files`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Are there errors among these? Warnings and notes do not refuse a file. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

function compareStrings(a = '', b = ''): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
