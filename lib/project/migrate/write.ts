import { join } from 'node:path';
import type { TextFile } from '../../gitlab/text-file';
import { isOurs } from '../../helm/write';
import { isTaken, type OutputFolder, refuseTaken, type WriteRefusals, writeTexts, writing } from '../output-folder';
import { type ChartOptions, migratedChart } from './chart';
import type { MigratedPolicy } from './policies';

/** Where output goes. */
export interface Output extends OutputFolder {
  /** Whether what was written before may be replaced. */
  readonly force: boolean;
}

const refusals = (noun: string): WriteRefusals => ({
  taken: {
    code: 'PROJECT1401',
    message: `the ${noun} is there already: nothing was written`,
    hint: 'give another folder, move it away, or replace it with --force',
  },
  failed: 'PROJECT1402',
});

/** Writes files below a folder, all or none. @throws DiagnosticError that names what is in the way, or why nothing can be written */
export function writeFiles(files: readonly TextFile[], output: Output): readonly string[] {
  const paths = files.map(({ path }) => path);
  refuseTaken(
    paths.filter((path) => !output.force && isTaken(output, path)),
    output,
    refusals('file'),
  );
  writeTexts(files, output, refusals('file'));
  return paths;
}

/** Writes a chart, all of it or nothing. A folder of others is never replaced. */
export function writeChart(
  policies: readonly MigratedPolicy[],
  options: Omit<ChartOptions, 'outdir'>,
  output: Output,
): readonly string[] {
  const { name } = options;
  const taken = isTaken(output, name) && !(output.force && isOurs(join(output.folder, name)));
  refuseTaken(taken ? [name] : [], output, refusals('folder'));
  const { app } = migratedChart(policies, { ...options, outdir: output.folder });
  writing(output, refusals('folder'), () => app.synth());
  return [`${name}/`];
}
