import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthProject } from '../../lib/project/synth';
import { filesBelow } from './files';

const ROOT = join(__dirname, '../..');

describe('what is committed is what the code writes', () => {
  const fresh = mkdtempSync(join(tmpdir(), 'synth-'));
  beforeAll(() => synthProject(fresh));
  afterAll(() => rmSync(fresh, { recursive: true }));

  it.each(['charts', 'auto-deploy-values', 'ci-templates'])('%s/ has the same files with the same bytes', (folder) => {
    const [committed, written] = [filesBelow(join(ROOT, folder)), filesBelow(join(fresh, folder))];
    expect(Object.keys(committed), 'run `npm run synth`').toEqual(Object.keys(written));
    expect(committed, 'run `npm run synth`').toEqual(written);
  });

  it('writes nothing beside those folders', () => {
    const folders = new Set(Object.keys(filesBelow(fresh)).map((path) => path.split('/')[0]));
    expect([...folders].sort()).toEqual(['auto-deploy-values', 'charts', 'ci-templates']);
  });

  it('writes the same bytes a second time', () => {
    const again = mkdtempSync(join(tmpdir(), 'synth-'));
    try {
      synthProject(again);
      expect(filesBelow(again)).toEqual(filesBelow(fresh));
    } finally {
      rmSync(again, { recursive: true });
    }
  });
});
