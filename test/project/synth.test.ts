import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { synthProject } from '../../lib/project/synth';
import { filesBelow } from '../charts/files';

describe('synthProject', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'synth-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const put = (path: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'x');
  };

  it('takes away what no program writes any more, in the three folders and nowhere else', () => {
    synthProject(root);
    const written = filesBelow(root);
    cpSync(join(root, 'charts/apparmor'), join(root, 'charts/gone'), { recursive: true });
    for (const path of [
      'charts/apparmor/templates/old.yaml',
      'charts/gone/values.yaml',
      'auto-deploy-values/gone.yaml',
      'ci-templates/gone/template.yml',
    ]) {
      put(path);
    }
    put('other/file');
    put('charts/README.md');
    put('charts/by-hand/Chart.yaml');
    synthProject(root);
    const kept = { 'other/file': 'x', 'charts/README.md': 'x', 'charts/by-hand/Chart.yaml': 'x' };
    expect(filesBelow(root)).toEqual({ ...written, ...kept });
  });

  it('touches nothing when a chart cannot be written', () => {
    put('charts/apparmor/no-chart');
    put('ci-templates/kept.yml');
    const before = filesBelow(root);
    expect(() => synthProject(root)).toThrow('holds something and is no chart');
    expect(filesBelow(root)).toEqual(before);
  });
});
