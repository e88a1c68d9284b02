import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Counted } from '../project/counted';
import { command, HandWrittenProject } from '../project/hand-written';
import { describeWith } from '../tools/describe';
import { type Cluster, clusterTools, kubectl, sharedCluster } from './cluster/cluster';

const HELM = 'helm4';
/** `MANY_RELEASES=30` tells how long a larger project takes. */
const RELEASES = Number(process.env.MANY_RELEASES ?? 5);
/** However many releases there are: versions, kinds, groups, what is there, namespaces. */
const KUBECTL_CALLS = 13;

describeWith([...clusterTools('1.36'), 'kubectl', 'helmfile', HELM], 'a project of many releases', () => {
  const id = randomBytes(3).toString('hex');
  const project = new HandWrittenProject(`many-${id}`);
  const names = Array.from({ length: RELEASES }, (_, index) => `many-${id}-${index}`);
  let cluster: Cluster;
  let counted: Counted;

  beforeAll(async () => {
    cluster = await sharedCluster('1.36');
    counted = new Counted({ HELM_BIN: HELM, HELMFILE_BIN: 'helmfile', KUBECTL_BIN: 'kubectl' });
    project.file('one/Chart.yaml', { apiVersion: 'v2', name: 'one', version: '0.1.0' });
    project.file('one/templates/config.yaml', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: '{{ .Release.Name }}' },
      data: { text: '{{ .Values.text }}' },
    });
    write(names.length);
  });
  afterAll(async () => {
    counted.remove();
    project.remove();
    await kubectl(cluster, ['delete', 'namespace', project.namespace, '--ignore-not-found', '--wait=false']);
  });

  const write = (same: number) =>
    project.write(
      ...names.map((name, index) => ({ name, chart: '../../one', values: { text: index < same ? 'a' : 'b' } })),
    );
  const run = async (...args: readonly string[]) => {
    const start = performance.now();
    const { exitCode, stderr } = await command(cluster, HELM, [...args, project.folder], counted.env);
    const seconds = (performance.now() - start) / 1000;
    const calls = counted.calls();
    const own = (program: string) => calls.filter((call) => call.program === program).length;
    const get = calls.filter(({ program, args: words }) => program === 'HELM_BIN' && words.startsWith('get ')).length;
    const figures = { helmfile: own('HELMFILE_BIN'), kubectl: own('KUBECTL_BIN'), helm: own('HELM_BIN'), get };
    process.stdout.write(
      `${RELEASES} releases, ${args.join(' ')}: ${JSON.stringify(figures)} in ${seconds.toFixed(1)} s\n`,
    );
    expect({ exitCode, stderr: exitCode === 2 ? stderr : '' }).toEqual({ exitCode, stderr: '' });
    return figures;
  };

  it('is installed and compared in few calls', { timeout: 600_000 }, async () => {
    /** helmfile tells its version and the project, then renders each release. */
    const read = RELEASES + 3;
    // One that differs is rendered once more, as it was when it was first installed; apply then installs.
    for (const [args, same, most] of [
      [['diff', '--offline'], RELEASES, read],
      [['apply'], RELEASES, read + 1],
      [['apply'], RELEASES, read],
      [['diff', '--offline'], RELEASES, read],
      [['diff'], RELEASES - 1, read + 1],
      [['apply'], RELEASES - 1, read + 1],
    ] as const) {
      write(same);
      const { helmfile, kubectl, get } = await run(...args);
      expect(helmfile).toBeLessThanOrEqual(most);
      expect(kubectl).toBeLessThanOrEqual(KUBECTL_CALLS);
      expect(get).toBeLessThanOrEqual(args[0] === 'apply' ? RELEASES : 0);
    }
  });
});
