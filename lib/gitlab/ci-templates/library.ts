import { HELM_IMAGE, NODE_IMAGE, npmScript, PATH, REGISTRY_PATH, stage } from './inputs';
import { DEFAULT_BRANCH, DEFAULT_BRANCH_PUSH, MERGE_REQUEST, TAG } from './rules';
import { block, type CiTemplate, input, variables } from './template';

const SYNTH = 'charts:synth';
const TEST = 'charts:test';
const PACKAGE = 'charts:package';
const PACKAGES = 'container-security-packages';

const CHARTS = variables({ CONTAINER_SECURITY_CHARTS: 'charts' });

/** A tag packages the version that the chart names; anything else a version before it, so that no release is overwritten. */
const PACKAGE_SCRIPT = block(
  'packaged=0',
  'for file in "$CONTAINER_SECURITY_CHARTS"/*/Chart.yaml; do',
  '  if [ ! -f "$file" ]; then continue; fi',
  '  chart="${file%/Chart.yaml}"',
  '  helm lint -- "$chart"',
  `  set -- --destination ${PACKAGES}`,
  '  if [ -z "${CI_COMMIT_TAG:-}" ]; then',
  '    helm show chart -- "$chart" > container-security-chart.yaml',
  '    version="$(sed -n s/^version:[[:space:]]*//p container-security-chart.yaml)"',
  '    set -- "$@" --version "$version-dev.$CI_PIPELINE_IID"',
  '  fi',
  '  helm package "$@" -- "$chart"',
  '  packaged=1',
  'done',
  'if [ "$packaged" -eq 0 ]; then',
  `  printf 'No chart in "%s": give the folder that holds the folders of the charts as the input "charts".\\n' "$CONTAINER_SECURITY_CHARTS" >&2`,
  '  exit 2',
  'fi',
);

const PUSH_SCRIPT = [
  block(
    'if [ -z "${CI_REGISTRY:-}" ]; then',
    `  printf 'This project has no container registry: turn it on in its settings, or take the job charts:push out.\\n' >&2`,
    '  exit 2',
    'fi',
  ),
  // A password on the command line stands in the list of processes.
  `printf '%s' "$CI_REGISTRY_PASSWORD" | helm registry login --username "$CI_REGISTRY_USER" --password-stdin -- "$CI_REGISTRY"`,
  `for package in ${PACKAGES}/*.tgz; do helm push -- "$package" "oci://$CI_REGISTRY_IMAGE/$CONTAINER_SECURITY_REGISTRY_PATH"; done`,
];

/** A project of charts written with this library: from program to registry. */
export const LIBRARY: CiTemplate = {
  name: 'library',
  header: [
    "Writes charts with a program, tests them, packages them and pushes them to the project's registry.",
    '',
    'include:',
    '  - local: ci-templates/library.gitlab-ci.yml',
    '',
    'Merge request: synth, test, package. Default branch: all four; the version of a chart gets -dev.PIPELINE behind it.',
    'Tag: all four, with the version that the chart names. Protect the tags: whoever may make one pushes a release.',
    'Schedule: synth, for the scans.',
    '',
    'helm install shop-security oci://REGISTRY/GROUP/PROJECT/charts/shop-security --version 1.2.0',
  ],
  inputs: {
    charts: { description: 'Folder that the program writes the charts to.', default: 'charts', regex: PATH },
    'synth-script': npmScript('writes the charts', 'synth'),
    'test-script': npmScript('tests them', 'test'),
    'registry-path': {
      description: "Path below the project's registry. A chart is pushed to PATH/NAME.",
      default: 'charts',
      regex: REGISTRY_PATH,
    },
    'synth-stage': stage('the program', 'build'),
    'test-stage': stage('tests and packages', 'test'),
    'push-stage': stage('the push', 'deploy'),
    'node-image': NODE_IMAGE,
    'helm-image': HELM_IMAGE,
  },
  jobs: {
    [SYNTH]: {
      stage: input('synth-stage'),
      image: input('node-image'),
      variables: { ...CHARTS, ...variables({ CONTAINER_SECURITY_SCRIPT: 'synth-script' }) },
      script: ['npm ci', 'npm run -- "$CONTAINER_SECURITY_SCRIPT"'],
      artifacts: { paths: ['$CONTAINER_SECURITY_CHARTS'], expire_in: '1 week' },
      rules: [MERGE_REQUEST, DEFAULT_BRANCH, TAG],
    },
    [TEST]: {
      stage: input('test-stage'),
      image: input('node-image'),
      needs: [SYNTH],
      variables: variables({ CONTAINER_SECURITY_SCRIPT: 'test-script' }),
      script: ['npm ci', 'npm run -- "$CONTAINER_SECURITY_SCRIPT"'],
      rules: [MERGE_REQUEST, DEFAULT_BRANCH_PUSH, TAG],
    },
    [PACKAGE]: {
      stage: input('test-stage'),
      image: input('helm-image'),
      needs: [SYNTH],
      variables: CHARTS,
      script: [PACKAGE_SCRIPT],
      artifacts: { paths: [`${PACKAGES}/`], expire_in: '1 month' },
      rules: [MERGE_REQUEST, DEFAULT_BRANCH_PUSH, TAG],
    },
    'charts:push': {
      stage: input('push-stage'),
      image: input('helm-image'),
      needs: [TEST, PACKAGE],
      variables: variables({ CONTAINER_SECURITY_REGISTRY_PATH: 'registry-path' }),
      resource_group: 'container-security/charts',
      interruptible: false,
      script: PUSH_SCRIPT,
      rules: [DEFAULT_BRANCH_PUSH, TAG],
    },
  },
};
