import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../cli/fake-io';
import { folderWith } from '../../cli/folder';
import { MUTATIONS, SOUND } from './sample';

interface Row {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly hint: string | null;
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
}

/** A helm that does what a shell script says. */
function fakeHelm(script: string): string {
  const path = join(folderWith({ helm: `#!/bin/sh\n${script}\n` }), 'helm');
  chmodSync(path, 0o755);
  return path;
}

const fine = fakeHelm('exit 0');

async function rows(files: Readonly<Record<string, string>>, helm = fine): Promise<readonly Row[]> {
  const { stdout, stderr } = await call(['lint', '--json'], { cwd: folderWith(files), env: { HELM_BIN: helm } });
  expect(stderr).toBe('');
  const inputs = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly diagnostics: readonly Row[] });
  return inputs.flatMap(({ diagnostics }) => diagnostics);
}

// The first load may take longer than a test.
beforeAll(() => import('../../../lib/cli/lint-run.js'), 60_000);

describe('lint', () => {
  it('has nothing against a sound project, and says what kind it is', async () => {
    const { stdout, stderr, exitCode } = await call(['lint', '--strict'], {
      cwd: folderWith(SOUND),
      env: { HELM_BIN: fine },
    });
    expect(stdout).toBe(
      'Checked 7 files: 7 accepted\nThis is a project of the kind: cluster management (helmfile.yaml).\n',
    );
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it.each(MUTATIONS)('finds $title, at its place', async ({ file, from, to, code, at, message, hint }) => {
    const before = SOUND[file] ?? '';
    expect(before).toContain(from);
    const found = await rows({ ...SOUND, [file]: before.replace(from, to) });
    expect(found).toContainEqual(expect.objectContaining({ code, message: expect.stringContaining(message) }));
    const row = found.find((each) => each.code === code);
    expect([row?.file, row?.line, row?.column]).toEqual([file, ...at]);
    if (hint !== undefined) expect(row?.hint).toBe(hint);
  });

  it('tells all problems of a project in one run, wherever its files are moved to', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([0, 2, 3, 7, 15, 17], { minLength: 2 }), fc.nat(3), async (chosen, comments) => {
        const files: Record<string, string> = { ...SOUND };
        const mutations = chosen.flatMap((index) => MUTATIONS[index] ?? []);
        for (const { file, from, to } of mutations) files[file] = (files[file] ?? '').replace(from, to);
        for (const path of Object.keys(files)) files[path] = '# comment\n'.repeat(comments) + files[path];
        const found = await rows(files);
        const places = found.map(({ code, file, line, column }) => [code, file, line, column].join(' '));
        for (const { code, file, at } of mutations) {
          expect(places).toContain([code, file, at[0] + comments, at[1]].join(' '));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('ends with 1 for errors, and for warnings only when it is strict', async () => {
    const lint = async (change: Readonly<Record<string, string>>, ...options: readonly string[]): Promise<number> =>
      (await call(['lint', ...options], { cwd: folderWith({ ...SOUND, ...change }), env: { HELM_BIN: fine } }))
        .exitCode;
    const warned = { 'namespaces.yaml': 'kind: List\nimage: a:latest\n' };
    expect(await lint({ 'applications/falco/values.yaml': 'ttty: true\n' })).toBe(1);
    expect(await lint(warned)).toBe(0);
    expect(await lint(warned, '--strict')).toBe(1);
  });

  it('names the folder before its files, and takes it from the top of the repository in reports for GitLab', async () => {
    const cwd = folderWith(
      Object.fromEntries(Object.entries(SOUND).map(([path, text]) => [`clusters/${path}`, text.replace('9.1.0', '9')])),
    );
    const run = (...args: readonly string[]) => call(['lint', 'clusters', ...args], { cwd, env: { HELM_BIN: fine } });
    expect((await run()).stdout).toContain('clusters/applications/falco/helmfile.yaml:8:14');
    const [report] = JSON.parse((await run('--format', 'code-quality')).stdout);
    expect(report.location).toMatchObject({ path: 'clusters/applications/falco/helmfile.yaml', lines: { begin: 8 } });
    expect((await run('--format', 'junit')).stdout).toContain('<testsuite name="lint" tests="7" failures="1"');
  });

  it('shows no secret that it finds', async () => {
    const token = `glpat-${'x1Y2'.repeat(6)}`;
    const files = {
      ...SOUND,
      'applications/falco/values.yaml': `falcosidekick: {config: {gitlab: {token: ${token}}}}\n`,
    };
    for (const format of ['terminal', 'json', 'code-quality', 'sarif', 'junit']) {
      const { stdout } = await call(['lint', '--format', format], { cwd: folderWith(files), env: { HELM_BIN: fine } });
      expect(stdout).toContain('PROJECT1107');
      expect(stdout).not.toContain(token);
    }
  });

  it('finds secrets in values that no release names: they are pushed all the same', async () => {
    const files = { ...SOUND, 'applications/falco/old.yaml': 'password: hunter2\n' };
    expect(await rows(files)).toMatchObject([{ code: 'PROJECT1107', file: 'applications/falco/old.yaml' }]);
  });

  it('takes names of Secrets, references, variables and paths for no secrets', async () => {
    const values = [
      'falcosidekick:',
      '  config:',
      '    existingSecret: falcosidekick',
      '    gitlab: {token: "$TOKEN", password: "{{ .Values.x }}", apiKey: "", secret: ref+vault://a/b}',
      '    file: {token: /run/secrets/token}',
      '    env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: a, key: token}}}]',
      '    tokenSecretName: falco-token',
      '',
    ].join('\n');
    expect(await rows({ ...SOUND, 'applications/falco/values.yaml': values })).toEqual([]);
  });

  it('knows keys for sure only of the version that they were read from', async () => {
    const found = await rows({
      ...SOUND,
      'applications/falco/helmfile.yaml': (SOUND['applications/falco/helmfile.yaml'] ?? '').replace('9.1.0', '10.0.0'),
      'applications/falco/values.yaml': 'dirver: {}\n',
    });
    expect(found).toMatchObject([{ code: 'PROJECT1106', severity: 'warning' }]);
  });

  it('passes over releases that are being taken away, and helmfiles from elsewhere', async () => {
    const helmfile = 'releases:\n  - {name: old, chart: gone/old, installed: false}\n';
    const top =
      'helmfiles:\n  - path: applications/*/helmfile.yaml\n  - git::https://example.com/a.git@helmfile.yaml\n';
    expect(await rows({ ...SOUND, 'applications/old/helmfile.yaml': helmfile, 'helmfile.yaml': top })).toEqual([]);
  });

  it('warns that helmfiles that are templates were not read', async () => {
    const found = await rows({ 'helmfile.yaml.gotmpl': '{{ if true }}\nreleases: []\n{{ end }}\n' });
    expect(found).toMatchObject([{ code: 'PROJECT1109', severity: 'warning', file: 'helmfile.yaml.gotmpl' }]);
  });
});

describe('lint of charts', () => {
  it('says loudly that helm is not there', async () => {
    const { stdout, exitCode } = await call(['lint'], { cwd: folderWith(SOUND), env: { PATH: '/nowhere' } });
    expect(stdout).toContain('helm is not found: the charts were not rendered');
    expect(exitCode).toBe(0);
  });

  it('puts what the schema refuses to the value in the file, as helm 3 and helm 4 say it', async () => {
    for (const line of [
      "- at '/loader/pollSeconds': got string, want integer",
      '- loader.pollSeconds: Invalid type.',
    ]) {
      const helm = fakeHelm(`echo "Error: values don't meet the schema" >&2; echo "${line}" >&2; exit 1`);
      expect(await rows(SOUND, helm)).toMatchObject([
        { code: 'PROJECT1108', file: 'applications/apparmor/values.yaml', line: 2, column: 16 },
      ]);
    }
  });

  it('leaves out the lines of helm that only lead to others', async () => {
    const says = ["- at '/loader': 'allOf' failed", "  - at '/loader/pollSeconds': got string, want integer"];
    const helm = fakeHelm(`${says.map((line) => `echo "${line}" >&2`).join('; ')}; exit 1`);
    expect((await rows(SOUND, helm)).map(({ message }) => message)).toEqual([
      'helm refuses the value "loader.pollSeconds": got string, want integer',
    ]);
  });

  it('gives the words of helm for everything else', async () => {
    const broken = fakeHelm('echo "Error: execution error at (a.yaml:1:2): no" >&2; exit 1');
    expect(await rows(SOUND, broken)).toMatchObject([
      { code: 'PROJECT1108', message: 'helm cannot render the chart: execution error at (a.yaml:1:2): no' },
    ]);
    const linting = fakeHelm('[ "$1" = template ] && exit 0; echo "[WARNING] templates/: old API"; exit 1');
    expect(await rows(SOUND, linting)).toMatchObject([{ message: 'helm lint: templates/: old API' }]);
    const noYaml = fakeHelm('[ "$1" = template ] && echo "a: [" && exit 0; exit 0');
    expect(await rows(SOUND, noYaml)).toMatchObject([{ message: expect.stringContaining('no YAML') }]);
  });
});

describe('lint of an application', () => {
  const values = (text: string, more: Readonly<Record<string, string>> = {}) =>
    rows({ '.gitlab/auto-deploy-values.yaml': text, ...more });

  it('has nothing against values that the chart has', async () => {
    expect(await values('resources: {}\n')).toEqual([]);
  });

  it('puts every problem of the values to its key', async () => {
    const found = await values('# mine\nreplicaCount: 2\nworkers:\n  mail:\n    comand: [a]\nextraLabels: {a: 1}\n');
    const places = found.map(({ code, line, column }) => `${code} ${line}:${column}`);
    expect(places).toEqual(expect.arrayContaining(['GITLAB1002 2:1', 'GITLAB1001 5:5']));
    expect(found.map(({ file }) => file)).toEqual(found.map(() => '.gitlab/auto-deploy-values.yaml'));
  });

  it('checks them for the image that the CI file names', async () => {
    const context = 'containerSecurityContext: {runAsNonRoot: true}\n';
    const ci = (version: string) => ({
      '.gitlab-ci.yml': `include: [{template: Auto-DevOps.gitlab-ci.yml}]\nvariables: {AUTO_DEPLOY_IMAGE_VERSION: ${version}}\n`,
    });
    expect(await values(context, ci('v2.113.0'))).toEqual([]);
    expect(await values(context, ci('v2.60.0'))).toMatchObject([{ code: 'GITLAB1003', line: 1, column: 1 }]);
  });
});

describe('lint of a helmfile', () => {
  const path = 'applications/falco/helmfile.yaml';
  const helmfile = SOUND[path] ?? '';

  it('reads flags as helmfile does: what is not installed needs no version', async () => {
    const unpinned = helmfile.replace('    version: 9.1.0\n', '');
    expect(await rows({ ...SOUND, [path]: unpinned })).toMatchObject([{ code: 'PROJECT1105' }]);
    expect(await rows({ ...SOUND, [path]: `${unpinned}    installed: no\n` })).toEqual([]);
  });

  it('shows a version as it is written', async () => {
    const short = helmfile.replace('9.1.0', '9.10');
    expect((await rows({ ...SOUND, [path]: short })).map(({ message }) => message)).toEqual([
      '"9.10" is no pinned version of "falcosecurity/falco"',
    ]);
  });
});

describe('lint of a CI file', () => {
  it('misses an input that has no default, and takes includes of every kind', async () => {
    const include = [
      'include:',
      '  - ci-templates/cluster-management.gitlab-ci.yml',
      '  - {project: a/b, file: c.yml}',
      '  - {component: example.com/a/b@1.0.0}',
      '  - {remote: "https://example.com/a.yml"}',
      '  - {template: Auto-DevOps.gitlab-ci.yml}',
      '  - {local: "ci/*.yml"}',
      '',
    ].join('\n');
    expect(await rows({ ...SOUND, '.gitlab-ci.yml': include })).toMatchObject([
      { code: 'PROJECT1110', line: 2, message: expect.stringContaining('needs the input "image"') },
    ]);
  });

  it('knows that GitLab has tags of its own', async () => {
    const file = 'ci-templates/cluster-management.gitlab-ci.yml';
    const job = '\nother:\n  script: [!reference [job, script], !reference [.setup, script]]\n';
    expect(await rows({ ...SOUND, [file]: `${SOUND[file]}${job}` })).toEqual([]);
  });

  it('goes round no circle of includes', async () => {
    const a = 'include: /ci/b.yml\n';
    expect(
      await rows({
        ...SOUND,
        '.gitlab-ci.yml': 'include: [ci/a.yml]\n',
        'ci/a.yml': a,
        'ci/b.yml': 'include: ci/a.yml\n',
      }),
    ).toEqual([]);
  });
});

describe('a folder that is no project', () => {
  it.each(['.', 'gone'])('ends the run with 2 and says what a project has: %s', async (folder) => {
    const { stdout, stderr, exitCode } = await call(['lint', folder], { cwd: folderWith({ 'README.md': '' }) });
    expect(stderr).toContain('PROJECT1102');
    expect(stderr).toContain('helmfile.yaml');
    expect([stdout, exitCode]).toEqual(['', 2]);
  });
});
