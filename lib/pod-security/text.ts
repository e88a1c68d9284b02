import { mustBeText } from '../diagnostics/check';
import { describe } from '../diagnostics/describe';
import { callError } from '../diagnostics/diagnostic-error';
import { CODES } from './language/check-spec';

/** A name that was given to a call. @throws DiagnosticError when it is none */
export function text(argument: string, given: unknown): string {
  if (typeof given === 'string' && mustBeText(given) === undefined) return given;
  throw callError(CODES.subject, `"${argument}" must be a text that is not empty, not ${describe(given)}`);
}
