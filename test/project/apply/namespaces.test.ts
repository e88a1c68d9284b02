import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { call } from '../../cli/fake-io';
import { folderWith } from '../../cli/folder';
import { fakePrograms } from '../doctor/fake-kubectl';
import { HELMFILE, KUBECTL } from '../fake-project';

it('apply that fails at the namespaces says that they may be changed in part, and touches no release', async () => {
  const folder = fakePrograms({
    kubectl: [{ to: 'apply --server-side', stderr: 'Error: the second one was refused', code: 1 }, ...KUBECTL],
    helm: [
      { to: 'version', stdout: 'v4.0.1' },
      { to: 'list', stdout: '[]' },
    ],
    helmfile: HELMFILE,
  });
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
  const project = folderWith({ 'helmfile.yaml': '', 'namespaces.yaml': namespace });
  const { stdout, stderr, exitCode } = await call(['apply', project], { env: { PATH: folder } });
  expect(exitCode).toBe(2);
  expect(stdout).toContain('namespaces.yaml: failed; a part of this may have been changed\n  + Namespace shop: new\n');
  expect(stdout).toContain('shop/web: not changed (revision none), although it differs\n');
  expect(stderr).toContain('the second one was refused');
  expect(readFileSync(join(folder, 'calls'), 'utf8')).not.toContain(' sync');
});
