import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../cli/fake-io';
import { folderWith } from '../../cli/folder';
import { ProjectFolder, Upstream } from '../../gitlab/cluster-management/folder';
import { textsBelow } from '../../package/files';
import { describeWith } from '../../tools/describe';
import { tool } from '../../tools/find';
import { Repository } from './repository';

/** Nobody listens there. */
const DEAD = 'http://127.0.0.1:1';

const CHARTS = {
  falco: ['9.0.0', '9.1.0', '9.2.0', '9.10.0', '9.11.0-rc.1', '10.0.0', '10.1.0'],
  sidekick: ['0.14.0', '0.15.1'],
  manager: ['1.31.3', '1.30.0'],
  early: ['1.0.0-rc.1', '1.0.0-rc.2', '2.0.0-rc.1'],
  cert: ['v1.2.0', 'v1.3.0'],
};

describe.each(['helm3', 'helm4'])('upgrade with %s', (helm) => {
  describeWith([helm], 'asks a repository', () => {
    const repository = new Repository();
    const program = tool(helm) ?? '';
    beforeAll(() => repository.start(program, CHARTS));
    afterAll(() => repository.stop());

    const upgrade = (cwd: string, ...args: readonly string[]) =>
      call(['upgrade', ...args], { cwd, env: { HELM_BIN: program, PATH: process.env.PATH ?? '' } });

    /** A helmfile with one release, as somebody would write it. */
    const helmfile = (application: string, version: string, { chart = application, url = repository.url } = {}) => `\
# Mine: "${version}" stays in a comment.
repositories:
    - {name: example, url: "${url}"}   # ours
releases:
  - name:   ${application}
    namespace: security
    chart: example/${chart}
    version:    ${version}   # tested by me
    values: [values.yaml]
`;
    const project = (helmfiles: Readonly<Record<string, string>>) =>
      folderWith({
        'helmfile.yaml': 'helmfiles:\n  - path: applications/*/helmfile.yaml\n',
        ...Object.fromEntries(
          Object.entries(helmfiles).flatMap(([name, text]) => [
            [`applications/${name}/helmfile.yaml`, text],
            [`applications/${name}/values.yaml`, '{}\n'],
          ]),
        ),
      });
    const everything = () =>
      project({
        falco: helmfile('falco', '9.1.0'),
        sidekick: helmfile('sidekick', '"0.14.0"'),
        manager: helmfile('manager', '1.31.3'),
        early: helmfile('early', "'1.0.0-rc.1'"),
        cert: helmfile('cert', 'v1.2.0'),
      });

    it('raises pins within their major in place, and leaves every other byte', async () => {
      const cwd = everything();
      const before = textsBelow(cwd);
      const { stdout, stderr, exitCode } = await upgrade(cwd);
      expect([stderr, exitCode]).toEqual(['', 0]);
      expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
        ['application', 'chart', 'pinned', 'newest'],
        ['cert', 'example/cert', 'v1.2.0', '→ v1.3.0'],
        ['early', 'example/early', '1.0.0-rc.1', '→ 1.0.0-rc.2 (2.0.0-rc.1 with --major)'],
        ['falco', 'example/falco', '9.1.0', '→ 9.10.0 (10.1.0 with --major)'],
        ['manager', 'example/manager', '1.31.3', '='],
        ['sidekick', 'example/sidekick', '0.14.0', '→ 0.15.1'],
        [expect.stringMatching(/^Written: applications\/cert\/helmfile\.yaml, .*sidekick\/helmfile\.yaml\.$/)],
        [''],
      ]);
      const raised = { falco: '9.10.0', sidekick: '0.15.1', early: '1.0.0-rc.2', cert: 'v1.3.0' };
      const wanted = Object.entries(raised).map(([name, version]) => {
        const path = `applications/${name}/helmfile.yaml`;
        return [path, before[path]?.replace(/(version: +["']?)[^"' ]+/, `$1${version}`)];
      });
      expect(textsBelow(cwd)).toEqual({ ...before, ...Object.fromEntries(wanted) });
      expect((await upgrade(cwd, '--check')).exitCode).toBe(0);
    });

    it('takes another major only when it is asked to, and of one application when that is named', async () => {
      const cwd = everything();
      const before = textsBelow(cwd);
      const { stdout, exitCode } = await upgrade(cwd, '.', 'falco', '--major', '--json');
      expect(exitCode).toBe(0);
      expect(
        stdout
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      ).toEqual([
        {
          application: 'falco',
          chart: 'example/falco',
          pinned: '9.1.0',
          newest: '10.1.0',
          beyond: null,
          file: 'applications/falco/helmfile.yaml',
          written: true,
        },
      ]);
      const path = 'applications/falco/helmfile.yaml';
      const edited = before[path]?.replace(/version: +9\.1\.0/, 'version:    10.1.0');
      expect(textsBelow(cwd)).toEqual({ ...before, [path]: edited });
    });

    it('--check writes nothing, and ends with 1 when something is newer', async () => {
      const cwd = everything();
      const before = textsBelow(cwd);
      const { stdout, exitCode } = await upgrade(cwd, '--check');
      expect([exitCode, stdout.trim().split('\n').at(-1)]).toEqual([1, 'Nothing was written.']);
      expect((await upgrade(cwd, '--check', '.', 'manager')).exitCode).toBe(0);
      expect(textsBelow(cwd)).toEqual(before);
    });

    it('writes nothing when one repository cannot be reached, and still tells of the others', async () => {
      const cwd = project({
        falco: helmfile('falco', '9.1.0'),
        lost: helmfile('lost', '1.0.0', { url: DEAD }),
        page: helmfile('page', '1.0.0', { url: `${repository.url}/no/repository` }),
        absent: helmfile('absent', '1.0.0'),
        manager: helmfile('manager', '1.31.4'),
      });
      const before = textsBelow(cwd);
      const { stdout, stderr, exitCode } = await upgrade(cwd);
      expect(exitCode).toBe(2);
      expect(stdout).toMatch(/falco +example\/falco +9\.1\.0 +→ 9\.10\.0/);
      expect(stdout).toMatch(/lost +example\/lost +1\.0\.0 +not known\n/);
      expect(stdout).toContain('\nNothing was written.\n');
      expect(stderr).toContain(
        `applications/lost/helmfile.yaml: error: the newest version of lost is not known: ${DEAD} cannot be reached [PROJECT1203]`,
      );
      expect(stderr).toContain(`page is not known: ${repository.url}/no/repository cannot be reached [PROJECT1203]`);
      expect(stderr).toContain(`${repository.url} has no version >=1.0.0 of example/absent [PROJECT1204]`);
      expect(stderr).toContain(`${repository.url} has no version >=1.31.4 of example/manager [PROJECT1204]`);
      expect(textsBelow(cwd)).toEqual(before);
    });

    it('never prints the password of a repository', async () => {
      const cwd = project({ lost: helmfile('lost', '1.0.0', { url: DEAD.replace('//', '//me:hunter2@') }) });
      const { stdout, stderr, exitCode } = await upgrade(cwd, '--json');
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`${DEAD} cannot be reached`);
      expect(stdout + stderr).not.toContain('hunter2');
    });

    it('keeps a pin whose whole major is gone, and says what there is', async () => {
      const cwd = project({ falco: helmfile('falco', '9.99.0') });
      const { stdout, stderr, exitCode } = await upgrade(cwd);
      expect([stderr, exitCode]).toEqual(['', 0]);
      expect(stdout).toMatch(/falco +example\/falco +9\.99\.0 += \(10\.1\.0 with --major\)\n/);
    });

    it.each([
      ['a range', 'version: ">=9"', '">=9" is not one version'],
      ['a number', 'version: 9.1', '"9.1" is not one version'],
      ['a template', 'version: "{{ .Values.version }}"', '"{{ .Values.version }}" is not one version'],
      ['no version', '', 'it has no version'],
      ['an alias', 'version: *pinned', 'its version comes from elsewhere, such as an alias'],
    ])('names a pin that cannot be raised: %s', async (_, line, says) => {
      const text = helmfile('falco', '9.1.0')
        .replace(/ +version: .*\n/, line === '' ? '' : `    ${line}\n`)
        .replace('# Mine', 'values: [{pinned: &pinned 9.1.0}]\n# Mine');
      const cwd = project({ falco: text });
      const before = textsBelow(cwd);
      const { stderr, exitCode } = await upgrade(cwd);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`the pin of falco cannot be raised: ${says} [PROJECT1201]`);
      expect(textsBelow(cwd)).toEqual(before);
    });

    it('leaves a version alone that another release takes as its own', async () => {
      const other = '  - {name: other, chart: example/falco, version: *pinned}\n';
      const text = `${helmfile('falco', '9.1.0').replace(/version: +/, 'version: &pinned ')}${other}`;
      const cwd = project({ falco: text });
      const { stderr, exitCode } = await upgrade(cwd, '.', 'falco');
      expect(exitCode).toBe(2);
      expect(stderr).toContain('others in the file take their version from there [PROJECT1201]');
      expect(textsBelow(cwd)['applications/falco/helmfile.yaml']).toBe(text);
    });

    it('asks nobody for charts of the project, and for what is on its way out', async () => {
      const text = helmfile('falco', '9.1.0');
      const cwd = project({
        gone: `${text.replace('name:   falco', 'name: gone')}    installed: false\n`,
        own: 'releases: [{name: own, chart: ../../charts/own}]\n',
      });
      const asked = repository.asked.length;
      const { stdout, exitCode } = await upgrade(cwd);
      expect([stdout, exitCode]).toEqual(['No chart of somebody else is pinned here.\n', 0]);
      expect(repository.asked.length).toBe(asked);
    });

    describe('for a project that a program writes', () => {
      const written = new ProjectFolder();
      afterAll(() => written.remove());
      const files = () => ({ ...textsBelow(written.root) });

      it('writes chart-versions.json, which the program takes', async () => {
        written.synth((each) => {
          new Upstream(each, 'falco', {}, { chartVersion: '9.1.0' });
          new Upstream(each, 'manager', {}, { chartVersion: '1.30.0' });
        });
        for (const name of ['falco', 'manager']) {
          const path = `applications/${name}/helmfile.yaml`;
          written.write(path, written.read(path).replace('https://charts.example.com', repository.url));
        }
        const before = files();
        written.write('chart-versions.json', '{"manager":"1.31.3"}');
        const { stdout, stderr, exitCode } = await upgrade(written.root);
        expect([stderr, exitCode]).toEqual(['', 0]);
        expect(stdout).toContain('Written: chart-versions.json. Run the program');
        const versions = { falco: '9.10.0', manager: '1.31.3' };
        expect(files()).toEqual({ ...before, 'chart-versions.json': `${JSON.stringify(versions, undefined, 2)}\n` });
        expect((await upgrade(written.root, '--check')).exitCode).toBe(0);
      });

      it('refuses a file that is no map of versions', async () => {
        for (const text of ['{', '[]', '["1.2.3"]', '{"falco": 9}', '{"falco": "^9.0.0"}']) {
          written.write('chart-versions.json', text);
          const { stdout, stderr, exitCode } = await upgrade(written.root);
          expect([stdout, exitCode]).toEqual(['', 2]);
          expect(stderr).toContain('chart-versions.json is no map of applications to versions [PROJECT1205]');
          expect(written.read('chart-versions.json')).toBe(text);
        }
      });
    });
  });
});

describe('upgrade', () => {
  it('knows no application that is not there, no folder that is none, and no helm that is missing', async () => {
    const cwd = folderWith({
      'helmfile.yaml':
        'repositories: [{name: e, url: "http://127.0.0.1:1"}]\nreleases: [{name: falco, chart: e/falco, version: 1.0.0}]\n',
    });
    const unknown = await call(['upgrade', '.', 'flaco'], { cwd });
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain('the project installs no chart of somebody else as "flaco" [PROJECT1202]');
    expect(unknown.stderr).toContain('did you mean "falco"?');
    const folder = await call(['upgrade', 'falco'], { cwd });
    expect(folder.exitCode).toBe(2);
    expect(folder.stderr).toContain('there is no folder "falco" [PROJECT1102]');
    expect(folder.stderr).toContain('upgrade . falco');
    const missing = await call(['upgrade'], { cwd, env: { PATH: '' } });
    expect([missing.stdout, missing.exitCode]).toEqual(['', 2]);
    expect(missing.stderr).toContain('helm is not found [PROJECT1001]');
  });

  it('a scaffolded program takes the versions of chart-versions.json when it is there', async () => {
    const args = [
      'cluster-management',
      '--project',
      'acme/clusters',
      '--project-id',
      '42',
      '--program',
      '--with',
      'falco',
    ];
    const cwd = folderWith({});
    expect((await call(['init', ...args], { cwd })).exitCode).toBe(0);
    const main = readFileSync(join(cwd, 'main.ts'), 'utf8').replace(
      "'cdk8s-container-security'",
      JSON.stringify(join(__dirname, '../../../lib')),
    );
    writeFileSync(join(cwd, 'main.ts'), main);
    const tsx = join(__dirname, '../../../node_modules/.bin/tsx');
    const version = async (): Promise<string | undefined> => {
      await promisify(execFile)(tsx, ['main.ts'], { cwd });
      return /version: (\S+)/.exec(readFileSync(join(cwd, 'applications/falco/helmfile.yaml'), 'utf8'))?.[1];
    };
    expect(existsSync(join(cwd, 'chart-versions.json'))).toBe(false);
    expect(await version()).not.toBe('9.99.9');
    writeFileSync(join(cwd, 'chart-versions.json'), '{"falco":"9.99.9"}');
    expect(await version()).toBe('9.99.9');
  });
});
