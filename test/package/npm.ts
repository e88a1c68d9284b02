import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What `npm run` hands down to its children, and what would lead another npm into this folder. */
const OWN_PROJECT = /^npm_(config_local_prefix|lifecycle|package|command|execpath)/;

const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN_PROJECT.test(name)));

/** Calls npm for the project in a folder. @returns standard output. @throws Error with what npm said. */
export async function npm(folder: string, ...args: readonly string[]): Promise<string> {
  const all = ['--prefix', folder, '--no-audit', '--no-fund', '--loglevel', 'error', ...args];
  const { stdout } = await promisify(execFile)('npm', all, { cwd: folder, env: environment, maxBuffer: 1 << 26 });
  return stdout;
}
