import { oneProgram } from '../lint/one-program';
import type { Environment } from '../programs';
import { lookAtApis, lookAtNamespaces, lookAtNetwork, lookAtServer } from './cluster';
import type { Area, Finding, Found, Surroundings } from './finding';
import { warn } from './finding';
import { lookAtMachine } from './machine';
import { lookAtNodes } from './nodes';
import { lookAtProject, namespacesOf } from './project';
import { lookAtRights } from './rights';

export type { Area, Finding, Status } from './finding';

/** What doctor must know. */
export interface DoctorOptions {
  readonly folder: string;
  readonly cwd: string;
  readonly env: Environment;
  /** Context of the kubeconfig. Default: its own. */
  readonly kubeContext?: string;
  /** Namespace that the applications go into. Default: those of the project's releases. */
  readonly namespace?: string;
}

/** No request waits longer. */
const REQUEST_TIMEOUT = '10s';

/**
 * Looks at machine, project and cluster. It asks and never changes anything; a question that cannot be answered becomes a
 * line that says why.
 */
export async function examine({ kubeContext, namespace, ...options }: DoctorOptions): Promise<readonly Finding[]> {
  const program = oneProgram('kubectl', options.env, options.cwd);
  const always = [
    `--request-timeout=${REQUEST_TIMEOUT}`,
    ...(kubeContext === undefined ? [] : [`--context=${kubeContext}`]),
  ];
  const namespaces = namespace === undefined ? namespacesOf(options) : [{ name: namespace, privileged: true }];
  const surroundings: Surroundings = {
    ...options,
    namespaces,
    kubectl: (...args) => program.run([...always, ...args]),
  };
  const around = Promise.all([
    softly('machine', () => lookAtMachine(surroundings)),
    softly('project', () => lookAtProject(surroundings)),
  ]);
  const server = await softly('cluster', async () => (await lookAtServer(surroundings)).found);
  const reachable = program.missing === undefined && server.every(({ status }) => status !== 'missing');
  // Each question would wait in vain for a server that is not there.
  const cluster = reachable ? await lookAtCluster(surroundings) : [];
  // That kubectl is missing has been said of the machine.
  return [...(await around).flat(), ...(program.missing === undefined ? server : []), ...cluster];
}

async function lookAtCluster(surroundings: Surroundings): Promise<readonly Finding[]> {
  const probes: readonly (readonly [Area, (surroundings: Surroundings) => Promise<readonly Found[]>])[] = [
    ['cluster', lookAtApis],
    ['cluster', lookAtNetwork],
    ['cluster', lookAtNamespaces],
    ['nodes', lookAtNodes],
    ['rights', lookAtRights],
  ];
  return (await Promise.all(probes.map(([area, probe]) => softly(area, () => probe(surroundings))))).flat();
}

async function softly(area: Area, probe: () => Promise<readonly Found[]>): Promise<readonly Finding[]> {
  try {
    return (await probe()).map((found) => ({ area, ...found }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [{ area, ...warn(area, `could not be looked at: ${why}`) }];
  }
}
