import type { Json } from '../expression/node';
import { isPlainNumber } from '../token/numbers';
import { decodeText, mayHoldMarker } from '../token/tokens';
import { lostText, MAX_KEY_LENGTH } from '../values/carrier';
import { type Fault, isMap, nameOf } from './classify';

/**
 * What is wrong with a fixed value inside an expression. A marker in it was cut, or stands for nothing: a whole one would
 * have become an expression. Text in a list or record is printed as JSON, which cannot carry everything.
 */
export function faultOfLiteral(
  value: Json,
  inside = false,
): { readonly fault: Fault; readonly text: string } | undefined {
  if (typeof value === 'string') return faultOfText(value, inside);
  if (typeof value === 'number') return faultOfNumber(value);
  if (typeof value === 'boolean' || value === null) return undefined;
  if (!Array.isArray(value) && !isMap(value))
    return { fault: 'unprintable', text: value === undefined ? 'undefined' : nameOf(value) };
  for (const [key, item] of Object.entries(value)) {
    const fault = (Array.isArray(value) ? undefined : faultOfKey(key)) ?? faultOfLiteral(item, true);
    if (fault) return fault;
  }
  return undefined;
}

function faultOfKey(key: string): { readonly fault: Fault; readonly text: string } | undefined {
  const tooLong = key.length > MAX_KEY_LENGTH && [...key].length > MAX_KEY_LENGTH;
  return faultOfText(key, true) ?? (tooLong ? { fault: 'lost', text: key } : undefined);
}

function faultOfText(text: string, inside: boolean): { readonly fault: Fault; readonly text: string } | undefined {
  if (mayHoldMarker(text)) return { fault: decodeText(text).fault ?? 'cut', text };
  return lostText(text, inside ? 'json' : 'quoted') === undefined ? undefined : { fault: 'lost', text };
}

function faultOfNumber(value: number): { readonly fault: Fault; readonly text: string } | undefined {
  if (!Number.isFinite(value)) return { fault: 'unprintable', text: String(value) };
  return isPlainNumber(value) ? undefined : { fault: 'cut', text: String(value) };
}
