import { isMap, nameOf } from '../document/classify';
import type { Json } from '../expression/node';
import { holdsToken } from '../token/tokens';
import { entryLines } from '../values/yaml-block';

/** Hears of what a file cannot hold that Helm does not render: `key` is where it stands, `what` says what it is. */
export type Misplaced = (key: string, what: string) => void;

/**
 * Plain data as the YAML of a file that Helm does not render: `Chart.yaml`, `crds/`, `ci/`. Keys that are undefined are left
 * out. Nothing is escaped for templates.
 */
export function plainYaml(data: Readonly<Record<string, unknown>>, misplaced: Misplaced): string {
  const lines = entriesOf(data, [], misplaced).flatMap(([key, value]) => entryLines(key, value));
  return `${lines.join('\n')}\n`;
}

/** Reports tokens in a text that Helm does not render. */
export function plainText(text: string, key: string, misplaced: Misplaced): string {
  if (holdsToken(text)) misplaced(key, 'an expression');
  return text;
}

function plain(value: unknown, path: readonly string[], misplaced: Misplaced): Json {
  if (typeof value === 'string') return plainText(value, path.join('.'), misplaced);
  if (typeof value === 'number' && holdsToken(value)) misplaced(path.join('.'), 'an expression');
  if (typeof value === 'boolean' || value === null || (typeof value === 'number' && Number.isFinite(value)))
    return value;
  if (Array.isArray(value)) return value.map((item, index) => plain(item, [...path, String(index)], misplaced));
  if (isMap(value)) return Object.fromEntries(entriesOf(value, path, misplaced));
  misplaced(path.join('.'), nameOf(value));
  return null;
}

function entriesOf(
  map: Readonly<Record<string, unknown>>,
  path: readonly string[],
  misplaced: Misplaced,
): [string, Json][] {
  return Object.entries(map).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [[plainText(key, path.join('.'), misplaced), plain(value, [...path, key], misplaced)] as [string, Json]],
  );
}
