import { isObject } from '../../../diagnostics/predicates';
import { type Context, say } from './context';

/**
 * Characters that Helm's YAML does not carry. A line break of YAML 1.1 among them becomes a blank; with another one in it
 * the whole object that the chart prints is gone without a word. Found with helm 3.22 and 4.3 through `toYaml`.
 */
export const NOT_CARRIED = /[\x7f-\x9f\u2028\u2029\ufffe\uffff]|\p{Surrogate}/u;

/** No text may hold a character that is lost on the way. */
export function checkCharacters(value: unknown, context: Context, at = ''): void {
  if (typeof value === 'string') return checkText(value, context, at);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkCharacters(item, context, `${at}[${index}]`);
  } else if (isObject(value)) {
    for (const [key, part] of Object.entries(value)) {
      checkText(key, context, at);
      checkCharacters(part, context, at === '' ? key : `${at}.${key}`);
    }
  }
}

function checkText(text: string, context: Context, at: string): void {
  const [found] = NOT_CARRIED.exec(text) ?? [];
  if (found === undefined) return;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  say(context, 'error', 'GITLAB1020', at, `holds the character U+${code}, which Helm loses on the way`, 'leave it out');
}
