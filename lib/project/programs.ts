import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { coerce, lt } from 'semver';
import { problem } from './problem';

/** Programs of others that do the work. */
export type ProgramName = 'helm' | 'helmfile' | 'kubectl';

export interface ProgramRow {
  /** Names the program when it is not to be looked for in PATH. */
  readonly variable: string;
  /** What we call came with this version. */
  readonly least: string;
  readonly versionArgs: readonly string[];
}

const SECOND = 1000;
/** One request of kubectl ends after half of this by itself. */
const DEFAULT_TIMEOUT = 60 * SECOND;

export const ROWS: Readonly<Record<ProgramName, ProgramRow>> = {
  // 3.13 brought `template --dry-run=server` and `get metadata`.
  helm: { variable: 'HELM_BIN', least: '3.13.0', versionArgs: ['version', '--template={{.Version}}'] },
  // 1.0 reads helmfile.yaml as it stands. Its command `version` would ask the network for a newer one.
  helmfile: { variable: 'HELMFILE_BIN', least: '1.0.0', versionArgs: ['--version'] },
  kubectl: { variable: 'KUBECTL_BIN', least: '1.24.0', versionArgs: ['version', '--client', '--output=json'] },
};

const STOPS = ['SIGINT', 'SIGTERM'] as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The programs that a run works with. */
export interface Programs {
  readonly files: Readonly<Record<ProgramName, string>>;
  /** Such as `3.22.0`. */
  readonly versions: Readonly<Record<ProgramName, string>>;
  /** What they are started with. */
  readonly env: Environment;
}

export interface RunOptions {
  readonly input?: string;
  readonly cwd?: string;
  /** Milliseconds after which the program is stopped. */
  readonly timeout?: number;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Finds the programs and asks each for its version. Throws a DiagnosticError when one is missing or too old.
 * `cwd`: where relative paths in variables start.
 */
export async function findPrograms(env: Environment, cwd: string): Promise<Programs> {
  const names = Object.keys(ROWS) as ProgramName[];
  const files = Object.fromEntries(names.map((name) => [name, find(name, env, cwd)])) as Record<ProgramName, string>;
  const versions = await Promise.all(names.map(async (name) => [name, await versionOf(files, env, name)] as const));
  return { files, versions: Object.fromEntries(versions) as Record<ProgramName, string>, env };
}

/**
 * Runs a program without a shell. Gives back what it said, whatever its exit code; throws a DiagnosticError when it
 * cannot be started or does not end in time.
 */
export async function run(
  { files, env }: Pick<Programs, 'files' | 'env'>,
  name: ProgramName,
  args: readonly string[],
  { input = '', cwd, timeout = DEFAULT_TIMEOUT }: RunOptions = {},
): Promise<Outcome> {
  const child = spawn(files[name], args, { env: { ...env }, cwd, stdio: 'pipe' });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGTERM');
  }, timeout);
  // Whoever stops this program means the other one too; what it says then is told as any failure, and files are tidied up.
  const forward = (signal: NodeJS.Signals): boolean => child.kill(signal);
  for (const signal of STOPS) process.on(signal, forward);
  // A program that does not read to the end closes the pipe; what it says counts.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  try {
    const [stdout, stderr, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number>((resolve, reject) => child.on('error', reject).on('close', (exit) => resolve(exit ?? 1))),
    ]);
    if (!late) return { code, stdout, stderr };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw problem('PROJECT1001', `${name} cannot be started: ${reason}`, `set ${ROWS[name].variable} to its path`);
  } finally {
    clearTimeout(timer);
    for (const signal of STOPS) process.off(signal, forward);
  }
  throw problem(
    'PROJECT1003',
    `${name} ${args[0] ?? ''} did not end within ${timeout / SECOND} s and was stopped`,
    'look at the cluster and the network, then run it again',
  );
}

/**
 * Runs a body with a folder for temporary files, among them those of helmfile, which hold values. The folder is gone
 * afterwards, whatever happens.
 */
export async function withTemporary<T>(programs: Programs, body: (programs: Programs) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'container-security-run-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await body({ ...programs, env: { ...programs.env, HELMFILE_TEMPDIR: folder } });
  } finally {
    process.off('exit', remove);
    remove();
  }
}

export function find(name: ProgramName, env: Environment, cwd: string): string {
  const { variable } = ROWS[name];
  const given = env[variable];
  if (given !== undefined && given !== '') {
    const file = resolve(cwd, given);
    if (isProgram(file)) return file;
    throw problem('PROJECT1001', `${variable} is "${given}", which is no program`, `set it to the path of ${name}`);
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(isAbsolute);
  const found = folders.map((folder) => join(folder, name)).find(isProgram);
  if (found !== undefined) return found;
  throw problem('PROJECT1001', `${name} is not found`, `install it, or set ${variable} to its path`);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

async function versionOf(files: Programs['files'], env: Environment, name: ProgramName): Promise<string> {
  const { least, versionArgs, variable } = ROWS[name];
  const { code, stdout } = await run({ files, env }, name, versionArgs);
  const version = code === 0 ? coerce(/"gitVersion": *"([^"]+)"/.exec(stdout)?.[1] ?? stdout) : null;
  const hint = `install ${name} ${least} or later, or set ${variable} to its path`;
  if (version === null) throw problem('PROJECT1002', `${files[name]} does not tell its version`, hint);
  if (lt(version, least)) throw problem('PROJECT1002', `${name} ${version.version} is too old`, hint);
  return version.version;
}
