import type { Json } from '../../../../lib/helm/expression/node';

/** A number as Go's `encoding/json` writes it: like JavaScript, for the numbers used here. */
export const numberText = (value: number): string => JSON.stringify(value);

/** What a value is in the middle of a text: a text as it is, everything else as Go writes JSON. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : goJson(value);
}

function goJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const keys = Object.keys(value).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return `{${keys.map((key) => `${goJson(key)}:${goJson((value as Record<string, Json>)[key] ?? null)}`).join(',')}}`;
  }
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What Go's `if` takes for true. */
export function isTruthy(value: Json): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value !== null && typeof value === 'object') return Object.keys(value).length > 0;
  return Boolean(value);
}
