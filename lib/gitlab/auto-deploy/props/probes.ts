/** How Kubernetes asks a container for its health. */
export interface AutoDeployProbe {
  /** Whether it is asked. Workers and cron jobs do not look at it: they are asked all the same. @default true, but for `startupProbe` */
  readonly enabled?: boolean;
  /** `httpGet`, `tcpSocket` or `exec`. Workers and cron jobs with a probe of their own must say it. @default 'httpGet' */
  readonly probeType?: string;
  /** For `httpGet`. @default '/' */
  readonly path?: string;
  /** For `httpGet`: `HTTP` or `HTTPS`. @default 'HTTP' */
  readonly scheme?: string;
  /** For `httpGet` and `tcpSocket`; image v2.9.0. @default - `service.internalPort` */
  readonly port?: number;
  /** For `httpGet`: `{ name, value }`; image v2.35.0. Cron jobs do not send them. @default - none */
  readonly httpHeaders?: any[];
  /** For `exec`. @default - none */
  readonly command?: string[];
  /** Seconds before the first question. @default - 15 for liveness, 5 for the others */
  readonly initialDelaySeconds?: number;
  /** Seconds for an answer. @default - 15 for liveness, 3 for the others */
  readonly timeoutSeconds?: number;
  /** Failures that count; `startupProbe` and cron jobs only. @default - 30 for `startupProbe` */
  readonly failureThreshold?: number;
  /** Seconds between questions; `startupProbe` and cron jobs only. @default 10 */
  readonly periodSeconds?: number;
}

/** Values of the area probes. */
export interface AutoDeployProbesProps {
  /** Restarts the container when it fails. @default - GET / on the port of the service */
  readonly livenessProbe?: AutoDeployProbe;
  /** Takes the pod out of the service while it fails. @default - GET / on the port of the service */
  readonly readinessProbe?: AutoDeployProbe;
  /** Holds the others back until it succeeds. Image v2.34.0. @default - none */
  readonly startupProbe?: AutoDeployProbe;
}
