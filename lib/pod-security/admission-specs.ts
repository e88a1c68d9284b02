import { isObject } from '../diagnostics/check';
import { holdsToken } from '../helm/token/tokens';
import type { Bands } from './bands';
import { defaultingObjects } from './language/admission/defaulting/objects';
import type { PolicyLiterals } from './language/admission/literals';
import { type AdmissionObjectOptions, admissionObjects } from './language/admission/objects';
import type { NamedPolicy } from './language/psp/policy';
import type { PodSecurityPolicySpec } from './language/spec';
import { celOf, POLICY_FIELDS, textLiteral } from './literals';
import { isOpen } from './open';
import type { PodSecurityPolicy } from './policy';
import { all, choose, not, type When } from './when';

/**
 * The spec of the ValidatingAdmissionPolicy for policies in the order of their names. Where defaults are set before, a pod
 * must have them. Who only tells sets nothing, and takes for set what would be.
 */
export function validationSpec(policies: readonly PodSecurityPolicy[], { defaulting }: Bands, audits: When): unknown {
  const [literals, options] = sources(policies);
  const specOf = (completed: boolean, lenient?: boolean): object => {
    const those = literals.map((policy) => ({ ...policy, lenient: lenient?.toString() ?? policy.lenient }));
    return admissionObjects(those, { ...options, completed })[0].spec;
  };
  return choose(
    all(defaulting, not(audits)),
    () => specOf(true, false),
    () =>
      choose(
        all(defaulting, audits),
        () => specOf(false, true),
        () => specOf(false),
      ),
  );
}

/** The spec of the MutatingAdmissionPolicy. */
export function defaultingSpec(policies: readonly PodSecurityPolicy[]): unknown {
  return defaultingObjects(...sources(policies))[0]?.spec;
}

/** The policies as texts of CEL, and whether Helm has no hand in them. */
function sources(policies: readonly PodSecurityPolicy[]): readonly [readonly PolicyLiterals[], AdmissionObjectOptions] {
  const literals = policies.map((policy) => {
    const { profiles, unset } = policy._parts;
    const fields: Readonly<Record<string, unknown>> = { ...specOf(policy), ...profiles };
    const texts = celOf((name) => fields[name]);
    return { name: textLiteral(policy.policyName), lenient: String(unset === 'allow'), ...texts };
  });
  const constant = literals.every((policy) => POLICY_FIELDS.every((field) => !holdsToken(policy[field])));
  return [literals, { name: '', mode: 'enforce', constant }];
}

/** A policy without what Helm makes of it, for what has to be known; nothing for one that has other faults. */
export function knownPolicy(policy: PodSecurityPolicy): NamedPolicy | undefined {
  const known = (fields: object): object =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => !isOpen(value)));
  const spec = known(specOf(policy)) as PodSecurityPolicySpec;
  const strategies = [spec.seLinux, spec.runAsUser, spec.supplementalGroups, spec.fsGroup];
  if (!strategies.every((strategy) => isObject(strategy))) return undefined;
  return { name: policy.policyName, spec, profiles: known(policy._parts.profiles) };
}

/** The spec as the object has it: with whatever cdk8s knows only now. */
function specOf({ policy }: PodSecurityPolicy): object {
  const { spec } = policy.toJson() as { readonly spec?: object };
  return spec ?? {};
}
