import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import type { TextFile } from '../../gitlab/text-file';

/** What a project begins with. */
export interface Scaffold {
  readonly files: readonly TextFile[];
  /** What to do next, one line each; commands begin with `$ `. */
  readonly next: readonly string[];
}

/**
 * Writes all files below a folder, or none: what is there already is never overwritten.
 * @throws DiagnosticError that names every file that is in the way.
 */
export function writeScaffold(root: string, shown: string, { files }: Scaffold): readonly string[] {
  const inTheWay = files.filter(({ path }) => existsSync(join(root, path)));
  if (inTheWay.length > 0) {
    throw new DiagnosticError(
      inTheWay.map(({ path }) => ({
        code: 'PROJECT1120',
        severity: 'error',
        message: 'the file is there already: nothing was written',
        hint: 'give another folder, or move the file away',
        place: { file: shown === '.' ? path : join(shown, path) },
      })),
    );
  }
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      // Two runs at once: the second must not win over the first.
      writeFileSync(file, text, { flag: 'wx' });
      written.push(file);
    }
  } catch (error) {
    for (const file of written) rmSync(file, { force: true });
    throw error;
  }
  return files.map(({ path }) => path);
}
