import Handlebars from 'handlebars';
import type { TextFile } from '../text-file';
import { marked } from './marker';
import type { Application, Project } from './model';

const TEMPLATE = `# Cluster management

What is installed in the clusters of \`{{projectPath}}\`, written by a program with cdk8s-container-security.

| application | namespace | chart | clusters |
|---|---|---|---|
{{#each applications}}
| {{name}} | {{namespace}} | {{chart}} | {{clusters}} |
{{/each}}
{{#if removed}}

On their way out: {{removed}}. Each is uninstalled by the next run; its folder can go when no cluster has it any more.
{{/if}}

## The first time

An administrator of the cluster gives the project its rights, one cluster after the other:

\`\`\`sh
{{#each rights}}
{{this}}
{{/each}}
\`\`\`

The agent is configured in \`.gitlab/agents/\`. In GitLab, protect the environment{{#if several}}s{{/if}} {{environments}}:
jobs in {{#if several}}them{{else}}it{{/if}} may change the cluster.

## By hand

helmfile 1.x, helm 3 or 4, and kubectl; the context is that of the cluster.

\`\`\`sh
helmfile {{environment}}template   # what would be installed
helmfile {{environment}}sync       # install, upgrade, uninstall
\`\`\`

## Files

| file | what it is |
|---|---|
| \`applications/<name>/helmfile.yaml\` | the release: chart, pinned version, namespace |
| \`applications/<name>/values.yaml\` | its values; \`values-<cluster>.yaml\` beside it holds those of one cluster |
| \`namespaces.yaml\` | the namespaces and their labels |
| \`rbac/\` | what jobs may do |
| \`.gitlab/agents/\` | who may use the agents |

The program writes these files anew. Change the program, not them; a file whose first line (\`{{marker}}\`) is
taken away is left as it is from then on.
`;

const MARKER = 'Written by cdk8s-container-security';

let compiled: Handlebars.TemplateDelegate | undefined;

/** `README.md` of the project. */
export function readmeFile(project: Project): TextFile {
  compiled ??= Handlebars.compile(TEMPLATE, { noEscape: true, strict: true });
  const { clusters, applications, removed, projectPath } = project;
  const several = clusters.length > 1;
  const first = clusters[0]?.name ?? 'default';
  const text = compiled({
    projectPath,
    applications: applications.map(row),
    removed: removed.map(({ name }) => name).join(', '),
    rights: several
      ? ['kubectl apply -f namespaces.yaml -f rbac/ci-access.yaml -f rbac/ci-access-CLUSTER.yaml']
      : ['kubectl apply -f namespaces.yaml -f rbac/ci-access.yaml'],
    several,
    environments: several ? 'of all clusters' : `\`${clusters[0]?.name ?? ''}\``,
    environment: first === 'default' ? '' : `--environment ${several ? 'CLUSTER' : first} `,
    marker: MARKER,
  });
  return marked('README.md', `\n${text}`);
}

function row({ name, namespace, reference, clusters }: Application): object {
  const { chart } = reference;
  return {
    name,
    namespace,
    chart: `\`${chart.replace('../../', '')}\``,
    clusters: clusters === undefined ? 'all' : clusters.join(', '),
  };
}
