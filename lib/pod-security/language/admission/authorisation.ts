import type { PolicyLiterals } from './literals';
import { cel, type Variable } from './variable';

/**
 * A policy is asked for with two checks, of the service account and of the user, which cost 700,000 of the 10,000,000 that a
 * binding may spend. So many are asked for one by one; the rest of the budget is for the pod.
 */
export const MOST_ASKED = 10;

/** Policies in the order of their names, in blocks that are asked for together: blocks of one as long as they are few. */
export function blocksOf<T>(policies: readonly T[]): readonly (readonly T[])[] {
  const size = Math.max(1, Math.ceil(policies.length / MOST_ASKED));
  return Array.from({ length: Math.ceil(policies.length / size) }, (_, index) =>
    policies.slice(index * size, (index + 1) * size),
  );
}

const fits = ({ index }: PolicyLiterals): string => `size(variables.errors_${index}) == 0`;

/** The names of those of a block that fit: one name, or several with this between them. Nobody else is asked for. */
const OR = ' or ';

function fitting(block: readonly PolicyLiterals[]): string {
  if (block.length === 1) return block[0]?.name ?? '';
  const each = block.map((policy) => `(${fits(policy)} ? [${policy.name}] : [])`);
  return `(${each.join(' + ')}).join(${JSON.stringify(OR)})`;
}

const CHECK = "group('policy').resource('podsecuritypolicies').namespace(request.namespace)";

/**
 * Whether the pod's service account or the user may `use` one of the policies of a block that fit: first the account, as the
 * server did it. Without the plugin ServiceAccount a pod may name none.
 */
function use(block: readonly PolicyLiterals[], name: number | string): Variable {
  const check = `${CHECK}.name(${fitting(block)}).check('use').allowed()`;
  const expression = cel`(variables.account != '' &&
    authorizer.serviceAccount(request.namespace, variables.account).${check}) || authorizer.${check}`;
  return { name: `use_${name}`, expression };
}

/** Where policies are written one by one, their number may be an expression that is not known yet. */
const blockName = (first: number | string, index: number): number | string =>
  typeof first === 'number' ? first + index : first;

/** Which policies may be used: `use_0` and so on, one variable per block. `first` is the number of the first block. */
export function uses(policies: readonly PolicyLiterals[], first: number | string = 0): readonly Variable[] {
  return blocksOf(policies).map((block, index) => use(block, blockName(first, index)));
}

/** Whether a policy fits and may be used: the spec is looked at first, for that is cheap. */
export function admits(policies: readonly PolicyLiterals[], first: number | string = 0): string {
  const each = blocksOf(policies).map((block, index) => {
    const fit = block.map(fits).join(' || ');
    return `(${block.length === 1 ? fit : `(${fit})`} && variables.use_${blockName(first, index)})`;
  });
  return each.join(' || ');
}

/**
 * What the ClusterRole of each policy must name, beside each other: the policy, and the unions that it belongs to. Whoever
 * may use one policy of a union may use the union.
 */
export function useNames(names: readonly string[]): readonly (readonly string[])[] {
  const blocks = blocksOf([...names.keys()]);
  return names.map((name, index) => {
    const block = blocks.find((each) => each.includes(index)) ?? [];
    const others = subsets(block.filter((each) => each !== index));
    const unions = others.map((some) =>
      [...some, index]
        .sort((one, other) => one - other)
        .map((each) => names[each])
        .join(OR),
    );
    return [name, ...unions.filter((union) => union !== name)];
  });
}

function subsets([first, ...rest]: readonly number[]): readonly (readonly number[])[] {
  if (first === undefined) return [[]];
  return subsets(rest).flatMap((some) => [some, [first, ...some]]);
}
