import type { CiliumMode, CiliumPlatform } from './cilium-choices';

/** How Cilium runs, and what it records. */
export interface CiliumProps {
  /** What becomes of connections that no policy allows. @default CiliumMode.AUDIT: they pass, and are recorded */
  readonly mode?: CiliumMode;
  /** What the cluster runs on. @default CiliumPlatform.GENERIC */
  readonly platform?: CiliumPlatform;
  /** Addresses of the pods of the cluster, which need no translation. @default - none; GKE needs them */
  readonly nativeRoutingCidr?: string;
  /** Name of the cluster among those that Cilium connects: up to 32 characters. @default - the chart's: `default` */
  readonly clusterName?: string;
  /** Number of the cluster among those that Cilium connects: up to 255. @default - the chart's: 0 */
  readonly clusterId?: number;
  /** Whether flows of all nodes can be asked for at one place: `hubble observe`. @default true */
  readonly relay?: boolean;
  /** Whether Hubble has pages for a browser. They need the relay, and ask nobody for a password. @default false */
  readonly ui?: boolean;
  /** What Hubble counts for Prometheus, on port 9965 of each node. @default - verdicts of policies, drops and flows */
  readonly flowMetrics?: string[];
  /**
   * Verdicts of the flows that each node writes to `/var/run/cilium/hubble/events.log`: `AUDIT`, `DROPPED`, `ERROR`,
   * `FORWARDED` … None: no log.
   * @default - AUDIT, DROPPED and ERROR
   */
  readonly flowLogVerdicts?: string[];
  /** Size at which a log file is put aside, in megabytes. @default 10 */
  readonly flowLogMaxMegabytes?: number;
  /** How many files that were put aside are kept on each node. @default 5 */
  readonly flowLogOldFiles?: number;
  /** Whether agents and operator answer Prometheus. @default - as `serviceMonitor` */
  readonly prometheus?: boolean;
  /** Whether the Prometheus operator reads the metrics: the cluster must have its API. @default false */
  readonly serviceMonitor?: boolean;
  /** Whether Cilium's dashboards for Grafana are installed, as ConfigMaps. @default false */
  readonly dashboards?: boolean;
  /** Version of the chart. The values are those of 1.20. @default 1.20.0 */
  readonly chartVersion?: string;
  /** More values of the chart, merged last. Keys that the chart does not know are refused. @default - none */
  readonly values?: { [key: string]: any };
}
