/** The charts that lie in `charts/`: whoever adds one has it examined by every test here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { shippedCharts } from '../../lib/charts/synth';
import { HelmApp, type HelmChart } from '../../lib/helm';
import type { JsonMap } from '../../lib/helm/values/shape';
import type { KubeObject } from './objects';

const CHARTS_FOLDER = join(__dirname, '../../charts');

/** Values that a chart is installed with: the defaults, or a file of `ci/`. */
export interface ValuesCase {
  /** `defaults`, or the file's name without `-values.yaml`. */
  readonly name: string;
  /** Path of the file; the defaults have none. */
  readonly file: string | undefined;
  readonly values: JsonMap;
}

/** A chart of `charts/`. */
export interface ShippedChart {
  readonly name: string;
  readonly folder: string;
  /** The defaults first. */
  readonly cases: readonly ValuesCase[];
  /** What `crds/` holds. */
  readonly crds: readonly KubeObject[];
}

const load = (file: string): unknown => yaml.load(readFileSync(file, 'utf8'));

function valuesCases(folder: string): readonly ValuesCase[] {
  const ci = join(folder, 'ci');
  const files = existsSync(ci) ? readdirSync(ci).sort() : [];
  return [
    { name: 'defaults', file: undefined, values: {} },
    ...files.map((name) => ({
      name: name.replace(/-values\.yaml$/, ''),
      file: join(ci, name),
      values: (load(join(ci, name)) ?? {}) as JsonMap,
    })),
  ];
}

function crdsOf(folder: string): readonly KubeObject[] {
  const crds = join(folder, 'crds');
  return existsSync(crds)
    ? readdirSync(crds).flatMap((name) => yaml.loadAll(readFileSync(join(crds, name), 'utf8')) as KubeObject[])
    : [];
}

/** All of them, by name. */
export const SHIPPED: readonly ShippedChart[] = readdirSync(CHARTS_FOLDER)
  .filter((name) => existsSync(join(CHARTS_FOLDER, name, 'Chart.yaml')))
  .sort()
  .map((name) => {
    const folder = join(CHARTS_FOLDER, name);
    return { name, folder, cases: valuesCases(folder), crds: crdsOf(folder) };
  });

/** Every chart with every values case, with a title for the test. */
export const CHART_CASES = SHIPPED.flatMap((chart) =>
  chart.cases.map((values) => ({ chart, values, title: `${chart.name} with ${values.name}` })),
);

/** `--values` and the file, or nothing. */
export const valuesArguments = ({ file }: ValuesCase): readonly string[] =>
  file === undefined ? [] : ['--values', file];

let constructs: ReadonlyMap<string, HelmChart> | undefined;

/** The construct that writes a chart. */
export function constructOf({ name }: Pick<ShippedChart, 'name'>): HelmChart {
  constructs ??= new Map(shippedCharts(new HelmApp()).map((chart) => [chart.chartName, chart]));
  const found = constructs.get(name);
  if (found === undefined) throw new Error(`charts/${name} is written by no program of lib/charts`);
  return found;
}
