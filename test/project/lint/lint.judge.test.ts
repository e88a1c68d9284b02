import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../../cli/fake-io';
import { folderWith } from '../../cli/folder';
import { requireTool } from '../../tools/find';
import { SOUND } from './sample';

describe.each(['helm3', 'helm4'])('lint with %s', (name) => {
  const lint = (helm: string, change: Readonly<Record<string, string>> = {}) => {
    const cwd = folderWith({ ...SOUND, ...change });
    cpSync('charts/apparmor', join(cwd, 'charts/apparmor'), { recursive: true });
    return call(['lint', '--strict', '--json'], { cwd, env: { HELM_BIN: helm } });
  };

  it('has nothing against our chart with sound values', async (context) => {
    const { stdout, stderr, exitCode } = await lint(requireTool(context, name));
    expect(stdout).not.toContain('"code"');
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it('names file, line and column of values that the schema refuses', async (context) => {
    const values = `# first line\n${SOUND['applications/apparmor/values.yaml']}`.replace('10', 'ten');
    const { stdout, exitCode } = await lint(requireTool(context, name), {
      'applications/apparmor/values.yaml': `${values}\nimage:\n  pullPolcy: Always\n`,
    });
    const found = stdout
      .trimEnd()
      .split('\n')
      .flatMap((line) => JSON.parse(line).diagnostics);
    const wrong = { code: 'PROJECT1108', file: 'applications/apparmor/values.yaml' };
    expect(found).toContainEqual(expect.objectContaining({ ...wrong, line: 3, column: 16 }));
    expect(found).toContainEqual(expect.objectContaining({ ...wrong, line: 13 }));
    expect(exitCode).toBe(1);
  });
});

describe('our own charts', () => {
  it('are projects that lint has nothing against', async (context) => {
    const { stdout, stderr, exitCode } = await call(['lint', 'charts/apparmor'], {
      cwd: process.cwd(),
      env: { HELM_BIN: requireTool(context, 'helm4') },
    });
    expect(stdout).toContain('This is a project of the kind: chart (Chart.yaml)');
    expect([stderr, exitCode]).toEqual(['', 0]);
  });
});
