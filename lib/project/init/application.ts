import { dump } from 'js-yaml';
import { AutoDeployValues } from '../../gitlab/auto-deploy-values';
import { ciTemplateFiles } from '../../gitlab/ci-templates';
import { commented } from '../../gitlab/text-file';
import { AUTO_DEPLOY_VALUES } from '../lint/kinds';
import { GITIGNORE, packageJson, tsconfigJson } from './names';
import type { Scaffold } from './scaffold';
import { describeWorkload, portsOf, type Workload } from './workloads';

const TEMPLATE = 'auto-devops.gitlab-ci.yml';

/** Folder of the program that writes the values, where one is wanted. */
const PROGRAM = 'container-security';

/**
 * An application that Auto DevOps deploys: values that block nothing, a pipeline, a page that tells what to turn on.
 * @param program a program writes the values in the pipeline; otherwise they are a file to edit.
 */
export function applicationScaffold(name: string, workloads: readonly Workload[], program: boolean): Scaffold {
  const port = portOf(workloads);
  const values = withPort(port).toYaml() + offers(workloads);
  const programFiles = [
    { path: `${PROGRAM}/package.json`, text: packageJson(`${name}-values`, { synth: 'tsx main.ts', check: 'tsc' }) },
    { path: `${PROGRAM}/tsconfig.json`, text: tsconfigJson(['*.ts']) },
    { path: `${PROGRAM}/.gitignore`, text: `${GITIGNORE}auto-deploy-values.yaml\n` },
    { path: `${PROGRAM}/main.ts`, text: programText(port) },
    ...ciTemplateFiles()
      .filter(({ path }) => path === TEMPLATE)
      .map(({ path, text }) => ({ path: `ci-templates/${path}`, text })),
  ];
  return {
    files: [
      { path: '.gitlab-ci.yml', text: ciFile(program) },
      // The program's file is put in its place by the pipeline.
      ...(program ? programFiles : [{ path: AUTO_DEPLOY_VALUES, text: values }]),
      { path: 'CONTAINER-SECURITY.md', text: readme(name, workloads, program) },
    ],
    next: [
      ...(program
        ? [`$ (cd ${PROGRAM} && npm install)`, `Commit ${PROGRAM}/package-lock.json too: the pipeline runs npm ci.`]
        : []),
      '$ container-security lint',
      'Set the variables KUBE_CONTEXT (PROJECT-PATH:AGENT) and KUBE_NAMESPACE of the project on GitLab.',
      'CONTAINER-SECURITY.md says what to turn on next.',
    ],
  };
}

/** The port that Auto DevOps sends requests to: the first of the first workload that has one. */
function portOf(workloads: readonly Workload[]): number | undefined {
  return workloads.flatMap(portsOf).find(({ protocol }) => protocol === 'TCP')?.number;
}

function withPort(port: number | undefined): AutoDeployValues {
  const base = AutoDeployValues.monitorOnly();
  // 5000 is what the chart takes anyway.
  if (port === undefined || port === 5000) return base;
  return base.merge(new AutoDeployValues({ service: { internalPort: port, externalPort: port } }));
}

/** What could be turned on, as comments: YAML to uncomment. */
function offers(workloads: readonly Workload[]): string {
  const policy = dump(AutoDeployValues.networkPolicy().toValues(), { lineWidth: -1, noRefs: true });
  const apparmor = dump(AutoDeployValues.appArmor({ profileName: 'NAME-OF-THE-PROFILE' }).toValues(), { noRefs: true });
  const found = workloads.length === 0 ? [] : ['', 'Found:', ...workloads.map((each) => `  ${describeWorkload(each)}`)];
  const text = commented([
    'Nothing below is on. Take the marks away from what you want, one after the other.',
    ...found,
    '',
    'Only the ingress controller and pods of the same namespace reach the application:',
    ...policy.trimEnd().split('\n'),
    '',
    'Every container runs under an AppArmor profile that the nodes have:',
    ...apparmor.trimEnd().split('\n'),
  ]);
  return `\n${text.trimEnd()}\n`;
}

function ciFile(program: boolean): string {
  if (!program) {
    const head = [`Auto DevOps of GitLab. It takes ${AUTO_DEPLOY_VALUES} for every deployment.`];
    return `${commented(head)}include:\n  - template: Auto-DevOps.gitlab-ci.yml\n`;
  }
  const head = [`Auto DevOps, with values that the program in ${PROGRAM}/ writes before anything is deployed.`];
  const inputs = `    inputs:\n      folder: ${PROGRAM}\n      values: auto-deploy-values.yaml\n`;
  return `${commented(head)}include:\n  - local: ci-templates/${TEMPLATE}\n${inputs}`;
}

function programText(port: number | undefined): string {
  const service =
    port === undefined || port === 5000
      ? ''
      : `.merge(
  new gitlab.AutoDeployValues({ service: { internalPort: ${port}, externalPort: ${port} } }),
)`;
  return `import { writeFileSync } from 'node:fs';
import { gitlab } from 'cdk8s-container-security';

// Nothing is blocked. Next: .merge(gitlab.AutoDeployValues.networkPolicy()), restricted(), appArmor({ profileName }).
const values = gitlab.AutoDeployValues.monitorOnly()${service};

writeFileSync(process.argv[2] ?? 'auto-deploy-values.yaml', values.toYaml());
`;
}

function readme(name: string, workloads: readonly Workload[], program: boolean): string {
  const found =
    workloads.length === 0
      ? ''
      : `\nFound when this was written:\n\n${workloads.map((each) => `- ${describeWorkload(each)}`).join('\n')}\n`;
  const where = program ? `\`${PROGRAM}/main.ts\`` : `\`${AUTO_DEPLOY_VALUES}\``;
  return `# Container security of ${name}

Auto DevOps deploys this application with the values of ${where}. Out of the box they block nothing.
${found}
| to turn on | what it does | before |
|---|---|---|
| network policy | only the ingress controller and pods of the namespace reach the application | the cluster enforces network policies: \`container-security doctor\` |
| restricted | no root, no capabilities, no new privileges | the image names a user by number |
| AppArmor | files, network and programs that the profile names, and no others | the profile is on every node, by the chart apparmor |

One at a time: look at a review app first, then at production.

\`\`\`sh
container-security lint            # what is wrong with the values, with line and column
\`\`\`
`;
}
