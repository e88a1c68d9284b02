import type { Diagnostic } from '../../diagnostics/diagnostic';
import { checkChart, subchartNames } from '../checks/check-chart';
import { DefaultsCheck } from '../checks/check-defaults';
import { ObjectChecker } from '../checks/check-objects';
import { UsageTracker } from '../checks/usage';
import { chartYaml } from '../files/chart-yaml';
import { checksFile } from '../files/checks-file';
import { FileNames } from '../files/file-names';
import { HELMIGNORE } from '../files/helmignore';
import { helpersFile } from '../files/helpers-file';
import { notesFile } from '../files/notes-file';
import { type Misplaced, plainText, plainYaml } from '../files/plain-yaml';
import { readmeFile } from '../files/readme-file';
import { templateFile } from '../files/template-file';
import { valuesFiles } from '../files/values-files';
import type { AddressBook } from '../objects/address-book';
import { chartObjects } from '../objects/objects';
import type { HelmChart } from './chart';

/** Takes a file of a chart: its path below the chart's folder, with forward slashes, and its text. */
export type TakeFile = (path: string, text: string) => void;

/** What is known of a chart when all its files are written. */
export interface CompiledChart {
  readonly problems: readonly Diagnostic[];
  readonly usage: UsageTracker;
}

/**
 * Compiles a chart, file by file: each object is made once, written once and forgotten. Nothing touches the disk here.
 *
 * @param timings gets the milliseconds in which cdk8s made the objects and we finished them.
 * @param book the addresses of all workloads of the app.
 */
export function compileChart(
  chart: HelmChart,
  take: TakeFile,
  timings: { resolve: number },
  book: AddressBook,
): CompiledChart {
  const values = valuesFiles(chart.values._declarations, subchartNames(chart));
  const problems: Diagnostic[] = [...chart._problems, ...checkChart(chart, values.problems)];
  // What is wrong from the start, such as a name that is no name of a folder, must not reach the disk.
  const add: TakeFile = problems.some(isError) ? () => undefined : take;
  const report = (problem: Diagnostic): void => void problems.push(problem);
  const defaults = new DefaultsCheck(chart, report);
  const usage = new UsageTracker(chart, report, defaults);
  const soundDefaults = !problems.some(isError);
  const checker = new ObjectChecker(chart, problems);
  const names = new FileNames(chart);
  let start = performance.now();
  for (const object of chartObjects(chart, problems, book)) {
    timings.resolve += performance.now() - start;
    const before = problems.length;
    checker.check(object);
    usage.at(object.object);
    const text = usage.guard(() => templateFile(object, usage));
    if (text !== undefined) add(names.of(object.object, object.document), text);
    // What is wrong with an object already would be told twice.
    if (soundDefaults && usage.holdsDefaults && !problems.slice(before).some(isError)) defaults.check(object);
    start = performance.now();
  }
  usage.at(chart);
  const fixed =
    (file: string): Misplaced =>
    (key, what) =>
      problems.push(notRendered(chart, file, key, what));
  add('Chart.yaml', chartYaml(chart, fixed('Chart.yaml')));
  add('values.yaml', values.yaml);
  add('values.schema.json', values.schema);
  const helpers = usage.guard(() => helpersFile(chart._owner.templates, chart._labelTemplate, usage));
  if (helpers !== undefined) add('templates/_helpers.tpl', helpers);
  if (chart._notes.length > 0) add('templates/NOTES.txt', usage.guard(() => notesFile(chart._notes, usage)) ?? '');
  if (chart._checks.length > 0) add('templates/checks.yaml', usage.guard(() => checksFile(chart._checks, usage)) ?? '');
  add('README.md', plainText(readmeFile(chart, values.rows), '', fixed('README.md')));
  add('.helmignore', HELMIGNORE);
  for (const [name, manifest] of chart._crds)
    add(`crds/${name}.yaml`, plainYaml(manifest as Readonly<Record<string, unknown>>, fixed(`crds/${name}.yaml`)));
  for (const [name, values] of chart._ciValues)
    add(
      `ci/${name}-values.yaml`,
      plainYaml(values as Readonly<Record<string, unknown>>, fixed(`ci/${name}-values.yaml`)),
    );
  for (const [path, text] of chart._files) add(path, plainText(String(text), '', fixed(path)));
  return { problems, usage };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function notRendered(chart: HelmChart, file: string, key: string, what: string): Diagnostic {
  return {
    code: 'HELM1034',
    severity: 'error',
    message: `${what} cannot stand in ${file}: Helm does not render that file`,
    hint: 'give a fixed text',
    place: { path: chart.node.path, key: key === '' ? file : key },
  };
}
