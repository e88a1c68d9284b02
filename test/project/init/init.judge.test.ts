import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { call } from '../../cli/fake-io';
import { folderWith } from '../../cli/folder';
import { textsBelow } from '../../package/files';
import { requireTool } from '../../tools/find';

const ROOT = join(__dirname, '../../..');
const MODULES = join(ROOT, 'node_modules');
const run = promisify(execFile);

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, ports: [{containerPort: 8080}]}]}
`;

/** What npm would bring: links to our own packages, and the sources of this one in its name. */
function installInto(folder: string): void {
  const own = join(folder, 'node_modules/cdk8s-container-security');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), '{"name":"cdk8s-container-security","main":"index.ts"}');
  writeFileSync(join(own, 'index.ts'), `export * from '${ROOT}/lib';\n`);
  for (const name of ['cdk8s', 'cdk8s-plus-27', 'constructs', '@types']) {
    symlinkSync(join(MODULES, name), join(folder, 'node_modules', name));
  }
}

async function scaffold(args: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = folderWith(files);
  const { stderr, exitCode } = await call(['init', ...args], { cwd, env: {} });
  expect([stderr, exitCode]).toEqual(['', 0]);
  return cwd;
}

const lint = (cwd: string, helm: string) => call(['lint', '--strict'], { cwd, env: { HELM_BIN: helm } });

describe('a chart of init', () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['no workloads', []],
    ['existing workloads', ['--from', 'web.yaml']],
  ];
  for (const [title, options] of rows) {
    it(`for ${title} tests itself, and is taken by helm and lint`, { timeout: 180_000 }, async (context) => {
      const cwd = await scaffold(['chart', '--name', 'shop-security', ...options], { 'web.yaml': WEB });
      installInto(cwd);
      const bin = (name: string, ...args: readonly string[]) => run(join(MODULES, '.bin', name), args, { cwd });
      const { scripts } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
      expect(scripts).toMatchObject({ test: 'tsx --test chart.test.ts', synth: 'tsx main.ts' });
      expect((await bin('tsx', '--test', 'chart.test.ts')).stdout).toMatch(/pass 1\n/);
      await bin('tsx', 'main.ts');
      // Once is enough: it reads all sources of this package, which need newer built-ins than what is shipped of it.
      if (options.length > 0) await bin('tsc', '--lib', 'es2023');
      for (const name of ['helm3', 'helm4']) {
        const helm = requireTool(context, name);
        await run(helm, ['lint', '--strict', join(cwd, 'dist/shop-security')]);
        const { stdout } = await run(helm, ['template', 'mine', join(cwd, 'dist/shop-security')]);
        expect(stdout).toContain('flags=(attach_disconnected, complain)');
        expect(stdout).not.toContain('kind: NetworkPolicy\n  name: web');
        expect((await lint(cwd, helm)).stdout).toContain('accepted\nThis is a project of the kind: chart');
      }
    });
  }
});

describe('lint', () => {
  const CLUSTERS = ['cluster-management', '--project', 'acme/clusters', '--project-id', '42'];
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['a cluster management project', CLUSTERS],
    [
      'one of several clusters with everything',
      [...CLUSTERS, '--cluster', 'a', '--cluster', 'b=ctx', '--with', 'falco,falcosidekick,alertmanager,cilium'],
    ],
    ['an application', ['application', '--name', 'shop', '--from', 'web.yaml']],
    ['an application with a program', ['application', '--name', 'shop', '--program']],
  ];
  for (const [title, args] of rows) {
    it(`has nothing against ${title} of init`, async (context) => {
      const cwd = await scaffold(args, { 'web.yaml': WEB });
      const { stdout, stderr, exitCode } = await lint(cwd, requireTool(context, 'helm4'));
      expect(stdout).toMatch(/^Checked \d+ files: \d+ accepted\n/);
      expect([stderr, exitCode]).toEqual(['', 0]);
    });
  }

  it('has nothing against a project with a program, which writes the same project again', async (context) => {
    const cwd = await scaffold([...CLUSTERS, '--program', '--with', 'falco,alertmanager,cilium']);
    const before = textsBelow(cwd);
    installInto(cwd);
    await run(join(MODULES, '.bin/tsx'), ['main.ts', 'again'], { cwd });
    const again = textsBelow(join(cwd, 'again'));
    expect(Object.keys(again).length).toBeGreaterThan(20);
    expect(Object.entries(again).filter(([path, text]) => before[path] !== text)).toEqual([]);
    expect((await lint(cwd, requireTool(context, 'helm4'))).exitCode).toBe(0);
  });

  it('finds what was broken in a project of init, at its place', async (context) => {
    const helm = requireTool(context, 'helm4');
    const cwd = await scaffold([...CLUSTERS, '--with', 'falco']);
    const edit = (file: string, change: (text: string) => string): void =>
      writeFileSync(join(cwd, file), change(readFileSync(join(cwd, file), 'utf8')));
    edit(
      'applications/apparmor/values.yaml',
      () => '# mine\nprofiles:\n  web: |\n    abi <abi/3.0>,\n    profile web {\n',
    );
    edit('applications/falco/helmfile.yaml', (text) => text.replace('version: ', 'version: ~'));
    edit('applications/falco/values.yaml', (text) => `${text}\ndirver: {}\npassword: hunter2\n`);
    const line = (file: string, word: string): number =>
      readFileSync(join(cwd, file), 'utf8')
        .split('\n')
        .findIndex((each) => each.includes(word)) + 1;
    const { stdout, exitCode } = await lint(cwd, helm);
    expect(stdout).toContain('applications/apparmor/values.yaml:5:17');
    expect(stdout).toContain(
      `applications/falco/helmfile.yaml:${line('applications/falco/helmfile.yaml', 'version: ~')}:`,
    );
    expect(stdout).toContain(`applications/falco/values.yaml:${line('applications/falco/values.yaml', 'dirver')}:1`);
    expect(stdout).toContain(`applications/falco/values.yaml:${line('applications/falco/values.yaml', 'password')}:11`);
    expect(stdout).not.toContain('hunter2');
    expect(exitCode).toBe(1);
  });
});
