import { describe, expect, it } from 'vitest';
import { lineWatcher } from '../../../lib/project/apply/watcher';

const release = (namespace: string, name: string) => ({ name, namespace, chart: 'x', installed: true });

/** What a watcher is told of these lines. */
function heard(releases: readonly ReturnType<typeof release>[], lines: readonly string[]): readonly string[] {
  const told: string[] = [];
  const line = lineWatcher(releases, {
    comparing: () => undefined,
    due: () => undefined,
    begins: (name) => told.push(`${name} begins`),
    ends: (name) => told.push(`${name} ends`),
  });
  lines.forEach(line);
  return told;
}

describe('lines of helmfile', () => {
  it('tell when a release begins and ends, whichever namespace it is in', () => {
    const releases = [release('a', 'web'), release('b', 'web'), release('b', 'old')];
    expect(
      heard(releases, [
        'Upgrading release=web, chart=../../web, namespace=b',
        'Release "web" does not exist. Installing it now.',
        'NAME: web',
        'NAMESPACE: b',
        'Deleting old',
        'release "old" uninstalled',
        'Upgrading release=web, chart=oci://example.com/a/web, namespace=a',
      ]),
    ).toEqual(['b/web begins', 'b/web ends', 'b/old begins', 'b/old ends', 'a/web begins']);
  });

  it('of other releases, and notes of charts, tell nothing', () => {
    expect(
      heard([release('a', 'web')], ['Upgrading release=other, chart=x, namespace=a', 'NAME: web', 'Deleting']),
    ).toEqual([]);
  });
});
