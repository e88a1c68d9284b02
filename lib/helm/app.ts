import { App, type AppProps, Chart, type IResolver } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { DiagnosticError } from '../diagnostics/diagnostic-error';
import { HelmChart } from './chart/chart';
import { type ChartFile, type CompiledChart, compileChart } from './chart/chart-files';
import { checkUsage } from './chart/check-usage';
import { resolveOnce } from './chart/resolve';
import { type OutputFolder, writeFolders } from './write';

/** Options of an app of Helm charts. */
export interface HelmAppProps {
  /** Folder into which each chart's folder is written. @default - CDK8S_OUTDIR, or "dist" */
  readonly outdir?: string;
  /** Resolvers of cdk8s, asked before its own. @default - none */
  readonly resolvers?: IResolver[];
}

/**
 * An app of Helm charts: `synth()` writes a folder for each.
 *
 * Everything is checked first and all mistakes are told at once; then all charts are written, or none.
 */
export class HelmApp extends App {
  public constructor(props: HelmAppProps = {}) {
    const appProps: AppProps = { outdir: props.outdir, resolvers: [resolveOnce(props.resolvers ?? []), ...(props.resolvers ?? [])] };
    super(appProps);
  }

  /**
   * Writes all charts.
   * @throws DiagnosticError with every problem of every chart; nothing is written then.
   */
  public synth(): void {
    const folders = this.compile();
    const start = performance.now();
    writeFolders(this.outdir, folders);
    this._timings.write = performance.now() - start;
  }

  /** Everything that is wrong or doubtful about the charts, warnings included. Nothing is written. */
  public check(): Diagnostic[] {
    return [...this.inspect().problems];
  }

  /**
   * Where the time of the last synth went, in milliseconds.
   * @internal
   */
  public readonly _timings = { resolve: 0, emit: 0, write: 0 };

  private compile(): readonly OutputFolder[] {
    const { charts, problems } = this.inspect();
    if (problems.some(({ severity }) => severity === 'error')) throw new DiagnosticError(problems);
    for (const warning of problems) process.stderr.write(`${new DiagnosticError([warning]).message}\n`);
    const subcharts = new Set([...charts.keys()].flatMap((chart) => chart._subcharts.map((sub) => sub.chart)));
    return [...charts]
      .filter(([chart]) => !subcharts.has(chart))
      .map(([chart]) => ({ name: chart.chartName, files: withSubcharts(chart, charts) }));
  }

  private inspect(): { readonly charts: ReadonlyMap<HelmChart, CompiledChart>; readonly problems: readonly Diagnostic[] } {
    const problems: Diagnostic[] = [];
    const charts = new Map<HelmChart, CompiledChart>();
    const visit = (construct: IConstruct): void => {
      for (const message of construct.node.validate()) problems.push(invalid(construct, message));
      if (HelmChart.isHelmChart(construct)) charts.set(construct as HelmChart, compileChart(construct as HelmChart, this._timings));
      else if (Chart.isChart(construct)) problems.push(plainChart(construct));
      for (const child of construct.node.children) visit(child);
    };
    visit(this);
    const found = new Set([...charts.values()].flatMap(({ usage }) => [...usage.foundTokens]));
    for (const [chart, compiled] of charts) problems.push(...compiled.problems, ...checkUsage(chart, compiled.usage, found));
    problems.push(...sameNames([...charts.keys()]));
    return { charts, problems };
  }
}

/** A chart's files with those of its local subcharts below `charts/`. */
function withSubcharts(chart: HelmChart, charts: ReadonlyMap<HelmChart, CompiledChart>): readonly ChartFile[] {
  const below = chart._subcharts.flatMap(({ chart: local }) =>
    local ? withSubcharts(local, charts).map(({ path, text }) => ({ path: `charts/${local.chartName}/${path}`, text })) : [],
  );
  return [...(charts.get(chart)?.files ?? []), ...below];
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
    return [{ code: 'HELM1041', severity: 'error' as const, message, hint: 'give another chartName', place: { path: chart.node.path } }];
  });
}
