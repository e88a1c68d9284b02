import { compare, equal } from '../compare';
import type { Implementation } from '../nodes';
import { CelError, type CelList, type CelValue, isError, isList, noSuchOverload, typeNameOf } from '../value';

const ofList =
  (of: (list: CelList, args: readonly CelValue[]) => CelValue): Implementation =>
  ([list = null, ...args]) =>
    isList(list) ? of(list, args) : noSuchOverload();

function slice(list: CelList, start: CelValue | undefined, end: CelValue | undefined): CelValue {
  if (typeof start !== 'bigint' || typeof end !== 'bigint') return noSuchOverload();
  if (start < 0n || end < 0n) return new CelError(`cannot slice(${start}, ${end}), negative indexes not supported`);
  if (start > end)
    return new CelError(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`);
  if (BigInt(list.length) < end) return new CelError(`cannot slice(${start}, ${end}), list is length ${list.length}`);
  return list.slice(Number(start), Number(end));
}

function flatten(list: CelList, depth: CelValue = 1n): CelValue {
  if (typeof depth !== 'bigint') return noSuchOverload();
  if (depth < 0n) return new CelError('level must be non-negative');
  return flat(list, depth);
}

const flat = (list: CelList, depth: bigint): CelList =>
  list.flatMap((item) => (isList(item) && depth > 0n ? flat(item, depth - 1n) : [item as CelValue]));

function sortBy(list: CelList, keys: CelList): CelValue {
  if (list.length !== keys.length)
    return new CelError('@sortByAssociatedKeys() expected a list of the same size as the keys');
  const [first = null] = keys;
  if (keys.length === 0) return list;
  if (isError(compareTo(first, first))) return new CelError('list elements must be comparable');
  const kind = typeNameOf(first);
  if (keys.length > 1 && keys.some((key) => typeNameOf(key) !== kind))
    return new CelError('list elements must have the same type');
  const order = keys.map((_, index) => index);
  order.sort((a, b) => {
    const way = compare(keys[a] ?? null, keys[b] ?? null);
    return typeof way === 'number' ? way : 0;
  });
  return order.map((index) => list[index] ?? null);
}

/** NaN has no order but is comparable all the same. */
const compareTo = (a: CelValue, b: CelValue): CelValue => (typeof a === 'number' ? true : wrap(compare(a, b)));
const wrap = (way: number | CelError): CelValue => (typeof way === 'number' ? true : way);

const distinct = (list: CelList): CelValue => {
  const kept: CelValue[] = [];
  for (const item of list) if (!kept.some((other) => equal(item, other) === true)) kept.push(item);
  return kept;
};

/** What is longer than this costs more than any expression may: the rest need not be made. */
const LONGEST = 1_000_001;

const range: Implementation = ([count = null]) => {
  if (typeof count !== 'bigint') return noSuchOverload();
  const length = Math.min(LONGEST, Math.max(0, Number(count)));
  return Array.from({ length }, (_, index) => BigInt(index));
};

/** Lists since the environment of 1.34. */
export const LATER_LISTS: Readonly<Record<string, Implementation>> = {
  slice: ofList((list, [start, end]) => slice(list, start, end)),
  flatten: ofList((list, [depth]) => flatten(list, depth)),
  sort: ofList((list) => sortBy(list, list)),
  '@sortByAssociatedKeys': ofList((list, [keys = null]) => (isList(keys) ? sortBy(list, keys) : noSuchOverload())),
  'lists.range': range,
  reverse: ofList((list) => list.toReversed()),
  distinct: ofList(distinct),
};
