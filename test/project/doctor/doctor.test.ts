import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, type Recorder } from '../../cli/fake-io';
import { folderWith } from '../../cli/folder';
import { SOUND } from '../lint/sample';
import { type Answer, cluster, fakePrograms } from './fake-kubectl';

const UBUNTU = { name: 'a', osImage: 'Ubuntu 24.04.2 LTS', kernelVersion: '6.8.0-60-generic' };
const AMAZON = { name: 'b', osImage: 'Amazon Linux 2', kernelVersion: '5.4.0' };

const TOOLS = {
  helm: [{ to: 'version', stdout: 'v4.3.1' }],
  helmfile: [{ to: 'ersion', stdout: 'helmfile version 1.8.0' }],
};

interface Row {
  readonly area: string;
  readonly name: string;
  readonly status: string;
  readonly says: string;
  readonly advice: string | null;
}

interface Run extends Recorder {
  readonly rows: readonly Row[];
  readonly calls: readonly string[];
}

async function doctor(kubectl: readonly Answer[], files = SOUND, ...options: readonly string[]): Promise<Run> {
  const PATH = fakePrograms({ ...TOOLS, kubectl });
  const result = await call(['doctor', '--json', ...options], { cwd: folderWith(files), env: { PATH } });
  expect(result.stderr).toBe('');
  const rows = result.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  return { ...result, rows, calls: readFileSync(join(PATH, 'calls'), 'utf8').trimEnd().split('\n') };
}

const about = ({ rows }: Run, name: string) => rows.filter((row) => row.name === name);

// The first load may take longer than a test.
beforeAll(() => import('../../../lib/cli/doctor-run.js'), 60_000);

describe('doctor', () => {
  it('says what machine, project, cluster, nodes and rights are like, and ends with 0 when nothing is missing', async () => {
    const run = await doctor(cluster([UBUNTU]));
    expect(run.exitCode).toBe(0);
    expect(new Set(run.rows.map(({ area }) => area))).toEqual(
      new Set(['machine', 'project', 'cluster', 'nodes', 'rights']),
    );
    expect(about(run, 'helmfile')).toMatchObject([{ status: 'ok', says: '1.8.0' }]);
    expect(about(run, 'server')).toMatchObject([{ status: 'ok', says: 'answers, Kubernetes v1.33.2+k3s1' }]);
    expect(about(run, 'Cilium')).toMatchObject([{ status: 'ok' }]);
    expect(about(run, 'Prometheus operator')).toMatchObject([{ status: 'warn' }]);
    expect(about(run, 'network policies')).toMatchObject([{ status: 'ok', says: 'are enforced by Cilium' }]);
    expect(about(run, 'namespace gitlab-managed-apps')).toMatchObject([{ status: 'ok' }]);
    expect(about(run, 'AppArmor')).toMatchObject([{ status: 'ok', says: '1 node (a): their system starts with it' }]);
    expect(about(run, 'get pods')).toMatchObject([{ status: 'ok' }]);
    expect(about(run, 'create namespaces')).toMatchObject([{ status: 'warn', says: 'not allowed' }]);
    expect(about(run, 'everything')).toMatchObject([{ status: 'warn', says: 'allowed, in the whole cluster' }]);
    expect(about(run, 'releases')).toMatchObject([{ status: 'ok', says: 'apparmor, falco' }]);
  });

  it('changes nothing: it asks with verbs that only read, and for no Secret', async () => {
    const { calls } = await doctor(cluster([UBUNTU]));
    const verbs = calls
      .filter((line) => line.startsWith('kubectl'))
      .map((line) => line.split(' ').filter((word) => !word.startsWith('-'))[1]);
    expect([...new Set(verbs)].sort()).toEqual(['api-resources', 'auth', 'get', 'version']);
    expect(calls.filter((line) => / get .*secret/.test(line))).toEqual([]);
  });

  it('asks the cluster of the context that is given, and gives up in time', async () => {
    const { calls } = await doctor(cluster([UBUNTU]), SOUND, '--kube-context', 'prod');
    const asked = calls.filter((line) => line.startsWith('kubectl') && !line.includes('--client'));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((line) => !line.includes('--context=prod') || !line.includes('--request-timeout='))).toEqual(
      [],
    );
  });

  it('tells nodes apart by what is known of their AppArmor and kernel', async () => {
    const nodes = [
      UBUNTU,
      AMAZON,
      { ...AMAZON, name: 'c', ready: 'kubelet is posting ready status. AppArmor enabled' },
    ];
    const run = await doctor(cluster([...nodes, { name: 'd', osImage: 'Homemade', kernelVersion: '6.1' }]));
    expect(about(run, 'nodes').map(({ says }) => says)).toContain(
      '2 nodes: Amazon Linux 2, kernel 5.4.0, kubelet v1.33.2',
    );
    expect(about(run, 'AppArmor').map(({ status, says }) => `${status} ${says.split(':')[0]}`)).toEqual([
      'ok 1 node (a)',
      'warn 1 node (b)',
      'ok 1 node (c)',
      'warn 1 node (d)',
    ]);
    expect(about(run, 'Falco')).toMatchObject([{ status: 'warn', says: expect.stringContaining('2 nodes (b, c)') }]);
  });

  it('says in one line that no cluster answers, asks no further, and ends with 1', async () => {
    const [client] = cluster([]);
    const refused = { to: 'version', stderr: 'The connection to the server localhost:8080 was refused', code: 1 };
    const run = await doctor([client, refused].filter((row) => row !== undefined));
    expect(run.rows.filter(({ area }) => area === 'cluster')).toMatchObject([
      { status: 'missing', says: 'no cluster answers: The connection to the server localhost:8080 was refused' },
    ]);
    expect(run.rows.some(({ area }) => area === 'nodes' || area === 'rights')).toBe(false);
    expect(run.exitCode).toBe(1);
  });

  it('goes on where one question has no answer, and says why', async () => {
    const forbidden = (to: string): Answer => ({
      to,
      stderr: `Error from server (Forbidden): ${to} is forbidden`,
      code: 1,
    });
    const run = await doctor([
      forbidden('get nodes'),
      forbidden('get namespaces'),
      { to: 'get daemonsets', stdout: 'no JSON' },
      { to: 'api-resources', stdout: '', stderr: 'error: the server is shy', code: 1 },
      { to: 'auth can-i list', stderr: 'who are you', code: 1 },
      ...cluster([]),
    ]);
    const says = run.rows.map(({ status, name, says: words }) => `${status} ${name}: ${words}`);
    expect(says).toContain('warn nodes: cannot be listed: get nodes is forbidden');
    expect(says).toContain('warn namespaces: cannot be listed: get namespaces is forbidden');
    expect(says).toContain('warn APIs: cannot be listed: the server is shy');
    expect(says).toContain('warn list namespaces: could not be asked: who are you');
    expect(says).toContainEqual(expect.stringContaining('warn cluster: could not be looked at'));
    expect(run.exitCode).toBe(0);
  });

  it('calls a namespace missing what it needs when it enforces too much', async () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    const items = [{ metadata: { name: 'gitlab-managed-apps', labels } }];
    const run = await doctor([{ to: 'get namespaces', stdout: JSON.stringify({ items }) }, ...cluster([UBUNTU])]);
    expect(about(run, 'namespace gitlab-managed-apps')).toMatchObject([
      { status: 'missing', advice: expect.stringContaining('kubectl label namespace gitlab-managed-apps') },
    ]);
    expect(run.exitCode).toBe(1);
  });

  it('looks at the namespaces of the releases, and asks each for what goes there', async () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', 'app.gitlab.com/managed_by': 'gitlab' };
    const items = ['agents', 'policies'].map((name) => ({ metadata: { name, labels } }));
    const releases = [
      '{name: falco, namespace: agents, chart: falcosecurity/falco, version: 9.1.0}',
      '{name: web, namespace: policies, chart: a/web, version: 1.0.0}',
    ];
    const answers = [{ to: 'get namespaces', stdout: JSON.stringify({ items }) }, ...cluster([UBUNTU])];
    const run = await doctor(answers, { 'helmfile.yaml': `releases: [${releases.join(', ')}]\n` });
    expect(about(run, 'namespace agents')).toMatchObject([{ status: 'missing' }]);
    expect(about(run, 'namespace policies')).toMatchObject([{ status: 'ok' }]);
    expect(about(run, 'create secrets')).toMatchObject([{ says: 'not allowed in agents, policies' }]);
  });

  it('says what an old cluster lacks', async () => {
    const version = { to: 'version --output=json', stdout: '{"serverVersion":{"gitVersion":"v1.22.0"}}' };
    const [client, ...others] = cluster([UBUNTU]);
    const run = await doctor([client, version, ...others].filter((row) => row !== undefined));
    for (const name of ['version', 'appArmorProfile', 'Pod Security admission']) {
      expect(about(run, name)).toMatchObject([{ status: 'warn' }]);
    }
  });

  it('names contexts of environments that the kubeconfig lacks', async () => {
    const environments = 'environments:\n  prod:\n    kubeContext: group/project:agent\n';
    const files = { ...SOUND, 'helmfile.yaml': `${environments}---\nhelmfiles: [applications/*/helmfile.yaml]\n` };
    expect(about(await doctor(cluster([UBUNTU]), files), 'contexts')).toMatchObject([{ status: 'ok' }]);
    const more = {
      ...files,
      'helmfile.yaml': files['helmfile.yaml'].replace('---', '  test: {kubeContext: gone}\n---'),
    };
    expect(about(await doctor(cluster([UBUNTU]), more), 'contexts')).toMatchObject([
      { status: 'warn', says: 'the kubeconfig has no context for test (gone)' },
    ]);
  });

  it('names programs that are not there or too old, and still looks at the project', async () => {
    const PATH = fakePrograms({ helm: [{ to: 'version', stdout: 'v3.2.0' }] });
    const { stdout, exitCode } = await call(['doctor'], { cwd: folderWith(SOUND), env: { PATH } });
    expect(stdout).toContain('missing helm: 3.2.0 is too old');
    expect(stdout).toContain('missing kubectl: is not found: no cluster can be reached');
    expect(stdout).toContain('-> install kubectl');
    expect(stdout).toContain('cluster management, as helmfile.yaml says');
    expect(stdout).toMatch(/\d+ ok, \d+ to look at, 3 missing\. Nothing was changed\.\n$/);
    expect(exitCode).toBe(1);
  });

  it('tells a folder that is no project what to do', async () => {
    const run = await doctor(cluster([UBUNTU]), { 'README.md': '' });
    expect(about(run, 'project')).toMatchObject([{ status: 'warn', advice: 'container-security init --help' }]);
  });
});
