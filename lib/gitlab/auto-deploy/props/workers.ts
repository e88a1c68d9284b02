import type { AutoDeployProbe } from './probes';
import type { AutoDeployResources } from './scaling';
import type { AutoDeployContainerSecurityContext, AutoDeployPodSecurityContext } from './security';

/** The image of a worker. */
export interface AutoDeployWorkerImage {
  /** Repository. */
  readonly repository: string;
  /** Tag. */
  readonly tag: string;
  /** `IfNotPresent`, `Always` or `Never`. @default - the cluster's choice by the tag */
  readonly pullPolicy?: string;
  /** Secrets to pull it with: `{ name }`. @default - the application's */
  readonly secrets?: any[];
}

/** A process beside the application, in a Deployment of its own. What is left out is mostly as for the application. */
export interface AutoDeployWorker {
  /** Number of pods. @default 1 */
  readonly replicaCount?: number;
  /** Another image. Image v2.65.0. @default - the application's */
  readonly image?: AutoDeployWorkerImage;
  /** What it runs. @default - the image's */
  readonly command?: string[];
  /** How pods are replaced: `RollingUpdate` or `Recreate`. @default 'RollingUpdate' */
  readonly strategyType?: string;
  /** Labels of its pods. Image v2.23.0. @default - none but `track`, `tier: worker`, `release` */
  readonly labels?: { [key: string]: string };
  /** Of its pods. Image v2.67.0. @default - the application's */
  readonly securityContext?: AutoDeployPodSecurityContext;
  /** Of its container. It stands for the application's, nothing of which stays. Image v2.69.0. @default - the application's */
  readonly containerSecurityContext?: AutoDeployContainerSecurityContext;
  /** Restarts it when it fails. @default - the application's, even where that is not enabled */
  readonly livenessProbe?: AutoDeployProbe;
  /** Holds the deployment up while it fails. @default - the application's, even where that is not enabled */
  readonly readinessProbe?: AutoDeployProbe;
  /** What is run at start and stop, as in a pod. Image v2.8.0. @default - nothing */
  readonly lifecycle?: any;
  /** What is run before the stop; not together with `lifecycle.preStop`. @default - nothing */
  readonly preStopCommand?: string[];
  /** CPU and memory. Image v2.33.0. @default - the application's */
  readonly resources?: AutoDeployResources;
  /** Containers that run before, as in a pod. Image v2.14.0. @default - the application's */
  readonly initContainers?: any[];
  /** Labels of nodes to run on. Image v2.4.0. @default - the application's */
  readonly nodeSelector?: { [key: string]: string };
  /** As in a pod. Image v2.7.0. @default - the application's */
  readonly affinity?: any;
  /** As in a pod. Image v2.4.0. @default - the application's */
  readonly tolerations?: any[];
  /** The node's network. Image v2.64.0. @default - the application's */
  readonly hostNetwork?: boolean;
  /** As in a pod. Image v2.29.0. @default - the application's */
  readonly dnsPolicy?: string;
  /** As in a pod. Image v2.29.0. @default - the application's */
  readonly dnsConfig?: any;
  /** Lines for /etc/hosts, as in a pod. Image v2.25.0. @default - none */
  readonly hostAliases?: any[];
  /** Seconds between the first and the last signal. @default 30 */
  readonly terminationGracePeriodSeconds?: number;
  /** Variables, as in a container. Image v2.84.0. @default - none */
  readonly extraEnv?: any[];
  /** ConfigMaps and Secrets whose keys become variables, as in a container. Image v2.44.0. @default - none */
  readonly extraEnvFrom?: any[];
  /** As in a pod. Image v2.41.0. @default - none */
  readonly extraVolumes?: any[];
  /** As in a container. Image v2.41.0. @default - none */
  readonly extraVolumeMounts?: any[];
}

/** Values of the area workers. */
export interface AutoDeployWorkersProps {
  /** Workers by name. @default - none */
  readonly workers?: { [name: string]: AutoDeployWorker };
}
