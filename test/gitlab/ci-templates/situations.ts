/** Which jobs are in which pipeline: the table that the documentation prints and gitlab-ci-local is held against. */

export type Variables = Readonly<Record<string, string>>;

/** Variables of GitLab in the situations that the documentation names. */
export const SITUATIONS = {
  'merge request': {
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_COMMIT_BRANCH: '',
    CI_COMMIT_REF_PROTECTED: 'false',
    CI_MERGE_REQUEST_PROJECT_ID: '1',
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '1',
  },
  'merge request of a fork': {
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_COMMIT_BRANCH: '',
    CI_COMMIT_REF_PROTECTED: 'false',
    CI_MERGE_REQUEST_PROJECT_ID: '1',
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '2',
  },
  'default branch': { CI_COMMIT_REF_PROTECTED: 'true' },
  'default branch that is not protected': {},
  schedule: { CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_REF_PROTECTED: 'true' },
  'schedule for drift': {
    CI_PIPELINE_SOURCE: 'schedule',
    CI_COMMIT_REF_PROTECTED: 'true',
    CONTAINER_SECURITY_SCHEDULE: 'drift',
  },
  'schedule for scans': {
    CI_PIPELINE_SOURCE: 'schedule',
    CI_COMMIT_REF_PROTECTED: 'true',
    CONTAINER_SECURITY_SCHEDULE: 'scan',
  },
  'schedule of a branch that is not protected': { CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_BRANCH: 'topic' },
  tag: { CI_COMMIT_TAG: '1.2.0', CI_COMMIT_BRANCH: '' },
  'another branch': { CI_COMMIT_BRANCH: 'topic' },
} as const satisfies Readonly<Record<string, Variables>>;

export type Situation = keyof typeof SITUATIONS;

export const SYNTH = 'container-security:synth';
const LINT = 'container-security:lint';
const PACKAGED = ['charts:synth', 'charts:test', 'charts:package'];
const PUSHED = [...PACKAGED, 'charts:push'];
const SCANNED = ['container-security:image-scan', 'container-security:render', 'container-security:chart-scan'];
const READ = ['container-security:drift', 'container-security:coverage'];
const VALUES = 'container-security:auto-deploy-values';

/** Which jobs of which template are in a pipeline; of a matrix, its name alone. */
export const JOBS: Readonly<Record<Situation, Readonly<Record<string, readonly string[]>>>> = {
  'merge request': {
    apparmor: ['apparmor:lint'],
    'cluster-management': [SYNTH, LINT, 'container-security:diff'],
    library: PACKAGED,
  },
  'merge request of a fork': {
    apparmor: ['apparmor:lint'],
    'cluster-management': [SYNTH, LINT],
    library: PACKAGED,
  },
  'default branch': {
    apparmor: ['apparmor:lint', 'apparmor:install'],
    'auto-devops': [VALUES],
    'cluster-management': [SYNTH, LINT, 'container-security:apply', 'container-security:coverage'],
    library: PUSHED,
  },
  'default branch that is not protected': {
    apparmor: ['apparmor:lint', 'apparmor:install'],
    'auto-devops': [VALUES],
    'cluster-management': [SYNTH, LINT, 'container-security:apply'],
    library: PUSHED,
  },
  schedule: {
    apparmor: ['apparmor:lint'],
    'auto-devops': [VALUES],
    'cluster-management': [SYNTH, ...READ],
    library: ['charts:synth'],
    scans: SCANNED,
  },
  'schedule for drift': {
    apparmor: ['apparmor:lint'],
    'auto-devops': [VALUES],
    'cluster-management': [SYNTH, ...READ],
    library: ['charts:synth'],
  },
  'schedule for scans': {
    apparmor: ['apparmor:lint'],
    'auto-devops': [VALUES],
    'cluster-management': [SYNTH],
    library: ['charts:synth'],
    scans: SCANNED,
  },
  'schedule of a branch that is not protected': { 'auto-devops': [VALUES] },
  tag: { 'auto-devops': [VALUES], library: PUSHED },
  'another branch': { 'auto-devops': [VALUES] },
};
