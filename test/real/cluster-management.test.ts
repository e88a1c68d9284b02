import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { ApiObject } from 'cdk8s';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClusterManagementProject } from '../../lib/gitlab/cluster-management-project';
import { HelmChart } from '../../lib/helm';
import { at, type KubeObject } from '../charts/objects';
import { PROPS, ProjectFolder, Upstream } from '../gitlab/cluster-management/folder';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';
import {
  against,
  type Cluster,
  clusterTools,
  freshNamespace,
  kubectl,
  type Result,
  sharedCluster,
} from './cluster/cluster';

const MINOR = '1.36';

/** Groups of a job, as the agent of GitLab brings it in. */
const JOBS = {
  eu: ['gitlab:ci_job', `gitlab:project:${PROPS.projectId}`, `gitlab:project_env:${PROPS.projectId}:eu`],
  us: ['gitlab:ci_job', `gitlab:project:${PROPS.projectId}`, `gitlab:project_env:${PROPS.projectId}:us`],
  'merge-request': ['gitlab:ci_job', `gitlab:project:${PROPS.projectId}`],
};

/** The kubeconfig of a job: one context for each of {@link JOBS}, and none that is chosen. */
function jobConfig(admin: string): string {
  const config = load(readFileSync(admin, 'utf8')) as {
    users: { name: string; user: object }[];
    contexts: { name: string; context: object }[];
  };
  const user = config.users[0]?.user;
  const names = Object.entries(JOBS);
  return JSON.stringify({
    ...config,
    users: names.map(([name, groups]) => ({ name, user: { ...user, as: 'gitlab:ci_job:1', 'as-groups': groups } })),
    contexts: names.map(([name]) => ({ name, context: { cluster: 'test', user: name } })),
    'current-context': '',
  });
}

const CLUSTERS = { clusters: ['eu', 'us'].map((name) => ({ name, agent: name, kubeContext: name })) };

describe.each(['helm3', 'helm4'])('a cluster management project with %s', (helm) => {
  describeWith(['helmfile', helm, 'kubectl'], 'is read by helmfile', () => {
    const folder = new ProjectFolder();
    const gone = `gone-${randomBytes(4).toString('hex')}`;
    let cluster: Cluster | undefined;
    let namespace = '';
    afterAll(async () => {
      folder.remove();
      if (cluster === undefined) return;
      await kubectl(cluster, ['delete', 'namespace', namespace, gone, '--wait=false', '--ignore-not-found']);
    });

    /** Runs helmfile as somebody does by hand. */
    async function helmfile(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Result> {
      const child = spawn(tool('helmfile') ?? '', args, {
        cwd: folder.root,
        env: {
          ...process.env,
          KUBECTL_BIN: tool('kubectl') ?? '',
          HELMFILE_HELM_BINARY: tool(helm) ?? '',
          HELM_CACHE_HOME: folder.path('.helm'),
          HELM_CONFIG_HOME: folder.path('.helm'),
          HELM_DATA_HOME: folder.path('.helm'),
          ...env,
        },
      });
      const [stdout, stderr, code] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        new Promise<number>((resolve) => child.on('close', (exit) => resolve(exit ?? 1))),
      ]);
      return { code, stdout, stderr };
    }
    const binary = ['--helm-binary', tool(helm) ?? ''];

    it('renders every environment without a cluster, each with its own values, and runs no hook', async () => {
      folder.synth((project) => {
        project.addAppArmor({ clusterValues: { us: { loader: { pollSeconds: 7 } } } });
        project.configure(chart(project, 'notes'), { clusters: ['eu'] });
      }, CLUSTERS);
      for (const [environment, seconds, notes] of [
        ['eu', '10', true],
        ['us', '7', false],
      ] as const) {
        const { code, stdout, stderr } = await helmfile([...binary, '--environment', environment, 'template'], {
          KUBECTL_BIN: '/bin/false',
        });
        expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
        expect(stdout).toContain(`value: "${seconds}"`);
        expect(/note: "?x/.test(stdout)).toBe(notes);
      }
    });

    it('refuses to guess which of several clusters is meant', async () => {
      const { code, stderr } = await helmfile([...binary, 'template']);
      expect(code).not.toBe(0);
      expect(stderr).toContain('say which cluster: --environment NAME');
    });

    it('lists what is on its way out as not installed', async () => {
      const removed = (project: ClusterManagementProject): void =>
        project.configure(new Upstream(project, 'falco'), { namespaceName: gone });
      folder.synth(removed, CLUSTERS);
      folder.synth(() => undefined, CLUSTERS);
      const { stdout } = await helmfile([...binary, '--environment', 'eu', 'list', '--output=json']);
      const listed = JSON.parse(stdout).map(({ name, installed }: Record<string, unknown>) => [name, installed]);
      expect(listed).toContainEqual(['falco', false]);
    });

    describeWith(clusterTools(MINOR), `and installs into Kubernetes ${MINOR}`, () => {
      const there = (): Cluster => {
        if (cluster === undefined) throw new Error('no cluster');
        return cluster;
      };
      let env: Readonly<Record<string, string>> = {};
      const fill = (project: ClusterManagementProject): void => {
        project.addAppArmor({ namespaceName: namespace, clusterValues: { us: { loader: { pollSeconds: 7 } } } });
        project.configure(chart(project, 'notes'), { namespaceName: namespace });
      };
      const apply = (...files: readonly string[]): Promise<string> =>
        kubectl(there(), ['apply', ...files.map((file) => `--filename=${folder.path(file)}`)]);
      const sync = (environment: string): Promise<Result> =>
        helmfile([...binary, '--environment', environment, 'sync'], env);
      const as = (job: keyof typeof JOBS, ...args: readonly string[]): Promise<Result> =>
        against(there(), 'kubectl', [
          '--as=gitlab:ci_job:1',
          ...JOBS[job].map((group) => `--as-group=${group}`),
          ...args,
        ]);
      const releases = async (): Promise<unknown> => {
        const { stdout } = await against(there(), helm, ['list', '-n', namespace, '--output=json']);
        return JSON.parse(stdout).map(({ name, revision }: Record<string, unknown>) => `${name} ${revision}`);
      };
      const daemonSet = async (): Promise<KubeObject> =>
        JSON.parse(await kubectl(there(), ['-n', namespace, 'get', 'daemonset/apparmor-loader', '-o', 'json']));

      beforeAll(async () => {
        cluster = await sharedCluster(MINOR);
        namespace = `${await freshNamespace(there(), 'managed')}-new`;
        folder.write('.kubeconfig', jobConfig(there().kubeconfig));
        env = { KUBECONFIG: folder.path('.kubeconfig'), KUBECACHEDIR: `${dirname(there().kubeconfig)}/kubectl` };
        folder.synth(fill, CLUSTERS);
      });
      it('a job may do nothing before an administrator lets it', async () => {
        const { code, stdout, stderr } = await sync('eu');
        expect(code).not.toBe(0);
        expect(stdout + stderr).toContain('forbidden');
      });

      it('the job of a cluster installs it, with the labels of its namespace first', async () => {
        await apply('namespaces.yaml');
        await apply('rbac/ci-access.yaml', 'rbac/ci-access-eu.yaml');
        await kubectl(there(), ['label', 'namespace', namespace, 'app.gitlab.com/managed_by-']);
        const { code, stdout, stderr } = await sync('eu');
        expect({ code, said: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, said: '' });
        expect(await releases()).toEqual(['apparmor 1', 'notes 1']);
        expect(at(await daemonSet(), 'status.numberReady')).toBe(1);
        const labels = await kubectl(there(), ['get', 'namespace', namespace, '-o', 'jsonpath={.metadata.labels}']);
        expect(JSON.parse(labels)).toMatchObject({
          'app.gitlab.com/managed_by': 'gitlab',
          'pod-security.kubernetes.io/enforce': 'privileged',
        });
      });

      it('the job of another cluster may not, nor one of a merge request', async () => {
        for (const job of ['us', 'merge-request'] as const) {
          const { code, stderr } = await as(job, '-n', namespace, 'delete', 'daemonset/apparmor-loader');
          expect(code).not.toBe(0);
          expect(stderr).toContain('forbidden');
        }
        expect((await sync('us')).code).not.toBe(0);
        expect(await releases()).toEqual(['apparmor 1', 'notes 1']);
      });

      it('a job of a merge request reads what is installed, and no Secret', async () => {
        const read = await as(
          'merge-request',
          '-n',
          namespace,
          'get',
          'daemonsets,configmaps,services,networkpolicies',
        );
        expect({ code: read.code, stderr: read.stderr }).toEqual({ code: 0, stderr: '' });
        expect((await as('merge-request', '-n', namespace, 'get', 'secrets')).stderr).toContain('forbidden');
        expect((await as('merge-request', '-n', 'kube-system', 'get', 'configmaps')).stderr).toContain('forbidden');
      });

      it('the second cluster gets its own values, once it lets its job in', async () => {
        await apply('rbac/ci-access-us.yaml');
        const { code, stdout, stderr } = await sync('us');
        expect({ code, said: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, said: '' });
        expect(JSON.stringify(await daemonSet())).toContain('{"name":"APPARMOR_LOADER_POLL_SECONDS","value":"7"}');
      });

      it('an application that goes from the program is uninstalled, and nothing else', async () => {
        folder.synth((project) => project.configure(chart(project, 'notes'), { namespaceName: namespace }), CLUSTERS);
        await apply('rbac/ci-access.yaml');
        const { code, stdout, stderr } = await sync('us');
        expect({ code, said: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, said: '' });
        expect(await releases()).toEqual(['notes 3']);
        expect(await kubectl(there(), ['-n', namespace, 'get', 'daemonsets,services', '-o', 'name'])).toBe('');
      });
    });
  });
});

/** A chart with one ConfigMap. */
function chart(project: ClusterManagementProject, id: string): HelmChart {
  const made = new HelmChart(project, id, { version: '1.0.0', description: 'A chart.' });
  new ApiObject(made, 'notes', { apiVersion: 'v1', kind: 'ConfigMap', data: { note: 'x' } });
  return made;
}
