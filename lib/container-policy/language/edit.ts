import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import type { YamlNode } from '../../yaml/node';
import { readYaml } from '../../yaml/read';
import { entriesOf, entryOf, nodeAt, textOf } from '../../yaml/walk';
import type { Mode } from './model';
import { readPolicies } from './read';

/**
 * The same text with another mode for a policy. Only that word changes: comments, order and blanks stay.
 * @param name which one; left out: all of them
 * @throws DiagnosticError when the text is no policy
 */
export function withMode(text: string, mode: Mode, name?: string): string {
  const { diagnostics } = readPolicies(text);
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    throw new DiagnosticError(diagnostics, { texts: new Map([['', text]]) });
  }
  const edits = readYaml(text, '1.2').documents.flatMap((document) => {
    const own = textOf(nodeAt(document, ['metadata', 'name']));
    return name === undefined || name === own ? [editOf(text, document, mode)] : [];
  });
  // From the end on: places before it stay what they are.
  return edits.reverse().reduce((all, { start, end, word }) => all.slice(0, start) + word + all.slice(end), text);
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly word: string;
}

function editOf(text: string, document: YamlNode, mode: Mode): Edit {
  const spec = entryOf(document, 'spec');
  const written = entryOf(spec?.value, 'mode')?.value;
  if (written !== undefined) return { start: written.start, end: written.end, word: mode };
  const first = entriesOf(spec?.value)[0]?.key;
  if (first === undefined)
    return { start: spec?.value.start ?? 0, end: spec?.value.end ?? 0, word: `{ mode: ${mode} }` };
  const lineStart = text.lastIndexOf('\n', first.start - 1) + 1;
  const indent = text.slice(lineStart, first.start);
  // In braces a comma parts what else a line does.
  const word = /^ *$/.test(indent) ? `mode: ${mode}\n${indent}` : `mode: ${mode}, `;
  return { start: first.start, end: first.start, word };
}
