import { DiagnosticError } from '../diagnostics/diagnostic-error';

/** What ends a run: one sentence and what to do. No text of the project is at fault, so there is no place. */
export function problem(code: string, message: string, hint: string): DiagnosticError {
  return new DiagnosticError([{ code, severity: 'error', message, hint }]);
}
