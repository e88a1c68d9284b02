import { COMMAND_IMAGE, NODE_IMAGE, npmScript, PATH, stage } from './inputs';
import {
  DEFAULT_BRANCH,
  DEFAULT_BRANCH_PUSH,
  IN_FORK,
  MERGE_REQUEST,
  PROTECTED_DEFAULT_BRANCH_PUSH,
  schedule,
} from './rules';
import { selectContext } from './select-context';
import { block, type CiTemplate, input, variables, type Yaml } from './template';

/**
 * A variable of the project beats a variable of a job or a matrix, whatever the job says. So nothing here has a common
 * name: a KUBE_CONTEXT of the group in the place of a KUBE_CONTEXT of the matrix would send every cluster's apply to one.
 */
const PROJECT = variables({ CONTAINER_SECURITY_FOLDER: 'folder' });
const IN_CLUSTER = { ...PROJECT, ...variables({ CONTAINER_SECURITY_CONTEXT: 'kube-context' }) };

/** One job for each cluster. The name of the cluster is the name of helmfile's environment and of GitLab's. */
const CLUSTERS = { matrix: [{ CONTAINER_SECURITY_CLUSTER: input('clusters') }] };
const ENVIRONMENT = '$CONTAINER_SECURITY_CLUSTER';
/** Two pipelines never change a cluster at once, and drift never reads one that is half changed. */
const LOCK = 'container-security/$CONTAINER_SECURITY_CLUSTER';

/** What a program may have written: the layout of a cluster management project. */
const WRITTEN = ['helmfile*.yaml', 'helmfile*.gotmpl', 'namespaces.yaml', 'rbac/', 'applications/', 'charts/'];

const SYNTH = 'container-security:synth';
const LINT = 'container-security:lint';

const needs = (...jobs: readonly string[]): Yaml => jobs.map((job) => ({ job, optional: true }));

/**
 * Selects the cluster. A `kubeContext` of helmfile's environment goes before the current context, so only a cluster
 * without one depends on what is chosen here.
 */
const SELECT_CONTEXT = selectContext({
  variable: 'CONTAINER_SECURITY_CONTEXT',
  before: ['set -- "$CONTAINER_SECURITY_FOLDER/helmfile.yaml" "$CONTAINER_SECURITY_FOLDER/helmfile.yaml.gotmpl"'],
  elsewhere: 'grep -qs -e \'kubeContext:\' -- "$@"',
  missing: `'No cluster is given for "%s": set the variable KUBE_CONTEXT to PROJECT-PATH:AGENT, or kubeContext of the environment in helmfile.yaml.\\n' "$CONTAINER_SECURITY_CLUSTER"`,
});

/** Arguments of every command that looks at one cluster. */
const CLUSTER = '--environment="$CONTAINER_SECURITY_CLUSTER" -- "$CONTAINER_SECURITY_FOLDER"';

/** The reports first: 1 says that there are findings, and the last command says so for the job. */
const LINT_SCRIPT = [
  'container-security lint --format=code-quality -- "$CONTAINER_SECURITY_FOLDER" > gl-code-quality-report.json || [ "$?" -eq 1 ] || exit 2',
  'container-security lint --format=junit -- "$CONTAINER_SECURITY_FOLDER" > container-security-lint.xml || [ "$?" -eq 1 ] || exit 2',
  'container-security lint -- "$CONTAINER_SECURITY_FOLDER"',
];

/**
 * A difference is what a merge request is for: the job passes. The token goes to curl through its standard input, so
 * that no list of processes and no log shows it; a note that cannot be written fails nothing. A line of the diff that
 * begins with a tilde goes further in: it would end the block, and what follows would be commands of GitLab in the name of
 * the token.
 */
const DIFF_SCRIPT = block(
  'code=0',
  `container-security diff --offline --output=container-security-diff.txt ${CLUSTER} || code="$?"`,
  'if [ "$code" -gt 1 ]; then exit "$code"; fi',
  'if [ "$code" -eq 1 ] && [ -n "${CONTAINER_SECURITY_NOTE_TOKEN:-}" ]; then',
  '  {',
  `    printf '%s: what this merge request changes\\n\\n~~~~~diff\\n' "$CONTAINER_SECURITY_CLUSTER"`,
  `    head -c 50000 container-security-diff.txt | tr -d '\\r' | sed 's/^ *~/    &/'`,
  `    printf '\\n~~~~~\\n'`,
  '  } > container-security-note.md',
  `  printf 'PRIVATE-TOKEN: %s\\n' "$CONTAINER_SECURITY_NOTE_TOKEN" |`,
  '    curl --fail --silent --show-error --output /dev/null --header @- --data-urlencode body@container-security-note.md -- "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes" ||',
  `    printf 'The note was not written: CONTAINER_SECURITY_NOTE_TOKEN has to be a token of this project with the scope api.\\n' >&2`,
  'fi',
);

const tool = (job: Readonly<Record<string, Yaml>>): Yaml => ({ image: input('image'), ...job });

/** Runs a cluster management project: helmfile, applications, our charts. */
export const CLUSTER_MANAGEMENT: CiTemplate = {
  name: 'cluster-management',
  header: [
    'Runs a cluster management project with the command line of cdk8s-container-security.',
    '',
    'include:',
    '  - local: ci-templates/cluster-management.gitlab-ci.yml',
    '    inputs:',
    '      clusters: [staging, production]',
    '',
    'Merge request: synth, lint, diff. Default branch: synth, lint, apply, coverage. Schedule: drift, coverage.',
    'A cluster is an environment of helmfile.yaml. Its kubeContext there is used; without one the variable KUBE_CONTEXT is,',
    'PROJECT-PATH:AGENT of the GitLab agent.',
    '',
    'Jobs of a merge request run code that nobody has reviewed. They have no environment, so give the group',
    'gitlab:project:ID rights to get and list, and gitlab:project_env:ID:CLUSTER the rights to write. Those groups need',
    'access_as: ci_job in the configuration of the agent, which GitLab Free does not have: there every job of every branch has',
    'the rights of the agent itself, often all of them. Let it take jobs of protected branches alone.',
    '',
    'Whoever may push images to the registry of the project (every developer, every job) decides what runs under a tag, in the',
    'job that writes too: pin the images by digest, or keep them in a project of their own.',
    '',
    'The masked variable CONTAINER_SECURITY_NOTE_TOKEN, a project access token (Reporter, api), writes the diff as a note.',
    'It is not protected, so whoever may push a branch can read it.',
  ],
  inputs: {
    clusters: {
      description: "Names of the clusters: helmfile's environments. GitLab takes up to 200.",
      type: 'array',
      default: ['default'],
    },
    folder: { description: 'Folder of the project with helmfile.yaml.', default: '.', regex: PATH },
    'kube-context': {
      description:
        "Context for clusters without a kubeContext in helmfile.yaml. Empty: KUBE_CONTEXT, then the file's own.",
      default: '',
    },
    synth: {
      description: 'Whether a program writes the project. auto: when package.json stands at the top.',
      default: 'auto',
      options: ['auto', 'always', 'never'],
    },
    'synth-script': npmScript('writes the project', 'synth'),
    'synth-stage': stage('the program', 'build'),
    'lint-stage': stage('the checks and the diff', 'test'),
    'apply-stage': stage('the installation and drift', 'deploy'),
    'coverage-stage': stage('coverage, after the installation', '.post'),
    image: COMMAND_IMAGE,
    'node-image': NODE_IMAGE,
  },
  jobs: {
    [SYNTH]: {
      stage: input('synth-stage'),
      image: input('node-image'),
      variables: { ...PROJECT, ...variables({ CONTAINER_SECURITY_SCRIPT: 'synth-script' }) },
      script: ['npm ci', 'npm run -- "$CONTAINER_SECURITY_SCRIPT"'],
      artifacts: { paths: WRITTEN.map((path) => `$CONTAINER_SECURITY_FOLDER/${path}`), expire_in: '1 week' },
      rules: [
        { if: `"${input('synth')}" == "never"`, when: 'never' },
        ...[MERGE_REQUEST, DEFAULT_BRANCH].flatMap((situation) => [
          { if: `"${input('synth')}" == "always" && ${situation.if}` },
          { ...situation, exists: ['package.json'] },
        ]),
      ],
    },
    [LINT]: tool({
      stage: input('lint-stage'),
      variables: PROJECT,
      needs: needs(SYNTH),
      script: LINT_SCRIPT,
      artifacts: {
        when: 'always',
        reports: { codequality: 'gl-code-quality-report.json', junit: 'container-security-lint.xml' },
        paths: ['gl-code-quality-report.json', 'container-security-lint.xml'],
        expire_in: '1 week',
      },
      rules: [MERGE_REQUEST, DEFAULT_BRANCH_PUSH],
    }),
    // No environment: GitLab puts a job with one into the group that may write.
    'container-security:diff': tool({
      stage: input('lint-stage'),
      variables: IN_CLUSTER,
      parallel: CLUSTERS,
      needs: needs(SYNTH),
      script: [SELECT_CONTEXT, DIFF_SCRIPT],
      // GitLab shows no link for a path with a variable in it.
      artifacts: {
        when: 'always',
        access: 'developer',
        paths: ['container-security-diff.txt'],
        expose_as: 'Changes of the clusters',
        expire_in: '1 month',
      },
      rules: [IN_FORK, MERGE_REQUEST],
    }),
    'container-security:apply': tool({
      stage: input('apply-stage'),
      variables: IN_CLUSTER,
      parallel: CLUSTERS,
      // `dependencies` and not `needs`: a test of the project that fails holds it back, as any job of an earlier stage.
      dependencies: [SYNTH],
      environment: { name: ENVIRONMENT },
      resource_group: LOCK,
      // Half an installation is none, whatever the default of the project is.
      interruptible: false,
      script: [SELECT_CONTEXT, `container-security apply ${CLUSTER}`],
      rules: [DEFAULT_BRANCH_PUSH],
    }),
    'container-security:drift': tool({
      stage: input('apply-stage'),
      variables: IN_CLUSTER,
      parallel: CLUSTERS,
      needs: needs(SYNTH),
      environment: { name: ENVIRONMENT, action: 'access' },
      resource_group: LOCK,
      script: [SELECT_CONTEXT, `container-security diff --drift --output=container-security-drift.txt ${CLUSTER}`],
      artifacts: {
        when: 'always',
        access: 'developer',
        paths: ['container-security-drift.txt'],
        expire_in: '1 month',
      },
      rules: [schedule('drift')],
    }),
    // After every apply by its stage: GitLab refuses a pipeline with a job that needs more than 50 others.
    'container-security:coverage': tool({
      stage: input('coverage-stage'),
      variables: IN_CLUSTER,
      parallel: CLUSTERS,
      dependencies: [SYNTH],
      environment: { name: ENVIRONMENT, action: 'access' },
      script: [SELECT_CONTEXT, `container-security coverage --metrics=container-security-metrics.txt ${CLUSTER}`],
      artifacts: {
        when: 'always',
        access: 'developer',
        reports: { metrics: 'container-security-metrics.txt' },
        paths: ['container-security-metrics.txt'],
        expire_in: '1 month',
      },
      // An application that is missing is a warning of the pipeline, no failure.
      allow_failure: { exit_codes: 1 },
      // What drift finds says nothing of what is installed.
      rules: [PROTECTED_DEFAULT_BRANCH_PUSH, { ...schedule('drift'), when: 'always' }],
    }),
  },
};
