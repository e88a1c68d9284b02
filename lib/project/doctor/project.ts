import { resolve } from 'node:path';
import { DiagnosticCollector } from '../../diagnostics/collector';
import { plural } from '../../diagnostics/place';
import { entriesOf, nodeAt, textOf } from '../../yaml/walk';
import { CI_FILE } from '../lint/ci-file';
import { kindsOf } from '../lint/kinds';
import { ProjectFiles } from '../lint/project-files';
import { readReleases, topHelmfile } from '../lint/releases';
import { type Found, ok, reason, type Surroundings, some, type WantedNamespace, warn } from './finding';

/** What is this project, and what does it lack? */
export async function lookAtProject(surroundings: Surroundings): Promise<readonly Found[]> {
  const { folder, cwd } = surroundings;
  const problems = new DiagnosticCollector();
  const files = new ProjectFiles(resolve(cwd, folder), folder, problems.report);
  if (!files.isFolder('.')) return [warn('project', `there is no folder "${folder}"`)];
  const kinds = kindsOf(files);
  if (kinds.length === 0)
    return [warn('project', 'this folder holds no project that is known', 'container-security init --help')];
  const found: Found[] = kinds.map(({ kind, because }) => ok('project', `${kind}, as ${because} says`));
  found.push(
    files.isFile(CI_FILE)
      ? ok('pipeline', `${CI_FILE} is there`)
      : warn('pipeline', `there is no ${CI_FILE}`, 'include one of the CI templates, see docs/gitlab.md'),
  );
  if (topHelmfile(files) !== undefined) found.push(...managed(files), ...(await contexts(files, surroundings)));
  const { length } = problems.diagnostics;
  if (length > 0)
    found.push(warn('files', `${plural(length, 'problem')} in the files`, 'container-security lint says which'));
  return found;
}

function managed(files: ProjectFiles): readonly Found[] {
  const releases = readReleases(files);
  const installed = releases.filter((each) => each.installed).map(({ name }) => name);
  const agents = files.matching('.gitlab/agents/*/config.yaml');
  return [
    installed.length > 0
      ? ok('releases', some(installed, 10))
      : warn('releases', 'there is none', 'add an application, or install one that is there: installed: true'),
    agents.length > 0
      ? ok('agent', `configured: ${some(agents)}`)
      : warn(
          'agent',
          'no agent is configured in this project',
          'its configuration is in .gitlab/agents/NAME/config.yaml, here or in another project',
        ),
  ];
}

/** Does the kubeconfig have the contexts that the environments of the helmfile name? */
async function contexts(files: ProjectFiles, { kubectl }: Surroundings): Promise<readonly Found[]> {
  const helmfile = files.yaml(topHelmfile(files) ?? '');
  const environments = (helmfile?.documents ?? []).flatMap((each) => entriesOf(nodeAt(each, ['environments'])));
  const wanted = environments.flatMap(({ name, value }) => {
    const context = textOf(nodeAt(value, ['kubeContext']));
    return context === undefined ? [] : [{ name, context }];
  });
  if (wanted.length === 0) return [];
  const outcome = await kubectl('config', 'get-contexts', '--output=name');
  if (outcome.code !== 0) return [warn('contexts', `cannot be listed: ${reason(outcome)}`)];
  const known = new Set(outcome.stdout.split('\n'));
  const absent = wanted.filter(({ context }) => !known.has(context));
  const names = absent.map(({ name, context }) => `${name} (${context})`);
  const advice =
    'the agent of the environment must give this project ci_access; on your machine: kubectl config get-contexts';
  return absent.length === 0
    ? [ok('contexts', `the kubeconfig has those of all ${plural(wanted.length, 'environment')}`)]
    : [warn('contexts', `the kubeconfig has no context for ${some(names)}`, advice)];
}

/** Charts whose pods reach for the node. */
const PRIVILEGED: ReadonlySet<string> = new Set(['apparmor', 'falco', 'cilium', 'container-security']);

/** Where GitLab's own projects put applications: asked for where no project says otherwise. */
const USUAL = { name: 'gitlab-managed-apps', privileged: true };

/** The namespaces of the releases of a project. */
export function namespacesOf({ folder, cwd }: Pick<Surroundings, 'folder' | 'cwd'>): readonly WantedNamespace[] {
  const files = new ProjectFiles(resolve(cwd, folder), folder, () => undefined);
  const releases = readReleases(files).filter(({ installed }) => installed);
  const names = [...new Set(releases.map(({ namespace }) => namespace))].sort();
  if (names.length === 0) return [USUAL];
  return names.map((name) => ({
    name,
    privileged: releases.some(({ namespace, chartName }) => namespace === name && PRIVILEGED.has(chartName)),
  }));
}
