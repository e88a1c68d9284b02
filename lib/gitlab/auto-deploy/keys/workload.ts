import {
  mustBeArrayOf,
  mustBeBoolean,
  mustBeObject,
  mustBeOneOf,
  mustBeString,
  mustBeText,
} from '../../../diagnostics/predicates';
import {
  type Keys,
  mustBeAmount,
  mustBeCount,
  mustBeObjects,
  mustBeQuantities,
  mustBeTexts,
  type ValueKey,
} from './value-key';

const PULL_POLICY: ValueKey = { is: mustBeOneOf(['IfNotPresent', 'Always', 'Never']) };

/** The image of a worker or a cron job: the chart takes neither half of its name from the application. */
export const IMAGE_NAME: Keys = { repository: { is: mustBeText, must: true }, tag: { is: mustBeText, must: true } };

/** What else the image of a worker has. */
export const IMAGE_PULL: Keys = { pullPolicy: PULL_POLICY, secrets: { is: mustBeObjects } };

/** CPU and memory. */
export const RESOURCES: Keys = { requests: { is: mustBeQuantities }, limits: { is: mustBeQuantities } };

/** Keys that pods of the application, of workers and of cron jobs have under one name. */
export const SCHEDULING: Keys = {
  nodeSelector: { is: mustBeTexts, since: 'v2.4.0' },
  affinity: { is: mustBeObject, since: 'v2.7.0' },
  tolerations: { is: mustBeObjects, since: 'v2.4.0' },
};

/** Keys that pods of the application and of workers have under one name. */
export const POD: Keys = {
  ...SCHEDULING,
  strategyType: { is: mustBeOneOf(['RollingUpdate', 'Recreate']) },
  lifecycle: { is: mustBeObject, since: 'v2.8.0' },
  initContainers: { is: mustBeObjects, since: 'v2.14.0' },
  hostNetwork: { is: mustBeBoolean, since: 'v2.64.0' },
  dnsPolicy: { is: mustBeText, since: 'v2.29.0' },
  dnsConfig: { is: mustBeObject, since: 'v2.29.0' },
  hostAliases: { is: mustBeObjects, since: 'v2.25.0' },
};

/** Keys of the area workload. */
export const WORKLOAD: Keys = {
  ...POD,
  image: { keys: { pullPolicy: PULL_POLICY, secrets: { is: mustBeObjects } } },
  extraLabels: { is: mustBeTexts, since: 'v2.3.0' },
  podAnnotations: { is: mustBeTexts },
  resources: { keys: RESOURCES },
  topologySpreadConstraints: { is: mustBeObjects, since: 'v2.21.0' },
  priorityClassName: { is: mustBeText, since: 'v2.42.0' },
  terminationGracePeriodSeconds: { is: mustBeCount, since: 'v2.18.0' },
  nameOverride: { is: mustBeText },
};

/** Keys of the area scaling. */
export const SCALING: Keys = {
  hpa: {
    keys: {
      enabled: { is: mustBeBoolean },
      minReplicas: { is: mustBeCount },
      maxReplicas: { is: mustBeCount },
      targetCPUUtilizationPercentage: { is: mustBeCount },
      metrics: { is: mustBeObjects, since: 'v2.16.0' },
    },
  },
  podDisruptionBudget: {
    keys: { enabled: { is: mustBeBoolean }, minAvailable: { is: mustBeAmount }, maxUnavailable: { is: mustBeAmount } },
  },
};

/** Keys of the area app. */
export const APPLICATION: Keys = {
  application: {
    keys: {
      tier: { is: mustBeText },
      command: { is: mustBeArrayOf(mustBeString), since: 'v2.28.0' },
      args: { is: mustBeArrayOf(mustBeString), since: 'v2.28.0' },
    },
  },
  extraEnv: { is: mustBeObjects, since: 'v2.48.0' },
  extraEnvFrom: { is: mustBeObjects, since: 'v2.44.0' },
  extraVolumes: { is: mustBeObjects, since: 'v2.41.0' },
  extraVolumeMounts: { is: mustBeObjects, since: 'v2.41.0' },
  persistence: {
    keys: {
      enabled: { is: mustBeBoolean },
      volumes: {
        items: {
          name: { is: mustBeText, must: true },
          mount: { keys: { path: { is: mustBeText, must: true }, subPath: { is: mustBeText } }, must: true },
          claim: {
            keys: {
              accessMode: { is: mustBeText, must: true },
              size: { is: mustBeText, must: true },
              storageClass: { is: mustBeText },
              volumeName: { is: mustBeText, since: 'v2.82.0' },
            },
            must: true,
          },
        },
      },
    },
    since: 'v2.22.0',
  },
};
