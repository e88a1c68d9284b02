import type { PolicyLiterals } from './literals';
import { membersIn, type Place, policyVariables } from './policy-map';
import { valuesOf } from './validation/clause';
import { type FaultForm, faultVariables } from './validation/faults';
import { sharedFor } from './validation/shared';
import type { Variable } from './variable';

/** Policies whose number is known, and the place of each. */
export interface Placed {
  readonly literals: readonly PolicyLiterals[];
  readonly places: readonly Place[];
  /** Whether all literals are JSON: then what no pod can fail is left out. */
  readonly constant: boolean;
}

/** The faults of all policies, list by list. */
export function faultsOfAll({ literals, places, constant }: Placed, forms: readonly FaultForm[]): readonly Variable[] {
  const lists = new Map<number, PolicyLiterals[]>();
  places.forEach(({ list }, index) => {
    lists.set(list, [...(lists.get(list) ?? []), ...literals.slice(index, index + 1)]);
  });
  return [...lists].flatMap(([list, here]) => faultVariables(list, forms, constant ? here.map(valuesOf) : undefined));
}

/** Variables, after those that they need: what is shared, and the policies with what is looked at in them. */
export function withNeeded(
  { literals, places }: Placed,
  own: readonly Variable[],
  expressions: readonly string[] = [],
): readonly Variable[] {
  const texts = [...own.map(({ expression }) => expression), ...expressions];
  const members = new Set([...membersIn(texts), 'name']);
  return [...sharedFor(texts), ...policyVariables(literals, places, members), ...own];
}
