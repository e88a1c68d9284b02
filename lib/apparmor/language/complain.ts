import type { Report } from '../../diagnostics/collector';
import type { Severity } from '../../diagnostics/diagnostic';
import type { Span } from './model/source';
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

/** Complaints as diagnostics. The same one, as of a text that is included twice, is made once. */
export function complaints(report: Report): Complain {
  const made = new Set<string>();
  return (code, at, message, hint, severity = 'error') => {
    const place = placeOf('span' in at ? at.span : at);
    const key = JSON.stringify([code, place, message]);
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
