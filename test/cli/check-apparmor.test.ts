import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from './fake-io';
import { folderWith } from './folder';

const SCOPE = 'Profiles and rules were read as apparmor_parser reads them; what they include only with -I.\n';

const cwd = folderWith({
  'nginx.aa': 'abi <abi/3.0>,\nprofile nginx flags=(attach_disconnected) {\n  capability net_bind_service,\n}\n',
  'two.aa': 'abi <abi/3.0>,\nprofile one {\n}\nprofile two {\n}\n',
  'open.aa': 'abi <abi/3.0>,\nprofile open {\n',
  'old.aa': 'profile old {\n}\n',
  'etc/usr.bin.man': 'abi <abi/3.0>,\nprofile man {\n}\n',
  'etc/usr.bin.man.dpkg-old': 'no profile\n',
  'etc/usr.bin.man~': 'no profile\n',
  'etc/README': 'no profile\n',
  'etc/.hidden': 'no profile\n',
  'etc/abstractions/base': '/dev/null rw,\n',
  'etc/tunables/global': '@{PROC}=/proc/\n',
  'etc/disable/usr.bin.man': 'no profile\n',
});

describe('check apparmor', () => {
  it('accepts a profile and says its name', async () => {
    const { stdout, exitCode } = await call(['check', 'apparmor', '--no-lint', '-v', 'nginx.aa', 'two.aa'], { cwd });
    expect(stdout).toBe(
      [
        'nginx.aa: accepted (profile nginx)',
        'two.aa: accepted (profiles one, two)',
        `Checked 2 files: 2 accepted\n${SCOPE}`,
      ].join('\n'),
    );
    expect(exitCode).toBe(0);
  });

  it('refuses a broken profile with its place', async () => {
    const { stdout, exitCode } = await call(['check', 'apparmor', '--json', 'open.aa'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      file: 'open.aa',
      accepted: false,
      diagnostics: [{ severity: 'error', file: 'open.aa', line: 2, code: expect.stringMatching(/^APPARMOR\d+$/) }],
    });
    expect(exitCode).toBe(1);
  });

  it('accepts a profile without an abi rule, and warns of it with its place', async () => {
    const { stdout, exitCode } = await call(['check', 'apparmor', 'old.aa'], { cwd });
    expect(stdout).toMatch(/^old\.aa:1:9: warning: no abi rule stands before the profile.* \[APPARMOR1010\]$/m);
    expect(stdout).toContain('write above it: abi <abi/3.0>,');
    expect(exitCode).toBe(0);
    expect((await call(['check', 'apparmor', '--strict', 'old.aa'], { cwd })).exitCode).toBe(1);
  });

  it('takes from a folder such as /etc/apparmor.d only what is a profile', async () => {
    const { stdout } = await call(['check', 'apparmor', '--no-lint', '-v', 'etc'], { cwd });
    expect(stdout).toBe(`etc/usr.bin.man: accepted (profile man)\nChecked 1 file: accepted\n${SCOPE}`);
  });

  it('follows includes below the folders of -I, and tells what is wrong in them', async () => {
    const folder = folderWith({
      'web.aa': 'include <tunables/global>\nprofile web {\n  include <abstractions/base>\n  @{PROC}x r,\n}\n',
      'good/tunables/global': '@{PROC}=/proc/\n',
      'good/abstractions/base': '/dev/null rw,\n',
      'bad/tunables/global': '@{HOME}=/home/\n',
      'bad/abstractions/base': '/dev/null rw\n/dev/zero q,\n',
    });
    const check = async (...args: readonly string[]): Promise<unknown> =>
      JSON.parse((await call(['check', 'apparmor', '--no-lint', '--json', ...args, 'web.aa'], { cwd: folder })).stdout);
    const errors = { accepted: true, diagnostics: [{ code: 'APPARMOR1010' }] };
    expect(await check()).toMatchObject(errors);
    expect(await check('-I', join(folder, 'good'))).toMatchObject(errors);
    expect(await check('-I', join(folder, 'bad'))).toMatchObject({
      accepted: false,
      diagnostics: [
        { code: 'APPARMOR1031', file: join(folder, 'bad/abstractions/base'), line: 1, column: 13 },
        { code: 'APPARMOR1030', file: join(folder, 'bad/abstractions/base'), line: 2, column: 11 },
        { code: 'APPARMOR1010', file: 'web.aa' },
        { code: 'APPARMOR1061', file: 'web.aa', line: 4 },
      ],
    });
  });

  it('warns of what practitioners would not write, unless --no-lint is given', async () => {
    const check = async (...args: readonly string[]): Promise<unknown> =>
      JSON.parse((await call(['check', 'apparmor', '--json', ...args, 'nginx.aa'], { cwd })).stdout);
    expect(await check('--no-lint')).toMatchObject({ accepted: true, diagnostics: [] });
    expect(await check()).toMatchObject({
      accepted: true,
      diagnostics: [
        { code: 'APPARMOR1117', severity: 'warning', file: 'nginx.aa', line: 2, column: 9 },
        { code: 'APPARMOR1118', severity: 'warning' },
      ],
    });
  });

  it('checks standard input', async () => {
    const { stdout } = await call(['check', 'apparmor', '--no-lint', '-'], {
      cwd,
      stdin: 'abi <abi/3.0>,\nprofile x {\n}\n',
    });
    expect(stdout).toBe(`Checked 1 file: accepted\n${SCOPE}`);
  });

  it('says in its help what it reads, and that the rules are not among it', async () => {
    const { stdout } = await call(['check', 'apparmor', '--help']);
    expect(stdout).toContain(SCOPE);
    expect(stdout).not.toMatch(/is the text right/i);
  });

  it('refuses a flag that no profile has, and one that the parser of the target does not know', async () => {
    const judge = async (flag: string, ...options: readonly string[]) => {
      const stdin = `abi <abi/3.0>,\nprofile x flags=(${flag}) {\n}\n`;
      const { stdout, exitCode } = await call(['check', 'apparmor', '--no-lint', ...options, '-'], { cwd, stdin });
      return [/APPARMOR\d+/.exec(stdout)?.[0], exitCode];
    };
    expect(await judge('bogus')).toEqual(['APPARMOR1013', 1]);
    expect(await judge('default_allow')).toEqual(['APPARMOR1014', 1]);
    expect(await judge('default_allow', '--target', 'apparmor=4.1')).toEqual([undefined, 0]);
  });

  it('names a byte order mark', async () => {
    const { stdout } = await call(['check', 'apparmor', '-'], { cwd, stdin: '\ufeffabi <abi/3.0>,\nprofile x { }\n' });
    expect(stdout).toContain('begins with a byte order mark');
    expect(stdout).toContain('Checked 1 file: refused (1 error)');
  });

  it.each(['terminal', 'json', 'sarif', 'junit', 'code-quality'])(
    'stays short about a line without end in the format %s',
    async (format) => {
      const stdin = `${'x'.repeat(3_000_000)}\n`;
      const { stdout } = await call(['check', 'apparmor', '--format', format, '-'], { cwd, stdin });
      expect(stdout).toContain(`${'x'.repeat(60)}…`);
      expect(stdout.length).toBeLessThan(4000);
    },
  );

  it('says that a folder of -I is none', async () => {
    const { stderr, exitCode } = await call(['check', 'apparmor', '-I', 'nope', 'nginx.aa'], { cwd });
    expect(stderr).toContain('there is no folder "nope" to look includes up in (-I)');
    expect(exitCode).toBe(2);
  });
});
