import { UNION } from '../names';
import { hasNone, nameAt, type Place } from './policy-map';
import { cel, type Variable } from './variable';

/**
 * A policy is asked for with two checks, of the service account and of the user, which cost 700,000 of the 10,000,000 that a
 * binding may spend. So many are asked for one by one; the rest of the budget is for the pod.
 */
export const MOST_ASKED = 8;

/**
 * Above that, blocks would be of more than five: a role must name every union that its policy belongs to, which are twice as
 * many with each further policy of a block.
 */
export const MOST_POLICIES = 5 * MOST_ASKED;

/** Policies in the order of their names, in blocks that are asked for together: blocks of one as long as they are few. */
export function blocksOf<T>(policies: readonly T[]): readonly (readonly T[])[] {
  const size = Math.max(1, Math.ceil(policies.length / MOST_ASKED));
  return Array.from({ length: Math.ceil(policies.length / size) }, (_, index) =>
    policies.slice(index * size, (index + 1) * size),
  );
}

const fits = (policy: Place): string => hasNone('errors', policy);

/** The names of those of a block that fit: one name, or a union of several. Nobody else is asked for. */
function fitting(block: readonly Place[]): string {
  const [first] = block;
  if (first !== undefined && block.length === 1) return nameAt(first);
  const each = block.map((policy) => `(${fits(policy)} ? [${nameAt(policy)}] : [])`);
  return `(${each.join(' + ')}).join(${JSON.stringify(UNION)})`;
}

const CHECK = "group('policy').resource('podsecuritypolicies').namespace(request.namespace)";

/**
 * Whether the pod's service account or the user may `use` one of the policies of a block that fit: first the account, as the
 * server did it. Without the plugin ServiceAccount a pod may name none. The variable has the number of the first policy.
 */
export function use(block: readonly Place[]): Variable {
  const check = `${CHECK}.name(${fitting(block)}).check('use').allowed()`;
  const expression = cel`(variables.account != '' &&
    authorizer.serviceAccount(request.namespace, variables.account).${check}) || authorizer.${check}`;
  return { name: useVariableName(block), expression };
}

/** Says whether a block may be used. */
export const useVariableName = ([first]: readonly Place[]): string => `use_${first?.index}`;

/** Whether a policy of a block fits and may be used: the spec is looked at first, for that is cheap. */
export function blockAdmits(block: readonly Place[]): string {
  const fit = block.map(fits).join(' || ');
  return `(${block.length === 1 ? fit : `(${fit})`} && variables.${useVariableName(block)})`;
}

/** Which policies may be used: one variable per block. */
export function uses(policies: readonly Place[]): readonly Variable[] {
  return blocksOf(policies).map(use);
}

/** Whether a policy fits and may be used. */
export function admits(policies: readonly Place[]): string {
  return blocksOf(policies).map(blockAdmits).join(' || ');
}

/**
 * What the ClusterRole of each policy must name, beside each other: the policy, and the unions that it belongs to. Whoever
 * may use one policy of a union may use the union. Of more than `MOST_POLICIES` nothing is said: there is no admission policy
 * for them.
 */
export function useNames(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length > MOST_POLICIES) return names.map((name) => [name]);
  const blocks = blocksOf([...names.keys()]);
  return names.map((name, index) => {
    const block = blocks.find((each) => each.includes(index)) ?? [];
    const others = subsets(block.filter((each) => each !== index));
    const unions = others.map((some) =>
      [...some, index]
        .sort((one, other) => one - other)
        .map((each) => names[each])
        .join(UNION),
    );
    return [name, ...unions.filter((union) => union !== name)];
  });
}

function subsets([first, ...rest]: readonly number[]): readonly (readonly number[])[] {
  if (first === undefined) return [[]];
  return subsets(rest).flatMap((some) => [some, [first, ...some]]);
}
