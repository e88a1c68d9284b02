// How Go prints values in the server's messages.

import { goQuoted } from '../go-quoted';
import type { HostPortRange, IdRange } from '../spec';

/** Groups, as `%#v` prints them. */
export function groupList(groups: readonly number[] | undefined): string {
  return groups === undefined ? '[]int64(nil)' : `[]int64{${groups.join(', ')}}`;
}

/** Capabilities, as `%#v` prints them. */
export function capabilityList(capabilities: readonly string[] | undefined): string {
  if (capabilities === undefined) return '[]core.Capability(nil)';
  return `[]core.Capability{${capabilities.map(goQuoted).join(', ')}}`;
}

/** Ranges of ids, as `%v` prints them. */
export function rangeList(ranges: readonly IdRange[]): string {
  return `[${ranges.map(({ min, max }) => `{${min} ${max}}`).join(' ')}]`;
}

/** Ranges of ports as the server joins them. */
export function portList(ranges: readonly HostPortRange[] = []): string {
  return ranges.map(({ min, max }) => (min === max ? `${min}` : `${min}-${max}`)).join(',');
}
