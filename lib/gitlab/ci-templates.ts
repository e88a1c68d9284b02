import { dump } from 'js-yaml';
import { commented, type TextFile } from './text-file';

/** An input of a CI template: what `spec: inputs` says of it. */
interface Input {
  readonly description: string;
  readonly default?: string;
  readonly options?: readonly string[];
}

/** Inputs of the template, by name. */
const APPARMOR_INPUTS: Readonly<Record<string, Input>> = {
  chart: { description: 'The chart: a folder of the project, or an OCI reference.', default: 'charts/apparmor' },
  version: { description: 'Version of the chart, for an OCI reference. Empty: the folder as it is.', default: '' },
  values: { description: 'Values file with the profiles, in the project.', default: 'apparmor-values.yaml' },
  release: { description: 'Name of the release.', default: 'apparmor' },
  namespace: { description: 'Namespace. It is created when it is absent.', default: 'apparmor' },
  'kube-context': { description: "Context of the agent: PROJECT-PATH:AGENT. Empty: the variable KUBE_CONTEXT, then the file's own.", default: '' },
  timeout: { description: 'How long an installation may take.', default: '5m' },
  'lint-stage': { description: 'Stage of the check.', default: 'test' },
  'install-stage': { description: 'Stage of the installation.', default: 'deploy' },
  image: {
    description: 'Image with helm 3 or 4 and kubectl. Pin it by digest.',
    default: 'registry.gitlab.com/gitlab-org/cluster-integration/cluster-applications:v2.7.0',
  },
};

/**
 * The arguments that both jobs give to helm. Inputs reach the shell as variables, never as text of the script: an input
 * with a quote or a `$(…)` in it stays an input.
 */
const VARIABLES = {
  APPARMOR_CHART: '$[[ inputs.chart ]]',
  APPARMOR_VERSION: '$[[ inputs.version ]]',
  APPARMOR_VALUES: '$[[ inputs.values ]]',
  APPARMOR_RELEASE: '$[[ inputs.release ]]',
  APPARMOR_NAMESPACE: '$[[ inputs.namespace ]]',
  APPARMOR_CONTEXT: '$[[ inputs.kube-context ]]',
  APPARMOR_TIMEOUT: '$[[ inputs.timeout ]]',
};

const ARGUMENTS = ['set -- --values "$APPARMOR_VALUES"', 'if [ -n "$APPARMOR_VERSION" ]; then set -- "$@" --version "$APPARMOR_VERSION"; fi'];

const APPARMOR_JOBS = {
  'apparmor:lint': {
    stage: '$[[ inputs.lint-stage ]]',
    image: '$[[ inputs.image ]]',
    variables: VARIABLES,
    script: [...ARGUMENTS, 'helm template "$APPARMOR_RELEASE" "$APPARMOR_CHART" --namespace "$APPARMOR_NAMESPACE" "$@" > apparmor.rendered.yaml'],
    artifacts: { paths: ['apparmor.rendered.yaml'], expose_as: 'AppArmor objects', expire_in: '1 week' },
    rules: [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }, { if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' }],
  },
  'apparmor:install': {
    stage: '$[[ inputs.install-stage ]]',
    image: '$[[ inputs.image ]]',
    variables: VARIABLES,
    environment: { name: 'production', action: 'access' },
    resource_group: 'apparmor-$[[ inputs.release ]]',
    script: [
      'context="${APPARMOR_CONTEXT:-${KUBE_CONTEXT:-}}"',
      'if [ -n "$context" ]; then kubectl config use-context "$context"; fi',
      ...ARGUMENTS,
      'helm upgrade --install "$APPARMOR_RELEASE" "$APPARMOR_CHART" --namespace "$APPARMOR_NAMESPACE" --create-namespace --wait --timeout "$APPARMOR_TIMEOUT" "$@"',
    ],
    // Only reviewed code changes the cluster.
    rules: [{ if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE != "schedule"' }],
  },
};

const APPARMOR_HEADER = [
  'Installs AppArmor profiles on the nodes of a cluster: a merge request shows the objects, the default branch applies them.',
  '',
  'include:',
  '  - local: ci-templates/apparmor.gitlab-ci.yml',
  '    inputs:',
  '      values: apparmor-values.yaml',
  '',
  'The cluster is reached through the GitLab agent: set KUBE_CONTEXT to PROJECT-PATH:AGENT, or give the input.',
];

/** The files of `ci-templates/`. */
export function ciTemplateFiles(): readonly TextFile[] {
  const options = { lineWidth: -1, noRefs: true } as const;
  const text = `${dump({ spec: { inputs: APPARMOR_INPUTS } }, options)}---\n${dump(APPARMOR_JOBS, options)}`;
  return [{ path: 'apparmor.gitlab-ci.yml', text: commented(APPARMOR_HEADER) + text }];
}
