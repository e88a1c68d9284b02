import { describe, it } from 'vitest';
import { missing, mustBeThere, tool } from './find';

/**
 * `describe` for tests that need tools. Where one is missing all of them are skipped, counted and printed with the
 * reason; with CI=true a test fails instead.
 */
export function describeWith(names: readonly string[], title: string, body: () => void): void {
  const absent = names.filter((name) => tool(name) === undefined);
  if (absent.length === 0) {
    describe(title, body);
  } else if (absent.some((name) => mustBeThere(name))) {
    describe(title, () => {
      it.each(absent.filter((name) => mustBeThere(name)))('has %s', (name) => {
        throw new Error(missing(name));
      });
    });
  } else {
    // The others lack for the same reason, more often than not; a title is no place for all of them.
    const others = absent.length > 1 ? `, nor ${absent.slice(1).join(', ')}` : '';
    describe.skip(`${title} (${missing(absent[0] ?? '')}${others})`, body);
  }
}
