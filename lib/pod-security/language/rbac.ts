import { isObject } from '../../diagnostics/predicates';
import type { LabelSelector } from '../../kubernetes/label-selector';
import { selects } from '../../kubernetes/selects';
import type { AccessCheck, Authorise, Identity } from './pod/request';

/** One rule of a role. What is empty fits nothing, but for names: without them a rule is about all. */
export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames: readonly string[];
}

/** A Role, or a ClusterRole, which has no namespace. */
export interface RbacRole {
  readonly name: string;
  readonly namespaceName?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly RbacRule[];
  /** A ClusterRole may take the rules of others: of those that one of these selects. */
  readonly aggregates: readonly LabelSelector[];
}

/** Who gets the rules of a role. */
export interface RbacSubject {
  readonly kind: string;
  readonly name: string;
  /** Of a service account. */
  readonly namespaceName?: string;
}

/** A RoleBinding, or a ClusterRoleBinding, which has no namespace. */
export interface RbacBinding {
  readonly name: string;
  readonly namespaceName?: string;
  readonly role: { readonly kind: string; readonly name: string };
  readonly subjects: readonly RbacSubject[];
}

/** What is known of the rights in a cluster. */
export interface RbacObjects {
  readonly roles: readonly RbacRole[];
  readonly bindings: readonly RbacBinding[];
}

/** Stands for all groups, resources and verbs in a rule. */
const ALL = '*';

/** Its members may do everything, whatever roles say. */
const MASTERS = 'system:masters';

/** The role that every cluster has and that may do everything. The other roles of every cluster use no policy. */
const CLUSTER_ADMIN: RbacRole = {
  name: 'cluster-admin',
  labels: {},
  rules: [{ apiGroups: [ALL], resources: [ALL], verbs: [ALL], resourceNames: [] }],
  aggregates: [],
};

/** Rules that somebody has: everywhere, or in one namespace. */
interface Grant {
  readonly namespaceName: string | undefined;
  readonly rules: readonly RbacRule[];
}

/**
 * What RBAC answers: allowed by any rule of any role that is bound to the user or to one of the groups. A binding whose role
 * is not known gives nothing, see {@link roleOf}.
 */
export function authoriseBy(objects: RbacObjects): Authorise {
  const grants = new Map<string, Grant[]>();
  for (const binding of objects.bindings) {
    const role = roleOf(binding, objects.roles);
    if (role === undefined) continue;
    const grant = { namespaceName: binding.namespaceName, rules: rulesOf(role, objects.roles) };
    for (const subject of binding.subjects) {
      const key = keyOf(subject, binding.namespaceName);
      if (key === undefined) continue;
      grants.set(key, [...(grants.get(key) ?? []), grant]);
    }
  }
  return (who, what) =>
    who.groups.includes(MASTERS) ||
    keysOf(who).some((key) => grants.get(key)?.some((grant) => isThere(grant, what) && allows(grant.rules, what)));
}

/** The role that a binding names; undefined when it is not among these. A Role counts in the namespace of its binding alone. */
export function roleOf({ role, namespaceName }: RbacBinding, roles: readonly RbacRole[]): RbacRole | undefined {
  const home = role.kind === 'ClusterRole' ? undefined : namespaceName;
  if (role.kind !== 'ClusterRole' && home === undefined) return undefined;
  const found = roles.find((each) => each.name === role.name && each.namespaceName === home);
  return found ?? (role.kind === 'ClusterRole' && role.name === CLUSTER_ADMIN.name ? CLUSTER_ADMIN : undefined);
}

/** The rules of a role: its own, and those of the ClusterRoles that it takes them from, which may do so too. */
export function rulesOf(role: RbacRole, roles: readonly RbacRole[]): readonly RbacRule[] {
  const seen = new Set<RbacRole>([role]);
  for (const each of seen) {
    for (const other of roles) {
      if (other.namespaceName === undefined && each.aggregates.some((selector) => selects(selector, other.labels)))
        seen.add(other);
    }
  }
  return [...seen].flatMap(({ rules }) => rules);
}

/** Whether one of the rules allows something. */
export function allows(rules: readonly RbacRule[], what: AccessCheck): boolean {
  const { subresource = '' } = what;
  const resource = subresource === '' ? what.resource : `${what.resource}/${subresource}`;
  return rules.some(
    ({ apiGroups, resources, verbs, resourceNames }) =>
      holds(verbs, what.verb) &&
      holds(apiGroups, what.apiGroup) &&
      (holds(resources, resource) || (subresource !== '' && resources.includes(`${ALL}/${subresource}`))) &&
      (resourceNames.length === 0 || resourceNames.includes(what.name ?? '')),
  );
}

const holds = (names: readonly string[], name: string): boolean => names.includes(ALL) || names.includes(name);

/** A binding of a namespace says nothing of others, nor of the cluster as a whole. */
function isThere({ namespaceName }: Grant, { namespace = '' }: AccessCheck): boolean {
  return namespaceName === undefined || namespaceName === namespace;
}

/** Under which name grants of a subject are kept: a service account is a user with a name of its own. */
function keyOf({ kind, name, namespaceName }: RbacSubject, bound: string | undefined): string | undefined {
  if (kind === 'User' || kind === 'Group') return `${kind} ${name}`;
  const home = namespaceName ?? bound;
  return kind === 'ServiceAccount' && home !== undefined ? `User system:serviceaccount:${home}:${name}` : undefined;
}

function keysOf({ username, groups }: Identity): readonly string[] {
  return [`User ${username}`, ...groups.map((group) => `Group ${group}`)];
}

/** A manifest of the kind Role or ClusterRole. A Role that names no namespace is in `namespaceName`. */
export function readRole(manifest: unknown, namespaceName: string): RbacRole {
  const { kind, metadata, rules, aggregationRule } = record(manifest);
  const { name, namespace, labels } = record(metadata);
  const selectors = list(record(aggregationRule).clusterRoleSelectors);
  return {
    name: text(name),
    ...(kind === 'Role' && { namespaceName: text(namespace) || namespaceName }),
    labels: record(labels) as Readonly<Record<string, string>>,
    rules: list(rules).map((rule) => {
      const { apiGroups, resources, verbs, resourceNames } = record(rule);
      return {
        apiGroups: texts(apiGroups),
        resources: texts(resources),
        verbs: texts(verbs),
        resourceNames: texts(resourceNames),
      };
    }),
    aggregates: kind === 'ClusterRole' ? (selectors as readonly LabelSelector[]) : [],
  };
}

/** A manifest of the kind RoleBinding or ClusterRoleBinding. A RoleBinding that names no namespace is in `namespaceName`. */
export function readBinding(manifest: unknown, namespaceName: string): RbacBinding {
  const { kind, metadata, roleRef, subjects } = record(manifest);
  const { name, namespace } = record(metadata);
  const role = record(roleRef);
  return {
    name: text(name),
    ...(kind === 'RoleBinding' && { namespaceName: text(namespace) || namespaceName }),
    role: { kind: text(role.kind), name: text(role.name) },
    subjects: list(subjects).map((subject) => {
      const given = record(subject);
      const home = text(given.namespace);
      return { kind: text(given.kind), name: text(given.name), ...(home !== '' && { namespaceName: home }) };
    }),
  };
}

const record = (value: unknown): Readonly<Record<string, unknown>> => (isObject(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): readonly string[] => list(value).filter((each) => typeof each === 'string');
