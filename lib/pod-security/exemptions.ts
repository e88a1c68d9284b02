import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Expression, Range } from '../helm';
import { POD_SECURITY_POLICY } from './bands';
import { profileAnnotations } from './language/annotations';
import { POLICY_OF_LEVEL } from './language/levels';
import { RBAC, useRole } from './rights';

/** Everybody whom the cluster knows. Whoever makes a pod is among them, controllers too. */
const EVERYBODY = { kind: 'Group', apiGroup: RBAC, name: 'system:authenticated' };

/**
 * Exempt namespaces up to Kubernetes 1.24: a policy that allows everything and changes nothing, which everybody may use for
 * pods there. It takes part in no decision elsewhere.
 *
 * @param namespaces names, or what Helm makes a list of.
 * @param name of the policy, where its construct does not give it one that is nobody else's.
 */
export function addExemptions(scope: Construct, namespaces: readonly string[] | Expression, name?: string): void {
  const { spec, profiles } = POLICY_OF_LEVEL.privileged;
  const policy = new ApiObject(scope, 'exempt', {
    apiVersion: POD_SECURITY_POLICY,
    kind: 'PodSecurityPolicy',
    metadata: { ...(name !== undefined && { name }), annotations: profileAnnotations(profiles) },
    spec,
  });
  const role = useRole(scope, 'exempt-role', [policy.name]);
  const bind = (place: Construct, id: string, namespace: string): ApiObject =>
    new ApiObject(place, id, {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { namespace },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role.name },
      subjects: [EVERYBODY],
    });
  if (namespaces instanceof Expression) {
    const each = new Range(scope, 'exempt-namespaces', { over: namespaces, itemName: 'namespace' });
    bind(each, 'exempt-binding', each.item.asString());
  } else for (const [index, name] of namespaces.entries()) bind(scope, `exempt-binding-${index}`, name);
}
