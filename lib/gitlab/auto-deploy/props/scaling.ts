/** CPU and memory, as in a container. */
export interface AutoDeployResources {
  /** What is put aside: `{ cpu: '100m', memory: '128Mi' }`. The autoscaler needs it. @default - none */
  readonly requests?: { [key: string]: string };
  /** The most. @default - none */
  readonly limits?: { [key: string]: string };
}

/** The number of pods by their load. */
export interface AutoDeployHpa {
  /** Whether there is one. It also needs `resources.requests`. @default false */
  readonly enabled?: boolean;
  /** Fewest pods. @default 1 */
  readonly minReplicas?: number;
  /** Most pods. @default 5 */
  readonly maxReplicas?: number;
  /** Percent of the requested CPU. Not looked at with `metrics`. @default 80 */
  readonly targetCPUUtilizationPercentage?: number;
  /** As in an autoscaling/v2 HorizontalPodAutoscaler. Image v2.16.0. @default - none */
  readonly metrics?: any[];
}

/** How many pods may be away at once. */
export interface AutoDeployPodDisruptionBudget {
  /** Whether there is one. @default false */
  readonly enabled?: boolean;
  /** Fewest that stay: a number or a percentage. @default - none */
  readonly minAvailable?: any;
  /** Most that are away: a number or a percentage. @default - 1 without `minAvailable` */
  readonly maxUnavailable?: any;
}

/** Values of the area scaling. `replicaCount` is the variable REPLICAS of the pipeline. */
export interface AutoDeployScalingProps {
  /** The number of pods by their load. @default - as REPLICAS says */
  readonly hpa?: AutoDeployHpa;
  /** How many pods may be away at once. @default - any number */
  readonly podDisruptionBudget?: AutoDeployPodDisruptionBudget;
}
