import type { GoValue } from '../../go-value';
import { byChance } from './print';
import { hex } from './quote';
import { compareText } from './utf8';
import { isList, isNil, isUnordered } from './values';

/** How `encoding/json` writes: with `<`, `>` and `&` escaped or not, on one line or indented by two blanks. */
export interface JsonStyle {
  readonly html: boolean;
  readonly pretty: boolean;
}

/** NaN or an infinity, which JSON cannot carry. */
export class UnsupportedNumber extends Error {}

/** The value as Go's `json.Marshal` writes it: keys sorted by bytes, nil slices as null. @throws UnsupportedNumber */
export function toJson(value: GoValue, style: JsonStyle = { html: true, pretty: false }, indent = ''): string {
  if (isNil(value)) return 'null';
  switch (typeof value) {
    case 'string':
      return jsonText(value, style.html);
    case 'number':
      return jsonNumber(value);
    case 'object':
      break;
    default:
      return String(value);
  }
  if (isUnordered(value)) throw byChance();
  const inner = `${indent}  `;
  const colon = style.pretty ? ': ' : ':';
  if (isList(value))
    return enclose(
      '[',
      value.map((item) => toJson(item, style, inner)),
      ']',
      style,
      indent,
    );
  const entries = Object.entries(value ?? {}).sort(([a], [b]) => compareText(a, b));
  const lines = entries.map(([key, item]) => jsonText(key, style.html) + colon + toJson(item, style, inner));
  return enclose('{', lines, '}', style, indent);
}

function enclose(open: string, items: readonly string[], close: string, style: JsonStyle, indent: string): string {
  if (!style.pretty || items.length === 0) return `${open}${items.join(',')}${close}`;
  return `${open}\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}${close}`;
}

/** JavaScript and Go write floats alike in JSON, but for the sign of zero. */
export function jsonNumber(value: number): string {
  if (!Number.isFinite(value)) throw new UnsupportedNumber(String(value));
  return Object.is(value, -0) ? '-0' : String(value);
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const PLAIN = /["\\\u0000-\u001f\u2028\u2029]/g;
const HTML = /["\\\u0000-\u001f\u2028\u2029<>&]/g;

function jsonText(text: string, html: boolean): string {
  return `"${text.replace(html ? HTML : PLAIN, (character) => SHORT[character] ?? `\\u${hex(character.charCodeAt(0), 4)}`)}"`;
}
