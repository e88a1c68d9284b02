import { mustBeArrayOf, mustBeBoolean, mustBeObject } from '../../../diagnostics/predicates';
import { JOBS } from './jobs';
import { PROBES } from './probes';
import { SECURITY } from './security';
import { SERVICE } from './service';
import type { Keys } from './value-key';
import { APPLICATION, SCALING, WORKLOAD } from './workload';

const NETWORK: Keys = {
  networkPolicy: { keys: { enabled: { is: mustBeBoolean }, spec: { is: mustBeObject } } },
  customResources: { is: mustBeArrayOf(mustBeObject), since: 'v2.51.0' },
  ciliumNetworkPolicy: {
    is: mustBeObject,
    since: 'v2.6.0',
    until: 'v2.44.0',
    instead: 'put a CiliumNetworkPolicy into "customResources"',
  },
};

/**
 * Every value of the auto-deploy-app chart that a values file can set, with the tags of auto-deploy-image that have it.
 * Read from the templates of all tags v2.0.0 to v2.113.0. The version in Chart.yaml lags behind the tag: nothing goes by it.
 */
export const KEYS: Keys = {
  ...WORKLOAD,
  ...SECURITY,
  ...NETWORK,
  ...APPLICATION,
  ...SERVICE,
  ...PROBES,
  ...SCALING,
  ...JOBS,
};

export { OVERRIDDEN, type Override } from './overridden';
export * from './value-key';
