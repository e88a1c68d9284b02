import { isObject } from '../../diagnostics/predicates';
import { failureOf } from '../failures';
import { run } from '../programs';
import type { Cluster } from './cluster';
import type { Release } from './helmfile';
import { type KubeObject, readObjects } from './objects';

/** A release as Helm has it in the cluster. */
export interface StoredRelease {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  /** Such as `deployed`, `failed`, `pending-upgrade`. */
  readonly status: string;
  /** Such as `apparmor-0.1.0`. */
  readonly chart: string;
  /** When it was last changed, as Helm prints it. */
  readonly updated: string;
}

/** Helm 3 lists some states only when asked for them; Helm 4 has no flag for all of them. */
const STATES = ['--deployed', '--failed', '--pending', '--uninstalling'];
/** More than one namespace ever holds. */
const MOST = '--max=0';

/** What Helm has in these namespaces. Needs to read its Secrets. */
export async function storedReleases(
  cluster: Cluster,
  namespaces: readonly string[],
): Promise<readonly StoredRelease[]> {
  const lists = await Promise.all(
    [...new Set(namespaces)].map(async (namespace) => {
      const doing = `asking Helm for the releases in ${namespace}`;
      const list: unknown = JSON.parse(
        await helm(cluster, ['list', `--namespace=${namespace}`, '--output=json', MOST, ...STATES], doing),
      );
      return Array.isArray(list) ? list.filter(isObject).map(storedOf) : [];
    }),
  );
  return lists.flat();
}

/** What Helm has installed for a release, hooks not included. */
export async function storedManifest(cluster: Cluster, release: Release): Promise<readonly KubeObject[]> {
  return readObjects(await get(cluster, 'manifest', release));
}

/** The hooks that Helm would run for a release. */
export async function storedHooks(cluster: Cluster, release: Release): Promise<readonly KubeObject[]> {
  return readObjects(await get(cluster, 'hooks', release));
}

function get(cluster: Cluster, what: string, { name, namespace }: Release): Promise<string> {
  return helm(cluster, ['get', what, name, `--namespace=${namespace}`], `reading the ${what} of ${namespace}/${name}`);
}

/** Runs helm. Throws a DiagnosticError when it fails. */
async function helm({ programs, context }: Cluster, args: readonly string[], doing: string): Promise<string> {
  const chosen = context === undefined ? [] : [`--kube-context=${context}`];
  const outcome = await run(programs, 'helm', [...args, ...chosen]);
  if (outcome.code !== 0) throw failureOf('helm', doing, outcome);
  return outcome.stdout;
}

function storedOf(row: Readonly<Record<string, unknown>>): StoredRelease {
  const text = (key: string): string => String(row[key] ?? '');
  return {
    name: text('name'),
    namespace: text('namespace'),
    revision: Number(text('revision')),
    status: text('status'),
    chart: text('chart'),
    updated: text('updated'),
  };
}
