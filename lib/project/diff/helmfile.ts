import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { isObject } from '../../diagnostics/predicates';
import { failureOf } from '../failures';
import { problem } from '../problem';
import { type Outcome, type Programs, run } from '../programs';
import { namedContexts } from './contexts';

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
  /** Folder of the chart, when Helm builds its dependencies there each time: two at once would be in each other's way. */
  readonly builtIn?: string;
}

/** For work on releases in parallel: those that must wait for each other. */
export const laneOf = ({ builtIn }: Release): string | undefined => builtIn;

const MINUTE = 60_000;
/** Charts may have to be downloaded. */
export const RENDER_TIMEOUT = 10 * MINUTE;
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

/** Installs, upgrades or uninstalls these releases, in the order that they need each other. Does not throw when it fails. */
export function sync(
  programs: Programs,
  project: Project,
  releases: readonly Release[],
  more: readonly string[],
  onLine: (line: string) => void,
): Promise<Outcome> {
  return helmfile(programs, project, [...selectors(releases), 'sync', ...more], SYNC_TIMEOUT, onLine);
}

/** What helm-diff says of all releases; secrets are left out. Does not throw when it fails. */
export function helmfileDiff(programs: Programs, project: Project): Promise<Outcome> {
  return helmfile(programs, project, ['diff', '--suppress-secrets', '--detailed-exitcode'], RENDER_TIMEOUT);
}

/** Flags of helmfile that choose these releases. */
export const selectors = (releases: readonly Release[]): readonly string[] =>
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
  return {
    name: name ?? '',
    namespace: namespace ?? '',
    chart: chart ?? '',
    installed: row.installed !== false,
    ...localChart(chart ?? '', folders),
    ...(EXACT.test(version ?? '') ? { version: version?.replace(/^v/, '') ?? '' } : {}),
  };
}

/** What a chart that lies beside the project tells. */
function localChart(chart: string, folders: readonly string[]): Pick<Release, 'version' | 'builtIn'> {
  if (!chart.startsWith('.') && !chart.startsWith('/')) return {};
  for (const folder of chart.startsWith('/') ? [''] : folders) {
    try {
      const manifest: unknown = load(readFileSync(join(folder, chart, 'Chart.yaml'), 'utf8'));
      if (!isObject(manifest)) return {};
      const { version, dependencies } = manifest;
      return {
        ...(typeof version === 'string' ? { version } : {}),
        ...(Array.isArray(dependencies) && dependencies.length > 0 ? { builtIn: join(folder, chart) } : {}),
      };
    } catch {
      // It belongs to another file of releases.
    }
  }
  return {};
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

/** Runs helmfile on the project; does not throw when it fails. */
export function helmfile(
  programs: Programs,
  { folder, environment, kubeContext }: Project,
  args: readonly string[],
  timeout: number,
  onLine?: (line: string) => void,
): Promise<Outcome> {
  const context = kubeContext === undefined ? [] : [`--kube-context=${kubeContext}`];
  const global = [`--environment=${environment}`, `--helm-binary=${programs.files.helm}`, '--no-color', ...context];
  return run(programs, 'helmfile', [...global, ...args], { cwd: folder, timeout, ...(onLine && { onLine }) });
}
