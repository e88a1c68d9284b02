import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, complaints, HandWrittenProject } from '../project/hand-written';
import { describeWith } from '../tools/describe';
import { type Cluster, clusterTools, kubectl, sharedCluster } from './cluster/cluster';

describe.each(['helm3', 'helm4'])('a chart with custom resources and their definition in crds/, with %s', (helm) => {
  describeWith([...clusterTools('1.36'), 'kubectl', 'helmfile', helm], 'on Kubernetes 1.36', () => {
    const id = randomBytes(3).toString('hex');
    const group = `example-${id}.com`;
    const project = new HandWrittenProject(`custom-${id}`);
    const name = `custom-${id}`;
    const thing = ['-n', project.namespace, `things.${group}/${name}`];
    let cluster: Cluster;

    const definition = (properties: object) => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `things.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind: 'Thing', plural: 'things' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema(properties) } }],
      },
    });
    const schema = (properties: object) => ({ type: 'object', properties: { spec: { type: 'object', properties } } });
    const run = (...args: readonly string[]) => command(cluster, helm, [...args, project.folder]);

    beforeAll(async () => {
      cluster = await sharedCluster('1.36');
      project.file('chart/Chart.yaml', { apiVersion: 'v2', name: 'chart', version: '0.1.0' });
      project.file('chart/crds/things.yaml', definition({ size: { type: 'integer' } }));
      const metadata = { name: '{{ .Release.Name }}' };
      project.file('chart/templates/thing.yaml', {
        apiVersion: `${group}/v1`,
        kind: 'Thing',
        metadata,
        spec: { size: 1 },
      });
      project.write({ name, chart: '../../chart' });
    });
    afterAll(async () => {
      project.remove();
      await kubectl(cluster, ['delete', 'namespace', project.namespace, '--ignore-not-found', '--wait=false']);
      await kubectl(cluster, ['delete', 'crd', `things.${group}`, '--ignore-not-found', '--wait=false']);
    });

    it('is shown with the definition that comes first, and installed', async () => {
      const { stdout } = await run('diff', '--offline');
      expect(stdout).toContain(`+ CustomResourceDefinition things.${group}: new\n`);
      expect(stdout).toContain('new; the cluster does not know its kind yet');
      const applied = await run('apply');
      expect({ exitCode: applied.exitCode, stderr: complaints(applied.stderr) }).toEqual({ exitCode: 0, stderr: '' });
      const { exitCode, stdout: after } = await run('diff');
      expect({ exitCode, after: exitCode === 0 ? '' : after }).toEqual({ exitCode: 0, after: '' });
      expect(after).not.toContain('note:');
    });

    it('warns of a definition that Helm will not upgrade, which is no difference', async () => {
      project.file('chart/crds/things.yaml', definition({ size: { type: 'integer' }, colour: { type: 'string' } }));
      for (const command of [['diff', '--offline'], ['apply']]) {
        const { stdout, stderr, exitCode } = await run(...command);
        expect({ command, exitCode, stderr }).toEqual({ command, exitCode: 0, stderr: '' });
        expect(stdout).toContain(
          `note: CustomResourceDefinition things.${group} is another one in the chart (spec.versions`,
        );
        expect(stdout).toContain('Helm never upgrades it: helm show crds ../../chart | kubectl apply --server-side');
      }
    });

    it('is put right after a change by hand, or apply says that Helm 3 has not, and what helps', async () => {
      await kubectl(cluster, ['patch', ...thing, '--type=merge', '--patch={"spec":{"size":9}}']);
      const { stdout, exitCode } = await run('apply');
      if (helm === 'helm4') {
        expect({ exitCode, stdout: exitCode === 0 ? '' : stdout }).toEqual({ exitCode: 0, stdout: '' });
      } else {
        expect(exitCode).toBe(1);
        expect(stdout).toContain(`still different: Thing ${project.namespace}/${name}: spec.size [PROJECT1017]`);
        await kubectl(cluster, ['delete', ...thing]);
        expect((await run('apply')).exitCode).toBe(0);
      }
      expect(await kubectl(cluster, ['get', ...thing, '--output=jsonpath={.spec.size}'])).toBe('1');
    });
  });
});
