import type { Diagnostic } from '../diagnostic';
import { formatPath } from '../place';
import { diagnosticsOf } from './located';
import type { CheckedInput, PrinterFactory } from './printer';

/** One diagnostic of the JSON report. Every key is always there; what is not known is null. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly hint: string | null;
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
  /** Construct path and key: `shop/web#replicas`. */
  readonly path: string | null;
}

/** One line of the JSON report. */
export interface JsonInput {
  readonly file: string;
  readonly accepted: boolean;
  readonly diagnostics: readonly JsonDiagnostic[];
}

/** JSON Lines: one object per input, written as soon as the input is checked. */
export const json: PrinterFactory = () => ({
  input: (input) => `${JSON.stringify(toJson(input))}\n`,
  end: () => '',
});

function toJson(input: CheckedInput): JsonInput {
  const { file, accepted } = input;
  return { file, accepted, diagnostics: diagnosticsOf(input).map((diagnostic) => toRow(diagnostic, file)) };
}

function toRow({ code, severity, message, hint, place = {} }: Diagnostic, file: string): JsonDiagnostic {
  return {
    code,
    severity,
    message,
    hint: hint ?? null,
    file: place.file ?? file,
    line: place.line ?? null,
    column: place.column ?? null,
    endLine: place.endLine ?? null,
    endColumn: place.endColumn ?? null,
    path: formatPath(place) ?? null,
  };
}
