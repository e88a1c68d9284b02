import type { PolicyLiterals } from '../literals';
import type { Variable } from '../variable';
import { type Clause, valuesOf } from './clause';
import { CONTAINER_CLAUSES } from './clauses-containers';
import { POD_CLAUSES } from './clauses-pod';
import { PROFILE_CLAUSES } from './clauses-profiles';
import { VOLUME_CLAUSES } from './clauses-volumes';

const CLAUSES: readonly Clause[] = [...POD_CLAUSES, ...VOLUME_CLAUSES, ...CONTAINER_CLAUSES, ...PROFILE_CLAUSES];

/**
 * Why a policy does not fit: `errors_0`, a list of faults in the server's words, each `FIELD: MESSAGE`, several of one
 * container in one text with `, ` between them. Empty: it fits.
 */
export function errorsOf(policy: PolicyLiterals, clauses: readonly Clause[] = CLAUSES): Variable {
  const faults = clauses.map((clause) => clause.faults(policy));
  return { name: `errors_${policy.index}`, expression: faults.length === 0 ? '[]' : faults.join(' + ') };
}

/** Why a policy does not fit once it has given its defaults: `reasons_0`. */
export function reasonsOf(policy: PolicyLiterals): Variable {
  return { ...errorsOf({ ...policy, lenient: 'true' }), name: `reasons_${policy.index}` };
}

/** The same without what no pod can fail: for a policy whose literals are JSON. */
export function simplified(policy: PolicyLiterals): Variable {
  const values = valuesOf(policy);
  return errorsOf(
    policy,
    CLAUSES.filter((clause) => !clause.neverFails(values)),
  );
}

/** `reasonsOf`, as short: for a policy whose literals are JSON. */
export function simplifiedReasons(policy: PolicyLiterals): Variable {
  return { ...simplified({ ...policy, lenient: 'true' }), name: `reasons_${policy.index}` };
}
