// The public names of this folder. Inside the library import the files themselves: option types and printers hold
// functions and maps, which jsii cannot carry to other languages.
import { DiagnosticError as DiagnosticErrorClass } from './diagnostic-error';

// Not `export type`: jsii takes those for names that are not exported.
export * from './diagnostic';

/**
 * jsii has no exceptions: a class that extends Error cannot be exported to Python, Java and Go, a constant is left out
 * there. Their users see the message of the error.
 */
export const DiagnosticError = DiagnosticErrorClass;
export type DiagnosticError = DiagnosticErrorClass;

export { formatDiagnostics } from './format';
