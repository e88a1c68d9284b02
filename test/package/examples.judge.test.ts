import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { inCi, requireTool, schemaLocation } from '../tools/find';
import { textsBelow } from './files';
import { install, NEWEST, OLDEST, remove } from './installation';
import { python, withoutPython } from './python';

const ROOT = join(__dirname, '../..');
const EXAMPLES = join(ROOT, 'examples');
const MINUTE = 60_000;

const run = promisify(execFile);

/** Runs a program that `npm install` has linked, in the folder of an example. */
const linked = (folder: string, name: string, ...args: readonly string[]): Promise<{ readonly stdout: string }> =>
  run(join(folder, '../node_modules/.bin', name), args, { cwd: folder });

/** Helm 3 and 4 lint the chart and render it, kubeconform takes every object. @returns what helm 4 rendered. */
async function judge(context: TestContext, chart: string, ...settings: readonly string[]): Promise<string> {
  let rendered = '';
  for (const name of ['helm3', 'helm4']) {
    const helm = requireTool(context, name);
    await run(helm, ['lint', '--strict', chart, ...settings]);
    rendered = (await run(helm, ['template', 'judged', chart, ...settings])).stdout;
    await conform(context, rendered);
  }
  return rendered;
}

async function conform(context: TestContext, rendered: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'conform-'));
  try {
    const file = join(folder, 'rendered.yaml');
    writeFileSync(file, rendered);
    const kubeconform = requireTool(context, 'kubeconform');
    requireTool(context, 'schemas-1.36');
    await run(kubeconform, ['-strict', '-schema-location', schemaLocation('1.36'), file]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Types of the installed package, as a strict user compiles against them. */
const compile = (folder: string): Promise<unknown> => {
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'node20', '--types', 'node'];
  const types = ['--typeRoots', join(ROOT, 'node_modules/@types')];
  return run(join(ROOT, 'node_modules/.bin/tsc'), [...options, ...types, '--skipLibCheck', 'main.ts'], { cwd: folder });
};

describe('the examples', { timeout: 3 * MINUTE }, () => {
  let installed: string | undefined;
  let newest: string | undefined;
  const folderOf = (example: string): string => join(installed ?? '', example);

  beforeAll(async () => {
    installed = await install(['typescript', 'nginx-chart'], OLDEST);
  }, 3 * MINUTE);
  afterAll(() => [installed, newest].forEach(remove));

  test('are all run here', () => {
    expect(readdirSync(EXAMPLES).sort()).toEqual(['nginx-chart', 'policies', 'python', 'typescript']);
  });

  test('typescript writes a chart that helm takes', async (context) => {
    const folder = folderOf('typescript');
    await linked(folder, 'tsx', 'main.ts', 'out');
    const settings = ['--set', 'debug=true', '--set', 'tenants.alice.pods=3', '--set', 'extraArgs={a,b}'];
    const rendered = await judge(context, join(folder, 'out/shop'), ...settings);
    expect(rendered).toContain('judged-shop-quota-alice');
    const objects = loadAll(rendered) as readonly { readonly kind: string; readonly data?: unknown }[];
    expect(objects.find(({ kind }) => kind === 'ConfigMap')?.data).toEqual({
      'braces.txt': 'No template: {{ .Values.debug }}',
      replicas: '2',
    });
    await judge(context, join(folder, 'out/shop'));
  });

  test('python writes the same chart as typescript, byte for byte', async (context) => {
    const reason = await withoutPython();
    if (reason !== undefined && !inCi()) context.skip(reason);
    const folder = folderOf('typescript');
    await linked(folder, 'tsx', 'main.ts', 'typescript');
    await python(join(EXAMPLES, 'python/main.py'), join(folder, 'python'));
    const written = textsBelow(join(folder, 'python'));
    expect(written).toEqual(textsBelow(join(folder, 'typescript')));
    expect(Object.keys(written)).toContain('shop/templates/web-deployment.yaml');
  });

  test.each(['typescript', 'nginx-chart'])('%s compiles against the installed types', async (example) => {
    await compile(folderOf(example));
  });

  test('typescript works with the newest cdk8s, constructs and cdk8s-plus', async (context) => {
    newest = await install(['typescript'], NEWEST, (text) => text.replaceAll('cdk8s-plus-27', 'cdk8s-plus-33'));
    const folder = join(newest, 'typescript');
    expect(readFileSync(join(folder, 'main.ts'), 'utf8')).toContain("from 'cdk8s-plus-33'");
    await linked(folder, 'tsx', 'main.ts', 'out');
    const rendered = await judge(context, join(folder, 'out/shop'), '--set', 'replicas=7', '--set', 'port=8443');
    expect(rendered).toContain('replicas: 7\n');
    expect(rendered).toContain('containerPort: 8443\n');
    expect(rendered).toContain('hostNetwork: false\n');
    expect(rendered).toContain('judged-shop-web');
    await compile(folder);
  });

  test('nginx-chart holds a profile that the command line takes', async () => {
    const folder = folderOf('nginx-chart');
    const { stdout } = await linked(folder, 'container-security', 'check', 'apparmor', 'profiles');
    expect(stdout).toMatch(/^Checked 1 file: accepted\n/);
    const [first] = (await linked(folder, 'container-security', '--help')).stdout.split('\n');
    expect(first).toBe('Usage: container-security [options] [command]');
  });

  test('the command line refuses a wrong profile with file and line', async () => {
    const folder = folderOf('nginx-chart');
    writeFileSync(join(folder, 'wrong.aa'), 'profile wrong {\n  file,\n');
    const checked = linked(folder, 'container-security', 'check', 'apparmor', 'wrong.aa');
    await expect(checked).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining('wrong.aa:1:') });
  });

  test('policies are taken by the command line, which writes a chart that helm takes', async (context) => {
    const folder = folderOf('nginx-chart');
    const policies = join(EXAMPLES, 'policies');
    const { stdout } = await linked(folder, 'container-security', 'check', 'policy', '--strict', policies);
    expect(stdout).toMatch(/^Checked 3 files: 3 accepted\n/);
    const files = readdirSync(policies).filter((file) => file.endsWith('.yaml'));
    const given = files.map((file) => join(policies, file));
    await linked(folder, 'container-security', 'generate', ...given, '-o', 'policies', '--name', 'locks');
    const rendered = await judge(context, join(folder, 'policies/locks'));
    for (const name of ['locks-web', 'locks-api', 'locks-db', 'locks-db.init']) {
      expect(rendered).toContain(`profile ${name} flags=`);
    }
  });

  test('nginx-chart writes a chart that helm takes, with the profile in it and nginx under it', async (context) => {
    const folder = folderOf('nginx-chart');
    await linked(folder, 'tsx', 'main.ts', 'out');
    const chart = join(folder, 'out/shop');
    const rendered = await judge(context, chart, '--kube-version', '1.36.0');
    expect(rendered).toContain('profile shop-nginx flags=(attach_disconnected)');
    expect(rendered).toContain('localhostProfile: shop-nginx');
    const open = await judge(context, chart, '--kube-version', '1.36.0', '--set', 'confine=false');
    expect(open).not.toContain('localhostProfile');
  });
});
