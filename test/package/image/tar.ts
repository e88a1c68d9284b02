import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Everything in an archive is a multiple of this. */
const BLOCK = 512;

/** The header's fields, in order, with their sizes in bytes (POSIX ustar). */
const FIELDS = [
  ['name', 100],
  ['mode', 8],
  ['uid', 8],
  ['gid', 8],
  ['size', 12],
  ['mtime', 12],
  ['checksum', 8],
  ['type', 1],
  ['link', 100],
  ['magic', 8],
  ['user', 32],
  ['group', 32],
  ['major', 8],
  ['minor', 8],
  ['prefix', 155],
] as const;

type Header = { readonly [Field in (typeof FIELDS)[number][0]]?: string };

/** Where the checksum stands. While it is computed it counts as blanks. */
const CHECKSUM_AT = 148;
const BLANK = ' '.repeat(8);

const octal = (value: number, size: number): string => value.toString(8).padStart(size - 1, '0');

/** A path as the two fields that hold it: at most 100 bytes after a slash, 155 before. @throws Error when it is longer. */
function split(path: string): { readonly prefix: string; readonly name: string } {
  if (Buffer.byteLength(path) <= 100) return { prefix: '', name: path };
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)];
    if (Buffer.byteLength(prefix) <= 155 && name && Buffer.byteLength(name) <= 100) return { prefix, name };
  }
  throw new Error(`${path} is too long for a tar archive of the old form`);
}

function header(fields: Header): Buffer {
  const block = Buffer.alloc(BLOCK);
  let at = 0;
  for (const [field, size] of FIELDS) {
    const value = field === 'checksum' ? BLANK : (fields[field] ?? '');
    if (Buffer.byteLength(value) > size) throw new Error(`${value} is too long for a tar archive of the old form`);
    block.write(value, at);
    at += size;
  }
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)}\0 `, CHECKSUM_AT);
  return block;
}

/** What there is below a folder, by paths in it, each folder before what it holds, in the order of their bytes. */
function pathsBelow(folder: string, prefix = ''): readonly string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
    .flatMap((entry) => {
      const path = `${prefix}${entry.name}`;
      return entry.isDirectory() ? [`${path}/`, ...pathsBelow(folder, `${path}/`)] : [path];
    });
}

function member(folder: string, path: string, mtime: number): readonly Buffer[] {
  const file = join(folder, path);
  const status = lstatSync(file);
  const common = {
    ...split(path),
    mode: octal(status.mode & 0o7777, 8),
    // Whoever builds the image is not in it.
    uid: octal(0, 8),
    gid: octal(0, 8),
    mtime: octal(mtime, 12),
    magic: 'ustar\x0000',
  };
  const empty = octal(0, 12);
  if (status.isDirectory()) return [header({ ...common, type: '5', size: empty })];
  if (status.isSymbolicLink()) {
    // What a link's own mode is depends on the system.
    return [header({ ...common, type: '2', mode: octal(0o777, 8), size: empty, link: readlinkSync(file) })];
  }
  if (!status.isFile()) throw new Error(`${file} is neither file, folder nor symbolic link`);
  const content = readFileSync(file);
  const rest = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return [header({ ...common, type: '0', size: octal(content.length, 12) }), content, rest];
}

/**
 * A folder as a tar archive that depends on nothing but what is in it: paths, contents, modes and links. Sorted, owned by
 * root, all of one time.
 * @param mtime seconds since 1970
 */
export function tarOf(folder: string, mtime: number): Buffer {
  const members = pathsBelow(folder).flatMap((path) => member(folder, path, mtime));
  return Buffer.concat([...members, Buffer.alloc(2 * BLOCK)]);
}
