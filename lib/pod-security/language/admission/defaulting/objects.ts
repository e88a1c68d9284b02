import type { Manifest } from '../../../../kubernetes/pod-templates';
import { faultsOfAll, withNeeded } from '../assemble';
import { use } from '../authorisation';
import type { PolicyLiterals } from '../literals';
import { type AdmissionObjectOptions, matchResources } from '../objects';
import { placesOf } from '../policy-map';
import { CHOICES, choicesAmong, mutationsOf } from './mutations';
import { activeFields, patchVariables } from './variables';

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
  const places = placesOf(literals.length);
  const placed = { literals, places, constant };
  const mutations = mutationsOf(choicesAmong(places), activeFields(literals));
  const own = [...patchVariables(places), ...faultsOfAll(placed, CHOICES), ...places.map((place) => use([place]))];
  const metadata = { name, ...(labels ? { labels } : {}) };
  const policy = {
    apiVersion: VERSION,
    kind: 'MutatingAdmissionPolicy',
    metadata,
    spec: {
      ...MUTATING,
      variables: withNeeded(placed, own, mutations),
      mutations: jsonPatches(mutations),
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

/** What every policy that gives defaults begins with. */
export const MUTATING = {
  failurePolicy: 'Fail',
  // Containers that others add later, such as sidecars, are set as well: PodSecurityPolicy looked again, too.
  reinvocationPolicy: 'IfNeeded',
  matchConstraints: {
    resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
  },
} as const;

/** Mutations as the API has them. */
export function jsonPatches(expressions: readonly string[]): readonly unknown[] {
  return expressions.map((expression) => ({ patchType: 'JSONPatch', jsonPatch: { expression } }));
}
