import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../../cli/fake-io';
import { folderWith } from '../../cli/folder';
import { type Answer, fakePrograms } from '../doctor/fake-kubectl';
import { HELMFILE, KUBECTL } from '../fake-project';

const PLUGIN = 'NAME\tVERSION\tDESCRIPTION\ndiff\t3.15.11\tPreview helm upgrade changes as a diff\n';

/** Runs `diff` with programs that answer so. */
async function diff(plugins: string, said: Omit<Answer, 'to'>, ...args: readonly string[]) {
  const folder = fakePrograms({
    kubectl: KUBECTL,
    helm: [
      { to: 'version', stdout: 'v4.0.1' },
      { to: 'plugin list', stdout: plugins },
      { to: 'list', stdout: '[]' },
    ],
    helmfile: [{ to: ' diff ', ...said }, ...HELMFILE],
  });
  const project = folderWith({ 'helmfile.yaml': '' });
  const result = await call(['diff', ...args, project], { env: { PATH: folder } });
  const calls = readFileSync(join(folder, 'calls'), 'utf8').split('\n');
  return { ...result, calls: calls.filter((line) => line.startsWith('helmfile') && line.includes(' diff ')) };
}

describe('diff --server with helm-diff', () => {
  it('shows what it says, secrets left out, and says so; whether anything differs we decide', async () => {
    const { stdout, exitCode, calls } = await diff(PLUGIN, { stdout: 'nothing of note \u001b[31m\n' }, '--server');
    const [way, said, own] = stdout.split('\n');
    expect(way).toBe('note: helm-diff 3.15.11 shows it first; the comparison below decides');
    expect(said).toBe('nothing of note ␛[31m');
    expect(own).toBe('shop/web: to be installed');
    expect(exitCode).toBe(1);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toContain('diff --suppress-secrets --detailed-exitcode');
  });

  it('takes its exit code for differences as an answer', async () => {
    const { stdout } = await diff(PLUGIN, { stdout: 'web has changed\n', code: 2 }, '--server');
    expect(stdout).toContain('\nweb has changed\nshop/web: to be installed\n');
  });

  it('stands alone where Helm has no such plugin, and says so', async () => {
    const { stdout, calls } = await diff('NAME\tVERSION\n', {}, '--server');
    expect(stdout).toMatch(/^note: Helm has no plugin diff: the comparison below stands alone\nshop\/web: to be inst/);
    expect(calls).toEqual([]);
  });

  it('stands alone where the plugin fails, and says why', async () => {
    const { stdout, exitCode } = await diff(PLUGIN, { stderr: 'Error: plugin "diff" exited\n', code: 1 }, '--server');
    expect(stdout.split('\n')[0]).toContain('helmfile ended with exit code 1 (Error: plugin "diff" exited): the comp');
    expect(stdout).toContain('shop/web: to be installed');
    expect(exitCode).toBe(1);
  });

  it('prints JSON of our own alone, and asks it in no other mode', async () => {
    const { stdout, calls } = await diff(PLUGIN, {}, '--server', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ release: 'web', state: 'new' });
    expect(calls).toEqual([]);
    expect((await diff(PLUGIN, {}, '--offline')).calls).toEqual([]);
  });

  it('is in the file of --output too', async () => {
    const file = join(folderWith({}), 'diff.txt');
    writeFileSync(file, '');
    await diff(PLUGIN, { stdout: 'web has changed\n', code: 2 }, '--server', `--output=${file}`);
    expect(readFileSync(file, 'utf8')).toContain('\nweb has changed\nshop/web: to be installed\n');
  });
});
