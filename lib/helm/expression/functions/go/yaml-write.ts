import { type GoValue, NotEvaluable } from '../../go-value';
import { parseFloat64, parseInt64, parseUint } from './cast';
import { formatFloat } from './float';
import { jsonNumber, UnsupportedNumber } from './json';
import { byChance } from './print';
import { byteLength, runeCount } from './utf8';
import { isList, isMap, isNil, isUnordered } from './values';
import { compareKeys } from './yaml-keys';
import { styleOf, writeFlowing, writeLiteral } from './yaml-scalar';

/** A text that the way over JSON and YAML does not survive: `toYaml` gives nothing then, `mustToYaml` fails. */
export class UnreadableText extends Error {}

/** go-yaml writes longer keys with a `?`. */
const LONGEST_KEY = 128;

/**
 * The value as Helm's `toYaml` writes it: JSON, read as YAML, written by go-yaml 2.
 *
 * @throws UnreadableText for control characters (DEL, C1) that YAML's reader refuses, @throws UnsupportedNumber for NaN.
 * @throws NotEvaluable for what nobody should rely on: keys over 128 bytes or of many lines, `<<`, timestamps.
 */
export function toYaml(value: GoValue): string {
  return write(value, { column: 0, indent: -1 });
}

interface Place {
  /** Where on the line the value starts. */
  readonly column: number;
  /** Indentation of the list or map around it; -1 at the top. */
  readonly indent: number;
}

function write(value: GoValue, place: Place): string {
  if (isUnordered(value)) throw byChance();
  if (isNil(value)) return 'null';
  if (isList(value) && value.length > 0) return writeList(value, place.indent < 0 ? 0 : place.indent + 2);
  if (isMap(value) && Object.keys(value).length > 0) return writeMap(value, place.indent < 0 ? 0 : place.indent + 2);
  if (typeof value === 'object') return isList(value) ? '[]' : '{}';
  if (typeof value === 'string') return writeText(value, place);
  return typeof value === 'boolean' ? String(value) : writeNumber(value);
}

function writeList(list: readonly GoValue[], indent: number): string {
  const pad = ' '.repeat(indent);
  return list.map((item) => `- ${write(item, { column: indent + 2, indent })}`).join(`\n${pad}`);
}

function writeMap(map: { readonly [key: string]: GoValue }, indent: number): string {
  const pad = ' '.repeat(indent);
  const lines = Object.keys(map)
    .sort(compareKeys)
    .map((key) => {
      const name = writeKey(key);
      const value = map[key] ?? null;
      // A list under a key is not indented any further.
      if (isList(value) && value.length > 0 && !isUnordered(value))
        return `${name}:\n${pad}${writeList(value, indent)}`;
      const below = isMap(value) && Object.keys(value).length > 0;
      const text = write(value, { column: indent + runeCount(name) + 2, indent });
      return below ? `${name}:\n${pad}  ${text}` : `${name}: ${text}`;
    });
  return lines.join(`\n${pad}`);
}

function writeKey(key: string): string {
  check(key);
  if (key === '<<' || /[\n\r]/.test(key) || byteLength(key) > LONGEST_KEY)
    throw new NotEvaluable(`the key ${key} in YAML`);
  return writeFlowing(key, styleOf(key, true), 0, 0, true);
}

function writeText(text: string, { column, indent }: Place): string {
  check(text);
  const style = styleOf(text, false);
  const inner = Math.max(indent, 0) + 2;
  return style === 'literal' ? writeLiteral(text, inner) : writeFlowing(text, style, column, inner, false);
}

/** YAML's reader ends with an error at control characters; after a BOM at the start, its writer escapes every character. */
function check(text: string): void {
  if (text.startsWith('\ufeff')) throw new NotEvaluable('a byte order mark in YAML');
  if (/[\u007f-\u0084\u0086-\u009f\ufffe\uffff]/.test(text))
    throw new UnreadableText('control characters are not allowed');
}

/** A number goes over JSON, where go-yaml takes it for a whole number if it fits into 64 bits. */
function writeNumber(value: number | bigint): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new UnsupportedNumber(String(value));
  const text = typeof value === 'number' ? jsonNumber(value) : String(value);
  for (const whole of [parseInt64(text, 0), parseUint(text, 0)]) if (!('error' in whole)) return String(whole.value);
  const parsed = parseFloat64(text);
  return 'error' in parsed ? text : formatFloat(parsed.value, 'g', -1);
}
