import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
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
/** Exit code of a process that somebody had to stop twice: as unreadable input, for want of a report. */
const STOPPED = 2;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The programs that a run works with. */
export interface Programs {
  readonly files: Readonly<Record<ProgramName, string>>;
  /** Such as `3.22.0`. */
  readonly versions: Readonly<Record<ProgramName, string>>;
  /** What they are started with. */
  readonly env: Environment;
  /** Aborted by a signal, which is its reason: what runs is ended, and nothing more begins. */
  readonly stop?: AbortSignal;
}

export interface RunOptions {
  readonly input?: string;
  readonly cwd?: string;
  /** Milliseconds after which the program is stopped. */
  readonly timeout?: number;
  /** Is given each line of both streams as it comes. */
  readonly onLine?: (line: string) => void;
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

/** Programs at work. Whoever stops this program means them too. */
const atWork = new Set<ChildProcess>();

const stopAll = (signal: NodeJS.Signals): void => {
  for (const child of atWork) child.kill(signal);
};

/** One listener for all of them: Node takes many for a leak. */
function begun(child: ChildProcess): void {
  if (atWork.size === 0) for (const signal of STOPS) process.on(signal, stopAll);
  atWork.add(child);
}

function ended(child: ChildProcess): void {
  atWork.delete(child);
  if (atWork.size === 0) for (const signal of STOPS) process.off(signal, stopAll);
}

/**
 * Runs a program without a shell. Gives back what it said, whatever its exit code; throws a DiagnosticError when it
 * cannot be started, does not end in time, or a signal stops the run.
 */
export async function run(
  { files, env, stop }: Pick<Programs, 'files' | 'env' | 'stop'>,
  name: ProgramName,
  args: readonly string[],
  { input = '', cwd, timeout = DEFAULT_TIMEOUT, onLine }: RunOptions = {},
): Promise<Outcome> {
  mustGoOn(stop);
  const child = spawn(files[name], args, { env: { ...env }, cwd, stdio: 'pipe' });
  let late = false;
  let outcome: Outcome;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGTERM');
  }, timeout);
  begun(child);
  // A program that does not read to the end closes the pipe; what it says counts.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  try {
    const [stdout, stderr, code] = await Promise.all([
      collect(child.stdout, onLine),
      collect(child.stderr, onLine),
      new Promise<number>((resolve, reject) => child.on('error', reject).on('close', (exit) => resolve(exit ?? 1))),
    ]);
    outcome = { code, stdout, stderr };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw problem('PROJECT1001', `${name} cannot be started: ${reason}`, `set ${ROWS[name].variable} to its path`);
  } finally {
    clearTimeout(timer);
    ended(child);
  }
  mustGoOn(stop);
  if (!late) return outcome;
  throw problem(
    'PROJECT1003',
    `${name} ${args[0] ?? ''} did not end within ${timeout / SECOND} s and was stopped`,
    'look at the cluster and the network, then run it again',
  );
}

function mustGoOn(stop: AbortSignal | undefined): void {
  if (stop?.aborted !== true) return;
  throw problem(
    'PROJECT1018',
    `stopped by ${String(stop.reason)}`,
    'run it again: it begins by looking at what is there',
  );
}

/** All of a stream as text. */
async function collect(stream: Readable, onLine: RunOptions['onLine']): Promise<string> {
  let [all, open] = ['', ''];
  for await (const chunk of stream.setEncoding('utf8')) {
    all += chunk;
    const lines = `${open}${chunk}`.split('\n');
    open = lines.pop() ?? '';
    if (onLine !== undefined) lines.forEach(onLine);
  }
  if (open !== '') onLine?.(open);
  return all;
}

/**
 * Runs a body with a folder for temporary files, among them those of helmfile, which hold values. The folder is gone
 * afterwards, whatever happens: a signal ends the body at the next program, a second one ends this process.
 */
export async function withTemporary<T>(programs: Programs, body: (programs: Programs) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'container-security-run-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(STOPPED);
    controller.abort(signal);
  };
  process.once('exit', remove);
  for (const signal of STOPS) process.on(signal, stop);
  try {
    return await body({
      ...programs,
      env: { ...programs.env, HELMFILE_TEMPDIR: folder },
      stop: controller.signal,
    });
  } finally {
    for (const signal of STOPS) process.off(signal, stop);
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
