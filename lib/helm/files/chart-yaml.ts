import type { HelmChart, Subchart } from '../chart/chart';
import { type Misplaced, plainYaml } from './plain-yaml';

/** Chart API that is written: Helm 3 and 4 both install it. */
const API_VERSION = 'v2';

/** First line of `Chart.yaml`: a folder without it was made by somebody else, and is left alone. */
export const OURS = '# Written by cdk8s-container-security: changes are lost.';

/** `Chart.yaml`. */
export function chartYaml(chart: HelmChart, misplaced: Misplaced): string {
  const props = chart._props;
  const content = {
    apiVersion: API_VERSION,
    name: chart.chartName,
    description: props.description,
    type: props.chartType ?? 'application',
    version: props.version,
    appVersion: props.appVersion,
    kubeVersion: props.kubeVersion,
    deprecated: props.deprecated ? true : undefined,
    icon: props.icon,
    home: props.home,
    sources: filled(props.sources),
    keywords: filled(props.keywords),
    maintainers: filled(props.maintainers)?.map(({ name, email, url }) => ({ name, email, url })),
    dependencies: filled(chart._subcharts)?.map(dependency),
    annotations: props.annotations && Object.keys(props.annotations).length > 0 ? props.annotations : undefined,
  };
  return `${OURS}\n${plainYaml(content, misplaced)}`;
}

function dependency({ chart, props }: Subchart): Readonly<Record<string, unknown>> {
  return {
    name: props.chartName ?? chart?.chartName,
    version: props.version ?? chart?._props.version,
    // An empty address says that the chart lies in charts/.
    repository: props.repository ?? '',
    alias: props.alias,
    condition: props.condition,
    tags: filled(props.tags),
    'import-values': filled(props.importValues)?.map(({ child, parent }) => ({ child, parent })),
  };
}

function filled<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list && list.length > 0 ? list : undefined;
}
