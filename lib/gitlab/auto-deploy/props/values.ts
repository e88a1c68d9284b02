import type { AutoDeployApplicationProps } from './application';
import type { AutoDeployCronJobsProps } from './cron-jobs';
import type { AutoDeployNetworkProps } from './network';
import type { AutoDeployProbesProps } from './probes';
import type { AutoDeployScalingProps } from './scaling';
import type { AutoDeploySecurityProps } from './security';
import type { AutoDeployServiceProps } from './service';
import type { AutoDeployWorkersProps } from './workers';
import type { AutoDeployWorkloadProps } from './workload';

/** For which image the values are. */
export interface AutoDeployTarget {
  /**
   * Tag of auto-deploy-image: what the pipeline's AUTO_DEPLOY_IMAGE_VERSION says. The chart comes with the image.
   * @default 'v2.118.0', GitLab's current template
   */
  readonly autoDeployImageVersion?: string;
}

/**
 * Every value of the auto-deploy-app chart that a values file can set, under the chart's own names. What the pipeline sets
 * (image, replicas, hosts, track, database) is not here: it would be lost.
 */
export interface AutoDeployValuesProps
  extends AutoDeployTarget,
    AutoDeployWorkloadProps,
    AutoDeploySecurityProps,
    AutoDeployNetworkProps,
    AutoDeployApplicationProps,
    AutoDeployServiceProps,
    AutoDeployProbesProps,
    AutoDeployScalingProps,
    AutoDeployWorkersProps,
    AutoDeployCronJobsProps {
  /** Lines of comment above the values. @default - none */
  readonly comments?: string[];
}
