import type { Diagnostic } from '../../diagnostics/diagnostic';
import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import { subchartNames } from '../checks/check-chart';
import { evaluateDocument, iterations } from '../document/evaluate';
import { evaluateExpression } from '../expression/evaluate';
import { isTrue } from '../expression/go-semantics';
import { type GoValue, type RenderContext, RenderError } from '../expression/go-value';
import type { Json } from '../expression/node';
import { type ChartObject, chartObjects } from '../objects/objects';
import type { ScopeNode } from '../scope/scopes';
import { soundProps } from '../sound-props';
import { checkValues } from '../values/check-value';
import { defaultValues } from '../values/defaults';
import { mergeValues } from '../values/merge';
import type { JsonMap } from '../values/shape';
import type { HelmChart } from './chart';
import { RENDER_OPTIONS } from './props-shape';
import type { RenderOptions } from './render-options';

/** A rendered object and the construct that it comes from. */
export interface RenderedObject {
  readonly source: ChartObject;
  readonly object: Json;
}

/** The version that `helm template` takes when nobody says another. */
const DEFAULT_KUBE_VERSION = 'v1.36.0';

/**
 * Renders the objects of a chart in TypeScript, those of its subcharts left out: what Helm would send to the cluster.
 * @param chartName what it believes to be called: an alias in a parent chart changes it.
 */
export function renderChart(
  chart: HelmChart,
  options: RenderOptions,
  chartName = chart.chartName,
): readonly RenderedObject[] {
  const problems: Diagnostic[] = [];
  const given = soundProps<RenderOptions>(options, RENDER_OPTIONS, { path: chart.node.path }, (problem) =>
    problems.push(problem),
  );
  problems.push(...refusedValues(chart, given.values ?? {}));
  if (problems.length > 0) throw new DiagnosticError(problems);
  const context = renderContext(chart, given, chartName);
  const failed = chart._checks.filter(({ failWhen }) => isTrue(evaluateExpression(failWhen, context)));
  if (failed.length > 0)
    throw new RenderError(failed.map(({ message }) => evaluateExpression(message, context)).join('\n'));
  return [...chartObjects(chart, [])].flatMap((source) =>
    instances(source.scopes, context).map((inner) => ({ source, object: evaluateDocument(source.document, inner) })),
  );
}

/** What Helm would refuse before it renders anything. */
function refusedValues(chart: HelmChart, values: object): readonly Diagnostic[] {
  const found = checkValues(chart.values._declarations, values as JsonMap, { dependencies: subchartNames(chart) });
  return found
    .filter(({ severity }) => severity === 'error')
    .map((problem) => ({ ...problem, place: { ...problem.place, path: chart.node.path } }));
}

/** What expressions of a chart are evaluated against. */
export function renderContext(chart: HelmChart, options: RenderOptions, chartName = chart.chartName): RenderContext {
  const kubeVersion = options.kubeVersion ?? DEFAULT_KUBE_VERSION;
  const [major = '1', minor = '0'] = kubeVersion.replace(/^v/, '').split('.');
  return {
    values: mergeValues(defaultValues(chart.values._declarations), options.values ?? {}) as Readonly<
      Record<string, GoValue>
    >,
    builtins: {
      Release: {
        Name: options.releaseName ?? 'release',
        Namespace: options.releaseNamespace ?? 'default',
        Service: 'Helm',
        Revision: options.isUpgrade ? 2n : 1n,
        IsInstall: !options.isUpgrade,
        IsUpgrade: options.isUpgrade ?? false,
      },
      Chart: { Name: chartName, Version: chart._props.version ?? '', AppVersion: chart._props.appVersion ?? '' },
      Capabilities: { KubeVersion: { Version: kubeVersion, Major: major, Minor: minor } },
    },
    apiVersions: new Set(options.apiVersions ?? []),
    variables: new Map(),
    files: chart._files,
  };
}

/** The contexts in which an object is written: none where a condition fails, one for each item of a loop. */
export function instances(scopes: readonly ScopeNode[], context: RenderContext): readonly RenderContext[] {
  const [scope, ...inner] = scopes;
  if (!scope) return [context];
  switch (scope.kind) {
    case 'if':
      return isTrue(evaluateExpression(scope.condition, context)) ? instances(inner, context) : [];
    case 'with': {
      const value = evaluateExpression(scope.value, context);
      const bound = { ...context, variables: new Map([...context.variables, [scope.variable, value]]) };
      return isTrue(value) ? instances(inner, bound) : [];
    }
    case 'range':
      return iterations(scope, context).flatMap((each) => instances(inner, each));
  }
}
