import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { isObject } from '../../diagnostics/predicates';
import { failureOf } from '../failures';
import { problem } from '../problem';
import { type Outcome, type Programs, run } from '../programs';
import { namedContexts } from './contexts';
import { type KubeObject, readObjects } from './objects';

/** Which project, for which cluster. */
export interface ProjectOptions {
  /** Absolute path of the folder that holds helmfile.yaml. */
  readonly folder: string;
  /** Environment of helmfile. */
  readonly environment: string;
  /** @default - the one of the environment in helmfile.yaml, else the current one of the kubeconfig */
  readonly kubeContext?: string;
}

/** A project that is opened, with the context that all programs are given. */
export interface Project extends ProjectOptions {
  /** Folders of its files of releases. */
  readonly folders: readonly string[];
}

/** A release as the project wants it. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  /** False: it is to be uninstalled where it still is. */
  readonly installed: boolean;
  /** Such as `falcosecurity/falco` or `../../charts/apparmor`. */
  readonly chart: string;
  /** Exact version of the chart, if the project or the chart beside it tells. */
  readonly version?: string;
}

/** How a chart is rendered. */
export interface RenderOptions {
  /** Such as `1.36.3`. */
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
  /** True lets templates look at objects of the cluster (`lookup`). */
  readonly lookup: boolean;
  /** True for a release that is there already. */
  readonly isUpgrade: boolean;
}

const MINUTE = 60_000;
/** Charts may have to be downloaded. */
const RENDER_TIMEOUT = 10 * MINUTE;
/** The waiting of Helm ends before, for each release. */
const SYNC_TIMEOUT = 120 * MINUTE;

/** Names of Kubernetes and Helm; what is none never reaches a command line. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/;
const ENVIRONMENT = /^[A-Za-z0-9][\w./-]*$/;
const EXACT = /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/;

/** Reads which context the project names and where its files are. Throws a DiagnosticError when helmfile cannot read it. */
export async function openProject(programs: Programs, options: ProjectOptions): Promise<Project> {
  if (!ENVIRONMENT.test(options.environment)) {
    throw problem('PROJECT1013', `"${options.environment}" is no name of an environment`, 'use one of helmfile.yaml');
  }
  const project: Project = { ...options, folders: [] };
  const states = await json(programs, project, ['print-env', '--output=json'], 'reading the project');
  const known = Array.isArray(states) ? states.filter(isObject) : [];
  const files = known.flatMap(({ filePath }) => (typeof filePath === 'string' ? [filePath] : []));
  const named = known.flatMap(({ kubeContext }) => (typeof kubeContext === 'string' ? [kubeContext] : []));
  const given = [options.kubeContext, programs.env.HELMFILE_KUBE_CONTEXT, ...named].find(
    (name) => name !== undefined && name !== '',
  );
  return {
    ...project,
    kubeContext: given ?? onlyContext(namedContexts(files)),
    folders: files.map((file) => dirname(file)),
  };
}

function onlyContext(contexts: readonly string[]): string | undefined {
  if (contexts.length <= 1) return contexts[0];
  throw problem(
    'PROJECT1012',
    `the releases are for several contexts: ${contexts.join(', ')}`,
    'make each cluster an environment with its kubeContext, or give --kube-context',
  );
}

/** All releases that are meant for the environment, in the order of helmfile. */
export async function listReleases(programs: Programs, project: Project): Promise<readonly Release[]> {
  const listed = await json(programs, project, ['list', '--output=json', '--skip-charts'], 'listing the releases');
  const rows = Array.isArray(listed) ? listed.filter(isObject) : [];
  return rows.filter(({ enabled }) => enabled !== false).map((row) => releaseOf(row, project));
}

/** What Helm would install for a release, hooks included. */
export async function render(
  programs: Programs,
  project: Project,
  release: Release,
  { kubeVersion, apiVersions, lookup, isUpgrade }: RenderOptions,
): Promise<readonly KubeObject[]> {
  const flags = [
    `--kube-version=${kubeVersion}`,
    ...apiVersions.map((version) => `--api-versions=${version}`),
    ...(lookup ? ['--dry-run=server'] : []),
    ...(isUpgrade ? ['--is-upgrade'] : []),
  ];
  const doing = `rendering ${release.namespace}/${release.name}`;
  const args = [...selectors([release]), 'template', '--skip-tests=false', `--template-args=${flags.join(' ')}`];
  const { stdout } = await mustSucceed(programs, project, args, doing, RENDER_TIMEOUT);
  try {
    return readObjects(stdout);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw problem('PROJECT1011', `${doing} gives no YAML: ${reason}`, 'look at `helmfile template` of that release');
  }
}

/** Installs, upgrades or uninstalls these releases, in the order that they need each other. Does not throw when it fails. */
export function sync(
  programs: Programs,
  project: Project,
  releases: readonly Release[],
  more: readonly string[],
): Promise<Outcome> {
  return helmfile(programs, project, [...selectors(releases), 'sync', ...more], SYNC_TIMEOUT);
}

const selectors = (releases: readonly Release[]): readonly string[] =>
  releases.map(({ name, namespace }) => `--selector=name=${name},namespace=${namespace}`);

function releaseOf(row: Readonly<Record<string, unknown>>, { folders }: Project): Release {
  const [name, namespace, chart, version] = ['name', 'namespace', 'chart', 'version'].map((key) =>
    String(row[key] ?? ''),
  );
  for (const text of [name, namespace]) {
    if (text === undefined || !NAME.test(text)) {
      throw problem(
        'PROJECT1013',
        `the release "${name}" in the namespace "${namespace}" cannot be: "${text}" is no name of Kubernetes`,
        'give each release `name` and `namespace`: lower-case letters, digits and `-`',
      );
    }
  }
  const known = EXACT.test(version ?? '') ? version?.replace(/^v/, '') : chartVersion(chart ?? '', folders);
  const release = {
    name: name ?? '',
    namespace: namespace ?? '',
    chart: chart ?? '',
    installed: row.installed !== false,
  };
  return known === undefined ? release : { ...release, version: known };
}

/** Version of a chart that lies beside the project. */
function chartVersion(chart: string, folders: readonly string[]): string | undefined {
  if (!chart.startsWith('.') && !chart.startsWith('/')) return undefined;
  for (const folder of chart.startsWith('/') ? [''] : folders) {
    try {
      const manifest: unknown = load(readFileSync(join(folder, chart, 'Chart.yaml'), 'utf8'));
      return isObject(manifest) && typeof manifest.version === 'string' ? manifest.version : undefined;
    } catch {
      // It belongs to another file of releases.
    }
  }
  return undefined;
}

async function json(programs: Programs, project: Project, args: readonly string[], doing: string): Promise<unknown> {
  const { stdout } = await mustSucceed(programs, project, args, doing, MINUTE);
  return JSON.parse(stdout);
}

async function mustSucceed(
  programs: Programs,
  project: Project,
  args: readonly string[],
  doing: string,
  timeout: number,
): Promise<Outcome> {
  const outcome = await helmfile(programs, project, args, timeout);
  if (outcome.code !== 0) throw failureOf('helmfile', doing, outcome);
  return outcome;
}

function helmfile(
  programs: Programs,
  { folder, environment, kubeContext }: Project,
  args: readonly string[],
  timeout: number,
): Promise<Outcome> {
  const context = kubeContext === undefined ? [] : [`--kube-context=${kubeContext}`];
  const global = [`--environment=${environment}`, `--helm-binary=${programs.files.helm}`, '--no-color', ...context];
  return run(programs, 'helmfile', [...global, ...args], { cwd: folder, timeout });
}
