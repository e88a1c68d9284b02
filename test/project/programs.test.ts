import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf, knownFailure } from '../../lib/project/failures';
import { findPrograms, run, withTemporary } from '../../lib/project/programs';
import { folderWith } from '../cli/folder';

/** A folder with programs that only tell their version. */
function programs(versions: Readonly<Record<string, string>>): string {
  const folder = folderWith({});
  for (const [name, version] of Object.entries(versions)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho '${version}'\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const GOOD = {
  helm: 'v4.0.1',
  helmfile: 'helmfile version v1.8.0',
  kubectl: '{"clientVersion": {"gitVersion": "v1.36.3"}}',
};

describe('programs', () => {
  it('are found on the PATH, or where a variable says', async () => {
    const [path, other] = [programs(GOOD), programs({ mine: 'v3.22.0' })];
    const found = await findPrograms({ PATH: path, HELM_BIN: 'mine' }, other);
    expect(found.versions).toEqual({ helm: '3.22.0', helmfile: '1.8.0', kubectl: '1.36.3' });
    expect(found.files).toEqual({
      helm: join(other, 'mine'),
      helmfile: join(path, 'helmfile'),
      kubectl: join(path, 'kubectl'),
    });
  });

  it.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, string]>([
    ['missing', { helm: 'v4.0.1', helmfile: 'v1.8.0' }, {}, 'kubectl is not found [PROJECT1001]'],
    ['named wrongly', GOOD, { KUBECTL_BIN: 'nowhere' }, 'KUBECTL_BIN is "nowhere", which is no program [PROJECT1001]'],
    ['too old', { ...GOOD, helm: 'v3.10.1' }, {}, 'helm 3.10.1 is too old [PROJECT1002]'],
    ['something else', { ...GOOD, helmfile: 'hello' }, {}, 'does not tell its version [PROJECT1002]'],
  ])('are refused in a sentence when one is %s', async (_name, versions, env, message) => {
    await expect(findPrograms({ PATH: programs(versions), ...env }, '/')).rejects.toThrow(message);
  });

  it('are stopped when they do not end in time', async () => {
    const files = { helm: '/bin/sleep', helmfile: '', kubectl: '' };
    await expect(run({ files, env: {} }, 'helm', ['30'], { timeout: 50 })).rejects.toThrow('[PROJECT1003]');
  });

  it('share one listener for signals, however many run at once', async () => {
    const files = { helm: '/bin/sleep', helmfile: '', kubectl: '' };
    const before = process.listenerCount('SIGTERM');
    const all = Array.from({ length: 12 }, () => run({ files, env: {} }, 'helm', ['0.1']));
    expect(process.listenerCount('SIGTERM')).toBe(before + 1);
    await Promise.all(all);
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });

  it('are stopped by a signal between two of them, and no other begins; no temporary folder is left', async () => {
    // Listeners of the test runner are none of this test's business.
    const others = process.listeners('SIGTERM');
    for (const listener of others) process.off('SIGTERM', listener);
    onTestFinished(() => {
      for (const listener of others) process.on('SIGTERM', listener);
    });
    let folder = '';
    let ran = 0;
    const files = { helm: '/bin/true', helmfile: '', kubectl: '' };
    const stopped = withTemporary({ files, versions: files, env: {} }, async (found) => {
      folder = found.env.HELMFILE_TEMPDIR ?? '';
      await run(found, 'helm', []);
      ran += 1;
      process.emit('SIGTERM', 'SIGTERM');
      await run(found, 'helm', []);
      ran += 1;
    });
    await expect(stopped).rejects.toThrow('stopped by SIGTERM [PROJECT1018]');
    expect({ ran, left: existsSync(folder), listeners: process.listenerCount('SIGTERM') }).toEqual({
      ran: 1,
      left: false,
      listeners: 0,
    });
  });

  it('are heard line by line while they work', async () => {
    const lines: string[] = [];
    const files = { helm: '/bin/sh', helmfile: '', kubectl: '' };
    const args = ['-c', "printf 'a\\nb'; printf 'c\\nd' >&2"];
    const { stdout } = await run({ files, env: {} }, 'helm', args, { onLine: (line) => lines.push(line) });
    expect(stdout).toBe('a\nb');
    expect(lines.sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('leave no temporary folder, whatever happens', async () => {
    let folder = '';
    const files = { helm: '', helmfile: '', kubectl: '' };
    const stopped = withTemporary({ files, versions: files, env: {} }, async ({ env }) => {
      folder = env.HELMFILE_TEMPDIR ?? '';
      expect(existsSync(folder)).toBe(true);
      throw new Error('stopped');
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(existsSync(folder)).toBe(false);
  });
});

describe('what programs say', () => {
  it.each([
    ['error: context "x" does not exist', 'the context "x" is not in the kubeconfig [PROJECT1004]'],
    ['error: context was not found for specified context: x', 'the context "x" is not in the kubeconfig [PROJECT1004]'],
    ['dial tcp 127.0.0.1:1: connect: connection refused', 'the cluster cannot be reached [PROJECT1005]'],
    [
      'Error from server (Forbidden): pods "x" is forbidden: User "u" cannot get resource "pods" in API group "" in the namespace "n"',
      'no right to get pods in the namespace n [PROJECT1006]',
    ],
    [
      'User "u" cannot list resource "nodes" in API group "example.com" at the cluster scope',
      'no right to list nodes.example.com [PROJECT1006]',
    ],
    ['error: You must be logged in to the server (Unauthorized)', '[PROJECT1007]'],
    ['Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress', '[PROJECT1009]'],
    [
      'err: no releases found that matches specified selector() and environment(none), in any helmfile',
      '[PROJECT1010]',
    ],
    ['error calling fail: say which cluster: --environment NAME', 'none was named: --environment NAME [PROJECT1010]'],
    ['no state file found. It must be named helmfile.d/*.{yaml,yml}', '[PROJECT1010]'],
  ])('is told in a sentence: %s', (said, expected) => {
    expect(knownFailure(said)?.message).toContain(expected);
  });

  it('is quoted at its end where nobody knows it', () => {
    const stderr = Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n');
    const { message } = failureOf('helm', 'rendering shop/web', { code: 3, stdout: '', stderr });
    expect(message).toContain('rendering shop/web failed: helm ended with exit code 3 [PROJECT1016]');
    expect(message).toContain('| line 19');
    expect(message).not.toContain('| line 2\n');
  });
});
