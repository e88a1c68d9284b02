import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checkObject, isObject } from '../../diagnostics/check';
import { DiagnosticCollector } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import type { HelmChart } from '../../helm/chart/chart';
import { HookEvent } from '../../helm/chart/hook';
import { subchartNames } from '../../helm/checks/check-chart';
import { UpstreamChart } from '../../helm/upstream-chart';
import { checkValues } from '../../helm/values/check-value';
import { isMap, type JsonMap } from '../../helm/values/shape';
import type { Application, ChartKind, ChartReference } from './model';
import { policyLevels } from './policy-levels';
import type { ApplicationOptions } from './props';
import { SOURCE } from './props-shape';

/** What the pods of our charts need; those that are not named have none, or such as need nothing. */
const OUR_LEVELS: Readonly<Record<string, string>> = { apparmor: 'privileged' };

/** Options by the construct that they are for. */
export type OptionsOf = (construct: IConstruct) => Partial<ApplicationOptions>;

/** The charts of somebody else anywhere below a construct, but for those that others bring with them. */
export function upstreamCharts(scope: IConstruct): readonly UpstreamChart[] {
  const found = scope.node.findAll().filter((construct) => UpstreamChart.isUpstreamChart(construct)) as UpstreamChart[];
  return found.filter(({ _partOf }) => _partOf === undefined);
}

/** What is wrong with where a chart of somebody else comes from: the construct may be anybody's. */
export function sourceProblems({ source, node }: UpstreamChart): readonly Diagnostic[] {
  const problems = new DiagnosticCollector();
  checkObject(source, SOURCE, { path: node.path, key: 'source' }, 'GITLAB2013', problems.report);
  return problems.diagnostics;
}

/** A chart of the project as an application. */
export function localApplication(chart: HelmChart, options: Partial<ApplicationOptions>): Application {
  const name = options.name ?? chart.chartName;
  const namespace = options.namespaceName ?? name;
  const [values, kinds] = [options.values ?? {}, kindsOf(chart)];
  const hasPolicies = kinds?.some(({ kind }) => kind === 'PodSecurityPolicy') ?? false;
  return {
    ...common(options, chart),
    name,
    namespace,
    policyLevels: hasPolicies ? policyLevels(chart, values, namespace) : new Map(),
    podSecurityLevel: options.podSecurityLevel ?? OUR_LEVELS[chart.chartName] ?? 'restricted',
    reference: { chart: `../../charts/${chart.chartName}`, version: undefined, repository: undefined },
    values,
    kinds,
  };
}

/** A chart of somebody else as an application. */
export function upstreamApplication(
  upstream: UpstreamChart,
  options: Partial<ApplicationOptions>,
  versions: Readonly<Record<string, string>>,
): Application {
  const { chartName, defaultNamespace, podSecurityLevel, chartVersion } = upstream.source;
  const name = options.name ?? chartName;
  return {
    ...common(options, upstream),
    name,
    namespace: options.namespaceName ?? defaultNamespace,
    podSecurityLevel: options.podSecurityLevel ?? podSecurityLevel,
    reference: referenceOf(upstream, versions[name] ?? chartVersion),
    values: overlaid(upstream.toValues(), options.values ?? {}),
    policyLevels: new Map(),
    kinds: undefined,
  };
}

function common(
  { clusterValues, clusters }: Partial<ApplicationOptions>,
  construct: IConstruct,
): Pick<Application, 'clusterValues' | 'clusters' | 'path'> {
  return { clusterValues: clusterValues ?? {}, clusters, path: construct.node.path };
}

function referenceOf({ source }: UpstreamChart, version: string): ChartReference {
  const { chartName, repository, repositoryName } = source;
  if (repository.startsWith('oci://')) {
    return { chart: `${repository.replace(/\/$/, '')}/${chartName}`, version, repository: undefined };
  }
  return { chart: `${repositoryName}/${chartName}`, version, repository: { name: repositoryName, url: repository } };
}

/** As helm lays one values file over another: a null stays, for it deletes a default of the chart. */
function overlaid(below: JsonMap, above: JsonMap): JsonMap {
  const merged = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(above)) {
    const before = merged.get(key);
    merged.set(key, isMap(value) && isMap(before) ? overlaid(before, value) : value);
  }
  return Object.fromEntries(merged);
}

/** Kinds of the objects of a chart and of the charts in it, whatever values switch. */
function kindsOf(chart: HelmChart): readonly ChartKind[] {
  const own = chart.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((construct) => construct as ApiObject)
    .filter((object) => !isTest(object))
    .map(kindOf);
  const crds =
    chart._crds.size > 0 ? [{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' }] : [];
  return [...own, ...crds, ...chart._subcharts.flatMap(({ chart: local }) => (local ? kindsOf(local) : []))];
}

/** A namespace of its own is one that the release need not be in. */
function kindOf(object: ApiObject): ChartKind {
  const { apiVersion, kind, metadata } = object;
  const { namespace } = metadata.toJson() as { readonly namespace?: unknown };
  return {
    apiVersion,
    kind,
    ...(namespace !== undefined && { anywhere: true as const }),
    ...(givesUse(object) && { givesUse: true as const }),
  };
}

/** Whether a role lets use PodSecurityPolicies, and does nothing else. */
function givesUse(object: ApiObject): boolean {
  if (object.kind !== 'ClusterRole' && object.kind !== 'Role') return false;
  const { rules } = object.toJson() as { readonly rules?: unknown };
  return Array.isArray(rules) && rules.length > 0 && rules.every(isUse);
}

const isUse = (rule: unknown): boolean =>
  isObject(rule) && [rule.apiGroups, rule.resources, rule.verbs].join(' ') === 'policy podsecuritypolicies use';

/** Made by `helm test` alone, which no job runs. */
function isTest({ metadata }: ApiObject): boolean {
  const { annotations } = metadata.toJson() as { readonly annotations?: Readonly<Record<string, unknown>> };
  return annotations?.['helm.sh/hook'] === HookEvent.TEST;
}

/** What helm would refuse of the values that are given to a chart of the project, cluster by cluster. */
export function valueProblems(chart: HelmChart, { values, clusterValues, name }: Application): readonly Diagnostic[] {
  const given = [
    ['values', values],
    ...Object.entries(clusterValues).map(([cluster, each]) => [
      `clusterValues.${cluster}`,
      overlaid(values as JsonMap, each as JsonMap),
    ]),
  ] as const;
  return given.flatMap(([key, each]) =>
    checkValues(chart.values._declarations, each as JsonMap, { dependencies: subchartNames(chart) }).map((problem) => ({
      ...problem,
      place: { path: chart.node.path, key: `${key} of the application ${name}: ${problem.place?.key ?? ''}` },
    })),
  );
}
