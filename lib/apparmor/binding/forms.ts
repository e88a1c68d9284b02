import type { IConstruct } from 'constructs';
import { Block, Expression, HelmChart } from '../../helm';
import type { Forms } from './confine';

/** The field came with Kubernetes 1.30 (KEP-24). `-0` takes in pre-releases and the suffixes of providers. */
export const FIELD_SINCE = '>=1.30.0-0';
const FIELD_SINCE_MINOR = 30;

const FIELD: Forms = { annotations: () => ({}), securityContext: (pairs) => pairs };
const ANNOTATION: Forms = { annotations: (pairs) => pairs, securityContext: () => ({}) };

/** How pods below a construct say their profile. Inside of a HelmChart the cluster decides when the chart is installed. */
export function formsFor(workload: IConstruct, kubernetesVersion?: string): Forms {
  if (kubernetesVersion !== undefined) {
    const minor = Number(/^v?1\.(\d+)/.exec(kubernetesVersion)?.[1]);
    return minor < FIELD_SINCE_MINOR ? ANNOTATION : FIELD;
  }
  const chart = workload.node.scopes.find((scope) => HelmChart.isHelmChart(scope)) as HelmChart | undefined;
  if (chart === undefined) return FIELD;
  const withField = chart.capabilities.kubeVersionIs(FIELD_SINCE);
  return {
    annotations: (pairs) =>
      Block.pairs(Expression.negate(withField), pairs) as object as Readonly<Record<string, unknown>>,
    securityContext: (pairs) => Block.pairs(withField, pairs) as object as Readonly<Record<string, unknown>>,
  };
}
