/** Archives that a Linux kernel unpacks into its first root: cpio's "newc" form, which may be put one behind the other. */

/** One file of an archive. Its path has no leading slash. */
export interface Entry {
  readonly path: string;
  /** Permission bits; default 0644 for a file, 0755 for a folder. */
  readonly mode?: number;
  /** Content of a file, the target of a link, or undefined for a folder. */
  readonly content?: Buffer | string;
  readonly symlink?: boolean;
  /** User and group; default 0. */
  readonly owner?: number;
}

const FILE = 0o100000;
const FOLDER = 0o040000;
const LINK = 0o120000;
const TRAILER = 'TRAILER!!!';

/** Archives may follow one another when each ends at a multiple of this. */
const ALIGNMENT = 4;

const padding = (size: number): Buffer => Buffer.alloc((ALIGNMENT - (size % ALIGNMENT)) % ALIGNMENT);

const hex = (value: number): string => value.toString(16).padStart(8, '0');

/** Type and permission bits of an entry. */
function modeOf({ content, mode, symlink }: Entry): number {
  if (symlink) {
    return LINK | 0o777;
  }
  return content === undefined ? FOLDER | (mode ?? 0o755) : FILE | (mode ?? 0o644);
}

function record(entry: Entry, inode: number, mode: number): readonly Buffer[] {
  const content = Buffer.from(entry.content ?? '');
  const owner = entry.owner ?? 0;
  const name = `${entry.path}\0`;
  // Times are zero: the same files give the same archive.
  const numbers = [inode, mode, owner, owner, 1, 0, content.length, 0, 0, 0, 0, Buffer.byteLength(name), 0];
  const head = Buffer.from(`070701${numbers.map(hex).join('')}${name}`);
  return [head, padding(head.length), content, padding(content.length)];
}

/** The folders above `path`, the outermost first. */
const above = (path: string): readonly string[] => {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
};

/** Adds the folders that no entry makes, and drops all but the last entry of a path. */
function complete(entries: readonly Entry[]): readonly Entry[] {
  const byPath = new Map<string, Entry>();
  for (const entry of entries) {
    for (const path of above(entry.path)) {
      if (!byPath.has(path)) {
        byPath.set(path, { path });
      }
    }
    // A folder that is given again stands where it stood: what lies in it comes behind it.
    byPath.set(entry.path, entry);
  }
  return [...byPath.values()];
}

/** The archive, with every folder that the paths need. */
export function archive(entries: readonly Entry[]): Buffer {
  const records = complete(entries).flatMap((entry, index) => record(entry, index + 1, modeOf(entry)));
  return Buffer.concat([...records, ...record({ path: TRAILER }, 0, 0)]);
}
