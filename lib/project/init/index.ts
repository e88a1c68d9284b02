import { resolve } from 'node:path';
import type { Environment } from '../programs';
import { applicationScaffold } from './application';
import { chartScaffold } from './chart';
import { projectName } from './names';
import { workloadsInCluster, workloadsInFiles } from './read-workloads';
import { type Scaffold, writeScaffold } from './scaffold';
import type { Workload } from './workloads';

export { ALWAYS, type ClusterManagementOptions, clusterManagementScaffold, ON_REQUEST } from './cluster-management';

/** Where a scaffold goes. */
export interface Target {
  /** Folder as the user named it. */
  readonly folder: string;
  readonly cwd: string;
}

/** Where existing workloads are looked for. At most one of `files` and `cluster`. */
export interface WorkloadSource {
  /** Manifests: a file or a folder. */
  readonly files?: string;
  /** A live cluster. */
  readonly cluster?: { readonly namespace?: string; readonly kubeContext?: string };
}

/** Options of an application or a chart. */
export interface NamedOptions extends Target {
  readonly name?: string;
  readonly source: WorkloadSource;
  readonly env: Environment;
}

/** What was written, and what to do next. */
export interface Initialized {
  /** Files below the folder. */
  readonly files: readonly string[];
  readonly next: readonly string[];
}

/** An application for Auto DevOps. Throws a DiagnosticError and writes nothing when anything is wrong. */
export async function initApplication(options: NamedOptions & { readonly program: boolean }): Promise<Initialized> {
  const name = projectName(options.name, resolve(options.cwd, options.folder));
  return write(options, applicationScaffold(name, await workloadsOf(options), options.program));
}

/** A chart in TypeScript. Throws a DiagnosticError and writes nothing when anything is wrong. */
export async function initChart(options: NamedOptions): Promise<Initialized> {
  const name = projectName(options.name, resolve(options.cwd, options.folder));
  return write(options, chartScaffold(name, await workloadsOf(options)));
}

async function workloadsOf({ source, cwd, env }: NamedOptions): Promise<readonly Workload[]> {
  if (source.files !== undefined) return workloadsInFiles(source.files, cwd);
  return source.cluster === undefined ? [] : workloadsInCluster({ env, cwd, ...source.cluster });
}

/** Writes a scaffold: all of it, or nothing. */
export function write({ folder, cwd }: Target, scaffold: Scaffold): Initialized {
  const root = resolve(cwd, folder);
  const files = writeScaffold(root, folder, scaffold);
  const stayed = scaffold.files.filter(({ path }) => !files.includes(path));
  return {
    files,
    next: [
      ...stayed.map(({ path }) => `${path} was there already, and stays as it is.`),
      ...(root === resolve(cwd) ? [] : [`$ cd ${shellWord(folder)}`]),
      ...scaffold.next,
    ],
  };
}

/** A text as one word of a shell. */
function shellWord(text: string): string {
  return /^[-\w./]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
