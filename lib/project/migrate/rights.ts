import type { Diagnostic } from '../../diagnostics/diagnostic';
import { visible } from '../../diagnostics/visible';
import { CODES } from '../../pod-security/language/check-spec';
import {
  allows,
  type RbacBinding,
  type RbacRole,
  type RbacRule,
  type RbacSubject,
  roleOf,
  rulesOf,
} from '../../pod-security/language/rbac';
import type { Inventory } from '../../pod-security/language/read/inventory';

/** Somebody who may use a policy. */
export interface User {
  /** `ServiceAccount`, `Group` or `User`. */
  readonly kind: string;
  readonly name: string;
  /** Of a service account. */
  readonly namespaceName?: string;
  /** Only for pods of this namespace. None: in the whole cluster. */
  readonly boundIn?: string;
}

type Rights = Pick<Inventory, 'roles' | 'bindings'>;

/** A policy may be used by a role for either group: it moved from the first to the second. */
const GROUPS = ['extensions', 'policy'];

const KINDS = ['ServiceAccount', 'Group', 'User'];

/** Who may use a policy, by the roles and bindings in the files. Everybody is named once. */
export function usersOf(policy: string, { roles, bindings }: Rights): readonly User[] {
  const all = roles.map(({ right }) => right);
  const found = bindings.filter(({ right }) => letsUse(right, policy, all)).flatMap(({ right }) => subjectsOf(right));
  const everywhere = found.filter(({ boundIn }) => boundIn === undefined).map(keyOf);
  // What somebody may do everywhere needs not be said of a namespace.
  const needed = found.filter((user) => user.boundIn === undefined || !everywhere.includes(keyOf(user)));
  return [...new Map(needed.map((user) => [`${user.boundIn ?? ''} ${keyOf(user)}`, user])).values()];
}

/**
 * The roles in the files that name a policy, and the bindings to them: `ClusterRole use-web`, `RoleBinding shop/use-web`. A role
 * for everything, such as `cluster-admin`, lets use it under any name.
 */
export function rightsFor(policy: string, { roles, bindings }: Rights): readonly string[] {
  const all = roles.map(({ right }) => right);
  const ofRoles = all
    .filter((role) => allowsUse(role, policy, all, isNaming))
    .map(({ name, namespaceName }) =>
      namespaceName === undefined ? `ClusterRole ${name}` : `Role ${namespaceName}/${name}`,
    );
  const ofBindings = bindings
    .filter(({ right }) => letsUse(right, policy, all, isNaming))
    .map(({ right: { name, namespaceName } }) =>
      namespaceName === undefined ? `ClusterRoleBinding ${name}` : `RoleBinding ${namespaceName}/${name}`,
    );
  return [...ofRoles, ...ofBindings].map(inLine);
}

/** Subjects that no server takes, and that nobody gets a right by therefore. */
export function wrongSubjects({ bindings }: Pick<Inventory, 'bindings'>): readonly Diagnostic[] {
  return bindings.flatMap(({ object, right: { subjects, namespaceName } }) =>
    subjects.flatMap((subject, index): readonly Diagnostic[] => {
      const why = faultOf(subject, namespaceName);
      if (why === undefined) return [];
      const message = `"subjects[${index}]" of the ${object.kind} "${object.name}" ${why}: it counts for nothing`;
      const hint = 'kind: ServiceAccount with name and namespace, or kind: Group or User with name';
      return [
        { code: CODES.subject, severity: 'warning', message, hint, place: object.place(['subjects', `${index}`]) },
      ];
    }),
  );
}

function faultOf({ kind, name, namespaceName }: RbacSubject, bound: string | undefined): string | undefined {
  if (!KINDS.includes(kind)) return `is of the kind ${JSON.stringify(kind)}, which is none of ${KINDS.join(', ')}`;
  if (name === '') return 'has no name';
  const isLost = kind === 'ServiceAccount' && (namespaceName ?? bound) === undefined;
  return isLost ? 'is a service account without a namespace' : undefined;
}

/** Which rules of a role are looked at. */
type Which = (rule: RbacRule) => boolean;

const isNaming: Which = ({ resourceNames }) => resourceNames.length > 0;

function letsUse(binding: RbacBinding, name: string, roles: readonly RbacRole[], which?: Which): boolean {
  const role = roleOf(binding, roles);
  return role !== undefined && allowsUse(role, name, roles, which);
}

function allowsUse(role: RbacRole, name: string, roles: readonly RbacRole[], which: Which = () => true): boolean {
  const rules = rulesOf(role, roles).filter(which);
  return GROUPS.some((apiGroup) => allows(rules, { apiGroup, resource: 'podsecuritypolicies', verb: 'use', name }));
}

function subjectsOf({ subjects, namespaceName: bound }: RbacBinding): readonly User[] {
  return subjects
    .filter((subject) => faultOf(subject, bound) === undefined)
    .map(({ kind, name, namespaceName = bound }) => ({
      kind,
      name,
      ...(kind === 'ServiceAccount' && { namespaceName }),
      ...(bound !== undefined && { boundIn: bound }),
    }));
}

const keyOf = ({ kind, name, namespaceName = '' }: User): string => `${kind} ${namespaceName} ${name}`;

/** Names may hold anything: here they stand in a line of a file or of a terminal. */
function inLine(text: string): string {
  return visible(text).replace(/[\t\n\u2028\u2029]/g, ' ');
}

/** `the service account web of shop, in shop alone`. */
export function describeUser({ kind, name, namespaceName, boundIn }: User): string {
  const who =
    kind === 'ServiceAccount' ? `service account ${name} of ${namespaceName}` : `${kind.toLowerCase()} ${name}`;
  return inLine(boundIn === undefined ? who : `${who}, for pods in ${boundIn}`);
}
