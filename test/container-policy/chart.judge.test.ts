import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { filesBelow } from '../charts/files';
import { call } from '../cli/fake-io';
import { requireTool, schemaLocation } from '../tools/find';
import { refusals } from './parsers';

const EXAMPLES = join(__dirname, '../../examples/policies');

describe('a chart that is generated from the worked examples', () => {
  let folder: string;
  let exitCode: number;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'generated-'));
    cpSync(EXAMPLES, folder, { recursive: true });
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    // Synth tells its notes there.
    const quiet = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    ({ exitCode } = await call(['generate', ...files, '-o', 'charts', '--name', 'shop'], { cwd: folder }));
    quiet.mockRestore();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.for(['helm3', 'helm4'])(
    'is linted and rendered by %s, and its profiles are taken by the parser',
    (name, context) => {
      expect(exitCode).toBe(0);
      const helm = requireTool(context, name);
      const chart = join(folder, 'charts/shop');
      execFileSync(helm, ['lint', '--strict', chart], { stdio: 'pipe' });
      const rendered = execFileSync(helm, ['template', 'judged', chart], { encoding: 'utf8' });
      const maps = loadAll(rendered) as readonly {
        readonly kind: string;
        readonly data?: Readonly<Record<string, string>>;
      }[];
      const data = maps.find(({ kind }) => kind === 'ConfigMap')?.data ?? {};
      expect(Object.keys(data).sort()).toEqual(['shop-api', 'shop-db', 'shop-db.init', 'shop-web']);
      expect(refusals(context, '3.0', Object.values(data))).toBe('');
    },
  );

  it('has objects that Kubernetes takes', (context) => {
    const helm = requireTool(context, 'helm4');
    const kubeconform = requireTool(context, 'kubeconform');
    requireTool(context, 'schemas-1.36');
    const file = join(folder, 'rendered.yaml');
    writeFileSync(file, execFileSync(helm, ['template', 'judged', join(folder, 'charts/shop')]));
    const { status, stdout } = spawnSync(kubeconform, ['-strict', '-schema-location', schemaLocation('1.36'), file], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, '']);
  });

  it('stays as it was when a policy is broken', async () => {
    const before = filesBelow(join(folder, 'charts'));
    writeFileSync(join(folder, 'broken.yaml'), 'kind: ContainerPolicy\n');
    const { exitCode: code } = await call(['generate', 'nginx.yaml', 'broken.yaml', '-o', 'charts', '--name', 'shop'], {
      cwd: folder,
    });
    expect(code).toBe(1);
    expect(filesBelow(join(folder, 'charts'))).toEqual(before);
  });
});
