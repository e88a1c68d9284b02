import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { download, release } from './apt';
import { command } from './progress';
import type { Recipe } from './recipe';
import type { DebianTool } from './table';

const architecture = (): string => execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();

/** Unpacks one package and gives back its version. Throws when that is older than `least`. */
async function unpack(file: string, least: string, root: string): Promise<string> {
  const version = (await command('dpkg-deb', ['-f', file, 'Version'])).trim();
  await command('dpkg', ['--compare-versions', version, 'ge', least]).catch(() => {
    throw new Error(`${file.replace(/^.*\//, '')} is older than ${least}`);
  });
  await command('dpkg-deb', ['-x', file, root]);
  return version;
}

/** What scanners of images read, where a package is unpacked and not installed: its own description, in a file of its own. */
async function keepRecord(file: string, name: string, root: string): Promise<void> {
  const folder = join(root, 'var/lib/dpkg/status.d');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), await command('dpkg-deb', ['-f', file]));
}

const libraryFolders = (root: string): readonly string[] =>
  ['lib', 'usr/lib'].flatMap((lib) =>
    existsSync(join(root, lib))
      ? readdirSync(join(root, lib))
          .filter((name) => name.endsWith('-linux-gnu'))
          .map((name) => `${lib}/${name}`)
      : [],
  );

/** The unpacked C library's program that starts others, by its path below `root`. */
function starter(root: string): string {
  for (const folder of libraryFolders(root)) {
    const name = readdirSync(join(root, folder)).find((each) => /^ld-linux\S*\.so\.\d+$/.test(each));
    if (name !== undefined) {
      return `${folder}/${name}`;
    }
  }
  throw new Error('a program of another suite needs the C library of that suite: add libc6 to the table');
}

/**
 * What the wrapper runs, where `$root` stands for the folder of the packages. A program of another suite runs on the C
 * library of that suite, which may be newer than the machine's: it is started by that one's own starter.
 */
export function startedBy(row: DebianTool, path: string, root: string): readonly string[] {
  const search = libraryFolders(root)
    .map((folder) => `$root/${folder}`)
    .join(':');
  return row.suite === undefined
    ? [`$root/${path}`]
    : [`$root/${starter(root)}`, '--library-path', search, `$root/${path}`];
}

/** A program that finds the unpacked libraries wherever the folder is moved. */
function wrapper(row: DebianTool, path: string, root: string): string {
  const search = row.suite === undefined ? libraryFolders(root).map((folder) => `$root/${folder}`) : [];
  const words = [...startedBy(row, path, root), ...(row.arguments ?? []), '$@'];
  return [
    '#!/bin/sh',
    'root="$(dirname "$(dirname "$(readlink -f "$0")")")/root"',
    ...(search.length > 0
      ? [`export LD_LIBRARY_PATH="${search.join(':')}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"`]
      : []),
    `exec ${words.map((word) => `"${word}"`).join(' ')}`,
    '',
  ].join('\n');
}

/** Throws when a shared library is neither unpacked nor, for a program of the machine's suite, on this machine. */
async function checkLibraries(row: DebianTool, program: string, root: string): Promise<void> {
  const search = libraryFolders(root)
    .map((folder) => join(root, folder))
    .join(':');
  const listed =
    row.suite === undefined
      ? command('ldd', [program], { env: { LD_LIBRARY_PATH: search } }).catch(() => '')
      : command(join(root, starter(root)), ['--library-path', search, '--list', program]);
  const missing = (await listed)
    .split('\n')
    .filter((line) => line.includes('not found') || (row.suite !== undefined && /=> (?!\S*\/root\/)/.test(line)));
  if (missing.length > 0) {
    throw new Error(`${program} lacks a library, add its package to the table: ${missing.join(', ').trim()}`);
  }
}

export const debianRecipe: Recipe<DebianTool> = {
  unavailable: () => (release() ? undefined : 'this is not Debian, whose packages it comes from'),
  inputs: (_name, row) => [release() ?? '', architecture(), JSON.stringify(row)],
  async build(_name, row, folder, progress) {
    const archives = join(folder, 'archives');
    const root = join(folder, 'root');
    for (const each of [archives, root, join(folder, 'bin')]) {
      mkdirSync(each, { recursive: true });
    }
    await download(row, archives, progress);
    const versions: Record<string, string> = {};
    for (const file of readdirSync(archives)) {
      const name = file.split('_')[0] ?? '';
      versions[name] = await unpack(join(archives, file), row.packages[name] ?? '0', root);
      if (row.records) await keepRecord(join(archives, file), name, root);
    }
    rmSync(archives, { recursive: true });
    for (const [binary, path] of Object.entries(row.binaries)) {
      await checkLibraries(row, join(root, path), root);
      const script = join(folder, 'bin', binary);
      writeFileSync(script, wrapper(row, path, root));
      chmodSync(script, 0o755);
    }
    writeFileSync(
      join(folder, 'record.json'),
      `${JSON.stringify({ release: row.suite ?? release(), versions }, null, 2)}\n`,
    );
    progress.say(
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    );
  },
};
