import {
  mustBeArrayOf,
  mustBeBoolean,
  mustBeIntegerFrom,
  mustBeObject,
  mustBeOneOf,
  mustBeString,
  mustMatch,
  required,
  type Shape,
} from '../diagnostics/check';
import { both, mustBeData, mustBeFixedText } from '../helm/sound-props';
import { mustBeLabelTexts } from './arguments';
import { CiliumMode, CiliumPlatform } from './cilium-choices';
import { LabelCondition } from './label-condition';
import { parseBlock } from './language/address';
import { Peer } from './peer';
import { Port } from './port';

// What the props and arguments of this area are, for callers whose language does not tell.

/** What `allowFrom` and its like take. */
export const RULE_ARGUMENTS: Shape = {
  peer: required((value) => (value instanceof Peer ? undefined : 'a Peer')),
  ports: required(mustBeArrayOf((value) => (value instanceof Port ? undefined : 'a Port'))),
};

/** What policies of all kinds have. */
const POLICY_PROPS: Shape = {
  pods: mustBeLabelTexts,
  podConditions: mustBeArrayOf((value) => (value instanceof LabelCondition ? undefined : 'a LabelCondition')),
  everyPod: mustBeBoolean,
  isolateIngress: mustBeBoolean,
  isolateEgress: mustBeBoolean,
  withoutDns: mustBeBoolean,
  metadata: mustBeObject,
};

/** `NetworkPolicyProps`. */
export const NETWORK_POLICY_PROPS: Shape = POLICY_PROPS;

/** `CiliumClusterwideNetworkPolicyProps`. */
export const CILIUM_POLICY_PROPS: Shape = {
  ...POLICY_PROPS,
  nodes: mustBeLabelTexts,
  recordOnly: mustBeBoolean,
  description: mustBeString,
};

/** Of flow.proto: Verdict. */
const VERDICTS = ['FORWARDED', 'DROPPED', 'ERROR', 'AUDIT', 'REDIRECTED', 'TRACED', 'TRANSLATED'];

/** `CiliumProps`. */
export const CILIUM_PROPS: Shape = {
  mode: mustBeOneOf(Object.values(CiliumMode)),
  platform: mustBeOneOf(Object.values(CiliumPlatform)),
  nativeRoutingCidr: (value) =>
    typeof value === 'string' && parseBlock(value) ? undefined : 'a block of addresses, such as "10.0.0.0/8"',
  clusterName: mustBeFixedText,
  clusterId: mustBeIntegerFrom(0, 255),
  relay: mustBeBoolean,
  ui: mustBeBoolean,
  flowMetrics: mustBeArrayOf(mustBeFixedText),
  flowLogVerdicts: mustBeArrayOf(mustBeOneOf(VERDICTS)),
  flowLogMaxMegabytes: mustBeIntegerFrom(1, 10_000),
  flowLogOldFiles: mustBeIntegerFrom(0, 1000),
  prometheus: mustBeBoolean,
  serviceMonitor: mustBeBoolean,
  dashboards: mustBeBoolean,
  chartVersion: mustMatch(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'one version, such as "1.20.0"'),
  values: both(mustBeObject, mustBeData),
};
