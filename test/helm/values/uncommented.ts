import { commentLines } from '../../../lib/helm/values/comment';
import type { ValueDeclaration } from '../../../lib/helm/values/declaration';
import { isGroup, isObject, mustBeGiven } from '../../../lib/helm/values/shape';
import { limitWords } from '../../../lib/helm/values/shape-words';
import { valuesYaml } from '../../../lib/helm/values/values-yaml';

/** values.yaml after somebody took `# ` from all that is YAML and not prose: every example, every value without default. */
export function uncommented(declarations: readonly ValueDeclaration[]): string {
  const prose = new Set(['# Example:', ...declarations.flatMap((declaration) => proseOf(declaration, 0))]);
  return valuesYaml(declarations)
    .split('\n')
    .map((line) => (prose.has(line.trimStart()) ? line : line.replace(/^( *)# ?/, '$1')))
    .join('\n');
}

function proseOf(declaration: ValueDeclaration, indent: number): readonly string[] {
  const { description, shape } = declaration;
  const required = mustBeGiven(declaration) && !isGroup(declaration) ? ['Required.'] : [];
  const text = [...(description === undefined ? [] : [description]), ...required, ...limitWords(shape)].join('\n');
  const lines = text === '' ? [] : commentLines(text, isGroup(declaration) ? '' : '-- ', 100 - indent);
  const members = isObject(declaration) && isGroup(declaration) ? declaration.shape.properties : [];
  return [...lines, ...members.flatMap((member) => proseOf(member, indent + 2))];
}
