import { goQuoted } from '../go-quoted';
import type { SeLinuxOptions } from '../pod/model';

/** The parts in the order in which the server looks at them. */
const PARTS = ['level', 'role', 'type', 'user'] as const;

/** The parts of a label that are not what they must be, as the holes of a reason. */
export function labelFaults(
  label: SeLinuxOptions,
  wanted: SeLinuxOptions,
): readonly { readonly key: string; readonly value: string; readonly wanted: string }[] {
  return PARTS.flatMap((key) => {
    const [is, must] = [label[key] ?? '', wanted[key] ?? ''];
    const isRight = key === 'level' ? sameLevel(is, must) : is === must;
    return isRight ? [] : [{ key, value: goQuoted(is), wanted: must }];
  });
}

/** Categories may stand in any order: `s0:c6,c0` is `s0:c0,c6`. */
function sameLevel(one: string, other: string): boolean {
  if (one === other) return true;
  const [first, second] = [split(one), split(other)];
  if (first === undefined || second === undefined) return false;
  return first.sensitivity === second.sensitivity && first.categories === second.categories;
}

function split(level: string): { readonly sensitivity: string; readonly categories: string } | undefined {
  const colon = level.indexOf(':');
  if (colon < 0) return undefined;
  const categories = level.slice(colon + 1).split(',');
  return { sensitivity: level.slice(0, colon), categories: categories.sort().join(',') };
}
