import { describe, expect, it } from 'vitest';
import { reportOf, type Wanted } from '../../../lib/project/diff/diff';
import type { KubeObject } from '../../../lib/project/diff/objects';
import { byKey, hasChanges } from '../../../lib/project/diff/report';

const release = { name: 'web', namespace: 'shop', chart: './web', installed: true };
const annotations = { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' };
const object = (name: string, metadata: object = { annotations }): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop', ...metadata },
});

const report = (wanted: Partial<Wanted>, live: readonly KubeObject[] = []) =>
  reportOf({ release, objects: [], unknown: [], installed: [], ...wanted }, byKey(live), true);

const [a, b] = [object('a'), object('b')];

describe('a release', () => {
  it.each<[string, Partial<Wanted>, readonly KubeObject[]]>([
    ['new', { objects: [a] }, []],
    ['new', { isStored: false }, []],
    ['same', { isStored: true }, []],
    ['same', { objects: [a], installed: [a] }, [a]],
    ['different', { objects: [a, b], installed: [a] }, [a]],
    ['different', { objects: [a], installed: [a, b] }, [a]],
    ['different', { objects: [a], unknown: [b], installed: [a] }, [a]],
    ['absent', { release: { ...release, installed: false } }, []],
    ['uninstall', { release: { ...release, installed: false }, installed: [a] }, []],
    ['uninstall', { release: { ...release, installed: false }, isStored: true }, []],
  ])('is %s: %j', (state, wanted, live) => {
    const found = report(wanted, live);
    expect(found.state).toBe(state);
    expect(hasChanges({ releases: [found] })).toBe(!['same', 'absent'].includes(state));
  });

  it('does not take the object of another one for its own', () => {
    expect(report({ objects: [a] }, [object('a', {})]).changes[0]?.what).toBe('foreign');
  });

  it('lets alone what Helm is told to keep', () => {
    const kept = object('b', { annotations: { ...annotations, 'helm.sh/resource-policy': 'keep' } });
    expect(report({ objects: [a], installed: [a, kept] }, [a]).state).toBe('same');
  });

  it('says of objects that may not be read that they were not compared, and takes none of them for left behind', () => {
    const found = report({ unreadable: [a], installed: [a] });
    const notes = ['ConfigMap shop/a was not compared: no right to read it'];
    expect(found).toMatchObject({ state: 'unknown', changes: [], notes });
    expect(hasChanges({ releases: [found] })).toBe(false);
  });

  it('without objects is told to be one of which nothing can be seen', () => {
    expect(report({}).notes).toEqual([
      'it brings no object here, so only the Secrets of Helm tell whether it is installed',
    ]);
  });
});
