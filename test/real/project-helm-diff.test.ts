import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, HandWrittenProject } from '../project/hand-written';
import { describeWith } from '../tools/describe';
import { HELM_DIFF } from '../tools/upstream';
import { type Cluster, clusterTools, kubectl, sharedCluster } from './cluster/cluster';

const SECRET = 'correct-horse-battery';

const PLUGIN = {
  name: 'diff',
  version: '3.0.0',
  usage: 'differences of an upgrade',
  description: 'differences of an upgrade',
  useTunnel: true,
  platformCommand: [{ command: ['$', '{HELM_PLUGIN_DIR}/bin/diff'].join('') }],
};

describe.skipIf(HELM_DIFF === undefined).each(['helm3', 'helm4'])(
  'diff --server with helm-diff and %s (set HELM_DIFF_BIN to the program of the plugin)',
  (helm) => {
    describeWith([...clusterTools('1.36'), 'kubectl', 'helmfile', helm], 'against a cluster', () => {
      const id = randomBytes(3).toString('hex');
      const project = new HandWrittenProject(`plugin-${id}`);
      const name = `small-${id}`;
      const plugins = join(project.folder, 'plugins');
      let cluster: Cluster;

      const write = (text: string, password: string) =>
        project.write({ name, chart: '../../chart', values: { text, password } });
      const run = (...args: readonly string[]) =>
        command(cluster, helm, [...args, project.folder], { HELM_PLUGINS: plugins });

      beforeAll(async () => {
        cluster = await sharedCluster('1.36');
        project.file('chart/Chart.yaml', { apiVersion: 'v2', name: 'chart', version: '0.1.0' });
        const object = { apiVersion: 'v1', metadata: { name } };
        project.file('chart/templates/config.yaml', {
          ...object,
          kind: 'ConfigMap',
          data: { text: '{{ .Values.text }}' },
        });
        const stringData = { password: '{{ .Values.password }}' };
        project.file('chart/templates/secret.yaml', { ...object, kind: 'Secret', stringData });
        project.file('plugins/helm-diff/plugin.yaml', PLUGIN);
        mkdirSync(join(plugins, 'helm-diff/bin'));
        copyFileSync(HELM_DIFF ?? '', join(plugins, 'helm-diff/bin/diff'));
        chmodSync(join(plugins, 'helm-diff/bin/diff'), 0o755);
      });
      afterAll(async () => {
        project.remove();
        await kubectl(cluster, ['delete', 'namespace', project.namespace, '--ignore-not-found', '--wait=false']);
      });

      it('says that nothing differs where nothing does, and both ways agree', async () => {
        write('before', SECRET);
        expect((await run('apply')).exitCode).toBe(0);
        const { stdout, exitCode } = await run('diff', '--server');
        expect({ exitCode, stdout: exitCode === 0 ? '' : stdout }).toEqual({ exitCode: 0, stdout: '' });
        expect(stdout).toMatch(/^note: helm-diff 3\.0\.0 shows it first; the comparison below decides\n/);
      });

      it('shows the lines that change, and no secret', async () => {
        write('after', `${SECRET}-2`);
        const { stdout, exitCode } = await run('diff', '--server');
        expect(exitCode).toBe(1);
        expect(stdout).toMatch(/-\s+text: 'before'\n\+\s+text: 'after'\n/);
        expect(stdout).toContain('data.text: "before" → "after"');
        expect(stdout).not.toContain(SECRET);
        expect(stdout).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 20));
      });
    });
  },
);
