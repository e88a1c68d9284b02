import type { UpstreamChartSource } from '../helm/upstream-chart';
import type { ChartValues } from './chart-values';
import { FALCO_KEYS, FALCOSIDEKICK_KEYS } from './known-keys';

// The two charts: where they come from, and what their values.yaml alone does not say. Read from their templates and from
// BREAKING-CHANGES.md of falco 9.1.0.

const REPOSITORY = { repositoryName: 'falcosecurity', repository: 'https://falcosecurity.github.io/charts' };

/** It watches the whole node from a pod: host paths, capabilities. */
export const FALCO_SOURCE: UpstreamChartSource = {
  ...REPOSITORY,
  chartName: 'falco',
  chartVersion: '9.1.0',
  defaultNamespace: 'falco',
  podSecurityLevel: 'privileged',
};

/** It needs nothing: a namespace of its own can have the strictest level. */
export const FALCOSIDEKICK_SOURCE: UpstreamChartSource = {
  ...REPOSITORY,
  chartName: 'falcosidekick',
  chartVersion: '0.14.0',
  defaultNamespace: 'falcosidekick',
  podSecurityLevel: 'restricted',
};

const MODERN = 'the driver is gone since Falco 0.44: driver.kind: modern_ebpf';
const HTTP = 'the gRPC output is gone since Falco 0.44: falco.http_output, or Falcosidekick';
const ENGINE = 'give collectors.containerEngine';

export const FALCO_VALUES: ChartValues = {
  chart: 'falco 9.1.0',
  keys: FALCO_KEYS,
  more: ['global', 'k8s-metacollector', 'serviceMonitor.namespace'],
  // `falco` is copied whole to falco.yaml; the values of the subchart are checked by its own table.
  open: ['falco', 'falcosidekick', 'podSecurityContext', 'resources'],
  removed: {
    ebpf: MODERN,
    gvisor: MODERN,
    'driver.ebpf': MODERN,
    'driver.gvisor': MODERN,
    'falco.grpc': HTTP,
    'falco.grpc_output': HTTP,
    'collectors.containerd': ENGINE,
    'collectors.cri': ENGINE,
    'collectors.docker': ENGINE,
    falcotalon: 'its name is falco-talon; responseActions.enabled switches it on',
  },
  typed: {
    customRules: 'give "rules": FalcoRules.fromFile or FalcoRules.fromText checks them',
    rules: 'the chart does not read this key; give "rules" beside "values"',
  },
};

export const FALCOSIDEKICK_VALUES: ChartValues = {
  chart: 'falcosidekick 0.14.0',
  keys: FALCOSIDEKICK_KEYS,
  more: [
    'global',
    'revisionHistoryLimit',
    'prometheusRules.additionalLabels',
    'prometheusRules.namespace',
    'webui.customAnnotations',
    'webui.customLabels',
    'webui.revisionHistoryLimit',
  ],
  open: ['podSecurityContext'],
  removed: {},
  typed: {
    'config.extraEnv': 'the references to secrets stand there: give "existingSecret" and put the rest into that Secret',
    fullnameOverride: 'give "serviceName": Falco must know it',
  },
};
