import { isObject } from '../../diagnostics/predicates';
import { failureOf } from '../failures';
import { inParallel } from '../parallel';
import { run } from '../programs';
import type { Cluster } from './cluster';
import type { Release } from './helmfile';
import { isHook, type KubeObject, readObjects } from './objects';

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
  const lists = await inParallel([...new Set(namespaces)], async (namespace) => {
    const doing = `asking Helm for the releases in ${namespace}`;
    const list: unknown = JSON.parse(
      await helm(cluster, ['list', `--namespace=${namespace}`, '--output=json', MOST, ...STATES], doing),
    );
    return Array.isArray(list) ? list.filter(isObject).map(storedOf) : [];
  });
  return lists.flat();
}

/** Of all that Helm tells about a release: the manifest, then the hooks, which are no part of it. */
const ALL = '{{ .Release.Manifest }}{{ range .Release.Hooks }}\n---\n{{ .Manifest }}{{ end }}';

/** What Helm has stored of a release: what it has installed, and the hooks that it would run. */
export async function storedObjects(
  cluster: Cluster,
  { name, namespace }: Release,
): Promise<{ readonly manifest: readonly KubeObject[]; readonly hooks: readonly KubeObject[] }> {
  const args = ['get', 'all', name, `--namespace=${namespace}`, `--template=${ALL}`];
  const objects = readObjects(await helm(cluster, args, `reading what Helm has of ${namespace}/${name}`));
  return { manifest: objects.filter((object) => !isHook(object)), hooks: objects.filter(isHook) };
}

/** Version of the plugin helm-diff, when Helm has it. */
export async function helmDiffVersion(cluster: Cluster): Promise<string | undefined> {
  return /^diff\s+(\S+)/m.exec(await helm(cluster, ['plugin', 'list'], 'asking Helm for its plugins'))?.[1];
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
