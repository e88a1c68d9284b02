import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { namedContexts } from '../../../lib/project/diff/contexts';
import { folderWith } from '../../cli/folder';

describe('files of helmfile', () => {
  it('name contexts in their defaults and on releases', () => {
    const folder = folderWith({
      'helmfile.yaml':
        'environments: {prod: {}}\n---\nhelmDefaults: {kubeContext: a}\nreleases: [{name: x, kubeContext: b}, {name: y}]\n',
      'other.yaml': 'helmDefaults:\n  kubeContext: a\n',
      'template.yaml.gotmpl': 'helmDefaults: {kubeContext: c}\n',
      'broken.yaml': 'a: [',
    });
    const files = ['helmfile.yaml', 'other.yaml', 'template.yaml.gotmpl', 'broken.yaml', 'missing.yaml'];
    expect(namedContexts(files.map((file) => join(folder, file)))).toEqual(['a', 'b']);
  });
});
