import { CiliumMode, CiliumPlatform } from './cilium-choices';
import type { CiliumProps } from './cilium-props';

export type Values = Readonly<Record<string, unknown>>;

/** Audit needs enforcement to be on: with `never` no policy is looked at, and no verdict is given. */
const MODES: Readonly<Record<CiliumMode, Values>> = {
  [CiliumMode.AUDIT]: { policyEnforcementMode: 'default', policyAuditMode: true },
  [CiliumMode.OFF]: { policyEnforcementMode: 'never', policyAuditMode: false },
  [CiliumMode.ENFORCE]: { policyEnforcementMode: 'default', policyAuditMode: false },
};

/** Cilium's own installation guides: Documentation/installation. */
const PLATFORMS: Readonly<Record<CiliumPlatform, Values>> = {
  [CiliumPlatform.GENERIC]: {},
  [CiliumPlatform.EKS]: { eni: { enabled: true }, ipam: { mode: 'eni' }, routingMode: 'native' },
  [CiliumPlatform.EKS_CHAINING]: {
    cni: { chainingMode: 'aws-cni', exclusive: false },
    enableIPv4Masquerade: false,
    routingMode: 'native',
    endpointRoutes: { enabled: true },
  },
  [CiliumPlatform.GKE]: {
    gke: { enabled: true },
    cni: { binPath: '/home/kubernetes/bin' },
    ipam: { mode: 'kubernetes' },
    nodeinit: { enabled: true, reconfigureKubelet: true, removeCbrBridge: true },
  },
  [CiliumPlatform.AKS]: { aksbyocni: { enabled: true }, nodeinit: { enabled: true } },
};

const WORKLOADS = 'app|workload-name|pod|reserved-identity';
const CONTEXT = `sourceContext=${WORKLOADS};destinationContext=${WORKLOADS};labelsContext=source_namespace,destination_namespace`;

/** Who talks to whom, and what became of it. */
const FLOW_METRICS = [`policy:${CONTEXT}`, `drop:${CONTEXT}`, `flow:${CONTEXT}`];
/** What is written to the log of flows: what was dropped, and what would have been. */
const FLOW_VERDICTS = ['AUDIT', 'DROPPED', 'ERROR'];

/** The values without those that the user merges over them. */
export function valuesOf(props: Partial<CiliumProps>): Values {
  const { serviceMonitor = false, prometheus = serviceMonitor, dashboards = false } = props;
  const monitored = prometheus
    ? { enabled: true, ...(serviceMonitor && { serviceMonitor: { enabled: true } }) }
    : undefined;
  const drawn = dashboards ? { dashboards: { enabled: true } } : {};
  const name = props.clusterName === undefined ? {} : { name: props.clusterName };
  const id = props.clusterId === undefined ? {} : { id: props.clusterId };
  return {
    ...MODES[props.mode ?? CiliumMode.AUDIT],
    ...PLATFORMS[props.platform ?? CiliumPlatform.GENERIC],
    ...(props.nativeRoutingCidr !== undefined && { ipv4NativeRoutingCIDR: props.nativeRoutingCidr }),
    ...(Object.keys({ ...name, ...id }).length > 0 && { cluster: { ...name, ...id } }),
    // The agents read their settings when they start: a change of mode must reach them.
    rollOutCiliumPods: true,
    ...(monitored !== undefined && { prometheus: monitored, operator: { prometheus: monitored, ...drawn } }),
    ...drawn,
    hubble: {
      enabled: true,
      relay: { enabled: props.relay ?? true },
      ui: { enabled: props.ui ?? false },
      metrics: {
        enabled: props.flowMetrics ?? FLOW_METRICS,
        ...(serviceMonitor && { serviceMonitor: { enabled: true } }),
        ...drawn,
      },
      export: { static: flowLog(props) },
    },
  };
}

function flowLog(props: Partial<CiliumProps>): Values {
  const verdicts = props.flowLogVerdicts ?? FLOW_VERDICTS;
  if (verdicts.length === 0) return { enabled: false };
  return {
    enabled: true,
    allowList: [JSON.stringify({ verdict: verdicts })],
    fileMaxSizeMb: props.flowLogMaxMegabytes ?? 10,
    fileMaxBackups: props.flowLogOldFiles ?? 5,
  };
}
