import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { requireTool } from '../../tools/find';

const LOADER = join(__dirname, '../../../lib/apparmor/loader');
/** What the tests in a kernel call. */
const POD = join(__dirname, '../../real/kernel/loader-pod.sh');

it('shellcheck finds nothing in the loader', (context) => {
  const shellcheck = requireTool(context, 'shellcheck');
  const scripts = readdirSync(LOADER).filter((file) => file === 'loader' || file.endsWith('.sh'));
  const { stdout } = spawnSync(shellcheck, ['--shell=sh', '--format=gcc', ...scripts, 'image/assemble.sh', POD], {
    cwd: LOADER,
    encoding: 'utf8',
  });
  expect(scripts.length).toBeGreaterThan(5);
  expect(stdout).toBe('');
});
