import type { HostPortRange } from '../../pod-security/language/spec';
import { MOST_PORT } from '../../pod-security/language/spec-faults';

/**
 * Ranges of ports without numbers that are no port. A policy may have such on the server; no pod ever asks for them, so the
 * ranges let in what they let in before.
 */
export function realPorts(ranges: readonly HostPortRange[]): readonly HostPortRange[] {
  return ranges.flatMap(({ min, max }) => {
    const [least, most] = [Math.max(min, 0), Math.min(max, MOST_PORT)];
    return least > most ? [] : [{ min: least, max: most }];
  });
}

/** Whether some number of the ranges is no port. */
export function hasUnrealPorts(ranges: readonly HostPortRange[] = []): boolean {
  return ranges.some(({ min, max }) => min < 0 || max > MOST_PORT || min > max);
}
