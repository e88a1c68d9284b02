import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { nearestHint } from '../diagnostics/nearest';
import type { CliCode } from './codes';
import { reasonOf, UsageError } from './failure';
import type { Io } from './io';
import { filesBelow, type WalkRules } from './walk';

/** Name that stands for standard input. */
export const STDIN = '-';

/** No policy is that large: a ConfigMap holds 1 MiB. */
const MOST_BYTES = 4 * 1024 * 1024;

const NO_FILE = 'this is a pipe, a device or a socket: only files are read, and standard input';
const NO_FILE_HINT = 'redirect it to standard input, and name that: -';

/** An input as it will stand in the report, or what keeps it from being one. */
export interface Listed {
  readonly file: string;
  readonly problem?: Diagnostic;
}

/** Puts the files below them in the place of folders. Throws UsageError when a name is empty or standard input is named twice. */
export function listInputs(names: readonly string[], cwd: string, rules: WalkRules): readonly Listed[] {
  if (names.filter((name) => name === STDIN).length > 1) throw new UsageError('standard input can be read only once');
  if (names.includes(''))
    throw new UsageError('an input has an empty name: give a file, a folder, or - for standard input');
  return names.flatMap((name): readonly Listed[] => {
    if (name === STDIN) return [{ file: name }];
    try {
      const found = statSync(resolve(cwd, name));
      if (found.isFile()) return [{ file: name }];
      if (!found.isDirectory()) return [{ file: name, problem: problem('CLI1001', name, NO_FILE, NO_FILE_HINT) }];
      const files = filesBelow(name, cwd, rules);
      if (files.length > 0) return files.map((file) => ({ file }));
      return [{ file: name, problem: problem('CLI1004', name, 'this folder holds no file to check') }];
    } catch (error) {
      return [{ file: name, problem: cannotRead(name, error, cwd) }];
    }
  });
}

/** The text of an input, or why there is none: it has more than `most` bytes, or the like. */
export async function readInput(file: string, io: Io, most = MOST_BYTES): Promise<string | Diagnostic> {
  try {
    const bytes = file === STDIN ? await readAll(io.stdin, most) : readFileBytes(resolve(io.cwd, file), most);
    if (bytes === undefined) return problem('CLI1003', file, `this is larger than ${most / 1024 ** 2} MiB`);
    return decode(bytes) ?? problem('CLI1002', file, 'this is not UTF-8 text');
  } catch (error) {
    return cannotRead(file, error, io.cwd);
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function readFileBytes(path: string, most: number): Uint8Array | undefined {
  return statSync(path).size > most ? undefined : readFileSync(path);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    // A byte order mark stays: whether it is allowed is for the check to say.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function cannotRead(file: string, error: unknown, cwd: string): Diagnostic {
  const hint = (error as NodeJS.ErrnoException).code === 'ENOENT' ? missingHint(file, cwd) : undefined;
  return problem('CLI1001', file, `cannot read this: ${reasonOf(error)}`, hint);
}

/** A shell hands on a pattern that fits no file as it stands; everything else may be a slip of the finger. */
function missingHint(file: string, cwd: string): string | undefined {
  if (/[*?[]/.test(file)) return 'the shell found no file for this pattern; a folder can be given instead';
  try {
    const names = readdirSync(resolve(cwd, dirname(file)));
    // The name is there, and leads nowhere.
    if (names.includes(basename(file))) return 'this is a link to a file that is not there';
    return nearestHint(basename(file), names);
  } catch {
    return undefined;
  }
}

function problem(code: CliCode, file: string, message: string, hint?: string): Diagnostic {
  return { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }), place: { file } };
}
