import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ApplicationOptions, ClusterManagementProject } from '../../lib/gitlab/cluster-management-project';
import type { PipelineResult } from '../gitlab/pipeline';
import { describeWith } from '../tools/describe';
import { against, type Cluster, clusterTools, freshNamespace, kubectl, sharedCluster } from './cluster/cluster';
import { ManagedProject, PROJECT_ID } from './managed-project';

const MINOR = '1.36';
const PROFILE = 'abi <abi/3.0>,\n\nprofile deny-write {\n  file,\n  deny /** w,\n}\n';

describe.each(['helm3', 'helm4'])('the pipeline of a cluster management project with %s', (helm) => {
  describeWith([...clusterTools(MINOR), 'kubectl', 'helmfile', helm, 'rsync'], `on Kubernetes ${MINOR}`, () => {
    let managed: ManagedProject;
    let cluster: Cluster;
    let namespace = '';
    beforeAll(async () => {
      cluster = await sharedCluster(MINOR);
      namespace = `${await freshNamespace(cluster, 'pipeline')}-new`;
      managed = new ManagedProject(cluster, helm);
    });
    afterAll(async () => {
      managed?.project.remove();
      await kubectl(cluster, ['delete', 'namespace', namespace, '--wait=false', '--ignore-not-found']);
    });

    /** Writes and commits the project; no application where there are no options. */
    function write(options?: ApplicationOptions): void {
      const written = new ClusterManagementProject({
        projectPath: 'acme/cluster',
        projectId: PROJECT_ID,
        outdir: managed.project.path('.'),
      });
      if (options !== undefined) written.addAppArmor({ namespaceName: namespace, ...options });
      const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      written.synth();
      said.mockRestore();
      managed.project.commitFiles();
    }

    const passes = ({ code, said }: PipelineResult): void => {
      expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
    };
    const releases = async (): Promise<unknown> => {
      const { stdout } = await against(cluster, helm, ['list', '-n', namespace, '--output=json']);
      return JSON.parse(stdout).map(({ name, revision }: Record<string, unknown>) => `${name} ${revision}`);
    };
    const admin = (...files: readonly string[]): Promise<string> =>
      kubectl(cluster, ['apply', ...files.map((file) => `--filename=${managed.project.path(file)}`)]);
    const loader = (): Promise<string> =>
      kubectl(cluster, [
        '-n',
        namespace,
        'get',
        'daemonset/apparmor-loader',
        '-o',
        'jsonpath={.metadata.resourceVersion}',
      ]);

    it('a merge request shows what it would install, lints it, and has changed nothing', async () => {
      write({ values: { profiles: { 'deny-write': PROFILE } } });
      await admin('namespaces.yaml');
      await admin('rbac/ci-access.yaml');
      passes(await managed.pipeline('merge request'));
      expect(managed.artifact('diff', 'container-security-diff.txt')).toContain('apparmor-loader');
      expect(JSON.parse(managed.artifact('lint', 'gl-code-quality-report.json'))).toBeInstanceOf(Array);
      expect(managed.artifact('lint', 'container-security-lint.xml')).toContain('<testsuite');
      expect(await releases()).toEqual([]);
    });

    it('the rights of a merge request do not suffice to install it', async () => {
      const { code, said } = await managed.pipeline('default branch', 'merge request', ['container-security:apply']);
      expect(code).not.toBe(0);
      expect(said).toMatch(/forbidden|may not/i);
      expect(await releases()).toEqual([]);
    });

    it('the default branch installs it and reports what is installed', async () => {
      passes(await managed.pipeline('default branch'));
      expect(await releases()).toEqual(['apparmor 1']);
      expect(managed.artifact('coverage', 'container-security-metrics.txt')).toContain('apparmor');
    });

    it('a second run changes nothing, and a merge request without a change says so', async () => {
      const before = await loader();
      passes(await managed.pipeline('default branch'));
      expect([await releases(), await loader()]).toEqual([['apparmor 1'], before]);
      passes(await managed.pipeline('merge request'));
      expect(managed.artifact('diff', 'container-security-diff.txt')).not.toContain('apparmor-loader');
    });

    it('a changed profile is in the diff of a merge request', async () => {
      write({ values: { profiles: { 'deny-write': PROFILE.replace('/** w', '/etc/** w') } } });
      passes(await managed.pipeline('merge request'));
      expect(managed.artifact('diff', 'container-security-diff.txt')).toContain('deny /etc/** w,');
      expect(await releases()).toEqual(['apparmor 1']);
    });

    it('the schedule fails when somebody changed the cluster by hand, and names the object', async () => {
      passes(await managed.pipeline('schedule'));
      await kubectl(cluster, [
        '-n',
        namespace,
        'set',
        'env',
        'daemonset/apparmor-loader',
        'APPARMOR_LOADER_POLL_SECONDS=9',
      ]);
      const { said } = await managed.pipeline('schedule');
      expect(said).toMatch(/FAIL +container-security:drift/);
      expect(managed.artifact('drift', 'container-security-drift.txt')).toContain('apparmor-loader');
    });

    it('an application that goes from the project is uninstalled', async () => {
      write();
      passes(await managed.pipeline('default branch'));
      expect(await releases()).toEqual([]);
    });
  });
});
