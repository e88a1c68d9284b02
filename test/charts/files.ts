import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of every file below a folder, by path; hidden files and empty folders (path ends in `/`) included. */
export function filesBelow(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { withFileTypes: true }).flatMap(
    (entry): readonly (readonly [string, string])[] => {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) return [[entry.name, readFileSync(path, 'utf8')]];
      const below = Object.entries(filesBelow(path));
      return below.length === 0
        ? [[`${entry.name}/`, '']]
        : below.map(([name, text]) => [`${entry.name}/${name}`, text] as const);
    },
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
