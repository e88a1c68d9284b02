import type { Json } from '../../../lib/helm/expression/node';
import { commentLines } from '../../../lib/helm/values/comment';
import type { ValueDeclaration } from '../../../lib/helm/values/declaration';
import { defaultOf } from '../../../lib/helm/values/defaults';
import { sampleOf } from '../../../lib/helm/values/sample';
import { isGroup, isObject, type JsonMap, keyOf, mustBeGiven } from '../../../lib/helm/values/shape';
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

/** What that file then holds: every default, every example, made-up values for what has neither. */
export function shownValues(declarations: readonly ValueDeclaration[]): JsonMap {
  return Object.fromEntries(declarations.map((declaration) => [keyOf(declaration), shownValue(declaration)]));
}

function shownValue(declaration: ValueDeclaration): Json {
  if (isGroup(declaration)) {
    // What is optional in a commented group is a comment inside the comment.
    const written = defaultOf(declaration) !== undefined;
    return shownValues(declaration.shape.properties.filter((member) => written || mustBeGiven(member)));
  }
  return declaration.example ?? defaultOf(declaration) ?? sampleOf(declaration.shape);
}

function proseOf(declaration: ValueDeclaration, indent: number): readonly string[] {
  const { description, shape } = declaration;
  const single = !isGroup(declaration);
  const required =
    single && mustBeGiven(declaration) ? ['Required.'] : single && declaration.optional ? ['Optional.'] : [];
  const text = [...(description === undefined ? [] : [description]), ...required, ...limitWords(shape)].join('\n');
  const lines = text === '' ? [] : commentLines(text, isGroup(declaration) ? '' : '-- ', 100 - indent);
  const members = isObject(declaration) && isGroup(declaration) ? declaration.shape.properties : [];
  return [...lines, ...members.flatMap((member) => proseOf(member, indent + 2))];
}
