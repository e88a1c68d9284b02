import { isLeftOf } from './numbers';
import { MARK } from './tokens';

/** Characters of a marker that tell whose it is: the kind and the start of the hash. */
const TELLING = MARK.length + 5;

/**
 * Whether a lost token may be what is left in a text, cut or changed. The marker of a map says nothing of the
 * one under which it is known.
 */
export function mayBeRemnant(text: string, identity: string): boolean {
  if (!identity.startsWith(MARK)) return isLeftOf(text, identity);
  return fragments(text.toLowerCase()).some((fragment) => {
    const length = identity.startsWith(`${MARK}m`) ? MARK.length + 1 : Math.min(fragment.length, TELLING);
    return fragment.slice(0, length) === identity.slice(0, length);
  });
}

function fragments(text: string): readonly string[] {
  return [...text.matchAll(new RegExp(`${MARK}[0-9a-z]*`, 'g'))].map(([fragment]) => fragment);
}
