import { getSystemErrorMap } from 'node:util';
import { DiagnosticError } from '../diagnostics/diagnostic-error';

/** What ends a run: one sentence and what to do. No text of the project is at fault, so there is no place. */
export function problem(code: string, message: string, hint: string): DiagnosticError {
  return new DiagnosticError([{ code, severity: 'error', message, hint }]);
}

/** Why the system refused something: `no such file or directory`. */
export function reasonOf(error: unknown): string {
  const { errno } = error as NodeJS.ErrnoException;
  const reason = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1];
  return reason ?? (error instanceof Error ? error.message : String(error));
}
