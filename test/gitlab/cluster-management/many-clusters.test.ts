import { statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProjectFolder, Upstream } from './folder';

let folder: ProjectFolder;
beforeEach(() => {
  folder = new ProjectFolder();
});
afterEach(() => folder.remove());

const name = (index: number): string => `cluster-${String(index).padStart(3, '0')}`;

/** Files and bytes of a project with so many clusters, each with values of its own. Charts are the same in all. */
function size(count: number): { readonly files: number; readonly bytes: number } {
  const clusters = Array.from({ length: count }, (_, index) => ({ name: name(index), agent: name(index) }));
  folder.synth(
    (project) => {
      const clusterValues = Object.fromEntries(
        clusters.map((cluster) => [cluster.name, { loader: { pollSeconds: 7 } }]),
      );
      project.addAppArmor({ clusterValues });
      project.configure(new Upstream(project, 'falco'), { clusters: clusters.map((cluster) => cluster.name) });
    },
    { clusters },
  );
  const files = folder.files();
  return { files: files.length, bytes: files.reduce((sum, file) => sum + statSync(folder.path(file)).size, 0) };
}

describe('a project of many clusters', () => {
  it('grows by the same for each cluster: a hundred more cost ten times what ten more do', () => {
    const [ten, twenty, hundred, twoHundred] = [10, 20, 100, 200].map(size);
    if (!ten || !twenty || !hundred || !twoHundred) throw new Error('no sizes');
    expect(twoHundred.files - hundred.files).toBe(10 * (twenty.files - ten.files));
    expect(twoHundred.bytes - hundred.bytes).toBe(10 * (twenty.bytes - ten.bytes));
    // Its values, its agent, its rights.
    expect(twenty.files - ten.files).toBe(3 * 10);
  });
});
