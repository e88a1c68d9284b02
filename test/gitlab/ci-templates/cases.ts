/** What the jobs of the templates call, job by job. */
import type { JobRun } from './job';

type Calls = readonly (readonly string[])[];

interface Case extends JobRun {
  readonly name: string;
  readonly code?: number;
  readonly calls: Calls;
  readonly says?: RegExp;
  /** Files of the project before the job. */
  readonly files?: Readonly<Record<string, string>>;
}

const CLUSTER = ['--environment=default', '--', '.'];
const USE = ['kubectl', 'config', 'use-context', '--'];
const CURRENT = ['kubectl', 'config', 'current-context'];
const CONTEXTS = ['kubectl', 'config', 'get-contexts', '--output=name'];
const KUBE_CONTEXT = { KUBE_CONTEXT: 'acme/infra:agent' };
const SELECTED = [...USE, 'acme/infra:agent'];
const command = (...args: readonly string[]): readonly string[] => ['container-security', ...args];
const DIFF = command('diff', '--offline', '--output=container-security-diff.txt', ...CLUSTER);
const DRIFT = command('diff', '--drift', '--output=container-security-drift.txt', ...CLUSTER);
const LINTS = [
  command('lint', '--format=code-quality', '--', '.'),
  command('lint', '--format=junit', '--', '.'),
  command('lint', '--', '.'),
];

/** A merge request with a token for notes. */
export const TOKEN = 'glpat-secret';
export const NOTE = {
  ...KUBE_CONTEXT,
  CONTAINER_SECURITY_NOTE_TOKEN: TOKEN,
  CI_API_V4_URL: 'https://gitlab.example.com/api/v4',
  CI_PROJECT_ID: '7',
  CI_MERGE_REQUEST_IID: '3',
};
const CURL = [
  'curl',
  '--fail',
  '--silent',
  '--show-error',
  '--output',
  '/dev/null',
  '--header',
  '@-',
  '--data-urlencode',
  'body@container-security-note.md',
  '--',
  'https://gitlab.example.com/api/v4/projects/7/merge_requests/3/notes',
];

const inCluster = (job: string, more: Omit<Case, 'template' | 'job'>): Case => ({
  template: 'cluster-management',
  job: `container-security:${job}`,
  ...more,
});

const MANAGEMENT: readonly Case[] = [
  inCluster('synth', {
    name: 'installs what the lock file says and runs the script',
    inputs: { 'synth-script': 'build:all' },
    calls: [
      ['npm', 'ci'],
      ['npm', 'run', '--', 'build:all'],
    ],
  }),
  inCluster('lint', { name: 'writes both reports and a text', calls: LINTS, says: /said by lint/ }),
  inCluster('lint', {
    name: 'fails with findings, after both reports',
    variables: { COMMAND_CODE: '1' },
    code: 1,
    calls: LINTS,
  }),
  inCluster('lint', {
    name: 'ends at once where the project cannot be read',
    variables: { COMMAND_CODE: '2' },
    code: 2,
    calls: LINTS.slice(0, 1),
  }),
  inCluster('diff', { name: 'reads the cluster of KUBE_CONTEXT', variables: KUBE_CONTEXT, calls: [SELECTED, DIFF] }),
  inCluster('diff', {
    name: 'prefers the context of the input',
    inputs: { 'kube-context': 'other' },
    variables: KUBE_CONTEXT,
    calls: [[...USE, 'other'], DIFF],
  }),
  inCluster('diff', {
    name: 'looks at the folder and the cluster that it is given',
    inputs: { folder: 'infra', clusters: ['berlin'] },
    files: { 'infra/helmfile.yaml': 'environments: { berlin: { kubeContext: acme/infra:berlin } }\n' },
    calls: [
      command('diff', '--offline', '--output=container-security-diff.txt', '--environment=berlin', '--', 'infra'),
    ],
  }),
  inCluster('diff', {
    name: 'passes with differences, and writes no note without a token',
    variables: { ...KUBE_CONTEXT, COMMAND_CODE: '1' },
    calls: [SELECTED, DIFF],
  }),
  inCluster('diff', { name: 'writes no note without differences', variables: NOTE, calls: [SELECTED, DIFF] }),
  inCluster('diff', {
    name: 'writes a note where there are both',
    variables: { ...NOTE, COMMAND_CODE: '1' },
    calls: [SELECTED, DIFF, CURL],
  }),
  inCluster('diff', {
    name: 'passes when the note is refused, and says why it may be',
    variables: { ...NOTE, COMMAND_CODE: '1', CURL_CODE: '22' },
    calls: [SELECTED, DIFF, CURL],
    says: /The note was not written: .* scope api/,
  }),
  inCluster('diff', {
    name: 'fails when the cluster cannot be read',
    variables: { ...NOTE, COMMAND_CODE: '2' },
    code: 2,
    calls: [SELECTED, DIFF],
  }),
  inCluster('apply', {
    name: 'installs',
    variables: KUBE_CONTEXT,
    calls: [SELECTED, command('apply', ...CLUSTER)],
  }),
  inCluster('apply', {
    name: 'says that no cluster is given, and does nothing',
    code: 2,
    calls: [CURRENT],
    says: /No cluster is given for "default": set the variable KUBE_CONTEXT to PROJECT-PATH:AGENT/,
  }),
  inCluster('apply', {
    name: 'says that a context is not there and which are, and does nothing',
    variables: { ...KUBE_CONTEXT, CONTEXT_CODE: '1' },
    code: 2,
    calls: [SELECTED, CONTEXTS],
    says: /No context "acme\/infra:agent" in the kubeconfig of this job: [^\n]*ci_access[^\n]*It has:/,
  }),
  inCluster('apply', {
    name: 'takes the context that is current already',
    variables: { CURRENT_CODE: '0' },
    calls: [CURRENT, command('apply', ...CLUSTER)],
  }),
  inCluster('apply', {
    name: 'leaves the choice to helmfile.yaml where it names contexts',
    files: { 'helmfile.yaml.gotmpl': 'environments:\n  default:\n    kubeContext: acme/infra:agent\n' },
    calls: [command('apply', ...CLUSTER)],
  }),
  inCluster('apply', {
    name: 'fails as the command does',
    variables: { ...KUBE_CONTEXT, COMMAND_CODE: '2' },
    code: 2,
    calls: [SELECTED, command('apply', ...CLUSTER)],
  }),
  inCluster('drift', {
    name: 'fails when somebody changed the cluster by hand',
    variables: { ...KUBE_CONTEXT, COMMAND_CODE: '1' },
    code: 1,
    calls: [SELECTED, DRIFT],
  }),
  inCluster('coverage', {
    name: 'writes the metrics, and gives on that something is missing',
    variables: { ...KUBE_CONTEXT, COMMAND_CODE: '1' },
    code: 1,
    calls: [SELECTED, command('coverage', '--metrics=container-security-metrics.txt', ...CLUSTER)],
  }),
];

export const VALUES = { template: 'auto-devops', job: 'container-security:auto-deploy-values' };
const RAN: Calls = [
  ['npm', 'ci'],
  ['npm', 'run', '--', 'synth'],
];

const AUTO_DEVOPS: readonly Case[] = [
  {
    ...VALUES,
    name: 'says that the deployment would read another file, and runs nothing',
    variables: { HELM_UPGRADE_VALUES_FILE: 'values/production.yaml' },
    code: 2,
    calls: [],
    says: /HELM_UPGRADE_VALUES_FILE names "values\/production.yaml"/,
  },
  {
    ...VALUES,
    name: 'takes the file where the program wrote it',
    variables: { WRITES: '.gitlab/auto-deploy-values.yaml' },
    calls: RAN,
  },
  {
    ...VALUES,
    name: 'brings the file of a program in a folder to where the deploy jobs look',
    inputs: { folder: 'deploy', values: 'out/values.yaml' },
    files: { 'deploy/package.json': '{}' },
    variables: { WRITES: 'out/values.yaml' },
    calls: RAN,
  },
  {
    ...VALUES,
    name: 'says that the program wrote no such file',
    code: 2,
    calls: RAN,
    says: /The script "synth" wrote no file "\.gitlab\/auto-deploy-values\.yaml": give its path as the input "values"/,
  },
];

const CHARTS = { 'charts/web/Chart.yaml': 'name: web\n', 'charts/it s/Chart.yaml': 'name: its\n' };
const packaged = (chart: string, ...version: readonly string[]): Calls => [
  ['helm', 'lint', '--', chart],
  ...(version.length > 0 ? [['helm', 'show', 'chart', '--', chart]] : []),
  ['helm', 'package', '--destination', 'container-security-packages', ...version, '--', chart],
];
const DEV = ['--version', '1.2.0-dev.41'];
export const REGISTRY = {
  CI_REGISTRY: 'registry.example.com',
  CI_REGISTRY_IMAGE: 'registry.example.com/acme/security',
  CI_REGISTRY_USER: 'gitlab-ci-token',
  CI_REGISTRY_PASSWORD: TOKEN,
};

const LIBRARY: readonly Case[] = [
  { template: 'library', job: 'charts:synth', name: 'runs the program', calls: RAN },
  {
    template: 'library',
    job: 'charts:test',
    name: 'runs its tests',
    calls: [
      ['npm', 'ci'],
      ['npm', 'run', '--', 'test'],
    ],
  },
  {
    template: 'library',
    job: 'charts:package',
    name: 'packages every chart as a version before its own',
    files: CHARTS,
    variables: { CI_PIPELINE_IID: '41' },
    calls: [...packaged('charts/it s', ...DEV), ...packaged('charts/web', ...DEV)],
  },
  {
    template: 'library',
    job: 'charts:package',
    name: 'packages every chart as the version that it names where there is a tag',
    files: CHARTS,
    variables: { CI_COMMIT_TAG: '1.2.0' },
    calls: [...packaged('charts/it s'), ...packaged('charts/web')],
  },
  {
    template: 'library',
    job: 'charts:package',
    name: 'says where it found no chart',
    inputs: { charts: 'dist/charts' },
    code: 2,
    calls: [],
    says: /No chart in "dist\/charts"/,
  },
  {
    template: 'library',
    job: 'charts:push',
    name: 'pushes every package, and gives the password to nobody but helm',
    files: { 'container-security-packages/web-1.2.0.tgz': '', 'container-security-packages/db-1.0.0.tgz': '' },
    variables: REGISTRY,
    calls: [
      ['helm', 'registry', 'login', '--username', 'gitlab-ci-token', '--password-stdin', '--', 'registry.example.com'],
      [
        'helm',
        'push',
        '--',
        'container-security-packages/db-1.0.0.tgz',
        'oci://registry.example.com/acme/security/charts',
      ],
      [
        'helm',
        'push',
        '--',
        'container-security-packages/web-1.2.0.tgz',
        'oci://registry.example.com/acme/security/charts',
      ],
    ],
  },
  {
    template: 'library',
    job: 'charts:push',
    name: 'says that the project has no registry',
    code: 2,
    calls: [],
    says: /no container registry/,
  },
];

const SCANS: readonly Case[] = [
  {
    template: 'scans',
    job: 'container-security:image-scan',
    name: 'scans the image of its line, whatever CS_IMAGE says',
    inputs: { images: ['registry.example.com/web:1.4.2'] },
    variables: { CS_IMAGE: 'registry.example.com/other:1' },
    calls: [['gtcs', 'scan']],
  },
  {
    template: 'scans',
    job: 'container-security:render',
    name: 'renders every chart, with the values of its name',
    files: { ...CHARTS, 'values/web.yaml': '{}\n' },
    calls: [
      ['helm', 'template', '--namespace', 'default', '--', 'it s', 'charts/it s'],
      ['helm', 'template', '--namespace', 'default', '--values', 'values/web.yaml', '--', 'web', 'charts/web'],
    ],
  },
  {
    template: 'scans',
    job: 'container-security:render',
    name: 'says where it found no chart',
    code: 2,
    calls: [],
    says: /No chart in "charts"/,
  },
  {
    template: 'scans',
    job: 'container-security:chart-scan',
    name: 'starts the analyzer',
    calls: [['analyzer', 'run']],
  },
];

/** What each job calls, in the situations that matter to its script. */
export const CASES: readonly Case[] = [...MANAGEMENT, ...AUTO_DEVOPS, ...LIBRARY, ...SCANS];
