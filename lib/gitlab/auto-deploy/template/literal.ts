import { isObject } from '../../../diagnostics/predicates';

/**
 * A text that stays as it is when it goes through `tpl`. Nothing but `{{` opens an action, so nothing else is touched. The
 * action stands in backticks and holds no blank: whatever quotes and line breaks YAML needs around it cannot break it.
 */
export function literal(text: string): string {
  return text.replaceAll('{{', '{{`{{`}}');
}

/** The same for every text and key inside of a value. */
export function literalData(value: unknown): unknown {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return value.map(literalData);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [literal(key), literalData(part)]));
}
