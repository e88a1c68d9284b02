import type { Diagnostic } from '../diagnostic';
import { splitLines } from '../excerpt';
import { fingerprint } from '../fingerprint';
import { formatPath, sortDiagnostics } from '../place';
import type { CheckedInput, PrinterOptions } from './printer';

/** A diagnostic with what reports for machines need: a file, a line and a name that stays when lines move. */
export interface Located {
  readonly diagnostic: Diagnostic;
  /** Path from the top of the repository. */
  readonly file: string;
  /** Line in the file; 1 when the diagnostic has none: readers of reports insist on one. */
  readonly line: number;
  /** Unique in the report, and the same when the problem only moves to another line. */
  readonly fingerprint: string;
}

/** Gives each diagnostic of a run its file, line and fingerprint. One per report: it counts equal problems. */
export function locator(options: PrinterOptions): (input: CheckedInput) => readonly Located[] {
  const seen = new Map<string, number>();
  const unique = (name: string): string => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : fingerprint([name, String(count)]);
  };
  return (input) => {
    const lines = input.text === undefined ? [] : splitLines(input.text);
    return diagnosticsOf(input).map((diagnostic) => {
      const { code, message, place = {} } = diagnostic;
      const file = reportPath(place.file ?? input.file, options);
      const source = sameFile(diagnostic, input) && place.line !== undefined ? lines[place.line - 1] : undefined;
      const name = fingerprint([file, code, withoutPositions(message), formatPath(place) ?? '', source?.trim() ?? '']);
      return { diagnostic, file, line: Math.max(1, place.line ?? 1), fingerprint: unique(name) };
    });
  };
}

/** The diagnostics of an input, sorted; those that name no file get the input's: a checker may leave it out. */
export function diagnosticsOf({ file, diagnostics }: CheckedInput): readonly Diagnostic[] {
  return sortDiagnostics(
    diagnostics.map((diagnostic) =>
      diagnostic.place?.file === undefined ? { ...diagnostic, place: { ...diagnostic.place, file } } : diagnostic,
    ),
  );
}

/** Does the place of this diagnostic point into the text of this input? */
export function sameFile({ place }: Diagnostic, input: CheckedInput): boolean {
  return place?.file === undefined || place.file === input.file;
}

/** The path that stands in a report: from the top of the repository, `stdin` for standard input. */
export function reportPath(file: string, { locate = withoutDot }: PrinterOptions): string {
  return file === '-' ? 'stdin' : locate(file);
}

function withoutDot(file: string): string {
  return file.replace(/^(\.\/+)+/, '');
}

/** Messages may speak of other lines (`already defined at line 3`); those numbers move with the text. */
function withoutPositions(message: string): string {
  return message.replace(/\b(lines?|columns?) \d+/gi, '$1');
}
