import { describe, expect, it } from 'vitest';
import {
  applyJsonPatch,
  PatchTestFailed,
} from '../../../../../lib/pod-security/language/admission/evaluate/json-patch';

const POD = { metadata: { labels: { a: '1', 'x/y~z': '2' } }, spec: { containers: [{ name: 'a' }, { name: 'b' }] } };

describe('a JSON patch', () => {
  it.each([
    ['adds a key', { op: 'add', path: '/spec/hostPID', value: true }, { spec: { ...POD.spec, hostPID: true } }],
    [
      'adds an item before another',
      { op: 'add', path: '/spec/containers/1', value: { name: 'c' } },
      { spec: { containers: [{ name: 'a' }, { name: 'c' }, { name: 'b' }] } },
    ],
    [
      'adds an item at the end',
      { op: 'add', path: '/spec/containers/-', value: { name: 'c' } },
      { spec: { containers: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] } },
    ],
    [
      'counts from behind',
      { op: 'replace', path: '/spec/containers/-1', value: { name: 'c' } },
      { spec: { containers: [{ name: 'a' }, { name: 'c' }] } },
    ],
    [
      'removes a key with signs in it',
      { op: 'remove', path: '/metadata/labels/x~1y~0z' },
      { metadata: { labels: { a: '1' } } },
    ],
    [
      'replaces what is not there',
      { op: 'replace', path: '/spec/hostIPC', value: false },
      { spec: { ...POD.spec, hostIPC: false } },
    ],
    [
      'moves',
      { op: 'move', from: '/spec/containers/0', path: '/spec/containers/1' },
      { spec: { containers: [{ name: 'b' }, { name: 'a' }] } },
    ],
    [
      'copies',
      { op: 'copy', from: '/metadata/labels/a', path: '/metadata/labels/b' },
      { metadata: { labels: { ...POD.metadata.labels, b: '1' } } },
    ],
    ['tests', { op: 'test', path: '/spec/containers/0', value: { name: 'a' } }, {}],
  ])('%s', (_, operation, changed) => {
    const before = structuredClone(POD);
    expect(applyJsonPatch(POD, [operation])).toEqual({ ...POD, ...changed });
    expect(POD).toEqual(before);
  });

  it.each([
    [
      { op: 'add', path: '/spec/a/b', value: 1 },
      'add operation does not apply: doc is missing path: "/spec/a/b": missing value',
    ],
    [
      { op: 'remove', path: '/spec/a' },
      "error in remove for path: '/spec/a': Unable to remove nonexistent key: a: missing value",
    ],
    [
      { op: 'add', path: '/spec/containers/7', value: 1 },
      "error in add for path: '/spec/containers/7': Unable to access invalid index: 7: invalid index referenced",
    ],
    [{ op: 'grow', path: '/spec' }, 'Unexpected kind: grow'],
  ])('does not apply %j', (operation, message) => {
    expect(() => applyJsonPatch(POD, [operation])).toThrow(message);
  });

  it('tells a test that fails from other faults', () => {
    const test = { op: 'test', path: '/metadata/labels/a', value: '2' };
    expect(() => applyJsonPatch(POD, [test])).toThrow(PatchTestFailed);
  });
});
