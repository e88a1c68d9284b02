import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mustBeValues } from '../../../lib/project/diff/values-files';

describe('files of values', () => {
  const folder = mkdtempSync(join(tmpdir(), 'values-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A project of which one application has these files. */
  function project(files: Readonly<Record<string, string>>): string {
    const root = mkdtempSync(join(folder, 'project-'));
    mkdirSync(join(root, 'applications/apparmor'), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'applications/apparmor', name), text);
    return root;
  }

  it('are read to their end', () => {
    expect(() => mustBeValues(project({ 'values.yaml': '# nothing\n{}\n', 'values-a.yaml': 'a: 1\n' }))).not.toThrow();
    expect(() => mustBeValues(project({ 'helmfile.yaml': 'bases: []\n---\nreleases: []\n' }))).not.toThrow();
    expect(() => mustBeValues(folder)).not.toThrow();
  });

  it('are refused all together where Helm would take a part of them', () => {
    const root = project({ 'values.yaml': '{}\nprofiles: {}\n', 'values-a.yaml': 'a: 1\n---\nb: 2\n' });
    expect(() => mustBeValues(root)).toThrowError(
      expect.objectContaining({
        diagnostics: [
          expect.objectContaining({
            code: 'PROJECT1014',
            place: { file: 'applications/apparmor/values-a.yaml', line: 3, column: 1, endLine: 3, endColumn: 5 },
          }),
          expect.objectContaining({
            code: 'PROJECT1014',
            place: expect.objectContaining({ file: 'applications/apparmor/values.yaml', line: 2 }),
          }),
        ],
      }),
    );
  });
});
