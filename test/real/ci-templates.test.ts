import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../charts/objects';
import { at } from '../charts/objects';
import { Project } from '../gitlab/pipeline';
import { describeWith } from '../tools/describe';
import { against, type Cluster, clusterTools, freshNamespace, kubectl, sharedCluster } from './cluster/cluster';

const TEMPLATE = 'apparmor.gitlab-ci.yml';
const PROFILE = 'abi <abi/3.0>,\n\nprofile deny-write {\n  file,\n  deny /** w,\n}\n';

/** What the jobs say to a server does not depend on its minor: the charts themselves are installed on all. */
const MINOR = '1.36';

describe(`the pipeline on Kubernetes ${MINOR}`, () => {
  describe.each(['helm3', 'helm4'])('with %s', (helm) => {
    describeWith([...clusterTools(MINOR), 'kubectl', helm, 'rsync'], 'in a shell', () => {
      const project = new Project();
      let cluster: Cluster;
      let namespace = '';
      let kubeconfig = '';
      beforeAll(async () => {
        cluster = await sharedCluster(MINOR);
        namespace = `${await freshNamespace(cluster, 'pipeline')}-new`;
        // The job changes its current context.
        kubeconfig = project.ownCopy(cluster.kubeconfig);
        project.addProgram(helm, 'helm');
        project.addProgram('kubectl');
        project.copy('charts/apparmor');
      });
      afterAll(() => project.remove());

      /** Runs the installation of a commit with these values; gives back revision and state of the release. */
      async function install(
        values: object,
        kubeContext: string,
      ): Promise<{ readonly revision: string; readonly status: string }> {
        project.write('apparmor-values.yaml', JSON.stringify(values));
        project.commit({
          template: TEMPLATE,
          inputs: { namespace, release: 'guard', timeout: '1m30s', 'kube-context': kubeContext },
        });
        const { code, said } = await project.run(['apparmor:lint', 'apparmor:install'], { KUBECONFIG: kubeconfig });
        expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
        const listed = await against(cluster, helm, ['list', '-n', namespace, '--output=json']);
        return JSON.parse(listed.stdout)[0];
      }

      const object = async (name: string): Promise<KubeObject> =>
        JSON.parse(await kubectl(cluster, ['-n', namespace, 'get', name, '-o', 'json']));

      it('installs the chart into a namespace that it makes, and a second run upgrades it', async () => {
        const first = await install({ profiles: { 'deny-write': PROFILE } }, 'test');
        expect(first).toMatchObject({ revision: '1', status: 'deployed' });
        expect((await object('configmap/guard-apparmor-loader-profiles')).data).toEqual({ 'deny-write': PROFILE });
        expect(at(await object('daemonset/guard-apparmor-loader'), 'status.numberReady')).toBe(1);

        const second = await install(
          { profiles: { 'deny-write': PROFILE, second: PROFILE }, loader: { pollSeconds: 7 } },
          '',
        );
        expect(second).toMatchObject({ revision: '2', status: 'deployed' });
        expect(Object.keys((await object('configmap/guard-apparmor-loader-profiles')).data as object)).toEqual([
          'deny-write',
          'second',
        ]);
        expect(JSON.stringify(await object('daemonset/guard-apparmor-loader'))).toContain(
          '{"name":"APPARMOR_LOADER_POLL_SECONDS","value":"7"}',
        );
      });

      it('fails when the context is not in the kubeconfig, and changes nothing', async () => {
        project.commit({
          template: TEMPLATE,
          inputs: { namespace, release: 'other', 'kube-context': 'acme/cluster:agent' },
        });
        const { code, said } = await project.run(['apparmor:lint', 'apparmor:install'], { KUBECONFIG: kubeconfig });
        expect(code).not.toBe(0);
        expect(said).toContain('acme/cluster:agent');
        const listed = await against(cluster, helm, ['list', '-n', namespace, '--short']);
        expect(listed.stdout.trim()).toBe('guard');
      });

      it('can be taken back by helm', async () => {
        const { code } = await against(cluster, helm, [
          'uninstall',
          'guard',
          '-n',
          namespace,
          '--wait',
          '--timeout=60s',
        ]);
        expect(code).toBe(0);
        await kubectl(cluster, ['delete', 'namespace', namespace, '--wait=false']);
      });
    });
  });
});
