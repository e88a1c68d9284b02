/** A name as people remember it: case and the characters between words do not count. */
function skeleton(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/g, '');
}

/** Names further away than a third of the longer one are other words, not mistypings. */
function limit(a: string, b: string): number {
  return Math.floor(Math.max(a.length, b.length) / 3);
}

/**
 * The nearest valid name: `didYouMean('cap_sysadmin', ['mac_admin', 'sys_admin'])` is `sys_admin`.
 * Case, `-`, `_`, `.` and blanks count for nothing; beyond that a third of the letters may be wrong.
 * The first of equally near names wins; undefined when nothing is near. Memory: three rows of a name's length.
 */
export function didYouMean(name: string, names: Iterable<string>): string | undefined {
  const wanted = skeleton(name);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  if (wanted === '') return undefined;
  for (const candidate of names) {
    const other = skeleton(candidate);
    const most = Math.min(limit(wanted, other), bestDistance - 1);
    if (Math.abs(wanted.length - other.length) > most) continue;
    const distance = editDistance(wanted, other, most);
    if (distance <= most) {
      best = candidate;
      bestDistance = distance;
    }
    if (distance === 0) break;
  }
  return best;
}

/** The same as a hint for a diagnostic: `did you mean "sys_admin"?`. */
export function nearestHint(name: string, names: Iterable<string>): string | undefined {
  const found = didYouMean(name, names);
  return found === undefined ? undefined : `did you mean "${found}"?`;
}

/**
 * Damerau-Levenshtein distance (insert, delete, replace, swap of neighbours; no piece edited twice), with three rows of
 * memory. Gives up with `most + 1` as soon as the distance must be greater than `most`.
 */
export function editDistance(a: string, b: string, most: number = Number.POSITIVE_INFINITY): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const replace = cost(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cost(beforeLast, j - 2) + 1 : replace;
      const best = Math.min(cost(last, j) + 1, cost(row, j - 1) + 1, replace, swap);
      row.push(best);
      least = Math.min(least, best);
    }
    // What follows only grows: a swap costs no less than two steps through the row it jumps over.
    if (least > most) return most + 1;
    beforeLast = last;
    last = row;
  }
  return cost(last, b.length);
}

/** Outside of a row everything is out of reach. */
function cost(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
