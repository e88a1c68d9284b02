/** Manifests of policies that allow everything but what a test says, and of rights to use them. */
import { profileAnnotations } from '../../../lib/pod-security/language/annotations';
import type { NamedPolicy } from '../../../lib/pod-security/language/psp/policy';

const RBAC = 'rbac.authorization.k8s.io';
const ANY = { rule: 'RunAsAny' };

/** A policy as it stands in a file. */
export function policyManifest(name: string, spec: object = {}, annotations: object = {}): object {
  const open = { seLinux: ANY, runAsUser: ANY, supplementalGroups: ANY, fsGroup: ANY };
  return {
    apiVersion: 'policy/v1beta1',
    kind: 'PodSecurityPolicy',
    metadata: { name, annotations },
    spec: { ...open, ...spec },
  };
}

/** The same of a policy with its profiles, which are annotations in a file. */
export function manifestOf({ name, spec, profiles }: NamedPolicy): object {
  return policyManifest(name, spec, profileAnnotations(profiles));
}

/** A role for some policies, bound to a group in the namespace shop. */
export function rightsTo(...names: readonly string[]): readonly object[] {
  return [
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'use' },
      rules: [{ apiGroups: ['policy'], resources: ['podsecuritypolicies'], resourceNames: names, verbs: ['use'] }],
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'use', namespace: 'shop' },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'use' },
      subjects: [{ kind: 'Group', apiGroup: RBAC, name: 'makers' }],
    },
  ];
}

export const listOf = (...items: readonly object[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
