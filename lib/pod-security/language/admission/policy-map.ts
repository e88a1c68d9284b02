import type { PolicyLiterals } from './literals';
import type { Variable } from './variable';

/**
 * So many policies are looked at in one list: what one expression costs grows with them, and it may cost 1,000,000.
 */
export const MOST_TOGETHER = 10;

/**
 * So many there may be where they are values, and each is asked for by itself: 7,000,000 of the 10,000,000 that a binding may
 * spend. They are in one list, and share the 1,000,000 of each expression: nobody knows their lists when a chart is made.
 */
export const MOST_IN_VALUES = MOST_TOGETHER;

/** Where the variables of an admission policy have a PodSecurityPolicy. */
export interface Place {
  /** Among all, in the order of their names: a number, or an expression of Helm that prints one. */
  readonly index: number | string;
  /** The number of its list: `policies_0`. */
  readonly list: number;
  /** Its place in that list, as `index`. */
  readonly place: number | string;
}

/** The place of each of some policies. */
export function placesOf(count: number): readonly Place[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    list: Math.floor(index / MOST_TOGETHER),
    place: index % MOST_TOGETHER,
  }));
}

/** The numbers of the lists. */
export const listsOf = (places: readonly Place[]): readonly number[] => [...new Set(places.map(({ list }) => list))];

/** CEL of the list that holds some policies. */
export const policiesOf = (list: number): string => `variables.policies_${list}`;

/** CEL of something of each policy of a list; what it says looks at `policy`. */
export const ofEach = (list: number, text: string): string => `${policiesOf(list)}.map(policy, ${text})`;

/** CEL of a list with something of every policy. */
export const ofAll = (places: readonly Place[], text: string): string =>
  listsOf(places)
    .map((list) => ofEach(list, text))
    .join(' + ');

/** CEL of the name of a policy. */
export const nameAt = ({ list, place }: Place): string => `${policiesOf(list)}[${place}].name`;

/** CEL that says whether a list of faults for each policy, such as `errors`, has none for one. */
export const hasNone = (faults: string, { list, place }: Place): string =>
  `size(variables.${faults}_${list}[${place}]) == 0`;

const MEMBER = /\b(?:policy|variables\.chosenPolicy)\.(\w+)/g;

/** What some texts look at in policies. */
export function membersIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => [...text.matchAll(MEMBER)].map(([, member = '']) => member)));
}

/** A policy as a map of CEL, in which everything may be of any type. @param used the members that are looked at, or all */
export function policyMap(
  literals: PolicyLiterals,
  { place }: Pick<Place, 'place'>,
  used?: ReadonlySet<string>,
): string {
  const members = Object.entries({ ...literals, place: String(place) }).filter(
    ([member]) => used === undefined || used.has(member),
  );
  return `{${members.map(([member, text]) => `'${member}': dyn(${text})`).join(', ')}}`;
}

/** The list of some policies, each of which is a variable: no expression may be longer than 100,000 signs. */
export function policyList(list: number, items: string): Variable {
  return { name: `policies_${list}`, expression: `[${items}]` };
}

/** Policies whose number is known, `policy_0` and so on, and their lists. */
export function policyVariables(
  literals: readonly PolicyLiterals[],
  places: readonly Place[],
  used?: ReadonlySet<string>,
): readonly Variable[] {
  const maps = places.flatMap((place, at) => {
    const policy = literals[at];
    return policy === undefined ? [] : [{ name: `policy_${place.index}`, expression: policyMap(policy, place, used) }];
  });
  const lists = listsOf(places).map((list) => {
    const names = places.filter((place) => place.list === list).map(({ index }) => `variables.policy_${index}`);
    return policyList(list, names.join(', '));
  });
  return [...maps, ...lists];
}
