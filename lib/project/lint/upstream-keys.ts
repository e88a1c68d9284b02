import type { ChartValues } from '../../falco/chart-values';
import { FALCO_SOURCE, FALCO_VALUES, FALCOSIDEKICK_SOURCE, FALCOSIDEKICK_VALUES } from '../../falco/charts';
import { UNDOCUMENTED } from '../../network/check-cilium-values';
import { CILIUM_KEYS } from '../../network/cilium-keys';

/** The keys at the top of an upstream chart's values, and the version of the chart that they were read from. */
export interface UpstreamKeys {
  readonly version: string;
  readonly keys: readonly string[];
}

/** Keys that stand alone: what is below them is not looked at here. */
function topOf({ keys, more }: ChartValues): readonly string[] {
  return [...Object.keys(keys), ...more.filter((key) => !key.includes('.'))];
}

/** Charts by name, from the tables of their constructs. */
export const UPSTREAM_KEYS: Readonly<Record<string, UpstreamKeys>> = {
  cilium: { version: '1.20.0', keys: [...(CILIUM_KEYS[''] ?? '').split(' '), ...UNDOCUMENTED] },
  falco: { version: FALCO_SOURCE.chartVersion, keys: topOf(FALCO_VALUES) },
  falcosidekick: { version: FALCOSIDEKICK_SOURCE.chartVersion, keys: topOf(FALCOSIDEKICK_VALUES) },
};

/** Keys that Helm itself knows in the values of every chart. */
export const HELM_KEYS = ['global', 'enabled', 'tags'] as const;
