import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../cli/fake-io';
import { folderWith } from '../../cli/folder';
import { SOUND } from './sample';

/** A helm that renders one DaemonSet, and what a test adds. */
function helmThatRenders(more = ''): string {
  const daemonSet = `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec: { template: { spec: { hostNetwork: true, containers: [{ name: main, image: x }] } } }
---
${more}`;
  const folder = folderWith({ 'objects.yaml': daemonSet });
  const script = `#!/bin/sh\nif [ "$1" = template ]; then cat ${join(folder, 'objects.yaml')}; fi\n`;
  const path = join(folderWith({ helm: script }), 'helm');
  chmodSync(path, 0o755);
  return path;
}

const namespaces = (labels: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: gitlab-managed-apps, labels: { ${labels} } }\n`;

async function findings(files: Readonly<Record<string, string>>, helm: string, ...args: string[]) {
  const { stdout, exitCode } = await call(['lint', '--json', ...args], {
    cwd: folderWith(files),
    env: { HELM_BIN: helm },
  });
  const found = stdout
    .trimEnd()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as { diagnostics: readonly Record<string, unknown>[] }).diagnostics)
    .filter(({ code }) => code === 'PROJECT1112')
    .map(({ severity, message, file }) => ({ severity, message, file }));
  return { found, exitCode };
}

// The first load may take longer than a test.
beforeAll(() => import('../../../lib/cli/lint-run.js'), 60_000);

describe('lint, about pods', () => {
  it('finds a workload that the namespace would refuse, and says why', async () => {
    const files = { ...SOUND, 'namespaces.yaml': namespaces('pod-security.kubernetes.io/enforce: baseline') };
    expect(await findings(files, helmThatRenders())).toEqual({
      found: [
        {
          severity: 'error',
          message:
            'the pods of DaemonSet "agent" would be refused in the namespace "gitlab-managed-apps" (level "baseline"): host namespaces (hostNetwork=true)',
          file: 'applications/apparmor/values.yaml',
        },
      ],
      exitCode: 1,
    });
  });

  it.each([
    ['lets everything in', 'pod-security.kubernetes.io/enforce: privileged'],
    ['only tells of it', 'pod-security.kubernetes.io/warn: baseline'],
    ['says nothing', 'team: a'],
  ])('has nothing against a workload whose namespace %s', async (_, labels) => {
    const files = { ...SOUND, 'namespaces.yaml': namespaces(labels) };
    expect(await findings(files, helmThatRenders())).toEqual({ found: [], exitCode: 0 });
  });

  const policy = `apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: { name: web }
spec:
  volumes: ['*']
  runAsUser: { rule: RunAsAny }
  seLinux: { rule: RunAsAny }
  supplementalGroups: { rule: RunAsAny }
  fsGroup: { rule: RunAsAny }
`;

  it('warns of a workload that policies of the same objects refuse, on a cluster that has them', async () => {
    const helm = helmThatRenders(policy);
    const { found, exitCode } = await findings(SOUND, helm, '--target', 'kubernetes=1.24');
    expect(found).toEqual([
      {
        severity: 'warning',
        message:
          'the pods of DaemonSet "agent" would be refused in the namespace "gitlab-managed-apps": spec.template.spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used',
        file: 'applications/apparmor/values.yaml',
      },
    ]);
    expect(exitCode).toBe(0);
  });
});
