import type { Diagnostic } from '../../../diagnostics/diagnostic';
import type { NamedPolicy } from '../psp/policy';
import { checkBudget, worstCase } from './budget';
import { literalsOf, type Unset } from './literals';
import { type AdmissionBinding, type AdmissionObjectOptions, type AdmissionPolicy, admissionObjects } from './objects';

/** Where and how policies hold. */
export interface AdmissionOptions extends Omit<AdmissionObjectOptions, 'constant'> {
  /** What happens to pods that leave out what PodSecurityPolicy would have set. @default refuse */
  readonly unset?: Unset;
  /** The same for single policies, by name. @default - as all */
  readonly unsetOf?: { readonly [policy: string]: Unset };
  /**
   * Who may use each policy, by its name, in any form: to say which policies could be one when there are too many.
   * @default - not known
   */
  readonly subjects?: { readonly [policy: string]: unknown };
}

/** Policies as objects of Kubernetes 1.30 and later. */
export interface AdmissionPolicies {
  readonly manifests: readonly [AdmissionPolicy, AdmissionBinding];
  /** Errors, when the API server could not afford them: then the objects are of no use. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Policies of which one must let a pod in, in the order of their names. */
export function admissionPolicies(policies: readonly NamedPolicy[], options: AdmissionOptions): AdmissionPolicies {
  const { unset = 'refuse', unsetOf = {}, subjects = {}, ...rest } = options;
  const inOrder = [...policies].sort((one, other) => (one.name < other.name ? -1 : 1));
  const literals = inOrder.map((policy, index) => literalsOf(policy, index, unsetOf[policy.name] ?? unset));
  const manifests = admissionObjects(literals, { ...rest, constant: true });
  return { manifests, diagnostics: checkBudget(worstCase(manifests[0]), inOrder, subjects) };
}
