import { literalsOf, type Unset } from '../../lib/pod-security/language/admission/literals';
import { type AdmissionObjectOptions, admissionObjects } from '../../lib/pod-security/language/admission/objects';
import type { NamedPolicy } from '../../lib/pod-security/language/psp/policy';

interface LawOptions extends Omit<AdmissionObjectOptions, 'constant'> {
  readonly unset?: Unset;
}

/** The admission policy for some policies of which all is known, in the order of their names, and its binding. */
export function admissionLaw(
  policies: readonly NamedPolicy[],
  { unset = 'refuse', ...options }: LawOptions,
): ReturnType<typeof admissionObjects> {
  const sorted = [...policies].sort((one, other) => (one.name < other.name ? -1 : 1));
  return admissionObjects(
    sorted.map((policy) => literalsOf(policy, unset)),
    { ...options, constant: true },
  );
}
