import { isObject } from '../diagnostics/check';
import type { Report } from '../diagnostics/collector';
import type { Place } from '../diagnostics/diagnostic';
import { nearestHint } from '../diagnostics/nearest';
import type { KnownKeys } from './known-keys';
import { refuseSecrets } from './secrets';

/** What a chart takes as values. */
export interface ChartValues {
  /** Such as `falco 9.1.0`. */
  readonly chart: string;
  readonly keys: KnownKeys;
  /** What its templates or Helm read though values.yaml does not name it: `key` or `key.below`. */
  readonly more: readonly string[];
  /** Below these anything may stand: what values.yaml shows is an example. */
  readonly open: readonly string[];
  /** What the chart has no longer, and what its maintainers say of it. */
  readonly removed: Readonly<Record<string, string>>;
  /** What a typed prop holds, and which: merged over it, what was checked would be gone. */
  readonly typed: Readonly<Record<string, string>>;
}

/**
 * Checks values of the user that are merged over ours: keys that the chart does not know (two levels deep) or has no
 * longer, secrets that stand there as text, and keys whose content a typed prop holds.
 */
export function checkValues(values: object, chart: ChartValues, place: Place, report: Report): void {
  for (const [top, below] of paths(values)) {
    const key = `${place.key}.${pathOf(top, below)}`;
    const problem = problemOf(top, below, chart);
    if (problem !== undefined) report({ severity: 'error', ...problem, place: { ...place, key } });
  }
  refuseSecrets(values, place, report);
}

interface ValueProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function problemOf(top: string, below: string | undefined, table: ChartValues): ValueProblem | undefined {
  const { chart, keys, more, open, removed, typed } = table;
  const path = pathOf(top, below);
  if (Object.hasOwn(removed, path)) {
    const message = `"${path}" is no longer among the values of the chart ${chart}`;
    return { code: 'FALCO1034', message, hint: removed[path] ?? '' };
  }
  if (Object.hasOwn(typed, path)) {
    const message = `"${path}" would replace what was checked`;
    return { code: 'FALCO1035', message, hint: typed[path] ?? '' };
  }
  if (more.includes(path) || more.includes(top)) return undefined;
  const all = [...Object.keys(keys), ...more.filter((key) => !key.includes('.'))];
  if (below === undefined) return Object.hasOwn(keys, top) ? undefined : unknown(path, top, all, chart);
  const known = Object.hasOwn(keys, top) ? keys[top] : null;
  if (known === null || known === undefined || open.includes(top) || known.split(' ').includes(below)) return undefined;
  return unknown(path, below, known.split(' '), chart);
}

function unknown(path: string, key: string, known: readonly string[], chart: string): ValueProblem {
  const hint = nearestHint(key, known) ?? `known there: ${known.join(', ')}`;
  return { code: 'FALCO1033', message: `"${path}" is not among the values of the chart ${chart}`, hint };
}

/** Every top-level key, alone and with each key below it. */
function* paths(values: object): Generator<readonly [string, string | undefined]> {
  for (const [top, value] of Object.entries(values)) {
    yield [top, undefined];
    if (isObject(value)) for (const below of Object.keys(value)) yield [top, below];
  }
}

function pathOf(top: string, below: string | undefined): string {
  return below === undefined ? top : `${top}.${below}`;
}
