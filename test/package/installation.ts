import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { publish, toolFolder } from '../tools/cache';
import { npm } from './npm';
import { requireTarball } from './pack';

const EXAMPLES = join(__dirname, '../../examples');

/** npm packages and their exact versions. */
export type Versions = Readonly<Record<string, string>>;

/** What a user of the least versions has. cdk8s-plus-27 is a peer of ours in any case. */
export const OLDEST: Versions = {
  cdk8s: '2.68.12',
  'cdk8s-plus-27': '2.9.5',
  constructs: '10.3.0',
  tsx: '4.23.15',
};

/** What a user of the newest versions has. */
export const NEWEST: Versions = {
  cdk8s: '2.70.106',
  'cdk8s-plus-27': '2.9.5',
  'cdk8s-plus-33': '2.5.57',
  constructs: '10.8.1',
  tsx: '4.23.15',
};

/** A folder whose `node_modules` holds these versions: installed once, kept in the user's cache. */
async function modules(versions: Versions): Promise<string> {
  const manifest = JSON.stringify({ private: true, dependencies: versions });
  const folder = toolFolder('npm', [manifest, process.version]);
  const build = async (temporary: string): Promise<void> => {
    writeFileSync(join(temporary, 'package.json'), manifest);
    await npm(temporary, 'install', '--prefer-offline', '--no-package-lock');
  };
  await publish(folder, build, () => undefined);
  return join(folder, 'node_modules');
}

/**
 * Puts the installed packages into a folder: as links to the same files where the file system can, which costs nothing.
 * npm's own list is left out, because npm writes into it.
 */
async function link(from: string, folder: string): Promise<void> {
  const to = join(folder, 'node_modules');
  try {
    await promisify(execFile)('cp', ['-al', from, to]);
  } catch {
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
  rmSync(join(to, '.package-lock.json'), { force: true });
}

/**
 * A folder of its own, far from this repository, with the tarball installed as a user would, and in it a copy of each of
 * these examples by its name.
 *
 * @param edit changes the text of their programs.
 */
export async function install(
  examples: readonly string[],
  versions: Versions,
  edit: (program: string) => string = (program) => program,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'examples-'));
  const own = (path: string): boolean => !['node_modules', 'dist'].includes(basename(path));
  for (const example of examples) {
    cpSync(join(EXAMPLES, example), join(folder, example), { recursive: true, filter: own });
    const program = join(folder, example, 'main.ts');
    writeFileSync(program, edit(readFileSync(program, 'utf8')));
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: versions }));
  await link(await modules(versions), folder);
  await npm(folder, 'install', '--offline', '--no-save', '--no-package-lock', requireTarball());
  return folder;
}

/** Takes an installation away. */
export function remove(folder: string | undefined): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
