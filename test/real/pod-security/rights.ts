/** Who may use which policy. */
import type { Placed } from './place';

const RBAC = 'rbac.authorization.k8s.io';

export interface Subject {
  readonly kind: 'Group' | 'ServiceAccount' | 'User';
  readonly name: string;
  readonly namespace?: string;
  readonly apiGroup?: string;
}

export const groupOf = (name: string): Subject => ({ kind: 'Group', apiGroup: RBAC, name });
export const userOf = (name: string): Subject => ({ kind: 'User', apiGroup: RBAC, name });
export const accountOf = (namespace: string, name: string): Subject => ({ kind: 'ServiceAccount', namespace, name });

export const roleOf = (name: string, rule: object): Placed => ({
  path: `/apis/${RBAC}/v1/clusterroles`,
  object: { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name }, rules: [rule] },
});

/** The role that lets use policies. */
export const useRole = (name: string, resourceNames: readonly string[]): Placed =>
  roleOf(name, { apiGroups: ['policy'], resources: ['podsecuritypolicies'], resourceNames, verbs: ['use'] });

/** Gives a role to somebody, everywhere or in one namespace. */
export function binding(role: string, subject: Subject, namespace?: string): Placed {
  const name = `${role}.${subject.namespace ?? ''}.${subject.name}`.replaceAll(':', '.');
  const kind = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
  const place = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return {
    path: `/apis/${RBAC}/v1${place}/${kind.toLowerCase()}s`,
    object: {
      apiVersion: `${RBAC}/v1`,
      kind,
      metadata: { name },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
      subjects: [subject],
    },
  };
}
