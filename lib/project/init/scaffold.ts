import { existsSync, lstatSync, mkdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import type { TextFile } from '../../gitlab/text-file';
import { problem, reasonOf } from '../problem';

/** What a project begins with. */
export interface Scaffold {
  readonly files: readonly TextFile[];
  /** What to do next, one line each; commands begin with `$ `. */
  readonly next: readonly string[];
}

/** GitLab puts one into each new project, and nothing depends on what stands in it: it may stay. */
const MAY_STAY: ReadonlySet<string> = new Set(['README.md']);

/** More names say no more: the folder is taken. */
const MOST_NAMED = 10;

/**
 * Writes all files below a folder, or none: what is there already is never overwritten. Gives back what was written; a
 * README.md that is there stays as it is.
 * @throws DiagnosticError that names what is in the way, or says why the system takes no file.
 */
export function writeScaffold(root: string, shown: string, scaffold: Scaffold): readonly string[] {
  const files = scaffold.files.filter(({ path }) => !MAY_STAY.has(path) || !isThere(join(root, path)));
  const inTheWay = [...new Set(files.flatMap(({ path }) => obstacle(root, path) ?? []))].sort();
  if (inTheWay.length > 0) throw new DiagnosticError(refusals(inTheWay, shown));
  const folders: string[] = [];
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      const file = join(root, path);
      makeFolder(dirname(file), folders);
      // Two runs at once: the second must not win over the first.
      writeFileSync(file, text, { flag: 'wx' });
      written.push(file);
    }
  } catch (error) {
    for (const file of written) rmSync(file, { force: true });
    // Somebody else may have put something into one meanwhile: that stays.
    for (const folder of folders.reverse()) softly(() => rmdirSync(folder));
    const hint = 'give a folder that you may write into; what was written is gone again';
    throw problem('PROJECT1124', `the files cannot be written below "${shown}": ${reasonOf(error)}`, hint);
  }
  return files.map(({ path }) => path);
}

/** A link to nowhere is there too. What cannot be looked at cannot be written either: that says why. */
function isThere(file: string): boolean {
  return softly(() => lstatSync(file)) !== undefined;
}

/** What keeps a file from being written: one of its name, or one where a folder must be. */
function obstacle(root: string, path: string): string | undefined {
  const above = path.split('/').map((_, index, parts) => parts.slice(0, index).join('/') || '.');
  const blocked = above.find((each) => softly(() => statSync(join(root, each)))?.isDirectory() === false);
  return blocked ?? (isThere(join(root, path)) ? path : undefined);
}

function softly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function refusals(paths: readonly string[], shown: string): readonly Diagnostic[] {
  const named = paths.slice(0, MOST_NAMED);
  const more = paths.length - named.length;
  const hint = `${more > 0 ? `${more} more are there; ` : ''}give another folder, or move the files away`;
  return named.map((path, index) => ({
    code: 'PROJECT1120',
    severity: 'error',
    message: 'the file is there already: nothing was written',
    place: { file: posix.join(shown, path) },
    // Said once, below the last of them.
    ...(index === named.length - 1 && { hint }),
  }));
}

/** Makes a folder and those above it, one by one: in /proc and its like Node's own way never ends. */
function makeFolder(folder: string, made: string[]): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), made);
  mkdirSync(folder);
  made.push(folder);
}
