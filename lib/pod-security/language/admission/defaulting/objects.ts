import type { Manifest } from '../../../../kubernetes/pod-templates';
import type { PolicyLiterals } from '../literals';
import { type AdmissionObjectOptions, matchResources } from '../objects';
import { sharedFor } from '../validation/shared';
import { fitVariables } from './fit';
import { mutationsOf } from './mutations';
import { patchVariables } from './variables';

/**
 * A MutatingAdmissionPolicy (Kubernetes 1.36) that sets on CREATE what PodSecurityPolicies would have set, and its binding.
 * The policies stand in the order of their names. It is one policy, because a server asks several in any order.
 * An audit changes no pod: it goes without.
 *
 * Of the literals `lenient` is of no account, nor are `mode` and `completed`. With `completed` of `admissionObjects` refusals tell what they tell beside
 * PodSecurityPolicy.
 */
export function defaultingObjects(
  literals: readonly PolicyLiterals[],
  options: Partial<AdmissionObjectOptions> & Pick<AdmissionObjectOptions, 'name'>,
): readonly [Manifest, Manifest] {
  const { name, labels, constant = false } = options;
  const mutations = mutationsOf(literals);
  const own = [...patchVariables(literals), ...fitVariables(literals, constant)];
  const shared = sharedFor([...own.map(({ expression }) => expression), ...mutations]);
  const metadata = { name, ...(labels ? { labels } : {}) };
  const policy = {
    apiVersion: VERSION,
    kind: 'MutatingAdmissionPolicy',
    metadata,
    spec: {
      failurePolicy: 'Fail',
      // Containers that others add later, such as sidecars, are set as well: PodSecurityPolicy looked again, too.
      reinvocationPolicy: 'IfNeeded',
      matchConstraints: { resourceRules: RULES },
      variables: [...shared, ...own],
      mutations: mutations.map((expression) => ({ patchType: 'JSONPatch', jsonPatch: { expression } })),
    },
  };
  const binding = {
    apiVersion: VERSION,
    kind: 'MutatingAdmissionPolicyBinding',
    metadata,
    spec: { policyName: name, ...matchResources(options) },
  };
  return [policy, binding];
}

const VERSION = 'admissionregistration.k8s.io/v1';

const RULES = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }];
