import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
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

  it('lets a README.md stay that GitLab has put there, and says so', async () => {
    const cwd = folderWith({ 'README.md': 'mine' });
    const { stdout, stderr, exitCode } = await init(CLUSTERS, cwd);
    expect([stderr, exitCode]).toEqual(['', 0]);
    expect(readFileSync(join(cwd, 'README.md'), 'utf8')).toBe('mine');
    expect(stdout).toContain('  README.md was there already, and stays as it is.\n');
    expect(stdout).not.toMatch(/^ {2}README\.md$/m);
  });

  it('names ten of many files that are in the way, and says once what to do', async () => {
    const cwd = folderWith({});
    await init(CLUSTERS, cwd);
    const { stderr } = await init(CLUSTERS, cwd);
    expect(stderr.match(/: error: the file is there already/g)).toHaveLength(10);
    expect(stderr.match(/hint: \d+ more are there; give another folder, or move the files away/g)).toHaveLength(1);
  });

  it('takes a link to nowhere, and a file where a folder must be, for what they are, and leaves no empty folder', async () => {
    const linked = folderWith({});
    symlinkSync('/nonexistent/package.json', join(linked, 'package.json'));
    const blocked = folderWith({ profiles: 'mine' });
    const file = folderWith({ shop: 'mine' });
    expect((await init(['chart'], linked)).stderr).toContain('package.json: error: the file is there already');
    expect((await init(['chart'], blocked)).stderr).toContain('profiles: error: the file is there already');
    expect((await init(['chart', 'shop'], file)).stderr).toContain('shop: error: the file is there already');
    expect([linked, blocked, file].map((each) => readdirSync(each))).toEqual([
      ['package.json'],
      ['profiles'],
      ['shop'],
    ]);
  });

  it('says in a sentence why the system takes no files, and leaves nothing half-written', async () => {
    const cwd = folderWith({});
    symlinkSync('/nonexistent/folder', join(cwd, 'gone'));
    const { stderr, exitCode } = await init(['chart', 'new/gone'], cwd);
    expect([stderr, exitCode]).toEqual(['', 0]);
    const refused = await init(['chart', `gone/${'x'.repeat(300)}`], cwd);
    expect(refused.stderr).toMatch(
      /^error: the files cannot be written below "gone\/x+": [a-z ]+ \[PROJECT1124\]\n {2}hint: /,
    );
    expect(readdirSync(cwd)).toEqual(['gone', 'new']);
  });

  it('goes into the folder before the commands that it names', async () => {
    const cwd = folderWith({});
    expect((await init(['chart', 'my shop'], cwd)).stdout).toContain("Next:\n  $ cd 'my shop'\n  $ npm install\n");
    expect((await init(['chart'], cwd)).stdout).toContain('Next:\n  $ npm install\n');
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

  it('offers no network policy for pods without labels: its selector would be that of all pods', async () => {
    const cwd = folderWith({ 'pod.yaml': 'kind: Pod\nmetadata: {name: bare}\nspec: {containers: [{name: a}]}\n' });
    await init(['chart', 'out', '--from', 'pod.yaml'], cwd);
    const program = readFileSync(join(cwd, 'out/chart.ts'), 'utf8');
    expect(program).toContain('// Pod bare: a\n  // Its pods have no labels');
    expect(program).not.toContain('NetworkPolicy');
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
    [
      'cluster-management out --project a/b --project-id 1 --with apparmor',
      '"apparmor" is in every project: leave it out of --with',
    ],
    ['cluster-management out --project a --project-id 1', 'error: --project must be the path of a project'],
    ['cluster-management out --project a/b --project-id 1 --agent A', 'error: --agent must be a DNS label'],
    ['cluster-management out --project a/b --project-id 1 --cluster Prod_1', 'error: --cluster must be lower-case'],
    ['chart out --from gone.yaml', 'cannot be read: no such file or directory [PROJECT1122]'],
  ])('%s', async (line, message) => {
    expect(await refused(line.split(' '), { PATH: '/nowhere' })).toContain(message);
  });

  it('a wrong cluster once, though its agent is called the same', async () => {
    const stderr = await refused([...CLUSTERS, '--cluster', 'Prod_1']);
    expect(stderr).toMatch(/^error: --cluster must be .*, not the string "Prod_1" \[GITLAB2001\]\n1 error\n$/);
  });

  it('a number that a job has set to nothing', async () => {
    const env = { CI_PROJECT_PATH: 'acme/clusters', CI_PROJECT_ID: '' };
    expect(await refused(['cluster-management', 'out'], env)).toContain('give the number of the project');
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

  it('ends values files so that keys can be written below', async () => {
    const cwd = folderWith({});
    await init(CLUSTERS, cwd);
    const text = readFileSync(join(cwd, 'applications/apparmor/values.yaml'), 'utf8');
    expect(load(`${text}profiles:\n  web: profile web {}\n`)).toEqual({ profiles: { web: 'profile web {}' } });
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
