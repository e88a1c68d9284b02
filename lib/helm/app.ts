import { App, Chart, type IResolver } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { DiagnosticError } from '../diagnostics/diagnostic-error';
import { HelmChart } from './chart/chart';
import { compileChart } from './chart/chart-files';
import { APP_PROPS } from './chart/props-shape';
import { checkUsage } from './checks/check-usage';
import type { UsageTracker } from './checks/usage';
import { AddressBook } from './objects/address-book';
import { OneWalk } from './objects/one-walk';
import { propProblems, soundPart } from './sound-props';
import { Stage } from './write';

/** Options of an app of Helm charts. */
export interface HelmAppProps {
  /** Folder into which each chart's folder is written. @default - CDK8S_OUTDIR, or "dist" */
  readonly outdir?: string;
  /** Resolvers of cdk8s, asked before its own. @default - none */
  readonly resolvers?: IResolver[];
}

/** What an app writes besides its charts, below its output directory and with forward slashes. */
export type Beside = {
  readonly problems: readonly Diagnostic[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Files and folders that are to go. */
  readonly taken: readonly string[];
};

/**
 * An app of Helm charts: `synth()` writes a folder for each.
 *
 * Everything is checked first and all mistakes are told at once; then all charts are written, or none.
 */
export class HelmApp extends App {
  public constructor(props: HelmAppProps = {}) {
    const { outdir, resolvers } = soundPart<HelmAppProps>(props, APP_PROPS);
    super({ outdir, resolvers });
    const problems = propProblems(props, APP_PROPS);
    this.node.addValidation({ validate: () => [...problems] });
    // Resolvers of a user may do anything, and keys that are not sorted only cdk8s can give.
    const plain = !resolvers?.length && !process.env.CDK8S_DISABLE_SORT;
    if (plain) this.resolvers.splice(0, this.resolvers.length, new OneWalk([...this.resolvers]));
  }

  /**
   * Writes all charts.
   * @throws DiagnosticError with every problem of every chart; nothing is written then.
   */
  public synth(): void {
    const start = performance.now();
    Object.assign(this._timings, { resolve: 0, emit: 0, write: 0 });
    const stage = new Stage(this.outdir);
    try {
      const problems = this.inspect(stage);
      if (problems.some(isError)) throw new DiagnosticError(problems);
      tell(problems);
      this.writing(() => tell(goneFiles(stage.moveIntoPlace())));
    } finally {
      this.writing(() => stage.remove());
    }
    this._timings.emit = performance.now() - start - this._timings.resolve - this._timings.write;
  }

  /** Everything that is wrong or doubtful about the charts, warnings included. Nothing is written. */
  public check(): Diagnostic[] {
    return [...this.inspect()];
  }

  /**
   * Where the time of the last synth went, in milliseconds: cdk8s and our changes to its objects, checks and texts, files.
   * @internal
   */
  public readonly _timings = { resolve: 0, emit: 0, write: 0 };

  /**
   * The folder below the output directory that the charts are written into, with a slash at its end.
   * @internal
   */
  public get _chartsFolder(): string {
    return '';
  }

  /**
   * What is written besides the charts. Nothing is written when a problem is an error.
   * @param _charts those that are written on their own, not as a part of another.
   * @internal
   */
  public _beside(_charts: readonly HelmChart[]): Beside {
    return { problems: [], files: [], taken: [] };
  }

  /** Compiles all charts. Files go to the stage while nothing is wrong: no more than one is kept in memory. */
  private inspect(stage?: Stage): readonly Diagnostic[] {
    const { charts, problems } = visitTree(this);
    const folders = foldersOf(charts, this._chartsFolder);
    const usages = new Map<HelmChart, UsageTracker>();
    const book = new AddressBook(this);
    for (const chart of charts) {
      const targets = stage && !problems.some(isError) ? (folders.get(chart) ?? []) : [];
      const write = (file: string, text: string): void => {
        for (const { folder, below } of targets) this.writing(() => stage?.write(folder, below + file, text));
      };
      const compiled = compileChart(chart, write, this._timings, book);
      problems.push(...compiled.problems);
      usages.set(chart, compiled.usage);
    }
    const found = new Set([...usages.values()].flatMap(({ foundTokens }) => [...foundTokens]));
    for (const [chart, usage] of usages) problems.push(...checkUsage(chart, usage, found));
    problems.push(...sameNames(charts));
    const alone = charts.filter((chart) => folders.get(chart)?.some(({ below }) => below === ''));
    const beside = this._beside(alone);
    problems.push(...beside.problems);
    if (stage && !problems.some(isError)) this.writing(() => stageBeside(stage, beside));
    return problems;
  }

  private writing(write: () => void): void {
    const start = performance.now();
    write();
    this._timings.write += performance.now() - start;
  }
}

/** The charts of an app in the order of the tree, and what the constructs say against themselves. */
function visitTree(app: IConstruct): { readonly charts: readonly HelmChart[]; readonly problems: Diagnostic[] } {
  const charts: HelmChart[] = [];
  const problems: Diagnostic[] = [];
  const visit = (construct: IConstruct): void => {
    for (const message of construct.node.validate()) problems.push(invalid(construct, message));
    if (HelmChart.isHelmChart(construct)) charts.push(construct as HelmChart);
    else if (Chart.isChart(construct)) problems.push(plainChart(construct));
    for (const child of construct.node.children) visit(child);
  };
  visit(app);
  return { charts, problems };
}

/** Where the files of a chart go: a folder of the output, and for subcharts a path below it that ends in a slash. */
interface Target {
  readonly folder: string;
  readonly below: string;
}

/** A local subchart is written below `charts/` of each chart that it is a part of, and on its own only where that is said. */
function foldersOf(charts: readonly HelmChart[], prefix: string): ReadonlyMap<HelmChart, readonly Target[]> {
  const folders = new Map<HelmChart, Target[]>(charts.map((chart) => [chart, []]));
  const place = (chart: HelmChart, { folder, below }: Target, around: readonly HelmChart[]): void => {
    // Subcharts that go round in a circle are reported elsewhere.
    if (around.includes(chart)) return;
    folders.get(chart)?.push({ folder, below });
    for (const { chart: local } of chart._subcharts) {
      if (local) place(local, { folder, below: `${below}charts/${local.chartName}/` }, [...around, chart]);
    }
  };
  const local = charts.flatMap((chart) => chart._subcharts);
  const alone = new Set(local.filter(({ props }) => props.standalone).map(({ chart }) => chart));
  const subcharts = new Set(local.map(({ chart }) => chart).filter((chart) => !alone.has(chart)));
  for (const chart of charts)
    if (!subcharts.has(chart)) place(chart, { folder: prefix + chart.chartName, below: '' }, []);
  return folders;
}

function stageBeside(stage: Stage, { files, taken }: Beside): void {
  for (const { path, text } of files) stage.writeAlone(path, text);
  for (const path of taken) stage.takeAway(path);
}

function tell(warnings: readonly Diagnostic[]): void {
  for (const warning of warnings) process.stderr.write(`${new DiagnosticError([warning]).message}\n`);
}

/** How many files a warning names. */
const NAMED = 10;

function goneFiles(gone: ReadonlyMap<string, readonly string[]>): readonly Diagnostic[] {
  return [...gone].map(([folder, files]) => ({
    code: 'HELM1042',
    severity: 'warning',
    message: `these files are gone: ${files.slice(0, NAMED).join(', ')}${files.length > NAMED ? ` and ${files.length - NAMED} more` : ''}`,
    hint: 'what the chart does not write any more is taken away; a file of your own comes in with addFile, or belongs elsewhere',
    place: { path: folder },
  }));
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function invalid(construct: IConstruct, message: string): Diagnostic {
  return { code: 'HELM1000', severity: 'error', message, place: { path: construct.node.path } };
}

function plainChart(construct: IConstruct): Diagnostic {
  return {
    code: 'HELM1040',
    severity: 'error',
    message: 'a plain cdk8s Chart in a HelmApp: it would be written nowhere',
    hint: 'make it a HelmChart, or use a cdk8s App',
    place: { path: construct.node.path },
  };
}

function sameNames(charts: readonly HelmChart[]): readonly Diagnostic[] {
  const first = new Map<string, HelmChart>();
  return charts.flatMap((chart) => {
    const before = first.get(chart.chartName);
    first.set(chart.chartName, before ?? chart);
    if (!before) return [];
    const message = `the chart name "${chart.chartName}" is taken by ${before.node.path}: both would be written into one folder`;
    return [
      {
        code: 'HELM1041',
        severity: 'error' as const,
        message,
        hint: 'give another chartName',
        place: { path: chart.node.path },
      },
    ];
  });
}
