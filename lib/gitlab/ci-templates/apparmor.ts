import { DURATION, HELM_IMAGE, NAMESPACE_NAME, RELEASE_NAME, stage, VERSION_RANGE } from './inputs';
import { DEFAULT_BRANCH, DEFAULT_BRANCH_PUSH, MERGE_REQUEST } from './rules';
import { selectContext } from './select-context';
import { type CiTemplate, input, variables } from './template';

/** Where an input is no value of an option it stands behind `--`: with a dash in front it is no option either. */
const VARIABLES = variables({
  APPARMOR_CHART: 'chart',
  APPARMOR_VERSION: 'version',
  APPARMOR_VALUES: 'values',
  APPARMOR_RELEASE: 'release',
  APPARMOR_NAMESPACE: 'namespace',
  APPARMOR_CONTEXT: 'kube-context',
  APPARMOR_TIMEOUT: 'timeout',
});

/** The arguments that both jobs give to helm. */
const ARGUMENTS = [
  'set -- --namespace "$APPARMOR_NAMESPACE" --values "$APPARMOR_VALUES"',
  'if [ -n "$APPARMOR_VERSION" ]; then set -- "$@" --version "$APPARMOR_VERSION"; fi',
];

/** Installs the AppArmor chart alone. */
export const APPARMOR: CiTemplate = {
  name: 'apparmor',
  header: [
    'Installs AppArmor profiles on the nodes of a cluster: a merge request shows the objects, the default branch applies them.',
    '',
    'include:',
    '  - local: ci-templates/apparmor.gitlab-ci.yml',
    '    inputs:',
    '      values: apparmor-values.yaml',
    '',
    'The cluster is reached through the GitLab agent: set KUBE_CONTEXT to PROJECT-PATH:AGENT, or give the input.',
    '',
    'The loader mounts host paths and adds MAC_ADMIN. Where the cluster enforces Pod Security, make the namespace before the',
    'first run and label it; otherwise no pod is let in and the installation ends with a timeout:',
    '  kubectl create namespace apparmor',
    '  kubectl label namespace apparmor pod-security.kubernetes.io/enforce=privileged',
  ],
  inputs: {
    chart: { description: 'The chart: a folder of the project, or an OCI reference.', default: 'charts/apparmor' },
    version: {
      description: 'Version of the chart, for an OCI reference. Empty: the folder as it is.',
      default: '',
      regex: VERSION_RANGE,
    },
    values: { description: 'Values file with the profiles, in the project.', default: 'apparmor-values.yaml' },
    release: { description: 'Name of the release.', default: 'apparmor', regex: RELEASE_NAME },
    namespace: {
      description: 'Namespace. It is created when it is absent.',
      default: 'apparmor',
      regex: NAMESPACE_NAME,
    },
    'kube-context': {
      description: "Context of the agent: PROJECT-PATH:AGENT. Empty: the variable KUBE_CONTEXT, then the file's own.",
      default: '',
    },
    timeout: { description: 'How long an installation may take.', default: '5m', regex: DURATION },
    'lint-stage': stage('the check', 'test'),
    'install-stage': stage('the installation', 'deploy'),
    image: HELM_IMAGE,
  },
  jobs: {
    'apparmor:lint': {
      stage: input('lint-stage'),
      image: input('image'),
      variables: VARIABLES,
      script: [...ARGUMENTS, 'helm template "$@" -- "$APPARMOR_RELEASE" "$APPARMOR_CHART" > apparmor.rendered.yaml'],
      artifacts: { paths: ['apparmor.rendered.yaml'], expose_as: 'AppArmor objects', expire_in: '1 week' },
      rules: [MERGE_REQUEST, DEFAULT_BRANCH],
    },
    'apparmor:install': {
      stage: input('install-stage'),
      image: input('image'),
      variables: VARIABLES,
      environment: { name: 'production', action: 'access' },
      resource_group: `apparmor-${input('release')}`,
      // Half an installation is none, whatever the default of the project is.
      interruptible: false,
      script: [
        selectContext({
          variable: 'APPARMOR_CONTEXT',
          missing: `'No cluster is given: set the variable KUBE_CONTEXT to PROJECT-PATH:AGENT, or the input "kube-context".\\n'`,
        }),
        ...ARGUMENTS,
        'helm upgrade --install --create-namespace --wait --timeout "$APPARMOR_TIMEOUT" "$@" -- "$APPARMOR_RELEASE" "$APPARMOR_CHART"',
      ],
      rules: [DEFAULT_BRANCH_PUSH],
    },
  },
};
