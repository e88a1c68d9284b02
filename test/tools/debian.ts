import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptFolder } from './cache';
import { command, type Progress } from './progress';
import type { Recipe } from './recipe';
import type { DebianTool } from './table';

const OS_RELEASE = '/etc/os-release';

/** Name of the release, such as `bookworm`, or undefined where this is not Debian. */
function release(): string | undefined {
  const text = existsSync(OS_RELEASE) ? readFileSync(OS_RELEASE, 'utf8') : '';
  return /^ID=debian$/m.test(text) ? /^VERSION_CODENAME=(\S+)$/m.exec(text)?.[1] : undefined;
}

const architecture = (): string => execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();

/** Package lists of our own: `apt-get update` needs no root, and the lists of the system stay as they are. */
function privateLists(): readonly string[] {
  const apt = aptFolder();
  for (const folder of ['state/lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(apt, folder), { recursive: true });
  }
  return [
    `Dir::State=${join(apt, 'state')}`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${join(apt, 'cache')}`,
    'Debug::NoLocking=1',
    'Acquire::Retries=2',
    'Acquire::http::Timeout=30',
  ].flatMap((option) => ['-o', option]);
}

/** Downloads into `folder` with the lists that are there; where those are missing or out of date, with new ones. */
async function download(packages: readonly string[], folder: string, progress: Progress): Promise<void> {
  const what = `downloading ${packages.join(', ')}`;
  const fetchAll = (options: readonly string[]): Promise<string> =>
    command('apt-get', [...options, 'download', ...packages], { cwd: folder });
  try {
    await progress.during(what, () => fetchAll([]));
  } catch {
    const lists = privateLists();
    // One broken source of a third party must not matter; a missing package is found by the download.
    await progress
      .during('fetching package lists', () => command('apt-get', [...lists, 'update']))
      .catch((error: Error) => progress.say(error.message));
    await progress.during(what, () => fetchAll(lists));
  }
}

/** Unpacks one package and gives back its version. Throws when that is older than `least`. */
async function unpack(file: string, least: string, root: string): Promise<string> {
  const version = (await command('dpkg-deb', ['-f', file, 'Version'])).trim();
  await command('dpkg', ['--compare-versions', version, 'ge', least]).catch(() => {
    throw new Error(`${file.replace(/^.*\//, '')} is older than ${least}`);
  });
  await command('dpkg-deb', ['-x', file, root]);
  return version;
}

const libraryFolders = (root: string): readonly string[] =>
  ['lib', 'usr/lib'].flatMap((lib) =>
    existsSync(join(root, lib))
      ? readdirSync(join(root, lib))
          .filter((name) => name.endsWith('-linux-gnu'))
          .map((name) => `${lib}/${name}`)
      : [],
  );

/** A program that finds the unpacked libraries wherever the folder is moved. */
function wrapper(path: string, libraries: readonly string[], given: readonly string[] = []): string {
  const search = libraries.map((folder) => `$root/${folder}`).join(':');
  return [
    '#!/bin/sh',
    'root="$(dirname "$(dirname "$(readlink -f "$0")")")/root"',
    ...(search ? [`export LD_LIBRARY_PATH="${search}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"`] : []),
    `exec ${[`$root/${path}`, ...given, '$@'].map((word) => `"${word}"`).join(' ')}`,
    '',
  ].join('\n');
}

/** Throws when a shared library is neither unpacked nor on this machine. */
async function checkLibraries(program: string, root: string): Promise<void> {
  const env = {
    LD_LIBRARY_PATH: libraryFolders(root)
      .map((folder) => join(root, folder))
      .join(':'),
  };
  const missing = (await command('ldd', [program], { env }).catch(() => ''))
    .split('\n')
    .filter((line) => line.includes('not found'));
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
    await download(Object.keys(row.packages), archives, progress);
    const versions: Record<string, string> = {};
    for (const file of readdirSync(archives)) {
      const name = file.split('_')[0] ?? '';
      versions[name] = await unpack(join(archives, file), row.packages[name] ?? '0', root);
    }
    rmSync(archives, { recursive: true });
    for (const [binary, path] of Object.entries(row.binaries)) {
      await checkLibraries(join(root, path), root);
      const script = join(folder, 'bin', binary);
      writeFileSync(script, wrapper(path, libraryFolders(root), row.arguments));
      chmodSync(script, 0o755);
    }
    writeFileSync(join(folder, 'record.json'), `${JSON.stringify({ release: release(), versions }, null, 2)}\n`);
    progress.say(
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    );
  },
};
