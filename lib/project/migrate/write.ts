import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import type { TextFile } from '../../gitlab/text-file';
import { isOurs, NotOurs, Stage } from '../../helm/write';
import { problem, reasonOf } from '../problem';
import { migratedChart } from './chart';
import type { MigratedPolicy } from './policies';

/** Where output goes. */
export interface Output {
  /** Folder in the file system. */
  readonly folder: string;
  /** The same as the user named it. */
  readonly shown: string;
  /** Whether what was written before may be replaced. */
  readonly force: boolean;
}

const HINT = 'give another folder, move it away, or replace it with --force';

/** Writes files below a folder, all or none. @throws DiagnosticError that names what is in the way, or why nothing can be written */
export function writeFiles(files: readonly TextFile[], { folder, shown, force }: Output): readonly string[] {
  const inTheWay = force ? [] : files.filter(({ path }) => existsSync(join(folder, path)));
  refuse(
    inTheWay.map(({ path }) => posix.join(shown, path)),
    'the file is there already: nothing was written',
  );
  const stage = new Stage(folder);
  try {
    for (const { path, text } of files) stage.writeAlone(path, text);
    stage.moveIntoPlace();
  } catch (error) {
    throw cannotWrite(shown, error);
  } finally {
    stage.remove();
  }
  return files.map(({ path }) => path);
}

/** Writes a chart, all of it or nothing. A folder of others is never replaced. */
export function writeChart(
  policies: readonly MigratedPolicy[],
  { name, version, readme }: { readonly name: string; readonly version: string; readonly readme: string },
  { folder, shown, force }: Output,
): readonly string[] {
  const place = join(folder, name);
  const taken = existsSync(place) && !(force && isOurs(place));
  refuse(taken ? [posix.join(shown, name)] : [], 'the folder is there already: nothing was written');
  const { app } = migratedChart(policies, { name, version, outdir: folder, readme });
  try {
    app.synth();
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    throw cannotWrite(shown, error);
  }
  return [`${name}/`];
}

function refuse(files: readonly string[], message: string): void {
  if (files.length === 0) return;
  throw new DiagnosticError(
    files.map((file) => ({ code: 'PROJECT1401', severity: 'error', message, hint: HINT, place: { file } })),
  );
}

/** What the system says, and what else is in the way; faults of a program are told as they are. */
function cannotWrite(shown: string, error: unknown): unknown {
  if (!(error instanceof NotOurs) && (error as NodeJS.ErrnoException).errno === undefined) return error;
  const why = error instanceof NotOurs ? error.message : reasonOf(error);
  return problem(
    'PROJECT1402',
    `nothing can be written below "${shown}": ${why}`,
    'give a folder that you may write into, and that holds nothing of others',
  );
}
