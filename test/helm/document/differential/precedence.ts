import fc from 'fast-check';
import { Block, type Expression } from '../../../../lib/helm';
import type { Json } from '../../../../lib/helm/expression/node';

/** A map of which several entries may write one key. Numbers say which condition, map or computed key of the user it is. */
export type Level = readonly Entry[];

export type Entry =
  | { readonly kind: 'pair'; readonly key: string | number; readonly value: Value }
  | { readonly kind: 'spread'; readonly map: number }
  | { readonly kind: 'some'; readonly flag: number; readonly then: Level; readonly otherwise?: Level };

/** A value that may be there under conditions of its own. */
export type Value = string | { readonly flag: number; readonly then: Value; readonly otherwise?: Value };

/** What the user gives: conditions of all kinds, maps, texts that become keys. */
export interface Given<Condition, Map, Key> {
  readonly flags: readonly Condition[];
  readonly maps: readonly Map[];
  readonly keys: readonly Key[];
}

export const COUNTS = { flags: 4, maps: 3, keys: 2 };

/** Keys that are written out, and keys that are computed: they never meet, but the user's maps have both. */
export const WRITTEN = ['a', 'b', 'yes', '{{ x }}'];
export const COMPUTED = ['1e3', 'it\'s "x"', 'length'];

const flag = fc.nat(COUNTS.flags - 1);
const word = fc.constantFrom('one', 'two', 'three', 'four');

const { level } = fc.letrec<{ level: Level; entry: Entry; value: Value }>((tie) => ({
  level: fc
    .array(tie('entry'), { minLength: 1, maxLength: 3 })
    .map((entries) =>
      entries.filter((entry, index) => !entries.slice(0, index).some((other) => sameKey(entry, other))),
    ),
  entry: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record({
      kind: fc.constant('pair'),
      key: fc.oneof(fc.constantFrom(...WRITTEN), fc.nat(COUNTS.keys - 1)),
      value: tie('value'),
    }) as fc.Arbitrary<Entry>,
    fc.record({ kind: fc.constant('spread'), map: fc.nat(COUNTS.maps - 1) }) as fc.Arbitrary<Entry>,
    fc.record({ kind: fc.constant('some'), flag, then: tie('level') }) as fc.Arbitrary<Entry>,
    fc.record({ kind: fc.constant('some'), flag, then: tie('level'), otherwise: tie('level') }) as fc.Arbitrary<Entry>,
  ),
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    word,
    fc.record({ flag, then: tie('value') }),
    fc.record({ flag, then: tie('value'), otherwise: tie('value') }),
  ),
}));

/** Maps beside each other, most of them with something under a condition. */
export const levels = level;

const sameKey = (one: Entry, other: Entry): boolean =>
  one.kind === 'pair' && other.kind === 'pair' && one.key === other.key;

/** The map with expressions and blocks in it. */
export function written(entries: Level, given: Given<Expression, Expression, Expression>): Record<string, unknown> {
  const flagOf = (index: number): Expression => given.flags[index] as Expression;
  const bodyOf = (value: Value): unknown => {
    if (typeof value === 'string') return value;
    return value.otherwise === undefined
      ? Block.when(flagOf(value.flag), bodyOf(value.then))
      : Block.choose(flagOf(value.flag), bodyOf(value.then), bodyOf(value.otherwise));
  };
  const result: Record<string, unknown> = {};
  for (const entry of entries) {
    if (entry.kind === 'pair')
      result[typeof entry.key === 'string' ? entry.key : `${given.keys[entry.key]}`] = bodyOf(entry.value);
    else if (entry.kind === 'spread') Object.assign(result, given.maps[entry.map]?.asMap());
    else
      Object.assign(
        result,
        Block.pairs(flagOf(entry.flag), written(entry.then, given), entry.otherwise && written(entry.otherwise, given)),
      );
  }
  return result;
}

/** One entry that is there, with what decides between two of one key. */
interface Write {
  readonly key: string;
  readonly value: Json;
  readonly spread: boolean;
  /** Which blocks it stands in, and where it stands itself. */
  readonly path: readonly number[];
}

/** What must be there, written without the library. */
export function expected(entries: Level, given: Given<boolean, Readonly<Record<string, Json>>, string>): Json {
  const winners = new Map<string, Write>();
  for (const write of writes(entries, given, [])) {
    const other = winners.get(write.key);
    if (!other || wins(write, other)) winners.set(write.key, write);
  }
  return Object.fromEntries([...winners].map(([key, { value }]) => [key, value]));
}

/** What is written out wins over what is spread, what stands around wins over what is inside a block, and else the later one. */
function wins(one: Write, other: Write): boolean {
  if (one.spread !== other.spread) return other.spread;
  const at = one.path.findIndex((index, level) => index !== other.path[level]);
  if (one.path.length - 1 === at || other.path.length - 1 === at) {
    if (one.path.length !== other.path.length) return one.path.length < other.path.length;
  }
  return (one.path[at] ?? 0) > (other.path[at] ?? 0);
}

function writes(
  entries: Level,
  given: Given<boolean, Readonly<Record<string, Json>>, string>,
  path: readonly number[],
): readonly Write[] {
  return entries.flatMap((entry, index): readonly Write[] => {
    const here = [...path, index];
    if (entry.kind === 'some')
      return writes((given.flags[entry.flag] ? entry.then : entry.otherwise) ?? [], given, here);
    if (entry.kind === 'spread')
      return Object.entries(given.maps[entry.map] ?? {}).map(([key, value]) => ({
        key,
        value,
        spread: true,
        path: here,
      }));
    const value = chosen(entry.value, given.flags);
    const key = typeof entry.key === 'string' ? entry.key : (given.keys[entry.key] ?? '');
    return value === undefined ? [] : [{ key, value, spread: false, path: here }];
  });
}

function chosen(value: Value | undefined, flags: readonly boolean[]): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  return chosen(flags[value.flag] ? value.then : value.otherwise, flags);
}
