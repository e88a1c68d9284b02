import { contains, intersects } from '../../apparmor/language/glob/compare';
import { isGlob, parseGlob } from '../../apparmor/language/glob/glob';

/** Whether some path matches both patterns; unknown patterns count as meeting. */
export function meet(a: string, b: string): boolean {
  const [one, other] = [parseGlob(a), parseGlob(b)];
  return !isGlob(one) || !isGlob(other) || intersects(one, other);
}

/** Whether a pattern matches all that another one does. */
export function covers(outer: string, inner: string): boolean {
  const [one, other] = [parseGlob(outer), parseGlob(inner)];
  return isGlob(one) && isGlob(other) && contains(one, other);
}
