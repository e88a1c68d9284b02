import type { Diagnostic } from './diagnostic';
import { excerpt, splitLines } from './excerpt';
import { type Painter, plainPainter } from './painter';
import { countLine, formatPlace, sortDiagnostics } from './place';
import { visible } from './visible';

/** What the terminal text of diagnostics can make use of. */
export interface FormatOptions {
  /** Default: no colours. */
  readonly painter?: Painter;
  /** Source texts by file name, for the excerpts; a text that has no file stands under the empty string. */
  readonly texts?: ReadonlyMap<string, string>;
}

/**
 * One diagnostic as lines of terminal text: place, severity and message, then the source line with a caret, then the hint.
 *
 *     nginx.aa:3:14: error: unknown capability "sys_admn" [APPARMOR1003]
 *           3 |   capability sys_admn,
 *             |              ^^^^^^^^
 *       hint: did you mean "sys_admin"?
 *
 * `lines` are the lines of the file that the place names, if they are known.
 */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  paint: Painter = plainPainter,
  lines: readonly string[] = [],
): string {
  const { code, severity, message, hint, place = {} } = diagnostic;
  const where = visible(formatPlace(place));
  const head = [
    ...(where === '' ? [] : [paint('place', `${where}:`)]),
    paint(severity, `${severity}:`),
    visible(message),
    paint('code', `[${visible(code)}]`),
  ].join(' ');
  const help = hint === undefined ? [] : [`  ${paint('hint', 'hint:')} ${indent(visible(hint), 8)}`];
  return [indent(head, 2), ...excerpt(lines, place, paint), ...help].join('\n');
}

/**
 * All diagnostics as terminal text, sorted by place, ending with a count line such as `2 errors, 1 warning`,
 * without a newline at the end.
 */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: FormatOptions = {}): string {
  const { painter = plainPainter, texts = new Map<string, string>() } = options;
  const split = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    const known = split.get(file);
    if (known !== undefined) return known;
    const text = texts.get(file);
    const lines = text === undefined ? [] : splitLines(text);
    split.set(file, lines);
    return lines;
  };
  const parts = sortDiagnostics(diagnostics).map((diagnostic) =>
    formatDiagnostic(diagnostic, painter, linesOf(diagnostic.place?.file ?? '')),
  );
  return [...parts, countLine(diagnostics)].join('\n');
}

/** Lines after the first stand this many blanks in. */
function indent(text: string, blanks: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(blanks)}`);
}
