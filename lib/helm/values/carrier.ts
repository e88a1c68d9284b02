/**
 * What a template cannot carry. Taken by rendering every code point with Helm 3.22 and 4.3:
 *
 * - `<no value>` anywhere in a rendered text: Helm erases it (`engine.go` replaces it by nothing).
 * - DEL, the C1 controls, U+FFFE and U+FFFF inside `toJson`: JSON leaves them bare, YAML does not allow them; U+0085
 *   is worse, it is read as a line break and becomes a blank.
 * - U+FEFF inside `toJson`: JSON leaves it bare, and go-yaml takes it for the mark at the start of a file wherever a piece
 *   of what it reads ends there. It then skips it, and a character at the start of a line further down.
 * - Integers beyond 2^53 - 1: values.yaml is read into float64.
 * - Keys of more than 1,022 characters: go-yaml looks for the colon no further than 1,024, and two are the quotes.
 */

/** How a text reaches the manifest: as one quoted scalar, or inside `toJson` of a list, a map or an object. */
export type Carrier = 'quoted' | 'json';

export const MAX_INTEGER = Number.MAX_SAFE_INTEGER;
export const MAX_KEY_LENGTH = 1022;

/** Regular expressions that both RE2 and ECMA-262 read alike. */
export const REFUSED_TEXT: Readonly<Record<Carrier, string>> = {
  quoted: '<no value>',
  json: '<no value>|[\\x7f-\\x9f\ufeff\ufffe\uffff]',
};

/** The same for the keys of maps, with their length: in two steps, for RE2 counts no further than 1,000. */
export const REFUSED_KEY = `${REFUSED_TEXT.json}|^[\\s\\S]{1000}[\\s\\S]{${MAX_KEY_LENGTH + 1 - 1000}}`;

const BYTE_ORDER_MARK = 0xfeff;
const UNPRINTABLE = /[\x7f-\x9f\ufeff\ufffe\uffff]/u;

/** The rest of the sentence that begins with the key, when this text gets lost or changed on its way; else undefined. */
export function lostText(text: string, carrier: Carrier): string | undefined {
  if (text.includes('<no value>')) return 'must not hold "<no value>": Helm erases that text';
  if (/\p{Surrogate}/u.test(text)) return 'must not hold half of a surrogate pair: UTF-8 cannot carry it';
  const found = carrier === 'json' ? UNPRINTABLE.exec(text)?.[0].charCodeAt(0) : undefined;
  if (found === undefined) return undefined;
  const why = found === BYTE_ORDER_MARK ? "Helm's YAML reader trips over it" : 'YAML does not allow it';
  return `must not hold the character U+${found.toString(16).toUpperCase().padStart(4, '0')}: ${why}`;
}
