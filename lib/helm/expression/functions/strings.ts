import { NotEvaluable, RenderError } from '../go-value';
import { go, type Table } from './function';
import { initials, pascalCase, swapCase, title, untitle, withoutSpace } from './go/letters';
import { mapCharacters, toLower, toUpper, trimSpace } from './go/unicode';
import { joinWords } from './go/words';

/** More characters than this are not worth an evaluation. */
const LONGEST = 10_000_000n;

/** Go's `strings.Repeat`. */
export function repeat(text: string, count: bigint): string {
  if (count < 0n) throw new RenderError('strings: negative Repeat count');
  if (count * BigInt(text.length) > LONGEST)
    throw new NotEvaluable(`a text of ${count * BigInt(text.length)} characters`);
  return text.repeat(Number(count));
}

/** `strings.Trim`: all characters of a set, from both ends. */
function trimSet(text: string, set: string): string {
  const characters = Array.from(text);
  const cut = new Set(set);
  const start = characters.findIndex((character) => !cut.has(character));
  const end = characters.findLastIndex((character) => !cut.has(character));
  return start < 0 ? '' : characters.slice(start, end + 1).join('');
}

const trimAll = go(
  ['string', 'string'],
  'string',
  'Cuts all characters of the first text off both ends of the second.',
  ([set, text]) => trimSet(text, set),
);

/** Texts: letters, parts, replacement. The text to work on comes last, so that it can be piped in. */
export const STRINGS: Table = {
  trim: go(['string'], 'string', 'Cuts blanks and line breaks off both ends.', ([text]) => trimSpace(text)),
  trimAll,
  trimall: { ...trimAll, summary: 'Old name of trimAll.' },
  trimPrefix: go(
    ['string', 'string'],
    'string',
    'Cuts the first text off the start of the second.',
    ([prefix, text]) => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
  ),
  trimSuffix: go(['string', 'string'], 'string', 'Cuts the first text off the end of the second.', ([suffix, text]) =>
    text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
  ),
  nospace: go(['string'], 'string', 'Without blanks and line breaks.', ([text]) => withoutSpace(text)),
  upper: go(['string'], 'string', 'In capital letters.', ([text]) => mapCharacters(text, toUpper)),
  lower: go(['string'], 'string', 'In small letters.', ([text]) => mapCharacters(text, toLower)),
  title: go(['string'], 'string', 'Every word with a capital letter.', ([text]) => title(text)),
  untitle: go(['string'], 'string', 'Every word with a small letter.', ([text]) => untitle(text)),
  swapcase: go(['string'], 'string', 'Capital letters become small ones, and the other way round.', ([text]) =>
    swapCase(text),
  ),
  initials: go(['string'], 'string', 'The first letter of every word.', ([text]) => initials(text)),
  camelcase: go(['string'], 'string', 'http_server becomes HttpServer.', ([text]) => pascalCase(text)),
  snakecase: go(['string'], 'string', 'HTTPServer becomes http_server.', ([text]) => joinWords(text, '_')),
  kebabcase: go(['string'], 'string', 'HTTPServer becomes http-server.', ([text]) => joinWords(text, '-')),
  contains: go(['string', 'string'], 'bool', 'Whether the second text holds the first.', ([part, text]) =>
    text.includes(part),
  ),
  hasPrefix: go(['string', 'string'], 'bool', 'Whether the second text starts with the first.', ([prefix, text]) =>
    text.startsWith(prefix),
  ),
  hasSuffix: go(['string', 'string'], 'bool', 'Whether the second text ends with the first.', ([suffix, text]) =>
    text.endsWith(suffix),
  ),
  replace: go(
    ['string', 'string', 'string'],
    'string',
    'The third text, with the second wherever the first was.',
    ([old, fresh, text]) => replaceAll(text, old, fresh),
  ),
  repeat: go(['int', 'string'], 'string', 'The text, that many times.', ([count, text]) => repeat(text, count)),
  plural: go(
    ['string', 'string', 'int'],
    'string',
    'The first text for 1, the second for every other number.',
    ([one, many, count]) => (count === 1n ? one : many),
  ),
  shuffle: go(['string'], 'string', 'The characters in an order left to chance.'),
};

/** Go puts the new text between all characters where the old one is empty, counted by code points. */
function replaceAll(text: string, old: string, fresh: string): string {
  if (old !== '') return text.replaceAll(old, () => fresh);
  return fresh + mapCharacters(text, (character) => character + fresh);
}
