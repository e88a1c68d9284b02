import type { Json } from '../expression/node';
import { isList, isMap } from './shape';
import { blockScalar, doubleQuoted, yamlKey, yamlScalar } from './yaml-scalar';

/** `key: value` as lines of block style, without indentation of its own. */
export function entryLines(key: string, value: Json): readonly string[] {
  const [head = '', ...rest] = valueLines(value);
  return isNested(value) ? [`${yamlKey(key)}:`, ...indented([head, ...rest])] : [`${yamlKey(key)}: ${head}`, ...rest];
}

/** Two blanks before every line that is not empty. */
export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

/** A value as lines; the lines of a literal block stand two blanks in, for the key or dash that will hold them. */
function valueLines(value: Json): readonly string[] {
  if (typeof value === 'string') return textLines(value);
  if (typeof value === 'number') return [numberText(value)];
  if (isList(value)) return value.length === 0 ? ['[]'] : value.flatMap(itemLines);
  if (!isMap(value)) return [String(value)];
  const entries = Object.entries(value);
  return entries.length === 0 ? ['{}'] : entries.flatMap(([key, entry]) => entryLines(key, entry));
}

function itemLines(item: Json): readonly string[] {
  const [head = '', ...rest] = valueLines(item);
  return [`- ${head}`, ...(isNested(item) ? indented(rest) : rest)];
}

function isNested(value: Json): boolean {
  return isList(value) ? value.length > 0 : isMap(value) && Object.keys(value).length > 0;
}

/** A block only where yamllint has nothing to say: no blanks at the ends of lines, no more than two empty lines. */
function textLines(text: string): readonly string[] {
  if (!text.includes('\n')) return [yamlScalar(text)];
  const block = /[ \t]\n|[ \t]$|\n{4}/.test(text) || text.startsWith('\n') ? undefined : blockScalar(text, 2);
  return block === undefined ? [doubleQuoted(text)] : block.split('\n');
}

/** YAML 1.1 wants a point before an exponent, else it reads text. */
function numberText(value: number): string {
  const text = Object.is(value, -0) ? '0' : String(value);
  return /^-?\d+e/.test(text) ? text.replace('e', '.0e') : text;
}
