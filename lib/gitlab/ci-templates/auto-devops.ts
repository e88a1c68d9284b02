import { NODE_IMAGE, npmScript, PATH, PROGRAM_FOLDER, stage } from './inputs';
import { block, type CiTemplate, input, variables } from './template';

const VALUES_JOB = 'container-security:auto-deploy-values';
/** Where auto-deploy-image looks, unless HELM_UPGRADE_VALUES_FILE says another place. */
const VALUES_FILE = '.gitlab/auto-deploy-values.yaml';

/** Runs the program, and puts what it wrote where the deploy jobs look. */
const SCRIPT = [
  block(
    `if [ "\${HELM_UPGRADE_VALUES_FILE:-${VALUES_FILE}}" != ${VALUES_FILE} ]; then`,
    `  printf 'The variable HELM_UPGRADE_VALUES_FILE names "%s": the deployment would read that in place of the values of this job. Take the variable away.\\n' "$HELM_UPGRADE_VALUES_FILE" >&2`,
    '  exit 2',
    'fi',
  ),
  'project="$PWD"',
  'cd -- "$CONTAINER_SECURITY_FOLDER"',
  'npm ci',
  'npm run -- "$CONTAINER_SECURITY_SCRIPT"',
  block(
    'if [ ! -s "$CONTAINER_SECURITY_VALUES" ]; then',
    `  printf 'The script "%s" wrote no file "%s": give its path as the input "values".\\n' "$CONTAINER_SECURITY_SCRIPT" "$CONTAINER_SECURITY_VALUES" >&2`,
    '  exit 2',
    'fi',
  ),
  // In two steps: a file cannot be copied onto itself.
  'cp -- "$CONTAINER_SECURITY_VALUES" "$project/container-security-values.yaml"',
  'mkdir -p "$project/.gitlab"',
  `mv -- "$project/container-security-values.yaml" "$project/${VALUES_FILE}"`,
];

/** Auto DevOps with values that a program writes in the same pipeline. */
export const AUTO_DEVOPS: CiTemplate = {
  name: 'auto-devops',
  header: [
    `Auto DevOps, with ${VALUES_FILE} written by a program of the project before anything is deployed.`,
    '',
    'include:',
    '  - local: ci-templates/auto-devops.gitlab-ci.yml',
    '    inputs:',
    '      values: auto-deploy-values/restricted.yaml',
    '',
    'It includes the template of GitLab itself: include that one no more, or before this one. The deploy jobs of GitLab',
    'take no artifacts (`dependencies: []`), so a file of an earlier job never reaches them; here they all get this one.',
    'Those that are started by hand fail once it has expired: run the pipeline again.',
  ],
  inputs: {
    template: {
      description:
        'Template of GitLab that brings the deploy jobs. Jobs/Deploy has them alone and wants its stages from you.',
      default: 'Auto-DevOps',
      options: ['Auto-DevOps', 'Jobs/Deploy'],
    },
    folder: PROGRAM_FOLDER,
    script: npmScript('writes the values', 'synth'),
    values: { description: 'File that it writes, below the folder.', default: VALUES_FILE, regex: PATH },
    stage: stage('the program, before any deployment', 'build'),
    'expire-in': {
      description: 'How long a deployment that is started by hand finds the values.',
      default: '3 months',
      regex: '^[0-9]+ (days?|weeks?|months?|years?)$',
    },
    image: NODE_IMAGE,
  },
  jobs: {
    include: [{ template: `${input('template')}.gitlab-ci.yml` }],
    [VALUES_JOB]: {
      stage: input('stage'),
      image: input('image'),
      variables: variables({
        CONTAINER_SECURITY_FOLDER: 'folder',
        CONTAINER_SECURITY_SCRIPT: 'script',
        CONTAINER_SECURITY_VALUES: 'values',
      }),
      script: SCRIPT,
      artifacts: { paths: [VALUES_FILE], expire_in: input('expire-in') },
      // The pipelines in which GitLab's jobs deploy.
      rules: [{ if: '$CI_COMMIT_TAG || $CI_COMMIT_BRANCH' }],
    },
    // Every deploy job extends this one. `dependencies` and not `needs`: that would start them before build and test.
    '.auto-deploy': { dependencies: [VALUES_JOB] },
    // Stopping an environment reads no values, and may come long after the artifact is gone.
    stop_review: { dependencies: [] },
  },
};
