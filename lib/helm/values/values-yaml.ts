import type { Json } from '../expression/node';
import { commentLines } from './comment';
import type { ValueDeclaration } from './declaration';
import { defaultOf } from './defaults';
import { sampleOf } from './sample';
import { isGroup, isList, isMap, keyOf, mustBeGiven } from './shape';
import { limitWords } from './shape-words';
import { entryLines, indented } from './yaml-block';
import { yamlKey } from './yaml-scalar';

/** Widest comment, with its indentation. */
const WIDTH = 100;

/** What stands above the values. */
export interface ValuesYamlOptions {
  /** The first lines, as a comment, such as `Default values of shop-security.` */
  readonly header?: string;
}

/**
 * The chart's `values.yaml`: every default under its key, with a comment that gives description and limits. What has no
 * default is shown as a comment, with its example or a made-up value: taking `# ` away leaves valid YAML. The example of an
 * empty default follows it as a comment with the same key; Helm takes the later of two equal keys.
 */
export function valuesYaml(declarations: readonly ValueDeclaration[], options: ValuesYamlOptions = {}): string {
  const header = options.header === undefined ? [] : [commentLines(options.header, '', WIDTH)];
  const groups =
    declarations.length === 0 ? [['{}']] : declarations.map((declaration) => declarationLines(declaration, 0));
  return `${[...header, ...groups].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function declarationLines(declaration: ValueDeclaration, indent: number): readonly string[] {
  const key = keyOf(declaration);
  const value = defaultOf(declaration);
  const about = aboutLines(declaration, indent);
  if (value === undefined) return [...about, ...asComment(shownLines(declaration, indent + 2))];
  if (isGroup(declaration) && !isEmpty(value)) {
    const members = declaration.shape.properties.flatMap((property) => declarationLines(property, indent + 2));
    return [...about, `${yamlKey(key)}:`, ...indented(members)];
  }
  return [...about, ...entryLines(key, value), ...(isEmpty(value) ? exampleLines(declaration, indent) : [])];
}

/** Description and limits. Only single values have the mark of helm-docs: with a mark on a group it lists no members. */
function aboutLines(declaration: ValueDeclaration, indent: number): readonly string[] {
  const { description, shape } = declaration;
  const needed = neededWords(declaration);
  const text = [...(description === undefined ? [] : [description]), ...needed, ...limitWords(shape)].join('\n');
  return text === '' ? [] : commentLines(text, isGroup(declaration) ? '' : '-- ', WIDTH - indent);
}

function neededWords(declaration: ValueDeclaration): readonly string[] {
  if (isGroup(declaration)) return [];
  if (mustBeGiven(declaration)) return ['Required.'];
  return declaration.optional ? ['Optional.'] : [];
}

/** A value without default as it would be written; what is optional in it stays a comment. */
function shownLines(declaration: ValueDeclaration, indent: number): readonly string[] {
  const key = keyOf(declaration);
  if (!isGroup(declaration)) return entryLines(key, declaration.example ?? sampleOf(declaration.shape));
  const members = declaration.shape.properties.flatMap((property) => {
    const lines = shownLines(property, indent + 2);
    return [...aboutLines(property, indent + 2), ...(mustBeGiven(property) ? lines : asComment(lines))];
  });
  return [`${yamlKey(key)}:`, ...indented(members)];
}

/** The example of an empty default; for an empty group the members that have no default. */
function exampleLines(declaration: ValueDeclaration, indent: number): readonly string[] {
  if (isGroup(declaration)) {
    const members = declaration.shape.properties.flatMap((property) => [
      ...aboutLines(property, indent + 4),
      ...shownLines(property, indent + 4),
    ]);
    return ['# Example:', ...asComment([`${yamlKey(keyOf(declaration))}:`, ...indented(members)])];
  }
  const { example } = declaration;
  return example === undefined ? [] : ['# Example:', ...asComment(entryLines(keyOf(declaration), example))];
}

function asComment(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '#' : `# ${line}`));
}

function isEmpty(value: Json): boolean {
  if (isList(value)) return value.length === 0;
  return isMap(value) ? Object.keys(value).length === 0 : value === '';
}
