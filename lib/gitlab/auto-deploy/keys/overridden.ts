/** A value that the deployment sets itself. */
export interface Override {
  /** What decides it instead. */
  readonly instead: string;
  /** Set only under this condition: then it is doubtful, not lost. */
  readonly only?: string;
}

const NOTHING = 'leave it out: the pipeline knows it';

/**
 * What `src/bin/auto-deploy` of auto-deploy-image v2.113.0 gives to `helm upgrade` with `--set`, by the path of the value.
 * `--set` wins over every values file.
 */
export const OVERRIDDEN: Readonly<Record<string, Override>> = {
  'application.database_url': { instead: 'set the variable DATABASE_URL, or POSTGRES_ENABLED' },
  'application.initializeCommand': { instead: 'set the variable DB_INITIALIZE' },
  'application.migrateCommand': { instead: 'set the variable DB_MIGRATE' },
  'application.secretChecksum': { instead: 'set variables K8S_SECRET_NAME: they become the secret' },
  'application.secretName': { instead: 'set variables K8S_SECRET_NAME, or add a Secret with "extraEnvFrom"' },
  'application.track': { instead: NOTHING },
  'gitlab.app': { instead: NOTHING },
  'gitlab.env': { instead: NOTHING },
  'gitlab.envName': { instead: NOTHING },
  'gitlab.envURL': { instead: NOTHING },
  'gitlab.projectID': { instead: NOTHING },
  'image.repository': { instead: 'set the variable CI_APPLICATION_REPOSITORY' },
  'image.tag': { instead: 'set the variable CI_APPLICATION_TAG' },
  'ingress.canary.weight': { instead: 'the jobs of canary and rollout set it' },
  'ingress.modSecurity.enabled': {
    instead: 'set one of the two',
    only: 'the variable AUTO_DEVOPS_MODSECURITY_SEC_RULE_ENGINE is set',
  },
  'ingress.modSecurity.secRuleEngine': {
    instead: 'set one of the two',
    only: 'the variable AUTO_DEVOPS_MODSECURITY_SEC_RULE_ENGINE is set',
  },
  'postgresql.managed': { instead: 'set the variable AUTO_DEVOPS_POSTGRES_MANAGED' },
  'postgresql.managedClassSelector': { instead: 'set the variable AUTO_DEVOPS_POSTGRES_MANAGED_CLASS_SELECTOR' },
  releaseOverride: { instead: 'set the variable HELM_RELEASE_NAME' },
  replicaCount: { instead: 'set the variable REPLICAS, or PRODUCTION_REPLICAS for one environment' },
  'service.additionalHosts': { instead: 'set the variable ADDITIONAL_HOSTS' },
  'service.commonName': {
    instead: 'set AUTO_DEVOPS_COMMON_NAME to the name, or to "false" to have this one',
    only: 'the variable AUTO_DEVOPS_COMMON_NAME is not "false"',
  },
  'service.url': { instead: 'set environment:url of the job, or KUBE_INGRESS_BASE_DOMAIN' },
};
