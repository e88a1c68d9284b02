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
}

/** Reads files, all YAML and JSON below folders, and standard input; each file once. */
export async function readManifests(names: readonly string[], io: Io): Promise<ReadManifests> {
  if (names.filter((name) => name === STDIN).length > 1) throw new UsageError('standard input can be read only once');
  const listed = listInputs([...new Set(names)], io.cwd, MANIFESTS);
  const texts = new Map<string, string>();
  const unreadable: Diagnostic[] = [];
  for (const { file, problem } of listed) {
    if (texts.has(file)) continue;
    const text = problem ?? (await readInput(file, io, MOST_BYTES));
    if (typeof text === 'string') texts.set(file, text);
    else unreadable.push(text);
  }
  return { texts: [...texts].map(([file, text]) => ({ file, text })), unreadable };
}
