import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../cli/fake-io';
import { folderWith } from '../../cli/folder';
import { textsBelow } from '../../package/files';
import { fakePrograms } from '../doctor/fake-kubectl';

const CLUSTERS = ['cluster-management', '--project', 'acme/clusters', '--project-id', '42'] as const;
const KINDS = [
  { title: 'application', kind: ['application'] },
  { title: 'application with a program', kind: ['application', '--program'] },
  { title: 'chart', kind: ['chart'] },
  { title: 'cluster-management', kind: CLUSTERS },
  { title: 'cluster-management with a program', kind: [...CLUSTERS, '--program'] },
] as const;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: Web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, tier: front}}
    spec:
      containers:
        - {name: nginx, image: nginx, ports: [{containerPort: 8080}, {containerPort: 53, protocol: UDP}]}
        - {name: log, image: log}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {ports: [{port: 80}]}
`;

const init = (args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) =>
  call(['init', ...args], { cwd, env });

// The whole library is behind it: the first load takes longer than a test may.
beforeAll(() => import('../../../lib/cli/init-run.js'), 60_000);

describe('init', () => {
  it.each(KINDS)('$title lists what it wrote, and says what to do next', async ({ kind }) => {
    const cwd = folderWith({});
    const { stdout, stderr, exitCode } = await init([...kind, 'shop'], cwd);
    expect([stderr, exitCode]).toEqual(['', 0]);
    const written = Object.keys(textsBelow(join(cwd, 'shop')));
    const listed = stdout
      .split('\n\nNext:\n')[0]
      ?.split('\n')
      .slice(1)
      .map((line) => line.trim());
    expect(listed?.sort()).toEqual(written.sort());
    expect(stdout).toMatch(/\nNext:\n {2}\S/);
  });

  it('prints the same as one JSON object', async () => {
    const cwd = folderWith({});
    const { stdout } = await init(['chart', 'shop', '--json'], cwd);
    const { folder, files, next } = JSON.parse(stdout);
    expect(folder).toBe('shop');
    expect([...files].sort()).toEqual(Object.keys(textsBelow(join(cwd, 'shop'))).sort());
    expect(next.length).toBeGreaterThan(0);
  });

  it.each(KINDS)('$title overwrites nothing: all files in the way are named, and none is written', async ({ kind }) => {
    const fresh = folderWith({});
    await init([...kind, 'shop'], fresh);
    const [first = '', second = ''] = Object.keys(textsBelow(fresh)).sort();
    const before = { [first]: 'mine', [second]: 'mine' };
    const cwd = folderWith(before);
    const { stdout, stderr, exitCode } = await init([...kind, 'shop'], cwd);
    expect(stderr).toContain(`${first}: error: the file is there already`);
    expect(stderr).toContain(`${second}: error: the file is there already`);
    expect([stdout, exitCode]).toEqual(['', 2]);
    expect(textsBelow(cwd)).toEqual(before);
  });

  it('writes the same twice', async () => {
    for (const { kind } of KINDS) {
      const [one, two] = [folderWith({}), folderWith({})];
      for (const cwd of [one, two]) await init([...kind, 'shop'], cwd);
      expect(textsBelow(one)).toEqual(textsBelow(two));
    }
  });
});

describe('init with existing workloads', () => {
  it('finds them in manifests by structure, of kinds of operators too', async () => {
    const rollout = { apiVersion: 'argoproj.io/v1', kind: 'Rollout', metadata: { name: 'api' } };
    const spec = { template: { metadata: { labels: { app: 'api' } }, spec: { containers: [{ name: 'api' }] } } };
    const owned = {
      kind: 'Pod',
      metadata: { name: 'x', ownerReferences: [{}] },
      spec: { containers: [{ name: 'y' }] },
    };
    const list = { kind: 'List', items: [{ ...rollout, spec }, owned] };
    const cwd = folderWith({ 'in/web.yaml': DEPLOYMENT, 'in/more/list.json': JSON.stringify(list), 'in/a.md': '{' });
    expect((await init(['chart', 'out', '--from', 'in'], cwd)).stderr).toBe('');
    const program = readFileSync(join(cwd, 'out/chart.ts'), 'utf8');
    expect(program).toContain('// Deployment Web: nginx (8080/TCP, 53/UDP), log');
    expect(program).toContain('{ pods: {"app":"web"} }');
    expect(program).toContain('network.Port.tcp(8080), network.Port.udp(53)');
    expect(program).toContain('// Rollout api: api');
    expect(program).toContain("profiles: [profile('api'), profile('web')]");
    expect(
      program.split('\n').filter((line) => line.includes('new network.') && !line.trim().startsWith('//')),
    ).toEqual([]);
    expect(readFileSync(join(cwd, 'out/profiles/web.aa'), 'utf8')).toContain(
      'profile out-web flags=(attach_disconnected, complain)',
    );
  });

  it('takes the port of the application from them, and enforces nothing', async () => {
    const cwd = folderWith({ 'web.yaml': DEPLOYMENT });
    await init(['application', 'out', '--from', 'web.yaml'], cwd);
    const values = readFileSync(join(cwd, 'out/.gitlab/auto-deploy-values.yaml'), 'utf8');
    expect(values).toContain('internalPort: 8080');
    expect(values).toContain('#   Deployment Web: nginx (8080/TCP, 53/UDP), log');
    expect(values).not.toMatch(/^(networkPolicy|containerSecurityContext|securityContext)/m);
  });

  it('asks a live cluster once, with get, and for no Secret', async () => {
    const web = {
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { template: { spec: { containers: [{ name: 'w' }] } } },
    };
    const PATH = fakePrograms({ kubectl: [{ to: 'get', stdout: JSON.stringify({ kind: 'List', items: [web] }) }] });
    const args = ['chart', 'out', '--from-cluster', '--namespace', 'shop', '--kube-context', 'prod'];
    const { stderr } = await init(args, folderWith({}), { PATH });
    expect(stderr).toBe('');
    expect(readFileSync(join(PATH, 'calls'), 'utf8')).toMatch(
      /^kubectl get [a-z,]+ --output=json --request-timeout=30s --namespace=shop --context=prod\n$/,
    );
    expect(readFileSync(join(PATH, 'calls'), 'utf8')).not.toContain('secret');
  });

  it('keeps hostile names inside of comments and texts', async () => {
    const name = "x\u2028process.exit(1)\n*/ '`${1}";
    const pod = { kind: 'Pod', metadata: { name }, spec: { containers: [{ name, ports: [{ containerPort: 1 }] }] } };
    const cwd = folderWith({ 'pod.yaml': JSON.stringify(pod) });
    await init(['chart', 'out', '--from', 'pod.yaml'], cwd);
    const program = readFileSync(join(cwd, 'out/chart.ts'), 'utf8');
    for (const line of program.split(/[\n\r\u2028\u2029]/).filter((each) => each.includes('process.exit'))) {
      expect(line).toMatch(/^ {2}\/\/ /);
    }
    expect(program).toContain("profile('x-process-exit-1-1')");
  });
});

describe('init refuses', () => {
  const refused = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const cwd = folderWith({ 'chart.yaml': '{{ if true }}\na: [\n', 'service.yaml': 'kind: Service\n' });
    const before = textsBelow(cwd);
    const { stdout, stderr, exitCode } = await init(args, cwd, env);
    expect([stdout, exitCode]).toEqual(['', 2]);
    expect(textsBelow(cwd)).toEqual(before);
    return stderr;
  };

  it.each([
    ['chart out --name Shop', '"Shop" cannot be the name of a chart'],
    ['chart out --from gone.yaml', '"gone.yaml" cannot be read'],
    ['chart out --from chart.yaml', '"chart.yaml" cannot be read: line'],
    ['chart out --from service.yaml', 'no workload stands in "service.yaml"'],
    ['chart out --from a --from-cluster', 'give --from or --from-cluster, not both'],
    ['chart out --namespace a', '--namespace and --kube-context go with --from-cluster'],
    ['chart out --from-cluster', 'the cluster cannot be read: kubectl is not found'],
    ['cluster-management out', 'give the path of the project on GitLab'],
    ['cluster-management out --project a/b', 'give the number of the project'],
    ['cluster-management out --project a/b --project-id x', 'It is a whole number'],
    [
      'cluster-management out --project a/b --project-id 1 --with falc',
      '"falc" is no application for --with: did you mean "falco"?',
    ],
    ['cluster-management out --project a/b --project-id 1 --cluster Prod_1', 'Prod_1'],
  ])('%s', async (line, message) => {
    expect(await refused(line.split(' '), { PATH: '/nowhere' })).toContain(message);
  });

  it('a cluster that says no, with its words', async () => {
    const PATH = fakePrograms({ kubectl: [{ to: 'get', stderr: 'Error from server (Forbidden): no', code: 1 }] });
    expect(await refused(['chart', 'out', '--from-cluster'], { PATH })).toContain('Error from server (Forbidden): no');
  });
});

describe('init cluster-management', () => {
  it('hands the files over: none but the charts says that a program writes it', async () => {
    const cwd = folderWith({});
    await init([...CLUSTERS, '--with', 'falco'], cwd);
    const own = Object.entries(textsBelow(cwd)).filter(([path]) => !/^(charts|ci-templates)\//.test(path));
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter(([, text]) => /changes are lost|program/i.test(text)).map(([path]) => path)).toEqual([]);
    expect(own.filter(([, text]) => text.startsWith('\n'))).toEqual([]);
  });

  it('takes path and number from the pipeline that it runs in', async () => {
    const cwd = folderWith({});
    const { stderr } = await init(['cluster-management'], cwd, {
      CI_PROJECT_PATH: 'acme/clusters',
      CI_PROJECT_ID: '42',
    });
    expect(stderr).toBe('');
    expect(readFileSync(join(cwd, 'rbac/ci-access.yaml'), 'utf8')).toContain('gitlab:project:42');
  });

  it('has an environment for each cluster, and the applications that were asked for', async () => {
    const cwd = folderWith({});
    const more = [
      '--cluster',
      'staging',
      '--cluster',
      'production=ctx',
      '--with',
      'falco,cilium',
      '--with',
      'alertmanager',
    ];
    const { stderr } = await init([...CLUSTERS, ...more], cwd);
    expect(stderr).toBe('');
    const files = textsBelow(cwd);
    expect(files['helmfile.yaml']).toContain('kubeContext: acme/clusters:staging');
    expect(files['helmfile.yaml']).toContain('kubeContext: ctx');
    const applications = Object.keys(files).flatMap((path) => /^applications\/([^/]+)\/helmfile/.exec(path)?.[1] ?? []);
    expect(applications.sort()).toEqual([
      'alertmanager',
      'apparmor',
      'cilium',
      'falco',
      'network-policies',
      'pod-security',
    ]);
  });
});
