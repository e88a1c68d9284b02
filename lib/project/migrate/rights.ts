import { allows, type RbacBinding, type RbacRole, roleOf, rulesOf } from '../../pod-security/language/rbac';
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

/** A policy may be used by a role for either group: it moved from the first to the second. */
const GROUPS = ['extensions', 'policy'];

/** Who may use a policy, by the roles and bindings in the files. Everybody is named once. */
export function usersOf(policy: string, { roles, bindings }: Pick<Inventory, 'roles' | 'bindings'>): readonly User[] {
  const all = roles.map(({ right }) => right);
  const found = bindings.filter(({ right }) => letsUse(right, policy, all)).flatMap(({ right }) => subjectsOf(right));
  const everywhere = found.filter(({ boundIn }) => boundIn === undefined).map(keyOf);
  // What somebody may do everywhere needs not be said of a namespace.
  const needed = found.filter((user) => user.boundIn === undefined || !everywhere.includes(keyOf(user)));
  return [...new Map(needed.map((user) => [`${user.boundIn ?? ''} ${keyOf(user)}`, user])).values()];
}

function letsUse(binding: RbacBinding, name: string, roles: readonly RbacRole[]): boolean {
  const role = roleOf(binding, roles);
  if (role === undefined) return false;
  const rules = rulesOf(role, roles);
  return GROUPS.some((apiGroup) =>
    allows(rules, {
      apiGroup,
      resource: 'podsecuritypolicies',
      verb: 'use',
      name,
    }),
  );
}

function subjectsOf({ subjects, namespaceName: bound }: RbacBinding): readonly User[] {
  return subjects.flatMap(({ kind, name, namespaceName = bound }) => {
    const where = bound !== undefined && { boundIn: bound };
    if (kind !== 'ServiceAccount') return [{ kind, name, ...where }];
    return namespaceName === undefined ? [] : [{ kind, name, namespaceName, ...where }];
  });
}

const keyOf = ({ kind, name, namespaceName = '' }: User): string => `${kind} ${namespaceName} ${name}`;

/** `the service account web of shop, in shop alone`. */
export function describeUser({ kind, name, namespaceName, boundIn }: User): string {
  const who =
    kind === 'ServiceAccount' ? `service account ${name} of ${namespaceName}` : `${kind.toLowerCase()} ${name}`;
  return boundIn === undefined ? who : `${who}, for pods in ${boundIn}`;
}
