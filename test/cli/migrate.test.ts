import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../docs/program';
import { listOf, policyManifest, rightsTo } from '../project/migrate/policies';
import { manifestsOf, PROJECTS } from '../project/migrate/projects';
import { call, type FakeIo } from './fake-io';
import { folderWith } from './folder';

const [certManager, , metallb] = PROJECTS;
if (certManager === undefined || metallb === undefined) throw new Error('the projects are gone');

const FILES = {
  'psp/metallb.json': manifestsOf(metallb),
  'psp/cert-manager.json': manifestsOf(certManager),
  'bad.yaml': manifestsOf(metallb).replace('"MustRunAs"', '"MustRun"'),
  'none.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
  'many.json': listOf(...Array.from({ length: 11 }, (_, index) => policyManifest(`p${index}`))),
  'ports.json': listOf(policyManifest('web', { hostPorts: [{ min: 80, max: 70_000 }] }), ...rightsTo('web')),
  'proc.json': listOf(policyManifest('web', { allowedProcMountTypes: ['Unmasked'] })),
  'twice.yaml': `${manifestsOf(metallb)}\n---\n${manifestsOf(metallb)}`,
  'dots.yaml': ['a.b', 'a-c']
    .map((name) =>
      JSON.stringify({
        apiVersion: 'policy/v1beta1',
        kind: 'PodSecurityPolicy',
        metadata: { name },
        spec: Object.fromEntries(
          ['seLinux', 'runAsUser', 'supplementalGroups', 'fsGroup'].map((field) => [field, { rule: 'RunAsAny' }]),
        ),
      }),
    )
    .join('\n---\n'),
};

const migrate = (cwd: string, line: string, fake: FakeIo = {}) =>
  call(['migrate', 'psp', ...line.split(' ')], { cwd, ...fake });

/** All files below a folder, with their texts. */
const below = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );

// The first load may take longer than a test.
beforeAll(() => import('../../lib/cli/migrate-run.js'), 60_000);

describe('migrate psp', () => {
  it('prints values for charts/pod-security, and tells what changes on standard error', async () => {
    const { stdout, stderr, exitCode } = await migrate(folderWith(FILES), 'psp');
    const { podSecurityPolicies, mode } = load(stdout) as Record<string, Record<string, unknown>>;
    expect(mode).toBe('enforce');
    expect(Object.keys(podSecurityPolicies ?? {})).toEqual([
      'cert-manager',
      'cert-manager-cainjector',
      'cert-manager-startupapicheck',
      'cert-manager-webhook',
      'controller',
      'speaker',
    ]);
    expect(podSecurityPolicies?.controller).toMatchObject({
      spec: { requiredDropCapabilities: ['ALL'] },
      subjects: [{ kind: 'ServiceAccount', name: 'controller', namespace: 'metallb-system' }],
    });
    expect(stderr).toContain('- `controller`: service account controller of metallb-system');
    expect(stderr).toContain('### Kubernetes 1.25 to 1.29');
    expect(stderr).toContain('`speaker`: not enforced: no level looks at it (`readOnlyRootFilesystem`)');
    expect(stderr).toContain('### Kubernetes 1.30 to 1.35\n\n- stricter: ephemeral containers are judged');
    expect(exitCode).toBe(0);
  });

  it('writes the values and the report into a folder', async () => {
    const cwd = folderWith(FILES);
    const { stdout, exitCode } = await migrate(cwd, 'psp --output out');
    expect(Object.keys(below(join(cwd, 'out'))).sort()).toEqual(['MIGRATION.md', 'values.yaml']);
    expect(stdout).toContain('Written below out:\n  values.yaml\n  MIGRATION.md\n');
    expect(exitCode).toBe(0);
  });

  it('writes a program that runs and makes the chart', { timeout: 60_000 }, async () => {
    const cwd = folderWith(FILES);
    await migrate(cwd, 'psp --to typescript --output out --name locks --chart-version 2.0.0');
    const { folder } = runProgram(readFileSync(join(cwd, 'out/main.ts'), 'utf8'));
    expect(readFileSync(join(folder, 'dist/locks/Chart.yaml'), 'utf8')).toMatch(/^version: "2.0.0"$/m);
  });

  it('writes a chart whose README says what changes', { timeout: 60_000 }, async () => {
    const cwd = folderWith(FILES);
    const { stdout } = await migrate(cwd, 'psp --to chart --output charts');
    expect(stdout).toContain('Written below charts:\n  pod-security-policies/\n');
    expect(below(join(cwd, 'charts'))['pod-security-policies/README.md']).toContain('### Kubernetes 1.25 to 1.29');
  });

  it('answers programs with one object', async () => {
    const { stdout } = await migrate(folderWith(FILES), '--json -', { stdin: FILES['psp/metallb.json'] });
    expect(JSON.parse(stdout)).toMatchObject({
      files: [],
      text: expect.stringContaining('podSecurityPolicies:'),
      policies: [
        { name: 'controller', file: '-', users: ['service account controller of metallb-system'] },
        { name: 'speaker', file: '-' },
      ],
      changes: expect.arrayContaining([
        expect.objectContaining({ band: '1.25', policy: 'controller', field: 'readOnlyRootFilesystem' }),
      ]),
    });
  });

  it.each([
    ['values', '--output out', 'out/values.yaml'],
    ['a report', '--output out', 'out/MIGRATION.md'],
    ['a program', '--to typescript --output out', 'out/main.ts'],
    ['a chart', '--to chart --output out', 'out/pod-security-policies/Chart.yaml'],
  ])('never replaces %s, and writes nothing then', async (_, options, path) => {
    const cwd = folderWith({ ...FILES, [path]: 'mine' });
    const { stderr, exitCode } = await migrate(cwd, `psp ${options}`);
    expect(stderr).toContain('is there already: nothing was written [PROJECT1401]');
    expect(below(join(cwd, 'out'))).toEqual({ [path.slice(4)]: 'mine' });
    expect(exitCode).toBe(2);
  });

  it('replaces what it wrote with --force, and no chart of others', { timeout: 60_000 }, async () => {
    const cwd = folderWith({ ...FILES, 'out/values.yaml': 'mine' });
    expect((await migrate(cwd, 'psp --output out --force')).exitCode).toBe(0);
    expect(below(join(cwd, 'out'))['values.yaml']).toContain('podSecurityPolicies:');
    expect((await migrate(cwd, 'psp --to chart --output out')).exitCode).toBe(0);
    expect((await migrate(cwd, 'psp --to chart --output out --force')).exitCode).toBe(0);
    mkdirSync(join(cwd, 'other/pod-security-policies'), { recursive: true });
    writeFileSync(join(cwd, 'other/pod-security-policies/Chart.yaml'), 'name: mine\n');
    expect((await migrate(cwd, 'psp --to chart --output other --force')).stderr).toContain('PROJECT1401');
    expect(below(join(cwd, 'other'))).toEqual({ 'pod-security-policies/Chart.yaml': 'name: mine\n' });
  });

  it('takes no folder away that has the name of a file, even with --force', async () => {
    const cwd = folderWith({ ...FILES, 'out/values.yaml/mine': 'mine' });
    const { stderr, exitCode } = await migrate(cwd, 'psp --output out --force');
    expect(stderr).toContain('out/values.yaml: error: the file is there already: nothing was written [PROJECT1401]');
    expect(below(join(cwd, 'out'))).toEqual({ 'values.yaml/mine': 'mine' });
    expect(exitCode).toBe(2);
  });

  it('says what the new names are, and what else knows the old ones', async () => {
    const { stderr } = await migrate(folderWith(FILES), 'ports.json');
    expect(stderr).toContain(
      '- `web` becomes `RELEASE-pod-security-web`; the old one is used by ClusterRole use, RoleBinding shop/use',
    );
    expect(stderr).toContain('Look at what knows the old names:\n\n- Roles and bindings that are in none of the files');
    expect(stderr).toContain('### Kubernetes up to 1.24\n\nNothing but the names changes.');
    const { stdout } = await migrate(folderWith(FILES), 'dots.yaml --to typescript --name locks --json');
    expect(JSON.parse(stdout).policies).toMatchObject([
      { name: 'a-c', becomes: 'RELEASE-locks-a-c', rights: [] },
      { name: 'a.b', becomes: 'RELEASE-locks-a.b', rights: [] },
    ]);
  });

  it('writes what all policies have in common into values, and says what that means', async () => {
    const cwd = folderWith(FILES);
    const { stdout, stderr } = await migrate(
      cwd,
      'psp --mode audit --namespaces shop,web --namespaces web --exempt-namespaces kube-system',
    );
    expect(load(stdout)).toMatchObject({
      mode: 'audit',
      namespaces: ['shop', 'web'],
      exemptNamespaces: ['kube-system'],
    });
    expect(stderr).toMatch(
      /### Kubernetes up to 1\.24\n\n- in mode "audit" no PodSecurityPolicy is there: .*every pod is refused/,
    );
    expect(stderr).toContain(
      '### Kubernetes 1.30 to 1.35\n\n- in mode "audit" every pod is let in, nothing is set in it, and those that no policy fits are told\n- only pods of `shop`, `web` are judged\n- every pod of `kube-system` is let in\n',
    );
    const enforced = await migrate(cwd, 'psp --namespaces shop --exempt-namespaces kube-system');
    expect(enforced.stderr).toMatch(
      /up to 1\.24\n\n- a PodSecurityPolicy knows no "namespaces": .*\n- every pod of `kube-system` .* must exist\n/,
    );
    expect(Object.keys(load((await migrate(cwd, 'psp')).stdout) as object)).toEqual(['mode', 'podSecurityPolicies']);
  });

  it('writes what all policies have in common into a chart', { timeout: 60_000 }, async () => {
    const cwd = folderWith(FILES);
    await migrate(cwd, 'psp --to chart --output charts --mode audit --namespaces shop');
    const files = Object.values(below(join(cwd, 'charts'))).join('');
    expect(files).toMatch(/validationActions:\s+- Audit\s+- Warn|validationActions:.*Audit/);
    expect(files).toContain('- in mode "audit" no PodSecurityPolicy is there');
    expect(files).toContain('- only pods of `shop` are judged');
  });

  it('says what is written in another way, and what counts that a server of 1.24 drops', async () => {
    const ports = await migrate(folderWith(FILES), 'ports.json');
    expect(ports.stderr).toContain('- `hostPorts` of `web` without numbers that are no port: 80-70000 is 80-65535');
    expect(load(ports.stdout)).toMatchObject({
      podSecurityPolicies: { web: { spec: { hostPorts: [{ min: 80, max: 65_535 }] } } },
    });
    const proc = await migrate(folderWith(FILES), 'proc.json');
    expect(proc.stderr).toContain(
      '- `web`: counts from here on: Kubernetes up to 1.24 drops it unless the feature gate ProcMountType is on (`allowedProcMountTypes`)',
    );
  });

  it('writes nothing when the chart does not take the policies as values', async () => {
    const cwd = folderWith(FILES);
    const { stdout, stderr, exitCode } = await migrate(cwd, 'many.json --output out');
    expect(stderr).toContain('does not take all 11 policies as values');
    expect({ stdout, exitCode, written: existsSync(join(cwd, 'out')) }).toEqual({
      stdout: '',
      exitCode: 1,
      written: false,
    });
  });

  it('writes no program that would make no chart', async () => {
    const cwd = folderWith(FILES);
    const { stdout, stderr, exitCode } = await migrate(cwd, 'ports.json --to typescript --output out --name My_Chart');
    expect(stderr).toContain('HELM1002');
    expect({ stdout, exitCode, written: existsSync(join(cwd, 'out')) }).toEqual({
      stdout: '',
      exitCode: 2,
      written: false,
    });
  });

  it('names fields that an API server refuses, with their places, and writes nothing', async () => {
    const cwd = folderWith(FILES);
    const { stdout, stderr, exitCode } = await migrate(cwd, 'bad.yaml --output out');
    expect(stderr).toMatch(/bad\.yaml:1:\d+ \(spec\.fsGroup\.rule\): error: "spec\.fsGroup\.rule" must be "MustRunAs"/);
    expect({ stdout, exitCode, written: existsSync(join(cwd, 'out')) }).toEqual({
      stdout: '',
      exitCode: 1,
      written: false,
    });
  });

  it('refuses names that would change places as keys of values, and keeps them in a chart', async () => {
    const cwd = folderWith(FILES);
    const { stderr, exitCode } = await migrate(cwd, 'dots.yaml');
    expect(stderr).toContain('"a.b" would be tried before "a-c": as "a-b" it comes first [PODSECURITY1067]');
    expect(exitCode).toBe(1);
    expect((await migrate(cwd, 'dots.yaml --to chart --output charts')).exitCode).toBe(0);
  });

  it.each([
    ['no policy', 'none.yaml', 1, 'the files hold no PodSecurityPolicy [PODSECURITY1066]'],
    ['two of one name', 'twice.yaml', 1, 'stands in twice.yaml:1 too'],
    ['a file that is not there', 'gone.yaml', 2, 'cannot read this'],
    ['a chart without a folder', 'psp --to chart', 2, 'say where the chart goes'],
    ['a folder that is a file', 'psp --output bad.yaml', 2, 'nothing can be written below "bad.yaml"'],
    ['a folder without a name', 'psp --output ', 2, '--output has an empty name'],
    ['a namespace that is none', 'psp --namespace ../x', 2, 'A namespace has a DNS label as its name'],
    ['namespaces of which one is none', 'psp --namespaces shop,My_Shop', 2, 'A namespace has a DNS label as its name'],
    ['namespaces without a name', 'psp --exempt-namespaces shop,', 2, 'A namespace has a DNS label as its name'],
    ['no namespace to judge', 'psp --namespaces a --exempt-namespaces b,a', 2, 'so that no pod would be judged'],
    ['a mode that is none', 'psp --mode warn', 2, 'Allowed: enforce, audit'],
    ['a form that is none', 'psp --to terraform', 2, 'Allowed: yaml, typescript, chart'],
  ])('ends with a reason for %s', async (_, line, code, reason) => {
    const { stdout, stderr, exitCode } = await migrate(folderWith(FILES), line);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: code });
    expect(stderr).toContain(reason);
  });
});
