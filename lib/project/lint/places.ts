import type { Diagnostic, Place } from '../../diagnostics/diagnostic';
import type { YamlNode } from './yaml-nodes';

/** Line and column of an offset, both from 1. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

/** The place of a node: its first line. */
export function placeOf(file: string, text: string, node: YamlNode, path: readonly string[] = []): Place {
  const { line, column } = positionAt(text, node.start);
  const { line: endLine, column: endColumn } = positionAt(text, node.end);
  const end = endLine === line && endColumn > column ? { endLine, endColumn } : {};
  return { file, line, column, ...end, ...(path.length > 0 && { key: path.join('.') }) };
}

/** The first line of a literal block: `|`, how its end is kept, how deep it is. */
const LITERAL = /\|[-+0-9]*[^\n]*\n/y;

/**
 * Moves problems of a text that stands inside a YAML file to where they are in that file. Exact for literal blocks (`|`) and
 * texts of one line; elsewhere (folded, with escapes) the problem is at the begin of the text.
 */
export function movedInto(
  diagnostics: readonly Diagnostic[],
  file: string,
  text: string,
  node: YamlNode,
  path: readonly string[],
): readonly Diagnostic[] {
  const whole = placeOf(file, text, node, path);
  const move = positionsIn(text, node);
  return diagnostics.map((diagnostic) => {
    const { line, column = 1 } = diagnostic.place ?? {};
    const exact = line === undefined ? undefined : move?.(line, column);
    return { ...diagnostic, place: { ...(exact === undefined ? whole : { file, ...exact }), key: path.join('.') } };
  });
}

type Move = (line: number, column: number) => { readonly line: number; readonly column: number };

function positionsIn(text: string, node: YamlNode): Move | undefined {
  const start = positionAt(text, node.start);
  LITERAL.lastIndex = node.start;
  if (LITERAL.test(text)) {
    const indent = indentOf(text.slice(LITERAL.lastIndex, node.end), String(node.value));
    return (line, column) => ({ line: start.line + line, column: column + indent });
  }
  const written = text.slice(node.start, node.end);
  const quoted = /^["']/.test(written) ? 1 : 0;
  const plain = String(node.value) === written.slice(quoted, written.length - quoted);
  return plain
    ? (line, column) => ({ line: start.line + line - 1, column: start.column + quoted + column - 1 })
    : undefined;
}

/** How far a block is moved in: what its first line with text has more of blanks in the file than in the value. */
function indentOf(block: string, value: string): number {
  const blanks = (lines: string): number =>
    /^ */.exec(lines.split('\n').find((line) => line.trim() !== '') ?? '')?.[0].length ?? 0;
  return Math.max(0, blanks(block) - blanks(value));
}
