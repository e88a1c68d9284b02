import type { AutoDeployProbe } from './probes';
import type { AutoDeployContainerSecurityContext, AutoDeployPodSecurityContext } from './security';

/** The image of a cron job. */
export interface AutoDeployCronJobImage {
  /** Repository. */
  readonly repository: string;
  /** Tag. */
  readonly tag: string;
}

/** A CronJob. It runs under the namespace's default account. What is left out is mostly as for the application. */
export interface AutoDeployCronJob {
  /** When: `0 3 * * *`. */
  readonly schedule: string;
  /** Another image. @default - the application's */
  readonly image?: AutoDeployCronJobImage;
  /** What it runs. The chart prints it without quotes. @default - the image's */
  readonly command?: string[];
  /** Arguments; only with `command`. The chart prints them without quotes. @default - none */
  readonly args?: string[];
  /** `Forbid`, `Allow` or `Replace`. @default 'Forbid' */
  readonly concurrencyPolicy?: string;
  /** Failed jobs that are kept; the chart takes 0 for 1. @default 1 */
  readonly failedJobsHistoryLimit?: number;
  /** Finished jobs that are kept; the chart takes 0 for 1. @default 1 */
  readonly successfulJobsHistoryLimit?: number;
  /** Seconds that a start may be late. @default 300 */
  readonly startingDeadlineSeconds?: number;
  /** Seconds that a run may take. @default - any */
  readonly activeDeadlineSeconds?: number;
  /** Attempts after the first; the chart does not pass 0 on. Image v2.47.0. @default 6 */
  readonly backoffLimit?: number;
  /** `OnFailure` or `Never`. @default 'OnFailure' */
  readonly restartPolicy?: string;
  /** Of its pods. Image v2.67.0. @default - the application's */
  readonly securityContext?: AutoDeployPodSecurityContext;
  /** Of its container. It stands for the application's, nothing of which stays. Image v2.69.0. @default - the application's */
  readonly containerSecurityContext?: AutoDeployContainerSecurityContext;
  /** Ends the run when it fails. @default - the application's, even where that is not enabled */
  readonly livenessProbe?: AutoDeployProbe;
  /** Marks the pod as not ready while it fails. @default - the application's, even where that is not enabled */
  readonly readinessProbe?: AutoDeployProbe;
  /** Labels of nodes to run on. @default - the application's */
  readonly nodeSelector?: { [key: string]: string };
  /** As in a pod. @default - the application's */
  readonly affinity?: any;
  /** As in a pod. @default - the application's */
  readonly tolerations?: any[];
  /** ConfigMaps and Secrets whose keys become variables, as in a container. Image v2.44.0. @default - none */
  readonly extraEnvFrom?: any[];
  /** As in a pod. Image v2.41.0. @default - none */
  readonly extraVolumes?: any[];
  /** As in a container. Image v2.41.0. @default - none */
  readonly extraVolumeMounts?: any[];
}

/** Values of the area cron jobs. */
export interface AutoDeployCronJobsProps {
  /** Cron jobs by name. Image v2.37.0. @default - none */
  readonly cronjobs?: { [name: string]: AutoDeployCronJob };
}
