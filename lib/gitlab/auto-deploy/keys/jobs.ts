import { mustBeArrayOf, mustBeOneOf, mustBeString, mustBeText } from '../../../diagnostics/predicates';
import { CRON_JOB_PROBE, WORKER_PROBE } from './probes';
import { CONTAINER_SECURITY, POD_SECURITY } from './security';
import { type Keys, mustBeCount, mustBeObjects, mustBeTexts } from './value-key';
import { IMAGE_NAME, IMAGE_PULL, POD, RESOURCES, SCHEDULING } from './workload';

/** Keys that workers and cron jobs have under one name. */
const BOTH: Keys = {
  command: { is: mustBeArrayOf(mustBeString) },
  securityContext: POD_SECURITY,
  containerSecurityContext: CONTAINER_SECURITY,
  extraEnvFrom: { is: mustBeObjects, since: 'v2.44.0' },
  extraVolumes: { is: mustBeObjects, since: 'v2.41.0' },
  extraVolumeMounts: { is: mustBeObjects, since: 'v2.41.0' },
};

const WORKER: Keys = {
  ...POD,
  ...BOTH,
  replicaCount: { is: mustBeCount },
  image: { keys: { ...IMAGE_NAME, ...IMAGE_PULL }, since: 'v2.65.0' },
  labels: { is: mustBeTexts, since: 'v2.23.0' },
  livenessProbe: WORKER_PROBE,
  readinessProbe: WORKER_PROBE,
  preStopCommand: { is: mustBeArrayOf(mustBeString) },
  resources: { keys: RESOURCES, since: 'v2.33.0' },
  terminationGracePeriodSeconds: { is: mustBeCount },
  extraEnv: { is: mustBeObjects, since: 'v2.84.0' },
};

const CRON_JOB: Keys = {
  ...SCHEDULING,
  ...BOTH,
  schedule: { is: mustBeText, must: true },
  image: { keys: IMAGE_NAME },
  args: { is: mustBeArrayOf(mustBeString) },
  concurrencyPolicy: { is: mustBeOneOf(['Forbid', 'Allow', 'Replace']) },
  failedJobsHistoryLimit: { is: mustBeCount },
  successfulJobsHistoryLimit: { is: mustBeCount },
  startingDeadlineSeconds: { is: mustBeCount },
  activeDeadlineSeconds: { is: mustBeCount },
  backoffLimit: { is: mustBeCount, since: 'v2.47.0' },
  restartPolicy: { is: mustBeOneOf(['OnFailure', 'Never']) },
  livenessProbe: CRON_JOB_PROBE,
  readinessProbe: CRON_JOB_PROBE,
};

/** What people expect workers and cron jobs to have, and the chart does not. */
const NO_ACCOUNT =
  'the chart gives cron jobs no account, resources or variables of their own: make a CronJob in "customResources"';

/** Keys of the areas workers and cron jobs. */
export const JOBS: Keys = {
  workers: { named: WORKER, elsewhere: { podAnnotations: 'workers take the "podAnnotations" of the application' } },
  cronjobs: {
    named: CRON_JOB,
    since: 'v2.37.0',
    elsewhere: {
      serviceAccount: NO_ACCOUNT,
      serviceAccountName: NO_ACCOUNT,
      resources: NO_ACCOUNT,
      extraEnv: NO_ACCOUNT,
    },
  },
};
