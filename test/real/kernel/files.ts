import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { missing, tool } from '../../tools/find';
import type { Entry } from './cpio';

/** Folders at the top of a Debian system that are links into `usr`. */
const MERGED = ['bin', 'sbin', 'lib', 'lib64'] as const;

/** Nothing that runs reads these. */
const UNREAD = /^usr\/share\/(doc|man|locale|lintian|bug|info)(\/|$)/;

const merge = (path: string): string => (MERGED.some((top) => path.startsWith(`${top}/`)) ? `usr/${path}` : path);

/** The links of a merged `usr`, below `prefix`. */
const mergedLinks = (prefix: string): readonly Entry[] =>
  MERGED.flatMap((top) => [
    { path: `${prefix}usr/${top}` },
    { path: `${prefix}${top}`, content: `usr/${top}`, symlink: true },
  ]);

export interface FolderOptions {
  /** Where it goes, with a slash at its end. Default: the root. */
  readonly prefix?: string;
  /** Whether a path below the folder (as it lies there) comes along. Default: all. */
  readonly keep?: (path: string) => boolean;
}

/** A folder's files as entries. */
export function folderEntries(
  folder: string,
  { prefix = '', keep = () => true }: FolderOptions = {},
): readonly Entry[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter(keep)
    .map((path) => {
      const file = join(folder, path);
      const found = lstatSync(file);
      const entry = { path: `${prefix}${path}`, mode: found.mode & 0o7777 };
      if (found.isSymbolicLink()) {
        return { ...entry, content: readlinkSync(file), symlink: true };
      }
      return found.isDirectory() ? entry : { ...entry, content: readFileSync(file) };
    });
}

/**
 * Unpacked Debian packages (`.tools/<row>/root`) as the root file system of a machine or a container: `bin`, `sbin`,
 * `lib` and `lib64` are links into `usr`, as they are on every Debian since bookworm. Paths in profiles depend on it.
 */
export function debianRoot(
  rows: readonly string[],
  { prefix = '', keep = () => true }: FolderOptions = {},
): readonly Entry[] {
  const entries = rows.flatMap((row) =>
    folderEntries(packageRoot(row), { keep: (path) => !UNREAD.test(path) && keep(path) }),
  );
  const tops = new Set<string>(MERGED);
  return [
    ...mergedLinks(prefix),
    { path: `${prefix}etc/hosts`, content: '127.0.0.1 localhost\n' },
    { path: `${prefix}run` },
    { path: `${prefix}tmp`, mode: 0o1777 },
    ...entries
      .filter(({ path }) => !tops.has(path))
      .map((entry) => ({ ...entry, path: `${prefix}${merge(entry.path)}` })),
  ];
}

/** Folder in which the packages of a row of test/tools/table.ts are unpacked. */
export function packageRoot(row: string): string {
  return join(__dirname, '../../../.tools', row, 'root');
}

/** A program of test/tools as a file of an archive. Throws when it is not there. */
export function program(name: string, path: string): Entry {
  const file = tool(name);
  if (file === undefined) {
    throw new Error(missing(name));
  }
  return { path, mode: 0o755, content: readFileSync(file) };
}
