import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { inCi, requireTool, schemaLocation } from '../tools/find';
import { filesBelow } from './files';
import { install, NEWEST, OLDEST, remove } from './installation';
import { python, withoutPython } from './python';

const ROOT = join(__dirname, '../..');
const EXAMPLES = join(ROOT, 'examples');
const MINUTE = 60_000;

const run = promisify(execFile);

/** A folder as data: path to text. */
const textsBelow = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(filesBelow(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));

/** Runs a program that `npm install` has linked. */
const linked = (folder: string, name: string, ...args: readonly string[]): Promise<{ readonly stdout: string }> =>
  run(join(folder, 'node_modules/.bin', name), args, { cwd: folder });

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
  const folders: string[] = [];
  const installed = async (...args: Parameters<typeof install>): Promise<string> => {
    const folder = await install(...args);
    folders.push(folder);
    return folder;
  };
  afterAll(() => folders.forEach(remove));

  test('are all run here', () => {
    expect(readdirSync(EXAMPLES).sort()).toEqual(['nginx-chart', 'python', 'typescript']);
  });

  describe('typescript and python', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await installed('typescript', OLDEST);
    }, 3 * MINUTE);

    test('write a chart that helm takes', async (context) => {
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

    test('write the same chart, byte for byte', async (context) => {
      const reason = await withoutPython();
      if (reason !== undefined && !inCi()) context.skip(reason);
      await linked(folder, 'tsx', 'main.ts', 'typescript');
      await python(join(EXAMPLES, 'python/main.py'), join(folder, 'python'));
      const written = textsBelow(join(folder, 'python'));
      expect(written).toEqual(textsBelow(join(folder, 'typescript')));
      expect(Object.keys(written)).toContain('shop/templates/web-deployment.yaml');
    });

    test('compile against the installed types', async () => {
      await compile(folder);
    });
  });

  test('typescript works with the newest cdk8s, constructs and cdk8s-plus', async (context) => {
    const folder = await installed('typescript', NEWEST, (text) => text.replaceAll('cdk8s-plus-27', 'cdk8s-plus-33'));
    expect(readFileSync(join(folder, 'main.ts'), 'utf8')).toContain("from 'cdk8s-plus-33'");
    await linked(folder, 'tsx', 'main.ts', 'out');
    const rendered = await judge(context, join(folder, 'out/shop'), '--set', 'replicas=7', '--set', 'port=8443');
    expect(rendered).toContain('replicas: 7\n');
    expect(rendered).toContain('containerPort: 8443\n');
    expect(rendered).toMatch(/hostNetwork: false\n/);
    expect(rendered).toContain('judged-shop-web');
    await compile(folder);
  });

  describe('nginx-chart', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await installed('nginx-chart', OLDEST);
    }, 3 * MINUTE);

    test('holds a profile that the command line takes', async () => {
      const { stdout } = await linked(folder, 'container-security', 'check', 'apparmor', 'profiles');
      expect(stdout).toBe('Checked 1 file: accepted\n');
      const [first] = (await linked(folder, 'container-security', '--help')).stdout.split('\n');
      expect(first).toBe('Usage: container-security [options] [command]');
    });

    test('is refused with file and line when the profile is wrong', async () => {
      writeFileSync(join(folder, 'wrong.aa'), 'profile wrong {\n  file,\n');
      const checked = linked(folder, 'container-security', 'check', 'apparmor', 'wrong.aa');
      await expect(checked).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining('wrong.aa:1:') });
    });

    test('writes a chart that helm takes, with the profile in it and nginx under it', async (context) => {
      await linked(folder, 'tsx', 'main.ts', 'out');
      const chart = join(folder, 'out/shop');
      const rendered = await judge(context, chart, '--kube-version', '1.36.0');
      expect(rendered).toContain('profile shop-nginx flags=(attach_disconnected)');
      expect(rendered).toContain('localhostProfile: shop-nginx');
      const open = await judge(context, chart, '--kube-version', '1.36.0', '--set', 'confine=false');
      expect(open).not.toContain('localhostProfile');
    });
  });
});
