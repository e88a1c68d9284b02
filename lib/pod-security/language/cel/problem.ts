import type { Diagnostic, Place } from '../../../diagnostics';

/** Codes of what is wrong with an expression before it runs. */
export const CEL_CODES = {
  syntax: 'PODSECURITY1020',
  literal: 'PODSECURITY1021',
  reserved: 'PODSECURITY1022',
  macro: 'PODSECURITY1023',
  reference: 'PODSECURITY1024',
  type: 'PODSECURITY1025',
  field: 'PODSECURITY1026',
  version: 'PODSECURITY1027',
  constant: 'PODSECURITY1028',
  size: 'PODSECURITY1029',
} as const;

/** A problem at an offset of the text. */
export interface CelProblem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly at: number;
}

/** Line and column, from 1, of an offset. */
export function placeAt(text: string, at: number): Place {
  const before = text.slice(0, at).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

export function toDiagnostic(text: string, { code, message, hint, at }: CelProblem): Diagnostic {
  return {
    code,
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    place: placeAt(text, at),
  };
}
