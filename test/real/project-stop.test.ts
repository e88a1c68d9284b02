import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, complaints, HandWrittenProject, surroundings } from '../project/hand-written';
import { describeWith } from '../tools/describe';
import { against, type Cluster, clusterTools, kubectl, sharedCluster } from './cluster/cluster';

const MAIN = resolve(__dirname, '../../lib/cli/main.ts');

/** A chart whose installation waits for a pod that no node takes. */
const HOOK = `{{- if .Values.waits }}
apiVersion: v1
kind: Pod
metadata: {name: never, annotations: {helm.sh/hook: "pre-install,pre-upgrade"}}
spec: {nodeSelector: {nowhere: x}, containers: [{name: main, image: "example.com/main:1"}]}
{{- end }}
`;

describe.each(['helm3', 'helm4'])('apply with %s that is stopped in the middle', (helm) => {
  describeWith([...clusterTools('1.36'), 'kubectl', 'helmfile', helm], 'by a signal', () => {
    const id = randomBytes(3).toString('hex');
    const project = new HandWrittenProject(`stop-${id}`);
    const temporary = join(project.folder, 'temporary');
    const [first, slow] = [`first-${id}`, `slow-${id}`];
    let cluster: Cluster;

    beforeAll(async () => {
      cluster = await sharedCluster('1.36');
      mkdirSync(temporary);
      project.file('chart/Chart.yaml', { apiVersion: 'v2', name: 'chart', version: '0.1.0' });
      project.file('chart/templates/hook.yaml', HOOK);
      const metadata = { name: '{{ .Release.Name }}' };
      project.file('chart/templates/config.yaml', { apiVersion: 'v1', kind: 'ConfigMap', metadata });
    });
    afterAll(async () => {
      project.remove();
      await kubectl(cluster, ['delete', 'namespace', project.namespace, '--ignore-not-found', '--wait=false']);
    });

    const write = (waits: boolean) =>
      project.write(
        { name: first, chart: '../../chart', values: { waits: false } },
        { name: slow, chart: '../../chart', values: { waits } },
      );
    const pod = () =>
      kubectl(cluster, ['-n', project.namespace, 'get', 'pod/never', '-o', 'name', '--ignore-not-found']);

    it('stops helm, says what was changed, and leaves no file', async () => {
      write(true);
      const child = spawn(process.execPath, ['--import', 'tsx', MAIN, 'apply', project.folder], {
        cwd: resolve(__dirname, '../..'),
        env: { ...surroundings(cluster, helm), TMPDIR: temporary },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const said = Promise.all([text(child.stdout), text(child.stderr)]);
      const ended = new Promise((end) => child.on('close', end));
      await expect.poll(pod, { timeout: 60_000 }).toBe('pod/never\n');
      child.kill('SIGTERM');
      expect(await ended).toBe(2);
      const [stdout, stderr] = await said;
      expect(stderr).toContain(`${project.namespace}/${slow}: begins`);
      expect(stderr).toContain('stopped by SIGTERM [PROJECT1018]');
      expect(stdout).toContain(`${project.namespace}/${first}: installed, revision 1`);
      expect(stdout).toContain(`${project.namespace}/${slow}: failed; revision none before, 1 now`);
      expect(readdirSync(temporary).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
    });

    it('is followed by one that installs again what Helm marked as failed, and touches nothing else', async () => {
      await kubectl(cluster, ['-n', project.namespace, 'delete', 'pod/never', '--force', '--ignore-not-found']);
      write(false);
      const next = await command(cluster, helm, ['apply', project.folder]);
      expect({ exitCode: next.exitCode, stderr: complaints(next.stderr) }).toEqual({ exitCode: 0, stderr: '' });
      expect(next.stdout).toContain(`${first}: unchanged, revision 1`);
      expect(next.stdout).toContain(`${slow}: upgraded from revision 1 to 2`);
      expect(next.stdout).toContain('note: its last revision is failed');
      const { stdout } = await against(cluster, helm, ['list', '--namespace', project.namespace, '--output=json']);
      expect(
        JSON.parse(stdout).map(({ name, status }: { name: string; status: string }) => `${name} ${status}`),
      ).toEqual([`${first} deployed`, `${slow} deployed`]);
      expect((await command(cluster, helm, ['diff', project.folder])).exitCode).toBe(0);
    });
  });
});
