import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import { Lines } from '../../yaml/lines';
import { readYaml } from '../../yaml/read';

const FOLDER = 'applications';

/**
 * Refuses files of values that are no YAML, or more than one document. Helm takes the first document that it understands
 * and says nothing of the rest: `{}` with keys below it is an empty file to it, and nothing would differ.
 *
 * @throws DiagnosticError with every such file.
 */
export function mustBeValues(project: string): void {
  const found = filesIn(project).flatMap((file) => faultsOf(file, readFileSync(join(project, file), 'utf8')));
  if (found.length > 0) throw new DiagnosticError(found);
}

/** Templates are left to helmfile, and so are its own files, which may have several documents. */
function filesIn(project: string): readonly string[] {
  const folder = join(project, FOLDER);
  if (!existsSync(folder)) return [];
  const applications = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return applications.flatMap(({ name }) =>
    readdirSync(join(folder, name))
      .filter((file) => /\.ya?ml$/.test(file) && !/^helmfile\.ya?ml$/.test(file))
      .sort()
      .map((file) => `${FOLDER}/${name}/${file}`),
  );
}

function faultsOf(file: string, text: string): readonly Diagnostic[] {
  const { documents, problems } = readYaml(text, 'helm');
  const fault = (message: string, start: number, end: number): Diagnostic => ({
    code: 'PROJECT1014',
    severity: 'error',
    message: `the values cannot be read: ${message}`,
    hint: 'Helm would take the part that it understands, and leave out the rest without a word',
    place: { file, ...new Lines(text).place(start, end) },
  });
  const [, second] = documents;
  return [
    ...problems.filter(({ kind }) => kind === 'syntax').map(({ message, start, end }) => fault(message, start, end)),
    ...(second ? [fault('a second document begins here', second.start, second.end)] : []),
  ];
}
