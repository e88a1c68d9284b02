import { RenderError } from '../go-value';
import { go, type Table } from './function';
import { type Translated, translate } from './go/re2';
import { InvalidPattern } from './go/re2-reader';
import { expand, findAll, findFirst, replaceAll, splitAll } from './go/regex-match';
import { nilList } from './go/values';

/** @throws RenderError for a pattern that Go refuses. */
function compile(pattern: string): Translated {
  try {
    return translate(pattern);
  } catch (error) {
    throw error instanceof InvalidPattern ? new RenderError(`error parsing regexp: ${error.message}`) : error;
  }
}

const matches = (pattern: string, text: string) => findFirst(compile(pattern), text) !== undefined;

const find = go(
  ['string', 'string'],
  'string',
  'The first part of the text that matches, or nothing.',
  ([pattern, text]) => {
    const match = findFirst(compile(pattern), text);
    return match ? text.slice(match.start, match.end) : '';
  },
);

const findEvery = go(
  ['string', 'string', 'int'],
  '[]string',
  'The parts that match, at most that many; all for -1.',
  ([pattern, text, count]) => {
    const found = findAll(compile(pattern), text, Number(count));
    return found.length > 0 ? found.map(({ start, end }) => text.slice(start, end)) : nilList();
  },
);

const replace = go(
  ['string', 'string', 'string'],
  'string',
  'The second text, with the third for every match; $1 is a group.',
  ([pattern, text, template]) => {
    const compiled = compile(pattern);
    return replaceAll(compiled, text, (match) => expand(template, match, compiled));
  },
);

const replaceLiteral = go(
  ['string', 'string', 'string'],
  'string',
  'The second text, with the third as it is for every match.',
  ([pattern, text, fresh]) => replaceAll(compile(pattern), text, () => fresh),
);

const split = go(
  ['string', 'string', 'int'],
  '[]string',
  'What stands between the matches, at most that many parts; all for -1.',
  ([pattern, text, count]) => splitAll(compile(pattern), pattern, text, Number(count)) ?? nilList(),
);

/** Regular expressions in Go's syntax (RE2): no look-around, no back references. */
export const REGEX: Table = {
  regexMatch: go(
    ['string', 'string'],
    'bool',
    'Whether the pattern matches; false for a wrong pattern.',
    ([pattern, text]) => {
      try {
        return matches(pattern, text);
      } catch (error) {
        if (error instanceof RenderError) return false;
        throw error;
      }
    },
  ),
  mustRegexMatch: go(['string', 'string'], 'bool', 'Whether the pattern matches.', ([pattern, text]) =>
    matches(pattern, text),
  ),
  regexFind: find,
  mustRegexFind: find,
  regexFindAll: findEvery,
  mustRegexFindAll: findEvery,
  regexReplaceAll: replace,
  mustRegexReplaceAll: replace,
  regexReplaceAllLiteral: replaceLiteral,
  mustRegexReplaceAllLiteral: replaceLiteral,
  regexSplit: split,
  mustRegexSplit: split,
  regexQuoteMeta: go(['string'], 'string', 'A pattern that matches just this text.', ([text]) =>
    text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'),
  ),
};
