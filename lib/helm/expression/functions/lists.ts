import { type GoValue, NotEvaluable, RenderError } from '../go-value';
import type { ExpressionType } from '../node';
import { go, type Row, type Table } from './function';
import { toInt64 } from './go/cast';
import { deepEqual } from './go/compare';
import { broadKind, isTrue } from './go/kinds';
import { printed } from './go/print';
import { byteLength, bytesOf, compareText } from './go/utf8';
import { compositeType, type GoList, isList, isMap, likewise, lookUp, nilList } from './go/values';

/** @throws RenderError for anything but a list; Go fails on nil, too. */
function items(value: GoValue, doing: string): GoList {
  if (isList(value)) return value;
  throw new RenderError(`cannot ${doing} type ${broadKind(value)}`);
}

/** Whether a list holds a value, by Go's deep equality. A sure hit decides even where another item cannot be told. */
function holds(list: GoList, value: GoValue): boolean {
  let doubt: unknown;
  for (const item of list) {
    try {
      if (deepEqual(value, item)) return true;
    } catch (error) {
      doubt = error;
    }
  }
  if (doubt) throw doubt;
  return false;
}

/** Like `toStrings`: every item as text, without nil; one value alone becomes a list of one. */
function texts(value: GoValue): readonly string[] {
  if (!isList(value)) return value === null ? [] : [printed(value)];
  return value.filter((item) => item !== null).map(printed);
}

const summaries = (name: string, row: Row): Table => ({
  [name]: row,
  [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`]: row,
});

function cut(list: GoList, start: GoValue | undefined, end: GoValue | undefined): GoValue {
  if (list.length === 0) return null;
  const from = start === undefined ? 0n : toInt64(start);
  const to = end === undefined ? BigInt(list.length) : toInt64(end);
  if (from < 0n || to < from) throw new RenderError('reflect.Value.Slice: slice index out of bounds');
  // Go allows more where the list happens to have room behind it.
  if (to > BigInt(list.length)) throw new NotEvaluable('a slice that ends behind the end of the list');
  return likewise(list.slice(Number(from), Number(to)), list);
}

function chunks(size: bigint, list: GoList): GoList {
  if (size <= 0n) throw new NotEvaluable(`chunks of ${size} items`);
  const step = Number(size < 1_000_000_000n ? size : 1_000_000_000n);
  return Array.from({ length: Math.ceil(list.length / step) }, (_, index) =>
    list.slice(index * step, (index + 1) * step),
  );
}

/** One step of `index`. */
function indexed(value: GoValue, key: GoValue): GoValue {
  if (isMap(value)) {
    if (typeof key !== 'string') throw new RenderError(`value has type ${broadKind(key)}; should be string`);
    return lookUp(value, key) ?? (compositeType(value) === 'map[string]string' ? '' : null);
  }
  if (!isList(value) && typeof value !== 'string')
    throw new RenderError(`can't index item of type ${broadKind(value)}`);
  if (typeof key !== 'bigint') throw new RenderError(`cannot index slice/array with type ${broadKind(key)}`);
  const length = isList(value) ? value.length : byteLength(value);
  if (key < 0n || key >= BigInt(length)) throw new RenderError(`index out of range: ${key}`);
  if (isList(value)) return value[Number(key)] ?? null;
  throw new NotEvaluable(`a byte of a text (${bytesOf(value)[Number(key)]})`);
}

function length(value: GoValue): number {
  if (typeof value === 'string') return byteLength(value);
  if (isList(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  throw new RenderError(`len of type ${broadKind(value)}`);
}

const sameAsFirst = ([first = 'any']: readonly ExpressionType[]): ExpressionType => first;

const list = go(['any...'], '[]interface {}', 'A list of the arguments.', (values) => [...values]);
const append = go(['any', 'any'], '[]interface {}', 'The list with one more item at its end.', ([all, item]) => [
  ...items(all, 'push on'),
  item,
]);

/** Lists. The functions whose name begins with `must` do the same. */
export const LISTS: Table = {
  list,
  tuple: { ...list, summary: 'Old name of list.' },
  ...summaries('append', append),
  ...summaries('push', append),
  ...summaries(
    'prepend',
    go(['any', 'any'], '[]interface {}', 'The list with one more item at its start.', ([all, item]) => [
      item,
      ...items(all, 'prepend on'),
    ]),
  ),
  concat: {
    ...go(['any...'], '[]interface {}', 'The lists, joined.', (lists) => {
      const joined = lists.flatMap((one) => items(one, 'concat'));
      return joined.length > 0 ? joined : nilList();
    }),
    returns: 'list',
  },
  ...summaries(
    'first',
    go(['any'], 'any', 'The first item, or nil.', ([all]) => items(all, 'find first on')[0] ?? null),
  ),
  ...summaries(
    'last',
    go(['any'], 'any', 'The last item, or nil.', ([all]) => items(all, 'find last on').at(-1) ?? null),
  ),
  ...summaries(
    'rest',
    go(['any'], '[]interface {}', 'All items but the first.', ([all]) =>
      orNil(items(all, 'find rest on'), (found) => found.slice(1)),
    ),
  ),
  ...summaries(
    'initial',
    go(['any'], '[]interface {}', 'All items but the last.', ([all]) =>
      orNil(items(all, 'find initial on'), (found) => found.slice(0, -1)),
    ),
  ),
  ...summaries(
    'reverse',
    go(['any'], '[]interface {}', 'The items in the opposite order.', ([all]) =>
      items(all, 'find reverse on').toReversed(),
    ),
  ),
  ...summaries(
    'uniq',
    go(['any'], '[]interface {}', 'Every item once.', ([all]) => {
      const found: GoValue[] = [];
      for (const item of items(all, 'find uniq on')) if (!holds(found, item)) found.push(item);
      return found;
    }),
  ),
  ...summaries(
    'without',
    go(['any', 'any...'], '[]interface {}', 'The list without these items.', ([all, ...omitted]) =>
      items(all, 'find without on').filter((item) => !holds(omitted, item)),
    ),
  ),
  ...summaries('has', {
    ...go(
      ['any', 'any'],
      'bool',
      'Whether the list (second) holds the value (first), types included.',
      ([value, all]) => all !== null && holds(items(all, 'find has on'), value),
    ),
    orderFree: true,
  }),
  ...summaries(
    'compact',
    go(['any'], '[]interface {}', 'The list without empty items.', ([all]) => items(all, 'compact on').filter(isTrue)),
  ),
  ...summaries('slice', {
    ...go(
      ['any', 'any...'],
      'any',
      'The items from the first number up to, not with, the second.',
      ([all, start, end]) => cut(items(all, 'slice'), start, end),
    ),
    returns: sameAsFirst,
  }),
  ...summaries(
    'chunk',
    go(['int', 'any'], '[][]interface {}', 'The list in lists of that many items.', ([size, all]) =>
      chunks(size, items(all, 'chunk')),
    ),
  ),
  index: go(
    ['any', 'any...'],
    'any',
    'The item of a list, or the value of a key, step by step. Lists want an int.',
    ([value, ...keys]) => {
      if (value === null) throw new RenderError('index of untyped nil');
      return keys.reduce<GoValue>((current, key) => indexed(current, key), value);
    },
  ),
  len: {
    ...go(['any'], 'int', 'Number of items, keys, or bytes of a text.', ([value]) => BigInt(length(value))),
    orderFree: true,
  },
  join: go(
    ['string', 'any'],
    'string',
    'The items as text, with the first argument between them.',
    ([separator, all]) => texts(all).join(separator),
  ),
  toStrings: go(['any'], '[]string', 'The items as texts.', ([all]) => [...texts(all)]),
  sortAlpha: {
    ...go(['any'], '[]string', 'The items as texts, sorted by bytes.', ([all]) =>
      isList(all) ? [...texts(all)].sort(compareText) : [printed(all)],
    ),
    orderFree: true,
  },
  splitList: go(
    ['string', 'string'],
    '[]string',
    'The parts of a text (second) between separators (first).',
    ([separator, text]) => (separator === '' ? Array.from(text) : text.split(separator)),
  ),
};

function orNil(all: GoList, change: (all: GoList) => GoList): GoList {
  return all.length === 0 ? nilList() : change(all);
}
