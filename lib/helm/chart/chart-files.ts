import type { Diagnostic } from '../../diagnostics/diagnostic';
import { checksFile } from '../files/checks-file';
import { chartYaml } from '../files/chart-yaml';
import { FileNames } from '../files/file-names';
import { HELMIGNORE } from '../files/helmignore';
import { helpersFile } from '../files/helpers-file';
import { notesFile } from '../files/notes-file';
import { plainYaml } from '../files/plain-yaml';
import { readmeFile } from '../files/readme-file';
import { templateFile } from '../files/template-file';
import { printSchema, valuesSchema } from '../values/schema';
import { valuesYaml } from '../values/values-yaml';
import type { HelmChart } from './chart';
import { checkChart } from './check-chart';
import { checkObjects } from './check-objects';
import { chartObjects } from './objects';
import { UsageTracker } from './usage';

/** A file of a chart: path below the chart's folder, and text. */
export interface ChartFile {
  readonly path: string;
  readonly text: string;
}

/** A chart compiled: its files, and everything that is wrong with it. */
export interface CompiledChart {
  readonly files: readonly ChartFile[];
  readonly problems: readonly Diagnostic[];
  readonly usage: UsageTracker;
}

/** Milliseconds spent on each part, added up over charts. */
export interface Timings {
  resolve: number;
  emit: number;
}

/** Compiles a chart: each object is made once, written once. Nothing touches the disk. */
export function compileChart(chart: HelmChart, timings: Timings): CompiledChart {
  const start = performance.now();
  const problems: Diagnostic[] = [...chart._problems, ...checkChart(chart)];
  const usage = new UsageTracker(chart, (problem) => problems.push(problem));
  const files: ChartFile[] = [];
  const add = (path: string, text: string): void => {
    files.push({ path, text });
  };
  const { objects, problems: broken } = chartObjects(chart);
  problems.push(...broken, ...checkObjects(chart, objects));
  const resolved = performance.now();
  timings.resolve += resolved - start;
  const names = new FileNames(chart);
  for (const object of objects) {
    usage.at(object.object);
    const text = usage.guard(() => templateFile(object, usage));
    if (text !== undefined) add(names.of(object.object, object.document), text);
  }
  usage.at(chart);
  add('Chart.yaml', chartYaml(chart));
  add('values.yaml', valuesYaml(chart.values._declarations));
  const subcharts = chart._subcharts.map(({ chart: local, props }) => props.alias ?? props.chartName ?? local?.chartName ?? '');
  add('values.schema.json', printSchema(valuesSchema(chart.values._declarations, { dependencies: subcharts })));
  const helpers = usage.guard(() => helpersFile(chart._owner.templates, chart._labelTemplate, usage));
  if (helpers !== undefined) add('templates/_helpers.tpl', helpers);
  if (chart._notes.length > 0) add('templates/NOTES.txt', usage.guard(() => notesFile(chart._notes, usage)) ?? '');
  if (chart._checks.length > 0) add('templates/checks.yaml', usage.guard(() => checksFile(chart._checks, usage)) ?? '');
  add('README.md', readmeFile(chart));
  add('.helmignore', HELMIGNORE);
  for (const [name, manifest] of chart._crds) add(`crds/${name}.yaml`, plainYaml(manifest as Readonly<Record<string, unknown>>));
  for (const [name, values] of chart._ciValues) add(`ci/${name}-values.yaml`, plainYaml(values as Readonly<Record<string, unknown>>));
  for (const [path, text] of chart._files) add(path, text);
  timings.emit += performance.now() - resolved;
  return { files, problems, usage };
}
