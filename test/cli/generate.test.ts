import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { filesBelow } from '../charts/files';
import { call } from './fake-io';
import { folderWith } from './folder';

const HEAD = 'apiVersion: container-security/v1\nkind: ContainerPolicy\n';
const WEB = `${HEAD}metadata: { name: web }\nspec:\n  mode: enforce\n  processes: { only: [/usr/sbin/nginx] }\n  ports: none\n`;
const DB = `${HEAD}metadata: { name: db }\nspec: { containers: { init: { shells: any } } }\n`;

let cwd: string;
beforeEach(() => {
  cwd = folderWith({
    'web.yaml': WEB,
    'both.yaml': `${WEB}---\n${DB}`,
    'broken.yaml': WEB.replace('enforce', 'enforc').replace('/usr', 'usr'),
    'shell.yaml': WEB.replace('/usr/sbin/nginx', '/bin/sh'),
  });
  // Synth tells its notes there.
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  return () => vi.restoreAllMocks();
});

const generate = (...args: readonly string[]) => call(['generate', ...args], { cwd });

describe('generate', { timeout: 30_000 }, () => {
  it('writes a chart with the loader, the profiles and the report', async () => {
    const { stdout, exitCode } = await generate('both.yaml', '-o', 'charts');
    expect([stdout, exitCode]).toEqual(['Written below charts:\n  both/\n', 0]);
    const file = (path: string) => readFileSync(join(cwd, 'charts/both', path), 'utf8');
    for (const name of ['both-web', 'both-db', 'both-db.init']) {
      expect(file('templates/loader-profiles-configmap.yaml')).toContain(`profile ${name} flags=`);
      expect(file('README.md')).toContain(`localhostProfile: ${name}\n`);
    }
    expect(file('README.md')).toMatch(/\| processes \| only \/usr\/sbin\/nginx may start \| blocks \(1, 2\) \|/);
    expect(file('README.md').match(/^\| processes \|/gm)).toHaveLength(3);
    expect(file('templates/NOTES.txt')).toMatch(/processes +blocks \(1, 2\) +detects/);
    expect(file('templates/loader-daemonset.yaml')).toContain('apparmor-loader');
  });

  it('names the chart after the only policy, or as it is told, and writes it again in the same place', async () => {
    await generate('web.yaml', '-o', 'charts');
    await generate('web.yaml', '-o', 'charts', '--name', 'front', '--chart-version', '2.0.0');
    expect(readdirSync(join(cwd, 'charts')).sort()).toEqual(['front', 'web']);
    expect(readFileSync(join(cwd, 'charts/front/Chart.yaml'), 'utf8')).toContain('version: "2.0.0"');
    const before = filesBelow(join(cwd, 'charts'));
    expect((await generate('web.yaml', '-o', 'charts')).exitCode).toBe(0);
    expect(filesBelow(join(cwd, 'charts'))).toEqual(before);
  });

  it.each(['chart', 'profile', 'report'])('refuses a broken policy and touches no %s', async (format) => {
    await generate('web.yaml', '-o', 'out', '--name', 'broken', '--format', format);
    const before = filesBelow(join(cwd, 'out'));
    for (const file of ['broken.yaml', 'shell.yaml']) {
      const { stdout, stderr, exitCode } = await generate(
        file,
        'web.yaml',
        '-o',
        'out',
        '--name',
        'broken',
        '--format',
        format,
      );
      expect([stdout, exitCode]).toEqual(['', 1]);
      expect(stderr).toMatch(/^(broken|shell)\.yaml:\d:\d+ \(spec\.\w+.*\): error: .*\n +\d \| .*\n +\| +\^+/m);
    }
    expect(filesBelow(join(cwd, 'out'))).toEqual(before);
  });

  it('prints profiles and reports where no folder is named', async () => {
    expect((await generate('web.yaml', '--format', 'profile')).stdout).toMatch(/^profile web flags=/m);
    const { stdout: profiles } = await generate('both.yaml', '--format', 'profile');
    expect(profiles.match(/^profile .* flags=/gm)).toHaveLength(3);
    const { stdout: verdict, exitCode } = await call(['check', 'apparmor', '-'], { cwd, stdin: profiles });
    expect({ verdict, exitCode }).toMatchObject({ exitCode: 0 });
    expect((await generate('web.yaml', '--format', 'report')).stdout).toMatch(
      /^web +AppArmor +Falco +network policy$/m,
    );
    const { stdout } = await generate('both.yaml', '--format', 'report', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      files: [],
      reports: [{ policy: 'web' }, { policy: 'db' }, { container: 'init' }],
    });
    expect(existsSync(join(cwd, 'charts'))).toBe(false);
  });

  it('writes profiles for the parser that is named', async () => {
    const { stdout } = await generate('both.yaml', '-o', 'out', '--format', 'profile', '--target', 'apparmor=4.1');
    expect(stdout).toBe('Written below out:\n  web.aa\n  db.aa\n  db.init.aa\n');
    expect(readFileSync(join(cwd, 'out/web.aa'), 'utf8')).toContain('# For apparmor_parser 4.1.');
  });

  it('overwrites no file and no chart of others', async () => {
    mkdirSync(join(cwd, 'out/web'), { recursive: true });
    writeFileSync(join(cwd, 'out/web.aa'), 'mine');
    writeFileSync(join(cwd, 'out/web/mine'), 'mine');
    const before = filesBelow(join(cwd, 'out'));
    for (const [format, code] of [
      ['profile', 'PROJECT1301'],
      ['chart', 'PROJECT1302'],
    ] as const) {
      const { stderr, exitCode } = await generate('web.yaml', '-o', 'out', '--format', format);
      expect(stderr).toContain(code);
      expect(exitCode).toBe(2);
    }
    expect(filesBelow(join(cwd, 'out'))).toEqual(before);
  });

  it.each([
    [['web.yaml'], 'say where the chart goes'],
    [['none.yaml', '-o', 'x'], 'CLI1001'],
    [['web.yaml', '-o', 'x', '--format', 'charts'], 'Did you mean "chart"?'],
    [['web.yaml', '-o', 'x', '--name', 'My Chart'], 'HELM1002'],
  ])('ends with 2 for wrong usage: %s', async (args, says) => {
    const { stderr, exitCode } = await generate(...args);
    expect(stderr).toContain(says);
    expect(exitCode).toBe(2);
    expect(existsSync(join(cwd, 'x'))).toBe(false);
  });

  it('refuses two policies with one name in two files', async () => {
    const { stderr, exitCode } = await generate('web.yaml', 'both.yaml', '-o', 'x');
    expect(stderr).toContain('the policy "web" is in web.yaml too');
    expect(exitCode).toBe(1);
  });

  it('reads standard input', async () => {
    const { stdout } = await call(['generate', '-', '--format', 'profile'], { cwd, stdin: WEB });
    expect(stdout).toContain('profile web flags=');
  });
});
