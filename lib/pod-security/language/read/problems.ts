import type { Diagnostic, Place, Severity } from '../../../diagnostics/diagnostic';

/** Codes of what can be wrong with files that are read. They never change their meaning. */
export const READ_CODES = {
  yaml: 'PODSECURITY1060',
  object: 'PODSECURITY1061',
  pod: 'PODSECURITY1062',
  oldApi: 'PODSECURITY1063',
  role: 'PODSECURITY1064',
  anybody: 'PODSECURITY1065',
  none: 'PODSECURITY1066',
  order: 'PODSECURITY1067',
  band: 'PODSECURITY1068',
  expression: 'PODSECURITY1069',
  fit: 'PODSECURITY1070',
  many: 'PODSECURITY1071',
  noPolicies: 'PODSECURITY1072',
  dropped: 'PODSECURITY1073',
  gate: 'PODSECURITY1074',
  unjudged: 'PODSECURITY1075',
} as const;

/** One problem of a file. */
export function readProblem(
  code: keyof typeof READ_CODES,
  message: string,
  place: Place,
  hint?: string,
  severity: Severity = 'error',
): Diagnostic {
  return { code: READ_CODES[code], severity, message, ...(hint !== undefined && { hint }), place };
}
