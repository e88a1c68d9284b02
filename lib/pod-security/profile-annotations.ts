import { Block, Expression } from '../helm';
import { decodeText } from '../helm/token/tokens';
import { PROFILE_ANNOTATIONS, profileAnnotations } from './language/annotations';
import type { PodSecurityPolicyProfiles } from './language/spec';

type Annotations = { [key: string]: string };

/**
 * Profiles as annotations, in which values of a chart may stand: a list of which nothing is known is joined by Helm, and its
 * annotation is there only when it is not empty.
 */
export function openProfileAnnotations(profiles: PodSecurityPolicyProfiles): Annotations {
  const open = Object.entries(PROFILE_ANNOTATIONS).flatMap(([prop, annotation]) => {
    const value: unknown = profiles[prop as keyof PodSecurityPolicyProfiles];
    const isList = prop.endsWith('Profiles');
    if (!isUnknown(value, isList)) return [];
    const given = Expression.literal(value);
    const text = isList ? Expression.call('join', ',', given) : given;
    return [[prop, Block.pairs(given, { [annotation]: text.asString() })] as const];
  });
  const known = Object.entries(profiles).filter(([prop]) => !open.some(([other]) => other === prop));
  return Object.assign({}, profileAnnotations(Object.fromEntries(known)), ...open.map(([, pairs]) => pairs));
}

/** Whether Helm must put it together: a text with values of the chart in it is a text all the same. */
function isUnknown(value: unknown, isList: boolean): boolean {
  if (value instanceof Expression) return true;
  if (!isList || value === undefined) return false;
  return !Array.isArray(value) || value.some((item) => item instanceof Expression || isListMarker(item));
}

/** What "asList()" gives stands for any number of texts. */
export function isListMarker(item: unknown): boolean {
  return typeof item === 'string' && decodeText(item).pieces.some(({ kind }) => kind === 'l');
}
