/** How policies are enforced on each server. */
import { useNames } from '../../../lib/pod-security/language/admission/authorisation';
import { defaultingObjects } from '../../../lib/pod-security/language/admission/defaulting/objects';
import { literalsOf, type Unset } from '../../../lib/pod-security/language/admission/literals';
import { POLICY_OF_LEVEL } from '../../../lib/pod-security/language/levels';
import type { NamedPolicy } from '../../../lib/pod-security/language/psp/policy';
import { admissionLaw } from '../../pod-security/admission-law';
import { type Cluster, type Minor, sharedCluster } from '../cluster/cluster';
import { type Placed, podSecurityPolicy } from './place';
import { binding, groupOf, useRole } from './rights';

/** Policies that hold together: a pod needs one of them. */
export interface Law {
  /** Of the objects that are not policies themselves. */
  readonly name: string;
  readonly policies: readonly NamedPolicy[];
  /** Namespaces where the law holds. With PodSecurityPolicy it holds everywhere. */
  readonly namespaces: readonly string[];
  /** Namespaces among them where it does not. */
  readonly exempt?: readonly string[];
}

export interface Band {
  readonly minor: Minor;
  cluster(): Promise<Cluster>;
  objects(law: Law): readonly Placed[];
  /** What the role of a policy of a law must name. */
  useNames(law: Law, policy: string): readonly string[];
}

/** Exempt is who may use a policy there that allows everything. */
function exemptions({ name, exempt = [] }: Law): readonly Placed[] {
  if (exempt.length === 0) return [];
  const role = `${name}-exempt`;
  return [
    podSecurityPolicy({ name: role, ...POLICY_OF_LEVEL.privileged }),
    useRole(role, [role]),
    ...exempt.map((namespace) => binding(role, groupOf('system:authenticated'), namespace)),
  ];
}

/** PodSecurityPolicy itself. */
const KUBERNETES_1_24: Band = {
  minor: '1.24',
  // Of the permissive policy nothing may be seen, and the field of the gate is dropped without it.
  cluster: () => sharedCluster('1.24', { permissive: false, gates: ['ProcMountType'] }),
  objects: (law) => [...law.policies.map(podSecurityPolicy), ...exemptions(law)],
  useNames: (_law, policy) => [policy],
};

/** Where objects of each kind are created. */
const ADMISSION: Readonly<Record<string, string>> = {
  ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
  ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
  MutatingAdmissionPolicy: 'mutatingadmissionpolicies',
  MutatingAdmissionPolicyBinding: 'mutatingadmissionpolicybindings',
};

const sorted = ({ policies }: Law): readonly NamedPolicy[] =>
  [...policies].sort((one, two) => (one.name < two.name ? -1 : 1));

const placed = (object: object): Placed => {
  const manifest = object as Placed['object'] & { readonly kind: string };
  return { path: `/apis/admissionregistration.k8s.io/v1/${ADMISSION[manifest.kind]}`, object: manifest };
};

/** A law without a namespace would hold for the pods of other tests. */
const whereOf = ({ name, namespaces, exempt = [] }: Law) => ({ name, namespaces, exemptNamespaces: exempt });

/** What judges pods, after something has completed them or not. */
export function validation(law: Law, unset: Unset, completed = false): readonly Placed[] {
  const options = { ...whereOf(law), mode: 'enforce', unset, completed } as const;
  return admissionLaw(law.policies, options).map(placed);
}

/** What completes them. */
export const defaulting = (law: Law): readonly Placed[] =>
  defaultingObjects(
    sorted(law).map((policy) => literalsOf(policy, 'refuse')),
    { ...whereOf(law), constant: true },
  ).map(placed);

const useNamesOf = (law: Law, policy: string): readonly string[] => {
  const names = sorted(law).map(({ name }) => name);
  return useNames(names)[names.indexOf(policy)] ?? [];
};

/** ValidatingAdmissionPolicy alone: nothing is completed, and what is left open is refused. */
const KUBERNETES_1_34: Band = {
  minor: '1.34',
  cluster: () => sharedCluster('1.34'),
  objects: (law) => validation(law, 'refuse'),
  useNames: useNamesOf,
};

/** ValidatingAdmissionPolicy after MutatingAdmissionPolicy: what is still open then is refused. */
const KUBERNETES_1_36: Band = {
  minor: '1.36',
  cluster: () => sharedCluster('1.36'),
  objects: (law) => [...defaulting(law), ...validation(law, 'refuse', true)],
  useNames: useNamesOf,
};

export const BANDS: readonly Band[] = [KUBERNETES_1_24, KUBERNETES_1_34, KUBERNETES_1_36];
