import { MOST_ASKED, useVariableName } from '../authorisation';
import { hasNone, nameAt, type Place } from '../policy-map';
import { chooseFirst, MAY_STAY, TIDY, VOID } from './choice';
import type { DefaultedField } from './fields';
import { patches } from './patches';

/** How a policy is chosen: as PodSecurityPolicy does it, the first by name that lets the pod in as it is, else with what it sets. */
export const CHOICES = ['strict', 'lenient'] as const;

/** CEL of the name of a policy, in a list, where it lets the pod in by one of these and may be used, and of what to do else. */
export function chosen(choice: (typeof CHOICES)[number], place: Place): string {
  const stays = choice === 'strict' ? `${MAY_STAY} && ` : '';
  // The spec is looked at first: to ask for the right is dear.
  return `${stays}${hasNone(choice, place)} && variables.${useVariableName([place])} ? [${nameAt(place)}] : `;
}

/** All patches, in their order. `found`: those of each choice, for blocks of policies. */
export function mutationsOf(found: readonly string[], fields: readonly DefaultedField[]): readonly string[] {
  return [VOID, ...found.map(chooseFirst), ...patches(fields), TIDY];
}

/**
 * What is found among policies whose number is known. Each mutation may spend 10,000,000, of which each policy that is asked
 * for costs 700,000, and sees the pod as the one before has left it: so a choice among many is made in blocks, and the
 * annotation tells the next what has been found.
 */
export function choicesAmong(places: readonly Place[]): readonly string[] {
  const blocks = Array.from({ length: Math.ceil(places.length / MOST_ASKED) }, (_, block) =>
    places.slice(block * MOST_ASKED, (block + 1) * MOST_ASKED),
  );
  return CHOICES.flatMap((choice) => blocks.map((block) => block.map((place) => chosen(choice, place)).join('')));
}
