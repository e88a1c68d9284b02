import { resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic';
import type { NamedText } from '../pod-security/language/read/inventory';
import { UsageError } from './failure';
import { listInputs, readInput, STDIN } from './inputs';
import type { Io } from './io';
import type { WalkRules } from './walk';

/** What is left out of folders with manifests. */
export const MANIFESTS: WalkRules = {
  skipsFile: (name) => name.startsWith('.') || !/\.(ya?ml|json)$/.test(name),
  skipsFolder: (name) => name.startsWith('.') || name === 'node_modules',
};

/** All pods of a cluster in one list of kubectl are that large. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Texts that could be read, and why the others could not. */
export interface ReadManifests {
  readonly texts: readonly NamedText[];
  readonly unreadable: readonly Diagnostic[];
  /** The files that each name stands for. */
  readonly filesOf: ReadonlyMap<string, readonly string[]>;
}

/** Reads files, all YAML and JSON below folders, and standard input; each file once. */
export async function readManifests(given: readonly string[], io: Io): Promise<ReadManifests> {
  if (given.filter((name) => name === STDIN).length > 1) throw new UsageError('standard input can be read only once');
  const listed = [...new Set(given)].map((name) => [name, listInputs([name], io.cwd, MANIFESTS)] as const);
  const texts = new Map<string, string>();
  const unreadable: Diagnostic[] = [];
  // A file may have several names: the first is its own.
  const names = new Map<string, string>();
  const keyOf = (file: string): string => (file === STDIN ? file : resolve(io.cwd, file));
  for (const { file, problem } of listed.flatMap(([, inputs]) => inputs)) {
    if (names.has(keyOf(file))) continue;
    names.set(keyOf(file), file);
    const text = problem ?? (await readInput(file, io, MOST_BYTES));
    if (typeof text === 'string') texts.set(file, text);
    else unreadable.push(text);
  }
  return {
    texts: [...texts].map(([file, text]) => ({ file, text })),
    unreadable,
    filesOf: new Map(listed.map(([name, inputs]) => [name, inputs.map(({ file }) => names.get(keyOf(file)) ?? file)])),
  };
}
