import type { Diagnostic } from '../diagnostics/diagnostic';
import { DiagnosticError } from '../diagnostics/diagnostic-error';
import { nearestHint } from '../diagnostics/nearest';
import {
  ALWAYS,
  clusterManagementScaffold,
  type Initialized,
  initApplication,
  initChart,
  ON_REQUEST,
  type WorkloadSource,
  write,
} from '../project/init';
import { UsageError } from './failure';
import type { Io } from './io';

interface InitOptions {
  readonly json?: boolean;
}

/** Options of `init application` and `init chart` as the user gave them. */
export interface NamedCliOptions extends InitOptions {
  readonly name?: string;
  readonly from?: string;
  readonly fromCluster?: boolean;
  readonly namespace?: string;
  readonly kubeContext?: string;
}

/** Options of `init cluster-management` as the user gave them. */
export interface ClusterOptions extends InitOptions {
  readonly project?: string;
  readonly projectId?: number;
  readonly agent?: string;
  readonly cluster?: readonly string[];
  readonly with?: readonly string[];
  readonly program?: boolean;
}

export async function runInitApplication(
  folder: string,
  options: NamedCliOptions & { readonly program?: boolean },
  io: Io,
): Promise<void> {
  const program = options.program === true;
  tell(folder, await initApplication({ ...namedOptions(folder, options, io), program }), options, io);
}

export async function runInitChart(folder: string, options: NamedCliOptions, io: Io): Promise<void> {
  tell(folder, await initChart(namedOptions(folder, options, io)), options, io);
}

export function runInitClusterManagement(folder: string, options: ClusterOptions, io: Io): void {
  const projectPath = options.project ?? io.env.CI_PROJECT_PATH;
  // A variable of a job may be set to nothing.
  const projectId = options.projectId ?? Number(io.env.CI_PROJECT_ID || Number.NaN);
  if (projectPath === undefined || projectPath === '')
    throw new UsageError('give the path of the project on GitLab: --project acme/clusters');
  if (!Number.isSafeInteger(projectId))
    throw new UsageError('give the number of the project, which stands below its name on GitLab: --project-id 42');
  const applications = options.with ?? [];
  for (const name of applications) {
    if (ON_REQUEST.includes(name)) continue;
    if (ALWAYS.includes(name)) throw new UsageError(`"${name}" is in every project: leave it out of --with`);
    const hint = nearestHint(name, ON_REQUEST) ?? `known: ${ON_REQUEST.join(', ')}`;
    throw new UsageError(`"${name}" is no application for --with: ${hint}`);
  }
  const clusters = (options.cluster ?? ['default']).map((each) => {
    const [name = '', ...context] = each.split('=');
    const agent = options.agent ?? name;
    return { name, agent, ...(context.length > 0 && { kubeContext: context.join('=') }) };
  });
  const program = options.program === true;
  const scaffold = inOptions(options, () =>
    clusterManagementScaffold({ projectPath, projectId, clusters, applications, program }),
  );
  tell(folder, write({ folder, cwd: io.cwd }, scaffold), options, io);
}

/** Ends of the keys of a project's props, and the option that gives each. */
const OPTION_OF: readonly (readonly [RegExp, string])[] = [
  [/^projectPath$/, '--project'],
  [/^projectId$/, '--project-id'],
  [/\.agent$/, '--agent'],
  [/\.(?:name|kubeContext)$/, '--cluster'],
];

/** Says what is wrong in the words of the command line: who gives options knows no props. */
function inOptions<T>({ agent }: ClusterOptions, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    // An agent that is called as its cluster is wrong where the cluster is, and that has been said.
    const own = error.diagnostics.filter(({ place }) => agent !== undefined || !place?.key?.endsWith('.agent'));
    throw new DiagnosticError(own.map(inOption));
  }
}

function inOption({ place, ...problem }: Diagnostic): Diagnostic {
  const key = place?.key ?? '';
  const [, option] = OPTION_OF.find(([pattern]) => pattern.test(key)) ?? [];
  return option === undefined ? problem : { ...problem, message: problem.message.replace(`"${key}"`, option) };
}

function namedOptions(folder: string, { name, from, fromCluster, namespace, kubeContext }: NamedCliOptions, io: Io) {
  if (from !== undefined && fromCluster === true) throw new UsageError('give --from or --from-cluster, not both');
  if (fromCluster !== true && (namespace ?? kubeContext) !== undefined) {
    throw new UsageError('--namespace and --kube-context go with --from-cluster');
  }
  const cluster = { ...(namespace !== undefined && { namespace }), ...(kubeContext !== undefined && { kubeContext }) };
  const source: WorkloadSource = {
    ...(from !== undefined && { files: from }),
    ...(fromCluster === true && { cluster }),
  };
  return { folder, cwd: io.cwd, env: io.env, source, ...(name !== undefined && { name }) };
}

function tell(folder: string, { files, next }: Initialized, { json }: InitOptions, io: Io): void {
  if (json === true) {
    io.stdout.write(`${JSON.stringify({ folder, files, next })}\n`);
    return;
  }
  const lines = [...files.map((file) => `  ${file}`), '', 'Next:', ...next.map((line) => `  ${line}`)];
  io.stdout.write(`Written below ${folder}:\n${lines.join('\n')}\n`);
}
