import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../tools/describe';
import {
  against,
  type Cluster,
  clusterTools,
  freshNamespace,
  kubectl,
  MINOR_NAMES,
  sharedCluster,
} from './cluster/cluster';

const manifest = (...objects: readonly unknown[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });

const CONTAINERS = [{ name: 'main', image: 'example.com/main:1' }];

const deployment = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: CONTAINERS } },
  },
});

const job = (name: string) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { template: { spec: { restartPolicy: 'Never', containers: CONTAINERS } } },
});

const pod = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: CONTAINERS } });

/** A chart with a Deployment, a hook that is a Job, and a test that is a bare pod. */
function writeChart(folder: string): string {
  const hooked = (object: { metadata: object }, hook: string) => {
    const annotations = { 'helm.sh/hook': hook, 'helm.sh/hook-delete-policy': 'hook-succeeded' };
    return { ...object, metadata: { ...object.metadata, annotations } };
  };
  const test = { ...pod('probe'), spec: { restartPolicy: 'Never', containers: CONTAINERS } };
  const files = {
    'Chart.yaml': { apiVersion: 'v2', name: 'trivial', version: '0.1.0' },
    'templates/deployment.yaml': deployment('web'),
    'templates/job.yaml': hooked(job('before'), 'pre-install'),
    'templates/tests/probe.yaml': hooked(test, 'test'),
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(content));
  }
  return folder;
}

describe.each(MINOR_NAMES)('a control plane of Kubernetes %s', (minor) => {
  describeWith([...clusterTools(minor), 'kubectl'], 'with kubectl', () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await sharedCluster(minor);
    });

    it('answers with its own version', () => {
      expect(cluster.version).toMatch(`v${minor}.`);
    });

    it('is the same for every test file', async () => {
      expect((await sharedCluster(minor)).server).toBe(cluster.server);
    });

    it('makes Deployments available and leaves nothing when they are deleted', async () => {
      const namespace = await freshNamespace(cluster);
      await kubectl(cluster, ['-n', namespace, 'apply', '-f', '-'], manifest(deployment('web')));
      await kubectl(cluster, ['-n', namespace, 'rollout', 'status', 'deployment/web', '--timeout=60s']);
      const pods = ['-n', namespace, 'get', 'pods', '--selector=app=web', '-o', 'name'];
      expect((await kubectl(cluster, pods)).trim().split('\n')).toHaveLength(2);
      await kubectl(cluster, ['-n', namespace, 'delete', 'deployment/web', '--cascade=foreground', '--timeout=60s']);
      expect(await kubectl(cluster, pods)).toBe('');
      await kubectl(cluster, ['delete', 'namespace', namespace, '--timeout=60s']);
    });

    it('completes Jobs and pods that never restart', async () => {
      const namespace = await freshNamespace(cluster);
      await kubectl(cluster, ['-n', namespace, 'apply', '-f', '-'], manifest(job('once')));
      await kubectl(cluster, ['-n', namespace, 'wait', '--for=condition=Complete', 'job/once', '--timeout=60s']);
      const phases = ['-n', namespace, 'get', 'pods', '-o', 'jsonpath={.items[*].status.phase}'];
      expect(await kubectl(cluster, phases)).toBe('Succeeded');
    });

    it('schedules a DaemonSet onto its node', async () => {
      const namespace = await freshNamespace(cluster);
      const { replicas, ...spec } = deployment('agent').spec;
      const daemonSet = { ...deployment('agent'), kind: 'DaemonSet', spec };
      await kubectl(cluster, ['-n', namespace, 'apply', '-f', '-'], manifest(daemonSet));
      await kubectl(cluster, ['-n', namespace, 'rollout', 'status', 'daemonset/agent', '--timeout=60s']);
    });
  });

  describe.each(['helm3', 'helm4'])('under %s', (helm) => {
    describeWith([...clusterTools(minor), 'kubectl', helm], 'with helm', () => {
      const folder = mkdtempSync(join(tmpdir(), 'chart-'));
      afterAll(() => rmSync(folder, { recursive: true }));

      it('installs a chart and waits for it, runs its test and uninstalls it without a trace', async () => {
        const cluster = await sharedCluster(minor);
        const namespace = await freshNamespace(cluster, helm);
        const run = (...args: readonly string[]) => against(cluster, helm, ['-n', namespace, ...args]);
        const chart = writeChart(folder);
        for (const args of [
          ['install', 'shop', chart, '--wait', '--timeout=60s'],
          ['test', 'shop', '--timeout=60s'],
          ['uninstall', 'shop', '--wait', '--timeout=60s'],
        ]) {
          expect(await run(...args), args[0]).toMatchObject({ code: 0 });
        }
        const left = (kinds: string) => kubectl(cluster, ['-n', namespace, 'get', kinds, '-o', 'name']);
        await expect.poll(() => left('all'), { timeout: 20_000 }).toBe('');
        expect(await left('secrets')).not.toContain('helm');
      });
    });
  });
});

describeWith([...MINOR_NAMES.flatMap(clusterTools), 'kubectl'], 'control planes of all minors', () => {
  /** Longer than a controller manager waits by default (50 s), and the 5 s between two looks of it. */
  const UNHEARD_MS = 65_000;
  /** Within this time after its creation kwok makes a node ready; no controller manager gives one up so soon. */
  const AT_ONCE_MS = 30_000;

  it('never lose their node although nothing renews its lease', async () => {
    const kept = MINOR_NAMES.map(async (minor) => {
      const cluster = await sharedCluster(minor);
      const node = async () => JSON.parse(await kubectl(cluster, ['get', 'node/node-1', '-o', 'json']));
      const since = Date.parse((await node()).metadata.creationTimestamp);
      await sleep(since + UNHEARD_MS - Date.now());
      const { spec, status } = await node();
      const condition = status.conditions.find(({ type }: { readonly type: string }) => type === 'Ready');
      // A node that was lost is soon ready again, its pods are not: what counts is since when.
      const atOnce = Date.parse(condition.lastTransitionTime) - since < AT_ONCE_MS;
      return [minor, condition.status, atOnce, spec.taints];
    });
    expect(await Promise.all(kept)).toEqual(MINOR_NAMES.map((minor) => [minor, 'True', true, undefined]));
  });
});

describeWith([...clusterTools('1.24'), 'kubectl'], 'a control plane without the permissive PodSecurityPolicy', () => {
  it('refuses every pod', async () => {
    const cluster = await sharedCluster('1.24', { permissive: false });
    const { code, stderr } = await against(cluster, 'kubectl', ['apply', '-f', '-'], manifest(pod('any')));
    expect(code).toBe(1);
    expect(stderr).toContain('PodSecurityPolicy');
  });
});

describeWith(clusterTools('1.36'), 'a control plane whose starter is killed', () => {
  /** Starts one in a process of its own and gives back that process and the folder of the control plane. */
  async function startElsewhere(): Promise<{ readonly starter: ChildProcess; readonly folder: string }> {
    const starter = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'cluster/main.ts'), '1.36'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(starter.stdout, 'data')) as [Buffer];
    return { starter, folder: dirname(line.toString().trim().replace('export KUBECONFIG=', '')) };
  }

  const commandLines = (): string => execFileSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8' });

  it('leaves no process and no file behind', async () => {
    const { starter, folder } = await startElsewhere();
    expect(commandLines()).toContain(folder);
    starter.kill('SIGKILL');
    await expect.poll(commandLines, { timeout: 10_000 }).not.toContain(folder);
    await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
  });
});
