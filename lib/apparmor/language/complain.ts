import type { Report } from '../../diagnostics/collector';
import type { Severity } from '../../diagnostics/diagnostic';
import type { Source, Span } from './model/source';
import { placeOf } from './place';
import { CODES, type Code, shown } from './problems';

/** Says that something is wrong with a piece of a text. */
export type Complain = (
  code: Code,
  at: Span | { readonly span: Span },
  message: string,
  hint?: string,
  severity?: Severity,
) => void;

/** One missing line of the file itself makes them everywhere in what it includes. */
const ONE_CAUSE: readonly Code[] = ['variableUndeclared'];

/**
 * Complaints as diagnostics. The same one, as of a text that is included twice, is made once; so is what has one cause,
 * in all texts besides the file itself.
 */
export function complaints(report: Report, file?: Source): Complain {
  const made = new Set<string>();
  return (code, at, message, hint, severity = 'error') => {
    const span = 'span' in at ? at.span : at;
    const place = placeOf(span);
    const once = file !== undefined && span.source !== file && ONE_CAUSE.includes(code);
    const key = JSON.stringify([code, once ? undefined : place, message]);
    if (made.has(key)) return;
    made.add(key);
    report({
      code: CODES[code],
      severity,
      message: short(message),
      ...(hint !== undefined && { hint: short(hint) }),
      place,
    });
  };
}

/** A word of a text may have millions of characters. */
const short = (message: string): string => message.replace(/\S+/g, shown);

/** Where a second piece stands, for messages about two: `line 3`, with the file when that is another one. */
export function elsewhere(span: Span, from: Span): string {
  const { file, line, column } = placeOf(span);
  return span.source === from.source || file === undefined
    ? `line ${line}, column ${column}`
    : `${file}:${line}:${column}`;
}
