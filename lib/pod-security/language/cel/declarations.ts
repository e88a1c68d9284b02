import { TABLE } from './overloads/table';
import { type CelType, readType, readTypes } from './types';

/** One way to call a function: `id` is the server's name of it, by which costs go. */
export interface Overload {
  readonly id: string;
  /** Asked of its first argument, as in `x.f(y)`. */
  readonly member: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
  readonly params: readonly string[];
  /** Minor of the environment that has it first. */
  readonly since: number;
  /** Only where patches are made. */
  readonly patch: boolean;
}

export interface CelFunction {
  readonly name: string;
  readonly overloads: readonly Overload[];
}

const ROW = /^(\S+) (\S+) (\.?)\((.*)\) (\S+)$/;

function readRow(line: string, since: number, patch: boolean): readonly [string, Overload] {
  const [, name = '', id = '', dot = '', args = '', result = ''] = ROW.exec(line) ?? [];
  const params = new Set(`${args} ${result}`.match(/\b[A-Z]\b/g) ?? []);
  return [
    name,
    {
      id,
      member: dot === '.',
      args: readTypes(args),
      result: readType(result),
      params: [...params],
      since,
      patch,
    },
  ];
}

const ALL = new Map<string, Overload[]>();
for (const { since, patch = false, rows } of TABLE) {
  for (const line of rows.trim().split('\n')) {
    const [name, overload] = readRow(line, since, patch);
    ALL.set(name, [...(ALL.get(name) ?? []), overload]);
  }
}

/** A function as an environment knows it; undefined: it does not. */
export function functionOf(name: string, environment: number, patch: boolean): CelFunction | undefined {
  const overloads = ALL.get(name)?.filter((overload) => overload.since <= environment && (patch || !overload.patch));
  return overloads === undefined || overloads.length === 0 ? undefined : { name, overloads };
}

/** Minor of the environment that has a function first; undefined: none has it. */
export function firstMinorOf(name: string): number | undefined {
  const overloads = ALL.get(name)?.filter(({ patch }) => !patch);
  return overloads === undefined ? undefined : Math.min(...overloads.map(({ since }) => since));
}
