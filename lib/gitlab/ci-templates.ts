import { dump } from 'js-yaml';
import { commented, type TextFile } from './text-file';

/** An input of a CI template: what `spec: inputs` says of it. */
interface Input {
  readonly description: string;
  readonly default?: string;
  readonly options?: readonly string[];
  /** What a value has to match; GitLab judges it with RE2, before any job runs. The default must match too. */
  readonly regex?: string;
}

/** What Helm takes for the name of a release: at most 53 characters. */
const RELEASE_NAME = '^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$';
const NAMESPACE_NAME = '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$';
/** A time in the words of Go: `5m`, `1h30m`. */
const DURATION = '^([0-9]+(ms|s|m|h))+$';
/** A version, a range such as `~1.2` or `1.x`, or nothing. */
const VERSION_RANGE = '^([~^]?v?[0-9][-0-9A-Za-z.+]*)?$';

/** Inputs of the template, by name. */
const APPARMOR_INPUTS: Readonly<Record<string, Input>> = {
  chart: { description: 'The chart: a folder of the project, or an OCI reference.', default: 'charts/apparmor' },
  version: {
    description: 'Version of the chart, for an OCI reference. Empty: the folder as it is.',
    default: '',
    regex: VERSION_RANGE,
  },
  values: { description: 'Values file with the profiles, in the project.', default: 'apparmor-values.yaml' },
  release: { description: 'Name of the release.', default: 'apparmor', regex: RELEASE_NAME },
  namespace: { description: 'Namespace. It is created when it is absent.', default: 'apparmor', regex: NAMESPACE_NAME },
  'kube-context': {
    description: "Context of the agent: PROJECT-PATH:AGENT. Empty: the variable KUBE_CONTEXT, then the file's own.",
    default: '',
  },
  timeout: { description: 'How long an installation may take.', default: '5m', regex: DURATION },
  'lint-stage': { description: 'Stage of the check.', default: 'test' },
  'install-stage': { description: 'Stage of the installation.', default: 'deploy' },
  image: {
    description: 'Image with helm 3 or 4 and kubectl. Pin it by digest.',
    default: 'registry.gitlab.com/gitlab-org/cluster-integration/cluster-applications:v2.7.0',
  },
};

/**
 * Inputs reach the shell as variables, never as text of the script: an input with a quote or a `$(…)` in it stays an input.
 * Where one is no value of an option it stands behind `--`: with a dash in front it is no option either.
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

/** The arguments that both jobs give to helm. */
const ARGUMENTS = [
  'set -- --namespace "$APPARMOR_NAMESPACE" --values "$APPARMOR_VALUES"',
  'if [ -n "$APPARMOR_VERSION" ]; then set -- "$@" --version "$APPARMOR_VERSION"; fi',
];

const APPARMOR_JOBS = {
  'apparmor:lint': {
    stage: '$[[ inputs.lint-stage ]]',
    image: '$[[ inputs.image ]]',
    variables: VARIABLES,
    script: [...ARGUMENTS, 'helm template "$@" -- "$APPARMOR_RELEASE" "$APPARMOR_CHART" > apparmor.rendered.yaml'],
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
      'if [ -n "$context" ]; then kubectl config use-context -- "$context"; fi',
      ...ARGUMENTS,
      'helm upgrade --install --create-namespace --wait --timeout "$APPARMOR_TIMEOUT" "$@" -- "$APPARMOR_RELEASE" "$APPARMOR_CHART"',
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
  '',
  'The loader mounts host paths and adds MAC_ADMIN. Where the cluster enforces Pod Security, make the namespace before the',
  'first run and label it; otherwise no pod is let in and the installation ends with a timeout:',
  '  kubectl create namespace apparmor',
  '  kubectl label namespace apparmor pod-security.kubernetes.io/enforce=privileged',
];

/** The files of `ci-templates/`. */
export function ciTemplateFiles(): readonly TextFile[] {
  const options = { lineWidth: -1, noRefs: true } as const;
  const text = `${dump({ spec: { inputs: APPARMOR_INPUTS } }, options)}---\n${dump(APPARMOR_JOBS, options)}`;
  return [{ path: 'apparmor.gitlab-ci.yml', text: commented(APPARMOR_HEADER) + text }];
}
