/** How the application is started. */
export interface AutoDeployApplication {
  /** Label `tier` of the application's pods. @default 'web' */
  readonly tier?: string;
  /** In place of the image's entrypoint. Image v2.28.0. @default - the image's */
  readonly command?: string[];
  /** Arguments. Image v2.28.0. @default - the image's */
  readonly args?: string[];
}

/** Where a volume is mounted. */
export interface AutoDeployMount {
  /** Folder in the container. */
  readonly path: string;
  /** Part of the volume. @default - all of it */
  readonly subPath?: string;
}

/** How much room a volume needs. */
export interface AutoDeployClaim {
  /** `ReadWriteOnce`, `ReadWriteMany` … */
  readonly accessMode: string;
  /** Such as `8Gi`. */
  readonly size: string;
  /** Class of storage. @default - the cluster's */
  readonly storageClass?: string;
  /** A volume that is there already. Image v2.82.0. @default - a new one */
  readonly volumeName?: string;
}

/** A volume that outlives the pod. */
export interface AutoDeployVolume {
  /** Its name. */
  readonly name: string;
  /** Where it is mounted. */
  readonly mount: AutoDeployMount;
  /** How much room it needs. */
  readonly claim: AutoDeployClaim;
}

/** Volumes that outlive the pod, for the application only. */
export interface AutoDeployPersistence {
  /** Whether there are any. @default false */
  readonly enabled?: boolean;
  /** The volumes. @default - one of 8Gi at /pvc-mount */
  readonly volumes?: AutoDeployVolume[];
}

/** Values of the area app. Secrets reach it as variables `K8S_SECRET_…` of the pipeline. */
export interface AutoDeployApplicationProps {
  /** How it is started. @default - as the image says */
  readonly application?: AutoDeployApplication;
  /** Variables, as in a container. Image v2.48.0. @default - none */
  readonly extraEnv?: any[];
  /** ConfigMaps and Secrets whose keys become variables, as in a container. Image v2.44.0, templates in it v2.97.0. @default - none */
  readonly extraEnvFrom?: any[];
  /** Volumes of the application, as in a pod. Image v2.41.0. @default - none */
  readonly extraVolumes?: any[];
  /** Where they are mounted, as in a container. Image v2.41.0. @default - none */
  readonly extraVolumeMounts?: any[];
  /** Volumes that outlive the pod. Image v2.22.0. @default - none */
  readonly persistence?: AutoDeployPersistence;
}
