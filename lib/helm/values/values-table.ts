import type { ValueDeclaration, ValueShape } from './declaration';
import { defaultOf } from './defaults';
import { formatKey, isGroup, joinKeys, keyOf, mustBeGiven } from './shape';
import { limitWords, typeWords } from './shape-words';

/** One row of the README's table of values. All four are Markdown that is safe inside a table cell. */
export interface ValueRow {
  /** `image.tag`; `ports[].name` and `profiles.<key>` for what lies inside lists and maps. */
  readonly key: string;
  readonly type: string;
  /** The default as JSON, `required`, `not set` for an optional value, or where to look for it when it is long. */
  readonly default: string;
  /** Description and limits. */
  readonly description: string;
}

/** A longer default would tear the table apart: values.yaml shows it better. */
const LONGEST_DEFAULT = 120;

/** What Markdown, or a template engine that the page goes through, would take for something else. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  '`': '&#96;',
  '{': '&#123;',
  '}': '&#125;',
  '*': '&#42;',
  _: '&#95;',
  '[': '&#91;',
  ']': '&#93;',
  '~': '&#126;',
  '\\': '&#92;',
};

/** The rows of the README's table of values, in the order of the declarations. Groups have no row, only their members. */
export function valuesTable(declarations: readonly ValueDeclaration[]): readonly ValueRow[] {
  return declarations.flatMap((declaration) => rowsOf(declaration, formatKey([keyOf(declaration)]), true));
}

function rowsOf(declaration: ValueDeclaration, key: string, isValue: boolean): readonly ValueRow[] {
  const { shape, description } = declaration;
  const inner = innerRows(shape, key, isValue && isGroup(declaration));
  if (isGroup(declaration)) return inner;
  const row: ValueRow = {
    key: code(key),
    type: typeWords(shape),
    default: defaultCell(declaration, isValue),
    description: [description ?? '', ...limitWords(shape)]
      .filter((part) => part !== '')
      .map(plain)
      .join(' '),
  };
  return [row, ...inner];
}

/** Rows for the properties of records, wherever they lie. */
function innerRows(shape: ValueShape, key: string, isValue: boolean): readonly ValueRow[] {
  if (shape.type === 'list') return innerRows(shape.items, `${key}[]`, false);
  if (shape.type === 'map') return innerRows(shape.values, `${key}.<key>`, false);
  if (shape.type !== 'object') return [];
  return shape.properties.flatMap((property) => rowsOf(property, joinKeys(key, formatKey([keyOf(property)])), isValue));
}

function defaultCell(declaration: ValueDeclaration, isValue: boolean): string {
  if (isValue ? mustBeGiven(declaration) && defaultOf(declaration) === undefined : declaration.required)
    return 'required';
  const value = isValue ? defaultOf(declaration) : declaration.default;
  if (value === undefined) return declaration.optional ? 'not set' : '';
  const text = JSON.stringify(value);
  return text.length > LONGEST_DEFAULT ? 'see `values.yaml`' : code(text);
}

/** Code that survives in a table: backticks where nothing can go wrong, else an element with entities. */
function code(text: string): string {
  return /[`|\\]|\{\{|[^\x20-\x7e]/.test(text) ? `<code>${escaped(text)}</code>` : `\`${text}\``;
}

function plain(text: string): string {
  return escaped(text.trim().replace(/\s+/g, ' '));
}

function escaped(text: string): string {
  return text.replace(
    /[&<>|`*[\]~\\]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_|\{(?=\{)|(?<=\{)\{|\}(?=\})|(?<=\})\}/g,
    (char) => ENTITIES[char] ?? char,
  );
}
