import type { Diagnostic } from '../../../diagnostics/diagnostic';
import { type NamedPolicy, readPolicy } from '../psp/policy';
import { type RbacBinding, type RbacObjects, type RbacRole, readBinding, readRole, roleOf } from '../rbac';
import { type FoundObject, readObjects } from './objects';
import { readProblem } from './problems';
import { type Workload, workloadOf } from './workloads';

/** A policy with the object that it was read from. */
export interface FoundPolicy {
  readonly object: FoundObject;
  readonly policy: NamedPolicy;
}

/** A role or binding with the object that it was read from. */
export interface FoundRight<T> {
  readonly object: FoundObject;
  readonly right: T;
}

/** Everything in files that decides about pods, and the pods. */
export interface Inventory {
  readonly workloads: readonly Workload[];
  readonly policies: readonly FoundPolicy[];
  /** Objects of admissionregistration.k8s.io that are written in CEL, and their bindings. */
  readonly admission: readonly FoundObject[];
  readonly roles: readonly FoundRight<RbacRole>[];
  readonly bindings: readonly FoundRight<RbacBinding>[];
  /** Labels of the namespaces that stand in the files, by their names. */
  readonly namespaces: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly namespaceObjects: readonly FoundObject[];
  /** All else. */
  readonly others: readonly FoundObject[];
  /** What is wrong with the files. What is wrong with a workload stands at it. */
  readonly problems: readonly Diagnostic[];
}

/** A text with the name of its file. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

const POLICY_APIS: readonly string[] = ['policy/v1beta1', 'extensions/v1beta1'];
const RBAC = 'rbac.authorization.k8s.io/';
const ADMISSION = 'admissionregistration.k8s.io/';
const ADMISSION_KINDS: readonly string[] = [
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
];

/** Reads files. What names no namespace is in `namespaceName`, as kubectl and Helm would have it. */
export function readInventory(texts: readonly NamedText[], namespaceName: string): Inventory {
  const read = texts.map(({ text, file }) => readObjects(text, file));
  const objects = read.flatMap((each) => each.objects);
  const of = (api: (version: string) => boolean, kinds: readonly string[]): readonly FoundObject[] =>
    objects.filter(({ apiVersion, kind }) => kinds.includes(kind) && api(apiVersion));
  const isRbac = (version: string): boolean => version.startsWith(RBAC);
  const policies = of((version) => POLICY_APIS.includes(version), ['PodSecurityPolicy']);
  const roles = of(isRbac, ['Role', 'ClusterRole']);
  const bindings = of(isRbac, ['RoleBinding', 'ClusterRoleBinding']);
  const admission = of((version) => version.startsWith(ADMISSION), ADMISSION_KINDS);
  const namespaces = of((version) => version === 'v1', ['Namespace']);
  const known = new Set([...policies, ...roles, ...bindings, ...admission, ...namespaces]);
  const rest = objects.filter((object) => !known.has(object));
  const workloads = rest.flatMap((object) => workloadOf(object) ?? []);
  const working = new Set(workloads.map(({ object }) => object));
  return {
    workloads,
    policies: policies.map((object) => ({ object, policy: readPolicy(object.manifest) })),
    admission,
    roles: roles.map((object) => ({ object, right: readRole(object.manifest, namespaceName) })),
    bindings: bindings.map((object) => ({ object, right: readBinding(object.manifest, namespaceName) })),
    namespaces: new Map(namespaces.map((object) => [object.name, labelsOf(object)])),
    namespaceObjects: namespaces,
    others: rest.filter((object) => !working.has(object)),
    problems: [...read.flatMap(({ problems }) => problems), ...twice(policies), ...oldApis(policies), ...noApis(rest)],
  };
}

/** The rights without the objects that they were read from. */
export function rightsOf({ roles, bindings }: Pick<Inventory, 'roles' | 'bindings'>): RbacObjects {
  return { roles: roles.map(({ right }) => right), bindings: bindings.map(({ right }) => right) };
}

/** Bindings whose role stands in none of the files: what they give is not known. */
export function unknownRoles({ roles, bindings }: Pick<Inventory, 'roles' | 'bindings'>): readonly Diagnostic[] {
  const all = roles.map(({ right }) => right);
  return bindings
    .filter(({ right }) => roleOf(right, all) === undefined && !isOfEveryCluster(right.role.name))
    .map(({ object, right: { role } }) => {
      const who = role.name === '' ? 'no role is named' : `the ${role.kind} "${role.name}" stands in none of the files`;
      const hint = 'add the file that holds it, if it lets somebody use a policy';
      const place = object.place(['roleRef', 'name']);
      return readProblem('role', `${who}: this binding counts for nothing`, place, hint, 'warning');
    });
}

/** Roles that every cluster has and that let nobody use a policy. */
const OF_EVERY_CLUSTER: readonly string[] = ['admin', 'edit', 'view', 'extension-apiserver-authentication-reader'];

function isOfEveryCluster(role: string): boolean {
  return role.startsWith('system:') || OF_EVERY_CLUSTER.includes(role);
}

function labelsOf({ manifest }: FoundObject): Readonly<Record<string, string>> {
  const { metadata } = manifest;
  const labels =
    typeof metadata === 'object' && metadata !== null && 'labels' in metadata ? metadata.labels : undefined;
  const entries = typeof labels === 'object' && labels !== null ? Object.entries(labels) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Two policies of one name would be one in a cluster. */
function twice(policies: readonly FoundObject[]): readonly Diagnostic[] {
  return policies.flatMap((object, index) => {
    const first = policies.findIndex(({ name }) => name === object.name);
    if (first === index) return [];
    const where = policies[first]?.place();
    const message = `the policy "${object.name}" stands in ${where?.file}:${where?.line} too`;
    return [readProblem('object', message, object.place(['metadata', 'name']), 'give each a name of its own')];
  });
}

function oldApis(policies: readonly FoundObject[]): readonly Diagnostic[] {
  return policies
    .filter(({ apiVersion }) => apiVersion !== POLICY_APIS[0])
    .map((object) =>
      readProblem(
        'oldApi',
        `"${object.apiVersion}" is gone since Kubernetes 1.16; the fields are the same in policy/v1beta1`,
        object.place(['apiVersion']),
        'apiVersion: policy/v1beta1',
        'warning',
      ),
    );
}

/** Policies of an API that never had any: no cluster takes them, so every verdict without them may be wrong. */
function noApis(objects: readonly FoundObject[]): readonly Diagnostic[] {
  return objects
    .filter(({ kind }) => kind === 'PodSecurityPolicy')
    .map((object) =>
      readProblem(
        'object',
        `"${object.apiVersion}" has no PodSecurityPolicy`,
        object.place(['apiVersion']),
        `apiVersion: ${POLICY_APIS[0]}`,
      ),
    );
}
