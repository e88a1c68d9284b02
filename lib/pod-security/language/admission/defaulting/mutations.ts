import { MOST_ASKED } from '../authorisation';
import type { PolicyLiterals } from '../literals';
import { chooseFirst, MAY_STAY, TIDY, VOID } from './choice';
import { exact, fits, mayUse } from './fit';
import { patches } from './patches';

/**
 * The patches, in their order. The policy is chosen as PodSecurityPolicy chooses it: the first by name that lets the pod in
 * as it is, else the first by name that does so with what it sets.
 *
 * Each mutation may spend 10,000,000, and sees the pod as the one before has left it: so a choice among many policies is
 * made in blocks, and the annotation tells the next what has been found.
 */
export function mutationsOf(literals: readonly PolicyLiterals[]): readonly string[] {
  const places = [...literals.keys()];
  const blocks = Array.from({ length: Math.ceil(places.length / MOST_ASKED) }, (_, block) =>
    places.slice(block * MOST_ASKED, (block + 1) * MOST_ASKED),
  );
  const chosenBy = (condition: (place: number) => string): readonly string[] =>
    blocks.map((block) => chooseFirst(block.map(condition), block[0] ?? 0));
  return [
    VOID,
    ...chosenBy((place) => `${MAY_STAY} && ${admits(exact(place), place)}`),
    ...chosenBy((place) => admits(fits(place), place)),
    ...patches(literals),
    TIDY,
  ];
}

/** The spec is looked at first: to ask for the right is dear. */
function admits(errors: string, place: number): string {
  return `size(variables.${errors}) == 0 && variables.${mayUse(place)}`;
}
