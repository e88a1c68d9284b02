import { commented, type TextFile } from '../text-file';
import { type Resource, resourceOf } from './kinds';
import { marked } from './marker';
import type { ChartKind, Cluster, Project } from './model';
import { namespaceLevels } from './namespaces';
import { upstreamKinds } from './upstream-kinds';
import { yamlDocuments } from './yaml';

type Rule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
};

const API = 'rbac.authorization.k8s.io/v1';
const READER = 'container-security-reader';
const WRITER = 'container-security-writer';
/** The part of each that reaches beyond the namespaces of the applications. */
const WIDE = '-cluster';

const ROLES = ['clusterroles', 'roles'];

const READ = ['get', 'list'];
/** Helm 3 creates and patches, Helm 4 applies and watches; neither replaces an object. */
const WRITE = ['get', 'list', 'watch', 'create', 'patch', 'delete'];

/**
 * `rbac/ci-access.yaml`: what jobs may do. With several clusters who may change each stands in a file of its own: no
 * environment reaches into another's cluster.
 */
export function rbacFiles(project: Project): readonly TextFile[] {
  const { clusters } = project;
  const [only, ...others] = clusters;
  const shared = [...roles(project), ...readerBindings(project)];
  if (only === undefined || others.length === 0) {
    const text = ruleHead(project, 'kubectl apply -f rbac/ci-access.yaml');
    return [file('ci-access', text, [...shared, ...(only ? writerBindings(project, only) : [])])];
  }
  return [
    file('ci-access', ruleHead(project, 'kubectl apply -f rbac/ci-access.yaml -f rbac/ci-access-CLUSTER.yaml'), shared),
    ...clusters.map((cluster) => {
      const head = `Who may change the cluster ${cluster.name}. It is no use without ci-access.yaml.`;
      return file(`ci-access-${cluster.name}`, [head], writerBindings(project, cluster));
    }),
  ];
}

const file = (name: string, head: readonly string[], objects: readonly object[]): TextFile =>
  marked(`rbac/${name}.yaml`, commented(head) + yamlDocuments(objects));

const ruleHead = ({ jobImpersonation }: Project, command: string): readonly string[] => [
  'What jobs of this project may do in the cluster. An administrator applies it, once and after applications have changed:',
  `  ${command}`,
  '',
  ...(jobImpersonation
    ? [
        'Reader: every job, those of merge requests too. It gets and lists what the applications are made of, and no Secret.',
        'Writer: jobs that name the environment of the cluster. Protect that environment.',
      ]
    : ['Writer: the agent, and so every job that it lets in. Install the agent without rights of its own.']),
  'Helm keeps its records in Secrets of the namespaces of the applications. Charts that bring roles need "escalate" and',
  '"bind": a writer can make himself administrator by them, as can whoever starts privileged pods. Roles that let use policies',
  'for pods need the "use" of all policies instead: a writer can let in any pod.',
];

/** Kinds of all charts, those of charts that are on their way out included. */
function writtenKinds({ applications, removed }: Project): readonly ChartKind[] {
  const unknown = [
    ...removed.map(({ reference }) => reference),
    ...applications.filter(({ kinds }) => kinds === undefined).map(({ reference }) => reference),
  ];
  return [
    ...applications.flatMap(({ kinds }) => kinds ?? []),
    ...unknown.flatMap(({ chart }) => upstreamKinds(chart.split('/').pop() ?? '')),
  ];
}

const rule = (apiGroups: string, resources: readonly string[], verbs: readonly string[]): Rule => ({
  apiGroups: [apiGroups],
  resources,
  verbs,
});

/** One rule for each API group, in a fixed order. */
function rules(resources: readonly Resource[], verbs: readonly string[]): readonly Rule[] {
  const groups = new Map<string, Set<string>>();
  for (const { group, plural } of resources) groups.set(group, (groups.get(group) ?? new Set()).add(plural));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, names]) => rule(group, [...names].sort(), verbs));
}

function roles(project: Project): readonly object[] {
  const written = writtenKinds(project).map(resourceOf);
  const readable = written.filter(({ plural }) => plural !== 'secrets');
  const inNamespaces = (all: readonly Resource[]): readonly Resource[] => all.filter(({ clusterWide }) => !clusterWide);
  const wide = (all: readonly Resource[]): readonly Resource[] => all.filter(({ clusterWide }) => clusterWide);
  // Helm's records, which are replaced, and what it looks at while it waits.
  const helm = [
    rule('', ['secrets'], [...WRITE, 'update']),
    rule('', ['pods'], ['list']),
    rule('apps', ['replicasets'], ['list']),
  ];
  return [
    role(READER, rules(inNamespaces(readable), READ)),
    role(READER + WIDE, [...rules(wide(readable), READ), ...namespaceRules(project, ['get'])]),
    role(WRITER, [...rules(inNamespaces(written), WRITE), ...helm, ...granting(inNamespaces(written))]),
    role(WRITER + WIDE, [
      ...rules(
        wide(written).filter(({ names }) => names === undefined),
        WRITE,
      ),
      ...wide(written).flatMap(namedRules),
      ...granting(wide(written)),
      ...namespaceRules(project, ['get', 'patch']),
    ]),
  ];
}

/** A right to create, list or watch cannot be tied to a name. */
function namedRules({ group, plural, names }: Resource): readonly Rule[] {
  if (names === undefined) return [];
  const named = { ...rule(group, [plural], ['get', 'patch', 'delete']), resourceNames: names };
  return [rule(group, [plural], ['list', 'watch', 'create']), named];
}

/**
 * Kubernetes lets nobody hand out rights that he has not, but for these verbs. Who may use every policy hands out the use of
 * one without them.
 */
function granting(written: readonly Resource[]): readonly Rule[] {
  const group = 'rbac.authorization.k8s.io';
  const roles = written.filter((resource) => resource.group === group && ROLES.includes(resource.plural));
  const granted = ROLES.filter((name) => roles.some(({ plural, givesUse }) => plural === name && !givesUse));
  return [
    ...(roles.some(({ givesUse }) => givesUse) ? [rule('policy', ['podsecuritypolicies'], ['use'])] : []),
    ...(granted.length > 0 ? [rule(group, granted, ['bind', 'escalate'])] : []),
  ];
}

/**
 * What `kubectl apply -f namespaces.yaml` needs where the namespaces are there: without them no job has a right in them, so
 * none has to create them.
 */
function namespaceRules(project: Project, verbs: readonly string[]): readonly Rule[] {
  const resourceNames = [...namespaceLevels(project).keys()];
  return resourceNames.length > 0 ? [{ ...rule('', ['namespaces'], verbs), resourceNames }] : [];
}

const role = (name: string, rules: readonly Rule[]): object => ({
  apiVersion: API,
  kind: 'ClusterRole',
  metadata: { name },
  rules,
});

/** Where jobs have the rights of the agent there is no reader: nobody can tell a job of a merge request from another. */
const readerBindings = (project: Project): readonly object[] =>
  project.jobImpersonation ? bindings(project, READER, `gitlab:project:${project.projectId}`) : [];

/** GitLab's command installs an agent into the namespace `gitlab-agent-NAME`. */
const writerBindings = (project: Project, { name, agent }: Cluster): readonly object[] => {
  const job = `gitlab:project_env:${project.projectId}:${name}`;
  return bindings(project, WRITER, project.jobImpersonation ? job : `system:serviceaccounts:gitlab-agent-${agent}`);
};

/** A role in each namespace of an application, and its other part in the whole cluster. */
function bindings({ applications, removed }: Project, name: string, group: string): readonly object[] {
  const namespaces = [...new Set([...applications, ...removed].map(({ namespace }) => namespace))].sort();
  const to = (kind: string, roleName: string, metadata: object): object => ({
    apiVersion: API,
    kind,
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group }],
  });
  return [
    to('ClusterRoleBinding', name + WIDE, { name: name + WIDE }),
    ...namespaces.map((namespace) => to('RoleBinding', name, { name, namespace })),
  ];
}
