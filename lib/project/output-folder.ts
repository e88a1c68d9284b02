import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { DiagnosticError } from '../diagnostics/diagnostic-error';
import type { TextFile } from '../gitlab/text-file';
import { NotOurs, Stage } from '../helm/write';
import { problem, reasonOf } from './problem';

/** Where a command writes. */
export interface OutputFolder {
  /** Folder in the file system. */
  readonly folder: string;
  /** The same as the user named it. */
  readonly shown: string;
}

/** What a command says when something is in its way, or nothing can be written. */
export interface WriteRefusals {
  readonly taken: { readonly code: string; readonly message: string; readonly hint: string };
  readonly failed: string;
}

/** Writes files below a folder, all or none. What was there before is replaced; who minds asks {@link refuseTaken} first. */
export function writeTexts(files: readonly TextFile[], output: OutputFolder, refusals: WriteRefusals): void {
  // A folder would be taken away with everything in it.
  const folders = files.filter(({ path }) => isFolder(join(output.folder, path)));
  refuseTaken(
    folders.map(({ path }) => path),
    output,
    refusals,
  );
  const stage = new Stage(output.folder);
  writing(output, refusals, () => {
    try {
      for (const { path, text } of files) stage.writeAlone(path, text);
      stage.moveIntoPlace();
    } finally {
      stage.remove();
    }
  });
}

/** @throws DiagnosticError that names what is in the way, unless nothing is */
export function refuseTaken(paths: readonly string[], { shown }: OutputFolder, { taken }: WriteRefusals): void {
  if (paths.length === 0) return;
  throw new DiagnosticError(
    paths.map((path) => ({ ...taken, severity: 'error', place: { file: posix.join(shown, path) } })),
  );
}

/** Whether something has this name below the folder. */
export function isTaken({ folder }: OutputFolder, path: string): boolean {
  return existsSync(join(folder, path));
}

/** Runs what writes. @throws DiagnosticError with what the system says, and what else is in the way; faults of a program are told as they are */
export function writing({ shown }: OutputFolder, { failed }: WriteRefusals, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof NotOurs) && (error as NodeJS.ErrnoException).errno === undefined) throw error;
    const why = error instanceof NotOurs ? error.message : reasonOf(error);
    const hint = 'give a folder that you may write into, and that holds nothing of others';
    throw problem(failed, `nothing can be written below "${shown}": ${why}`, hint);
  }
}

/** Whether a path of the file system is a folder. */
export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
