import type { Diagnostic, Place } from '../../diagnostics/diagnostic';
import type { YamlNode, YamlScalar } from '../../yaml/node';
import { SourceMap } from '../../yaml/source-map';
import type { ProjectFile } from './project-files';

/** The place of a node, or of another part of a file. */
export function placeOf(
  { shown, lines }: Pick<ProjectFile, 'shown' | 'lines'>,
  { start, end }: Pick<YamlNode, 'start' | 'end'>,
  path: readonly string[] = [],
): Place {
  return { file: shown, ...lines.place(start, end), ...(path.length > 0 && { key: path.join('.') }) };
}

/** Moves problems of a text that stands inside a YAML file to where they are in that file, however the text is written. */
export function movedInto(
  diagnostics: readonly Diagnostic[],
  file: Pick<ProjectFile, 'shown' | 'lines' | 'text'>,
  node: YamlScalar,
  path: readonly string[],
): readonly Diagnostic[] {
  const map = new SourceMap(file.text, node);
  return diagnostics.map((diagnostic) => {
    const { line, column = 1, endLine = line, endColumn = column } = diagnostic.place ?? {};
    if (line === undefined || endLine === undefined) return { ...diagnostic, place: placeOf(file, node, path) };
    const start = map.offsetOf({ line, column });
    const end = map.offsetOf({ line: endLine, column: endColumn });
    return { ...diagnostic, place: placeOf(file, { start, end }, path) };
  });
}
