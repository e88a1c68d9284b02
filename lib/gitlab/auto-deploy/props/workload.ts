import type { AutoDeployResources } from './scaling';

/** The image of the application: repository and tag come from the pipeline. */
export interface AutoDeployImage {
  /** `IfNotPresent`, `Always` or `Never`. @default 'IfNotPresent' */
  readonly pullPolicy?: string;
  /** Secrets to pull it with: `{ name }`. @default - what the pipeline makes for the project's registry */
  readonly secrets?: any[];
}

/** Values of the area workload: the pods of the application. */
export interface AutoDeployWorkloadProps {
  /** The image. @default - as the pipeline built it */
  readonly image?: AutoDeployImage;
  /** How pods are replaced: `RollingUpdate` or `Recreate`. @default 'RollingUpdate' */
  readonly strategyType?: string;
  /** Labels of every object and of the application's pods. Image v2.3.0. @default - none */
  readonly extraLabels?: { [key: string]: string };
  /** Annotations of all pods: application, workers, cron jobs. @default - none */
  readonly podAnnotations?: { [key: string]: string };
  /** What is run at start and stop of the container, as in a pod. Image v2.8.0. @default - nothing */
  readonly lifecycle?: any;
  /** Containers that run before, as in a pod. They need a securityContext of their own. Image v2.14.0. @default - none */
  readonly initContainers?: any[];
  /** CPU and memory. @default - none */
  readonly resources?: AutoDeployResources;
  /** Labels of nodes to run on. Image v2.4.0. @default - any node */
  readonly nodeSelector?: { [key: string]: string };
  /** As in a pod. Image v2.7.0. @default - none */
  readonly affinity?: any;
  /** As in a pod. Image v2.4.0. @default - none */
  readonly tolerations?: any[];
  /** As in a pod. Image v2.21.0. @default - none */
  readonly topologySpreadConstraints?: any[];
  /** Priority of the pods. Image v2.42.0. @default - the cluster's */
  readonly priorityClassName?: string;
  /** The node's network in place of one of its own. Image v2.64.0. @default false */
  readonly hostNetwork?: boolean;
  /** As in a pod, such as `ClusterFirstWithHostNet`. Image v2.29.0. @default 'ClusterFirst' */
  readonly dnsPolicy?: string;
  /** As in a pod. Image v2.29.0. @default - none */
  readonly dnsConfig?: any;
  /** Lines for /etc/hosts, as in a pod. Image v2.25.0. @default - none */
  readonly hostAliases?: any[];
  /** Seconds between the first and the last signal. Image v2.18.0. @default 30 */
  readonly terminationGracePeriodSeconds?: number;
  /** Stands for `auto-deploy-app` in the names of service and ingress. @default - none */
  readonly nameOverride?: string;
}
