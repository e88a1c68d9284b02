import { describe, expect, it } from 'vitest';
import { crdChanges } from '../../../lib/project/diff/crd-changes';
import { isUnsourced, partCrds } from '../../../lib/project/diff/crds';
import { readObjects } from '../../../lib/project/diff/objects';

const crd = (name: string, more = '') =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: ${name}}\nspec: {group: example.com${more}}\n`;
const from = (path: string, ...documents: readonly string[]) => `---\n# Source: ${path}\n${documents.join('---\n')}`;
const names = (text: string) => readObjects(text).map(({ metadata }) => metadata.name);

describe('definitions that a chart brings', () => {
  it('are parted from the objects of the release by the folder that they come from', () => {
    const stream = [
      from('shop/crds/all.yaml', crd('one'), crd('two')),
      from('shop/charts/inner/crds/more.yaml', crd('three')),
      from('shop/templates/crds/own.yaml', crd('templated')),
      from('shop/templates/config.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\n'),
    ].join('');
    const { crds, rest } = partCrds(stream);
    expect(names(crds)).toEqual(['one', 'two', 'three']);
    expect(names(rest)).toEqual(['templated', 'config']);
  });

  it('may be all that there is, or none', () => {
    expect(partCrds(from('shop/crds/a.yaml', crd('one'))).rest).toBe('');
    expect(partCrds(from('shop/templates/a.yaml', crd('one'))).crds).toBe('');
    expect(partCrds('')).toEqual({ crds: '', rest: '' });
  });

  it('cannot be parted when the comments are gone', () => {
    expect(isUnsourced(crd('one'), readObjects(crd('one')))).toBe(true);
    expect(isUnsourced(from('shop/templates/a.yaml', crd('one')), readObjects(crd('one')))).toBe(false);
  });

  const release = { name: 'shop', namespace: 'shop', installed: true, chart: 'example/shop', version: '1.2.0' };
  const kind = {
    resource: 'customresourcedefinitions.v1.apiextensions.k8s.io',
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    isNamespaced: false,
    verbs: ['get'],
  };
  const capabilities = { kubeVersion: '1.36.0', apiVersions: [], kinds: [kind] };
  const told = (live: string, isNew: boolean, unreadable: readonly string[] = []) =>
    crdChanges(
      release,
      readObjects(crd('one', ', scope: Namespaced')),
      { objects: readObjects(live), refused: [], unreadable },
      capabilities,
      isNew,
    );
  const remedy = 'helm show crds example/shop --version 1.2.0 | kubectl apply --server-side';

  it('come with a new release', () => {
    const { changes, notes } = told('', true);
    expect(changes).toMatchObject([{ what: 'missing', object: { name: 'one' } }]);
    expect(notes).toEqual([]);
  });

  it('are no change where Helm does nothing about them: a note says what to do', () => {
    for (const [live, expected] of [
      ['', 'CustomResourceDefinition one is missing'],
      [crd('one', ', scope: Cluster'), 'CustomResourceDefinition one is another one in the chart (spec.scope)'],
    ] as const) {
      const { changes, notes } = told(live, false);
      expect(changes).toEqual([]);
      expect(notes).toHaveLength(1);
      expect(notes[0]).toContain(expected);
      expect(notes[0]).toContain(remedy);
    }
    expect(told(crd('one', ', scope: Namespaced'), false)).toEqual({ changes: [], notes: [] });
  });

  it('are said to be not compared where they may not be read', () => {
    const { changes, notes } = told('', false, ['customresourcedefinitions.apiextensions.k8s.io one']);
    expect({ changes, notes }).toEqual({
      changes: [],
      notes: ['CustomResourceDefinition one was not compared: this user may not read it'],
    });
  });
});
