import type { Diagnostic } from '../diagnostics/diagnostic';
import { Problems } from './language/problems';

// How a text travels through Falco's chart: its template writes `<name>: |-` and the text below, four blanks before each
// line, and Helm reads that as YAML 1.1.

/** Ends a line for YAML 1.1 but not for the template, which then does not indent what follows. */
const FOREIGN_LINE_END = /[\u0085\u2028\u2029]/g;

/** What the chart's template would tear apart. */
export function carryProblems(text: string, file: string | undefined): readonly Diagnostic[] {
  const problems = new Problems(text, file);
  for (const { index, 0: sign } of text.matchAll(FOREIGN_LINE_END)) {
    const code = `U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    problems.reportAt('foreignLineEnd', index, `${code} ends a line for Helm: the chart cannot carry it`, {
      hint: 'take it out, or write a line break',
    });
  }
  return problems.diagnostics;
}

/** The text as the template carries it whole. */
export function carried(text: string): string {
  const lines = text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .trimEnd();
  // The first line says how far the block is indented; a comment at its begin keeps what is inside as it is.
  return /^(?:[ \t]*\n)*[ \t]/.test(lines) ? `#\n${lines}\n` : `${lines}\n`;
}
