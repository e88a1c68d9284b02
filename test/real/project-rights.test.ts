import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHARTS, command, complaints, HandWrittenProject } from '../project/hand-written';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';
import { api } from './cluster/api';
import { against, type Cluster, clusterTools, freshNamespace, kubectl, sharedCluster } from './cluster/cluster';
import { kubeconfig } from './cluster/secrets';

const HELM = 'helm4';

describeWith([...clusterTools('1.36'), 'kubectl', 'helmfile', HELM], 'a project and what stands in its way', () => {
  const id = randomBytes(3).toString('hex');
  const project = new HandWrittenProject(`rights-${id}`);
  const release = { name: `apparmor-${id}`, chart: join(CHARTS, 'apparmor') };
  const reader = `reader-${id}`;
  const wide = `${reader}-cluster`;
  let cluster: Cluster;
  let asReader: { readonly kubeconfig: string };

  beforeAll(async () => {
    cluster = await sharedCluster('1.36');
    project.write(release);
    const { exitCode } = await command(cluster, HELM, ['apply', project.folder]);
    expect(exitCode).toBe(0);
    const home = await freshNamespace(cluster, 'reader');
    // All that a merge request needs: get and list of what the charts bring, where they bring it, and no Secret.
    const role = (name: string, rules: readonly (readonly [string, string])[]) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
      rules: rules.map(([group, kind]) => ({ apiGroups: [group], resources: [kind], verbs: ['get', 'list'] })),
    });
    const kinds = [
      ['', 'configmaps'],
      ['', 'services'],
      ['', 'serviceaccounts'],
      ['apps', 'daemonsets'],
      ['networking.k8s.io', 'networkpolicies'],
    ] as const;
    await kubectl(cluster, ['create', '-f', '-'], JSON.stringify(role(reader, kinds)));
    await kubectl(cluster, ['create', '-f', '-'], JSON.stringify(role(wide, [['', 'namespaces']])));
    await kubectl(cluster, ['-n', home, 'create', 'serviceaccount', reader]);
    const subject = `--serviceaccount=${home}:${reader}`;
    await kubectl(cluster, ['create', 'clusterrolebinding', wide, `--clusterrole=${wide}`, subject]);
    const inProject = ['-n', project.namespace, 'create', 'rolebinding', reader];
    await kubectl(cluster, [...inProject, `--clusterrole=${reader}`, subject]);
    const token = (await kubectl(cluster, ['-n', home, 'create', 'token', reader])).trim();
    const file = join(project.folder, 'reader.kubeconfig');
    writeFileSync(file, kubeconfig({ server: cluster.server, ca: cluster.ca, token }), { mode: 0o600 });
    asReader = { kubeconfig: file };
  });
  afterAll(async () => {
    project.remove();
    await kubectl(cluster, ['delete', 'clusterrole,clusterrolebinding', reader, wide, '--ignore-not-found']);
    await kubectl(cluster, ['delete', 'namespace', project.namespace, '--wait=false', '--ignore-not-found']);
  });

  const revisions = async () =>
    JSON.parse((await against(cluster, HELM, ['history', release.name, '-n', project.namespace, '-o', 'json'])).stdout);

  it('is compared offline by a job that may only read', async () => {
    const same = await command(asReader, HELM, ['diff', '--offline', project.folder]);
    expect({ exitCode: same.exitCode, stderr: same.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(same.stdout).toContain('looked for only where this user may list: no right to list');
    project.write({ ...release, values: { loader: { pollSeconds: 77 } } });
    const { stdout, exitCode } = await command(asReader, HELM, ['diff', '--offline', project.folder]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('[name=APPARMOR_LOADER_POLL_SECONDS].value: "10" → "77"');
  });

  it('is covered as far as that job may see: objects tell, and it is said that they do', async () => {
    const { stdout, stderr, exitCode } = await command(asReader, HELM, ['coverage', '--json', project.folder]);
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ application: release.name, standing: 'installed', seen: 'objects' });
    expect(JSON.parse(stdout).chart).toMatch(/^apparmor-\d/);
    expect(stderr).toContain(
      `note: no right to list secrets in the namespace ${project.namespace}: applications are told by`,
    );
  });

  it('is not applied by that job, which is told which right is missing; the cluster stays as it was', async () => {
    const before = await revisions();
    const { stdout, stderr, exitCode } = await command(asReader, HELM, ['apply', project.folder]);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(`no right to list secrets in the namespace ${project.namespace} [PROJECT1006]`);
    expect(await revisions()).toEqual(before);
  });

  it('is not changed by that job with other programs either', async () => {
    const path = `/api/v1/namespaces/${project.namespace}/configmaps`;
    const { token } = JSON.parse(
      await kubectl(cluster, ['config', 'view', '--raw', '-o', 'json', `--kubeconfig=${asReader.kubeconfig}`]),
    ).users[0].user;
    const { status } = await api({ ...cluster, token }, 'POST', path, { metadata: { name: 'x' } });
    expect(status).toBe(403);
  });

  it('is compared as far as a job may read, which is told the rest', async () => {
    const role = JSON.parse(await kubectl(cluster, ['get', 'clusterrole', reader, '-o', 'json']));
    const rules = role.rules.filter(({ resources }: { resources: readonly string[] }) => resources[0] !== 'daemonsets');
    await kubectl(cluster, ['replace', '-f', '-'], JSON.stringify({ ...role, rules }));
    const { stdout, stderr, exitCode } = await command(asReader, HELM, ['diff', '--offline', project.folder]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`no right to get daemonsets.apps in the namespace ${project.namespace}`);
    expect(stdout).toContain(`${release.name}: not wholly compared`);
    expect(stdout).toContain('-loader was not compared: no right to read it');
    expect(stdout).not.toContain(`${release.name}: no difference`);
  });

  it('is refused for a context that is not there, and for a cluster that does not answer', async () => {
    const missing = await command(cluster, HELM, ['diff', '--kube-context=nowhere', project.folder]);
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toContain('error: the context "nowhere" is not in the kubeconfig [PROJECT1004]');
    const file = join(project.folder, 'dead.kubeconfig');
    writeFileSync(file, kubeconfig({ server: 'https://127.0.0.1:1', ca: cluster.ca, token: 'x' }));
    const dead = await command({ kubeconfig: file }, HELM, ['diff', project.folder]);
    expect(dead.exitCode).toBe(2);
    expect(dead.stderr).toContain('error: the cluster cannot be reached [PROJECT1005]');
    writeFileSync(file, kubeconfig({ server: cluster.server, ca: cluster.ca, token: 'wrong' }));
    const stranger = await command({ kubeconfig: file }, HELM, ['diff', project.folder]);
    expect(stranger.exitCode).toBe(2);
    expect(stranger.stderr).toContain('[PROJECT1007]');
  });

  it('is applied up to what the server refuses, and it is said exactly what was changed', async () => {
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap' };
    for (const [name, object] of [
      ['sound', { ...configMap, metadata: { name: 'sound' } }],
      ['refused', { ...configMap, metadata: { name: 'NOT_A_NAME' } }],
    ] as const) {
      project.file(`${name}/Chart.yaml`, { apiVersion: 'v2', name, version: '0.1.0' });
      project.file(`${name}/templates/object.yaml`, object);
    }
    const [sound, refused] = ['sound', 'refused'].map((name) => ({ name: `${name}-${id}`, chart: `../../${name}` }));
    if (sound === undefined || refused === undefined) throw new Error('both are there');
    project.write(sound, refused);
    const { stdout, stderr, exitCode } = await command(cluster, HELM, ['apply', project.folder]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${sound.name}: done after`);
    expect(stderr).not.toContain(`${refused.name}: done after`);
    expect(stdout).toContain(`${sound.name}: installed, revision 1`);
    expect(stdout).toMatch(new RegExp(`${refused.name}: (failed; revision none before|not changed)`));
    expect(stderr).toContain('NOT_A_NAME');
    expect(stderr).toContain('[PROJECT1016]');
    project.write(sound, { ...refused, installed: false });
    const repaired = await command(cluster, HELM, ['apply', project.folder]);
    expect({ stderr: complaints(repaired.stderr), exitCode: repaired.exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  it('is not begun where an installation was stopped half-way', async () => {
    project.file('stuck/Chart.yaml', { apiVersion: 'v2', name: 'stuck', version: '0.1.0' });
    project.file('stuck/templates/hook.yaml', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'never', annotations: { 'helm.sh/hook': 'pre-install' } },
      spec: { nodeSelector: { nowhere: 'x' }, containers: [{ name: 'main', image: 'example.com/main:1' }] },
    });
    const stuck = { name: `stuck-${id}`, chart: '../../stuck' };
    const child = spawn(
      tool(HELM) ?? '',
      ['install', stuck.name, join(project.folder, 'stuck'), '-n', project.namespace],
      { env: { ...process.env, KUBECONFIG: cluster.kubeconfig }, stdio: 'ignore' },
    );
    const hook = () =>
      kubectl(cluster, ['-n', project.namespace, 'get', 'pod/never', '-o', 'name', '--ignore-not-found']);
    await expect.poll(hook, { timeout: 30_000 }).toBe('pod/never\n');
    child.kill('SIGKILL');
    project.write({ ...release, values: { loader: { pollSeconds: 88 } } }, stuck);
    const before = await revisions();
    const { stdout, stderr, exitCode } = await command(cluster, HELM, ['apply', project.folder]);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(`nothing was changed, as ${project.namespace}/${stuck.name} is pending-install since`);
    expect(stderr).toContain(`helm uninstall ${stuck.name} --namespace ${project.namespace}`);
    expect(await revisions()).toEqual(before);
    const { stdout: covered } = await command(cluster, HELM, ['coverage', project.folder]);
    expect(covered).toContain('broken: revision 1 is pending-install');
  });
});
