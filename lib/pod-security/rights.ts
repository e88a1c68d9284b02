import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PolicySubject } from './subject';

export const RBAC = 'rbac.authorization.k8s.io';

/** Stands for the whole cluster where others have the name of a namespace. */
export const EVERYWHERE = '';

/** A role that lets use policies of these names, and does nothing else. @param names may be known only at synth. */
export function useRole(scope: Construct, id: string, names: unknown): ApiObject {
  return new ApiObject(scope, id, {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    rules: [{ apiGroups: ['policy'], resources: ['podsecuritypolicies'], resourceNames: names, verbs: ['use'] }],
  });
}

/**
 * Gives a role in the whole cluster or in one namespace.
 * @param subjects more of them may come before synth.
 */
export function bindRole(
  scope: Construct,
  id: string,
  role: ApiObject,
  namespace: string,
  subjects: readonly PolicySubject[],
): void {
  const everywhere = namespace === EVERYWHERE;
  new ApiObject(scope, id, {
    apiVersion: `${RBAC}/v1`,
    kind: everywhere ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: everywhere ? {} : { namespace },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role.name },
    subjects: Lazy.any({ produce: () => subjects.map((subject) => asSubject(subject, namespace)) }),
  });
}

function asSubject({ kind, name, namespaceName }: PolicySubject, bound: string): Readonly<Record<string, string>> {
  if (kind !== 'ServiceAccount') return { kind, apiGroup: RBAC, name };
  const place = namespaceName ?? bound;
  return place === EVERYWHERE ? { kind, name } : { kind, name, namespace: place };
}
