import { compare, equal } from '../compare';
import { inserted } from '../growing';
import type { Implementation } from '../nodes';
import { add } from '../numbers';
import {
  CelDuration,
  CelError,
  type CelList,
  CelMap,
  CelUint,
  type CelValue,
  isError,
  isList,
  noSuchOverload,
} from '../value';

/** A function asked of a list. */
const ofList =
  (of: (list: CelList, args: readonly CelValue[], overload: string) => CelValue): Implementation =>
  ([list = null, ...args], overload) =>
    isList(list) ? of(list, args, overload) : noSuchOverload();

const isSorted = ofList((list) => {
  for (let index = 1; index < list.length; index++) {
    if (compare(list[index - 1] ?? null, list[index] ?? null) === 1) return false;
  }
  return true;
});

/** What a sum begins with: by its elements, or by its overload when there are none. */
function zeroOf(first: CelValue | undefined, overload: string): CelValue {
  if (first instanceof CelUint || overload === 'list_uint_sum_uint') return new CelUint(0n);
  if (first instanceof CelDuration || overload === 'list_duration_sum_duration') return new CelDuration(0n);
  return typeof first === 'number' || overload === 'list_double_sum_double' ? 0 : 0n;
}

const sum = ofList((list, _, overload) => {
  let total = zeroOf(list[0], overload);
  for (const item of list) {
    total = add(total, item);
    if (isError(total)) return total;
  }
  return total;
});

/** The greatest (1) or least (-1). */
const extreme = (name: string, wanted: 1 | -1): Implementation =>
  ofList((list) => {
    const [first, ...rest] = list;
    if (first === undefined) return new CelError(`${name} called on empty list`);
    let best = first;
    for (const item of rest) if (compare(best, item) === -wanted) best = item;
    return best;
  });

const same = (wanted: CelValue | undefined) => (item: CelValue) => equal(item, wanted ?? null) === true;

export const indexIn: Implementation = ofList((list, [item]) => BigInt(list.findIndex(same(item))));
export const lastIndexIn: Implementation = ofList((list, [item]) => BigInt(list.findLastIndex(same(item))));

/** A function of two lists. */
const ofLists = (of: (a: CelList, b: CelList) => boolean): Implementation =>
  ofList((a, [b = null]) => (isList(b) ? of(a, b) : noSuchOverload()));

const holds = (a: CelList, b: CelList): boolean => b.every((item) => a.some(same(item)));

const mapInsert: Implementation = ([map = null, ...rest]) => {
  if (!(map instanceof CelMap)) return noSuchOverload();
  const [first = null, second] = rest;
  if (second !== undefined) return inserted(map, first, second);
  if (!(first instanceof CelMap)) return noSuchOverload();
  let made: CelMap | CelError = map;
  for (const [key, value] of first.entries()) {
    made = inserted(made, key, value);
    if (isError(made)) return made;
  }
  return made;
};

export const LISTS: Readonly<Record<string, Implementation>> = {
  isSorted,
  sum,
  max: extreme('max', 1),
  min: extreme('min', -1),
  'sets.contains': ofLists(holds),
  'sets.equivalent': ofLists((a, b) => holds(a, b) && holds(b, a)),
  'sets.intersects': ofLists((a, b) => a.some((item) => b.some(same(item)))),
  'cel.@mapInsert': mapInsert,
};
