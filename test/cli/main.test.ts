import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from './folder';

const MAIN = resolve('lib/cli/main.ts');
const TSX = resolve('node_modules/tsx/dist/cli.mjs');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the program as users do, only from its sources. */
function start(args: readonly string[], cwd: string, stdin = ''): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [TSX, MAIN, ...args], { cwd, env: { PATH: process.env.PATH } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
    child.stdin.end(stdin);
  });
}

describe('the program', () => {
  const cwd = folderWith({ 'good.aa': 'abi <abi/3.0>,\nprofile good {\n}\n', 'open.aa': 'profile open {\n' });

  it('says 0 for fine, 1 for findings and 2 for wrong usage', { timeout: 60_000 }, async () => {
    const [good, open, gone, wrong, help] = await Promise.all([
      start(['check', 'apparmor', '--no-lint', 'good.aa'], cwd),
      start(['check', 'apparmor', '--no-lint', '--json', 'good.aa', 'open.aa'], cwd),
      start(['check', 'apparmor', 'gone.aa', 'open.aa'], cwd),
      start(['chekc'], cwd),
      start(['--help'], cwd),
    ]);
    expect(good).toEqual({ code: 0, stdout: expect.stringMatching(/^Checked 1 file: accepted\n/), stderr: '' });
    expect([open.code, open.stdout.split('\n').length, open.stderr]).toEqual([1, 3, '']);
    expect(gone.code).toBe(2);
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain('Did you mean check?');
    expect(wrong.stderr).not.toMatch(/^\s+at /m);
    expect([help.code, help.stderr]).toEqual([0, '']);
  });

  it('reads standard input', { timeout: 60_000 }, async () => {
    const { code, stdout } = await start(
      ['check', 'apparmor', '--no-lint', '--json', '-'],
      cwd,
      'abi <abi/3.0>,\nprofile x {\n}\n',
    );
    expect([code, stdout]).toEqual([0, '{"file":"-","accepted":true,"diagnostics":[]}\n']);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'says in a line that its report cannot be written, and ends with 2',
    { timeout: 60_000 },
    async () => {
      const full = openSync('/dev/full', 'w');
      try {
        const args = [TSX, MAIN, 'check', 'apparmor', 'good.aa'];
        const { stderr, status } = spawnSync(process.execPath, args, { cwd, stdio: ['ignore', full, 'pipe'] });
        expect(stderr.toString()).toBe('error: cannot write to standard output: no space left on device\n');
        expect(status).toBe(2);
      } finally {
        closeSync(full);
      }
    },
  );

  it('ends quietly when its reader goes away', { timeout: 60_000 }, async () => {
    const many = folderWith(
      Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`${index}.aa`, 'profile {\n'])),
    );
    const ended = await new Promise<Ended>((done, fail) => {
      const child = spawn(process.execPath, [TSX, MAIN, 'check', 'apparmor', '--json', '.'], { cwd: many });
      let stderr = '';
      child.stdout.once('data', () => child.stdout.destroy());
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      child.on('error', fail);
      child.on('close', (code) => done({ code, stdout: '', stderr }));
      child.stdin.end();
    });
    expect(ended.stderr).toBe('');
  });
});
