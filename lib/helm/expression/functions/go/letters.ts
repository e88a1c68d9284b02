import {
  isDigit,
  isLetter,
  isLower,
  isSpace,
  isTitle,
  isUpper,
  mapCharacters,
  toLower,
  toTitle,
  toUpper,
} from './unicode';
import { bytesOf } from './utf8';

/** `strings.Title`: the title form of every letter that follows a separator. */
export function title(text: string): string {
  let before = ' ';
  return mapCharacters(text, (character) => {
    const changed = isSeparator(before) ? toTitle(character) : character;
    before = character;
    return changed;
  });
}

function isSeparator(character: string): boolean {
  if (character <= '\u007f') return !/^[0-9A-Za-z_]$/.test(character);
  return !isLetter(character) && !isDigit(character) && isSpace(character);
}

/** `untitle`: the first character of every word in lower case. */
export function untitle(text: string): string {
  let atStart = true;
  return mapCharacters(text, (character) => {
    const first = atStart && !isSpace(character);
    atStart = isSpace(character);
    return first ? toLower(character) : character;
  });
}

/** `swapcase`: upper becomes lower; lower becomes upper, and at the start of a word its title form. */
export function swapCase(text: string): string {
  let afterSpace = true;
  return mapCharacters(text, (character) => {
    const first = afterSpace;
    afterSpace = false;
    if (isUpper(character) || isTitle(character)) return toLower(character);
    if (isLower(character)) return first ? toTitle(character) : toUpper(character);
    afterSpace = isSpace(character);
    return character;
  });
}

/** `initials` looks at bytes, so every byte of `ä` counts for a character of its own. */
export function initials(text: string): string {
  let out = '';
  let afterGap = true;
  for (const byte of bytesOf(text)) {
    const character = String.fromCharCode(byte);
    if (!isSpace(character) && afterGap) out += character;
    afterGap = isSpace(character);
  }
  return out;
}

/** `nospace`. As soon as there is a blank, it looks at bytes: `ä b` becomes `Ã¤b`. */
export function withoutSpace(text: string): string {
  const bytes = [...bytesOf(text)].map((byte) => String.fromCharCode(byte));
  const kept = bytes.filter((byte) => !isSpace(byte));
  return kept.length === bytes.length ? text : kept.join('');
}

/** What separates words for `camelcase`, `snakecase` and `kebabcase`. */
export const isConnector = (character: string) => character === '-' || character === '_' || isSpace(character);

/** `camelcase`: `http_server` becomes `HttpServer`. Connectors at the start stay, and of doubled ones all but the last. */
export function pascalCase(text: string): string {
  const characters = Array.from(text);
  const start = characters.findIndex((character) => !isConnector(character));
  // Of nothing but connectors, the last comes twice.
  if (start < 0) return text + (characters.at(-1) ?? '');
  let out = characters.slice(0, start).join('');
  let current = characters[start] ?? '';
  let inUpperRun = isUpper(current);
  current = toUpper(current);
  for (const next of characters.slice(start + 1)) {
    const before = current;
    current = next;
    if (isConnector(before) && isConnector(next)) {
      out += before;
    } else if (isConnector(before)) {
      inUpperRun = isUpper(next);
      current = toUpper(next);
    } else {
      if (inUpperRun && isUpper(next)) current = toLower(next);
      else inUpperRun = false;
      out += before;
    }
  }
  return out + current;
}
