import { commented, type TextFile } from '../text-file';
import { marked } from './marker';
import type { Project } from './model';
import { POD_SECURITY_LEVELS } from './props-shape';
import { yamlDocuments } from './yaml';

/** Namespaces of Kubernetes itself: their labels are none of ours. */
const SYSTEM = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'default']);

/** What lets pods of the namespace in where Auto DevOps' default network policy is on. */
const MANAGED_BY = { 'app.gitlab.com/managed_by': 'gitlab' };

/** The label that always tells the level of a namespace. */
export const LEVEL_LABEL = 'pod-security.kubernetes.io/warn';

/**
 * Namespaces with the level of the application that needs most, or of the policies of the project that let in more there;
 * undefined where nobody knows. That of a removed application
 * is among them until it is uninstalled: jobs need rights there, and those need the namespace.
 */
export function namespaceLevels({ applications, removed }: Project): ReadonlyMap<string, string | undefined> {
  const levels = new Map<string, string | undefined>();
  for (const { namespace, podSecurityLevel } of [...applications, ...removed]) {
    const byPolicies = applications.map(({ policyLevels }) => policyLevels.get(namespace));
    const wanted = [levels.get(namespace), podSecurityLevel, ...byPolicies];
    levels.set(
      namespace,
      POD_SECURITY_LEVELS.find((level) => wanted.includes(level)),
    );
  }
  return new Map([...levels].filter(([name]) => !SYSTEM.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `namespaces.yaml`. */
export function namespacesFile(project: Project): TextFile {
  const head = commented([
    'The namespaces of the applications. Pod Security: "privileged" lets everything in; lower levels are only told of (warn,',
    'audit) until the project enforces them. `helmfile sync` applies this file before it installs; by hand:',
    '  kubectl apply -f namespaces.yaml',
    'Nothing deletes a namespace: after the last application has gone, do it by hand.',
  ]);
  const namespaces = [...namespaceLevels(project)].map(([name, level]) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { ...MANAGED_BY, ...podSecurity(level, project.enforcePodSecurity) } },
  }));
  // kubectl takes an empty file for a mistake.
  const empty = { apiVersion: 'v1', kind: 'List', items: [] };
  return marked('namespaces.yaml', head + yamlDocuments(namespaces.length > 0 ? namespaces : [empty]));
}

function podSecurity(level: string | undefined, enforced: boolean): object {
  if (level === undefined) return {};
  const modes = [...(enforced || level === 'privileged' ? ['enforce'] : []), 'audit', 'warn'];
  return Object.fromEntries(modes.map((mode) => [`pod-security.kubernetes.io/${mode}`, level]));
}
