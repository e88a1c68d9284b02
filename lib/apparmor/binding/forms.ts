import type { IConstruct } from 'constructs';
import { Block, Expression, HelmChart } from '../../helm';
import type { Manifest } from '../../kubernetes/pod-templates';

/** The field came with Kubernetes 1.30 (KEP-24). `-0` takes in pre-releases and the suffixes of providers. */
export const FIELD_SINCE = '>=1.30.0-0';
const FIELD_SINCE_MINOR = 30;

/** When one of the two forms is written. */
export interface Form {
  /** Pairs beside others of a map. */
  readonly beside: (pairs: Manifest) => Manifest;
  /** A map that was not there before; undefined: it stays away. */
  readonly alone: (pairs: Manifest) => unknown;
}

/** How a pod says its profile: by annotations of the pod, by security contexts of its containers. */
export interface Forms {
  readonly annotations: Form;
  readonly securityContext: Form;
}

const ALWAYS: Form = { beside: (pairs) => pairs, alone: (pairs) => pairs };
const NEVER: Form = { beside: () => ({}), alone: () => undefined };
const FIELD: Forms = { annotations: NEVER, securityContext: ALWAYS };
const ANNOTATION: Forms = { annotations: ALWAYS, securityContext: NEVER };

/** The same forms for all pods of a chart. */
const decided = new WeakMap<HelmChart, Forms>();

/** How pods below a construct say their profile. Inside of a HelmChart the cluster decides when the chart is installed. */
export function formsFor(workload: IConstruct, kubernetesVersion?: string): Forms {
  if (kubernetesVersion !== undefined) {
    const minor = Number(/^v?1\.(\d+)/.exec(kubernetesVersion)?.[1]);
    return minor < FIELD_SINCE_MINOR ? ANNOTATION : FIELD;
  }
  const chart = workload.node.scopes.find((scope) => HelmChart.isHelmChart(scope)) as HelmChart | undefined;
  return chart === undefined ? FIELD : formsOf(chart);
}

function formsOf(chart: HelmChart): Forms {
  const withField = chart.capabilities.kubeVersionIs(FIELD_SINCE);
  const forms = decided.get(chart) ?? {
    annotations: formWhen(Expression.negate(withField)),
    securityContext: formWhen(withField),
  };
  decided.set(chart, forms);
  return forms;
}

const formWhen = (condition: Expression): Form => ({
  beside: (pairs) => Block.pairs(condition, pairs) as Manifest,
  alone: (pairs) => Block.when(condition, pairs),
});
