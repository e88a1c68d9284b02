import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { DiagnosticError } from '../../lib/diagnostics/diagnostic-error';

/** Something that constructs can stand in; nothing of it is written. */
export const scope = (): Construct => new Chart(new App(), 'project');

/** What the DiagnosticError of a construct says: code, key and message of each problem. */
export function faultsOf(make: () => unknown): readonly string[] {
  try {
    make();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code, message }) => `${code} ${message}`);
  }
  return [];
}

/** The whole text of the error. */
export function messageOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return String(error);
  }
  return '';
}
