import { commented, type TextFile } from '../text-file';
import { marked } from './marker';
import type { Application, ChartReference, Cluster, Project, RemovedApplication } from './model';
import { namespaceLevels } from './namespaces';
import { yamlText } from './yaml';

/** Seconds that an installation may take before it is taken back: Falco's image is large, and nodes are many. */
const TIMEOUT = 600;

/** What all releases share. A helmfile below another one takes nothing from it, so each names this file. */
const DEFAULTS = 'defaults.yaml';

/** Runs for `sync` and `apply`, never for `diff`, `template` and `lint`. Labels must be there before the first pod. */
const NAMESPACES_HOOK = {
  events: ['presync'],
  command: '{{ env "KUBECTL_BIN" | default "kubectl" }}',
  args: [
    'apply',
    '--context={{ .Release.KubeContext | default .Environment.KubeContext }}',
    '--filename=../../namespaces.yaml',
  ],
  showlogs: true,
};

/** `helmfile.yaml`, what is common to all releases, and a helmfile for each application with its values. */
export function helmfiles(project: Project): readonly TextFile[] {
  const { applications, removed } = project;
  return [
    marked('helmfile.yaml', topText(project)),
    marked(`applications/${DEFAULTS}`, defaultsText(project.clusters)),
    ...applications.flatMap((application) => [
      marked(`${folderOf(application)}/helmfile.yaml`, applicationText(application, project)),
      marked(`${folderOf(application)}/values.yaml`, valuesText(application)),
      ...Object.entries(application.clusterValues).map(([cluster, values]) =>
        marked(`${folderOf(application)}/values-${cluster}.yaml`, overridesText(application, cluster, values)),
      ),
    ]),
    ...removed.map((application) => marked(`${folderOf(application)}/helmfile.yaml`, removedText(application))),
  ];
}

const folderOf = ({ name }: { readonly name: string }): string => `applications/${name}`;

function topText({ clusters }: Project): string {
  const head = commented([
    'The clusters of this project, and what is installed in them:',
    `  helmfile ${named(clusters[0])}sync`,
  ]);
  // A pattern: a folder that somebody adds or deletes by hand is found, and missed, without another run.
  const paths = [{ path: 'applications/*/helmfile.yaml' }];
  return `${head}${yamlText({ environments: environments(clusters) })}---\n${yamlText({ helmfiles: paths })}`;
}

const named = (cluster: Cluster | undefined): string =>
  cluster === undefined || cluster.name === 'default' ? '' : `--environment ${cluster.name} `;

function environments(clusters: readonly Cluster[]): object {
  return Object.fromEntries(clusters.map(({ name, kubeContext }) => [name, { kubeContext }]));
}

function defaultsText(clusters: readonly Cluster[]): string {
  const bound = clusters.filter(({ kubeContext }) => kubeContext !== undefined);
  const head = commented([
    'What all applications share: each names this file, for a helmfile takes nothing from the one above.',
  ]);
  const helmDefaults = { wait: true, atomic: true, timeout: TIMEOUT, createNamespace: false, historyMax: 10 };
  return head + yamlText({ environments: bound.length > 0 ? environments(bound) : undefined, helmDefaults });
}

function applicationText(application: Application, project: Project): string {
  const release = {
    name: application.name,
    namespace: application.namespace,
    chart: application.reference.chart,
    version: application.reference.version,
    ...installed(application, project.clusters),
    values: ['values.yaml', 'values-{{ .Environment.Name }}.yaml'],
    // A cluster need not have values of its own.
    missingFileHandler: 'Info',
    // Those of Kubernetes alone are in no file, and kubectl takes one without objects for a mistake.
    hooks: namespaceLevels(project).size > 0 ? [NAMESPACES_HOOK] : undefined,
  };
  return applicationHelmfile([], application.reference, release);
}

function removedText({ name, namespace, reference }: RemovedApplication): string {
  const head = [
    `"${name}" is no longer in the program: the next \`helmfile sync\`, or the pipeline, uninstalls it where it still is.`,
    'Helmfile remembers nothing: without this entry it would stay for ever. Delete this folder when no cluster has it:',
    `  helm status --namespace ${namespace} ${name}`,
  ];
  const release = { name, namespace, chart: reference.chart, version: reference.version, installed: false };
  // Uninstalling needs no repository, and one that is gone must not stand in the way.
  return applicationHelmfile(head, { ...reference, repository: undefined }, release);
}

function applicationHelmfile(head: readonly string[], { repository }: ChartReference, release: object): string {
  const body = { repositories: repository && [repository], releases: [release] };
  return `${head.length > 0 ? commented(head) : ''}${yamlText({ bases: [`../${DEFAULTS}`] })}---\n${yamlText(body)}`;
}

/**
 * Where an application is to be. Without `--environment` helmfile takes the environment `default`, of which a project of
 * several clusters may know nothing: it must not change whatever cluster the current context is.
 */
function installed({ clusters }: Application, all: readonly Cluster[]): object {
  const guard = all.length > 1 && !all.some(({ name }) => name === 'default');
  if (!guard && clusters === undefined) return { installed: true };
  const refusal = guard
    ? `{{ if eq .Environment.Name "default" }}{{ fail "say which cluster: --environment NAME" }}{{ end }}`
    : '';
  const names = clusters?.map((name) => `"${name}"`).join(' ');
  return {
    installedTemplate: `${refusal}${names === undefined ? 'true' : `{{ has .Environment.Name (list ${names}) }}`}`,
  };
}

function valuesText({ name, values, reference, clusters }: Application): string {
  const from = reference.repository?.url ?? reference.chart;
  const where =
    reference.version === undefined
      ? `the chart's own values stand in charts/${reference.chart.split('/').pop()}/values.yaml`
      : `the chart is ${reference.chart} of ${from}, its version stands in helmfile.yaml`;
  const head = [
    `Values of ${name} for ${clusters === undefined ? 'every cluster' : clusters.join(', ')}; ${where}.`,
    'They come from the program. To keep this file by hand, take its first line away: it then is left as it is.',
  ];
  return commented(head) + yamlText(values);
}

function overridesText({ name }: Application, cluster: string, values: object): string {
  return commented([`Values of ${name} for the cluster ${cluster}, laid over values.yaml.`]) + yamlText(values);
}
