import { COMPARISON } from './comparison';
import { DATA } from './data';
import { DATES } from './dates';
import { ENCODING } from './encoding';
import { FLOW } from './flow';
import { complete, type GoFunction, type Table } from './function';
import { KINDS } from './kinds';
import { LISTS } from './lists';
import { MAPS } from './maps';
import { NUMBERS } from './numbers';
import { PATHS } from './paths';
import { PRINTING } from './printing';
import { REGEX } from './regex';
import { SHAPE } from './shape';
import { STRINGS } from './strings';
import { VERSIONS } from './versions';

export type { GoFunction, GoParameter, GoResult } from './function';

const TABLES: readonly Table[] = [
  COMPARISON,
  FLOW,
  KINDS,
  STRINGS,
  SHAPE,
  PRINTING,
  REGEX,
  NUMBERS,
  LISTS,
  MAPS,
  ENCODING,
  DATA,
  VERSIONS,
  PATHS,
  DATES,
];

/**
 * Every function that Helm 3.22 and Helm 4.3 give to templates, but for `include`: Go 1.26's own, sprig 3.3 without `env` and
 * `expandenv`, and Helm's. Held against both by the judge in `test/helm/expression/functions.judge.test.ts`.
 */
export const GO_FUNCTIONS: Readonly<Record<string, GoFunction>> = Object.fromEntries(
  TABLES.flatMap((table) => Object.entries(table)).map(([name, row]) => [name, complete(name, row)]),
);

/**
 * The Go type that a function wants at a place, `undefined` beyond its last parameter. Where that is `int`, an int64 (what
 * `int64`, `add` … give) is an error in Go: it has to go through `int` first.
 */
export function parameterAt(fn: string, index: number): string | undefined {
  const { parameters = [] } = GO_FUNCTIONS[fn] ?? {};
  const last = parameters.at(-1);
  return (parameters[index] ?? (last?.endsWith('...') ? last : undefined))?.replace('...', '');
}
