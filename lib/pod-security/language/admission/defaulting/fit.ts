import { uses } from '../authorisation';
import type { PolicyLiterals } from '../literals';
import { errorsOf, simplified } from '../validation/errors';
import type { Variable } from '../variable';

/** Names of what is known of the policy at a place: whether it lets the pod in as it is, or with what it sets; its use. */
export const exact = (place: number): string => `exact_${place}`;
export const fits = (place: number): string => `fits_${place}`;
export const mayUse = (place: number): string => `may_${place}`;

/**
 * Why a policy does not let a pod in as it is, why it does not with what it sets, and whether it may be used. Each is
 * evaluated only where it is asked for, and has a limit of its own.
 */
export function fitVariables(literals: readonly PolicyLiterals[], isConstant: boolean): readonly Variable[] {
  const errors = isConstant ? simplified : errorsOf;
  return literals.flatMap((policy, place) => [
    { name: exact(place), expression: errors({ ...policy, lenient: 'false' }).expression },
    { name: fits(place), expression: errors({ ...policy, lenient: 'true' }).expression },
    ...uses([policy]).map(({ expression }) => ({ name: mayUse(place), expression })),
  ]);
}
