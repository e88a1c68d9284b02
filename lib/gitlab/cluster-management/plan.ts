import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { Beside } from '../../helm/app';
import type { TextFile } from '../text-file';
import { isOwnFile, ownCharts, ownFiles } from './previous';

/** What holds the project together: a project whose parts are half of another's hand would install nobody knows what. */
const STRUCTURE = /^(helmfile\.yaml|applications\/(defaults\.yaml|[^/]+\/helmfile\.yaml))$/;

/** Compares what is to be written with what lies in the folder: files of somebody else stay, those of earlier runs go. */
export function planFiles(root: string, files: readonly TextFile[], charts: ReadonlySet<string>): Beside {
  const foreign = new Set(files.map(({ path }) => path).filter((path) => isForeign(root, path)));
  const wanted = new Set(files.map(({ path }) => path));
  return {
    problems: [...foreign].map((path) => foreignFile(path)),
    files: files.filter(({ path }) => !foreign.has(path)),
    taken: [
      ...ownFiles(root).filter((path) => !wanted.has(path)),
      ...ownCharts(root)
        .filter((name) => !charts.has(name))
        .map((name) => `charts/${name}`),
    ],
  };
}

function isForeign(root: string, path: string): boolean {
  const file = join(root, path);
  if (!existsSync(file)) return false;
  return !lstatSync(file).isFile() || !isOwnFile(root, path);
}

function foreignFile(path: string): Diagnostic {
  if (STRUCTURE.test(path)) {
    return {
      code: 'GITLAB2007',
      severity: 'error',
      message: `${path} was written by somebody else`,
      hint: 'nothing was written; move it away, or choose another outdir',
      place: { file: path },
    };
  }
  return {
    code: 'GITLAB2008',
    severity: 'warning',
    message: `${path} is left as it is: it lacks the first line of files that were written here`,
    hint: 'delete it to have it written',
    place: { file: path },
  };
}
