import { describe, expect, it } from 'vitest';
import { call } from './fake-io';
import { folderWith } from './folder';

const cwd = folderWith({
  'web.aa': [
    'abi <abi/3.0>,',
    'profile web {',
    '  include <abstractions/tiny>',
    '  /usr/sbin/nginx ix,',
    '  /var/log/** w,',
    '  audit deny /etc/shadow rw,',
    '  capability net_bind_service,',
    '  profile worker {',
    '    /bin/date ix,',
    '  }',
    '}',
    '',
  ].join('\n'),
  'two.aa': 'abi <abi/3.0>,\nprofile one {\n}\nprofile two {\n}\n',
  'broken.aa': 'abi <abi/3.0>,\nprofile web {\n  capability nett_admin,\n}\n',
  'namespaced.aa': 'abi <abi/3.0>,\nprofile :ns:web {\n}\nprofile other {\n}\n',
  'acts.txt': '# what may it do?\nexec /bin/sh\n\n{"kind":"open","path":"/var/log/x","access":["w"]}\n',
  'bad-acts.txt': 'exec /bin/sh\nexce /bin/sh\nopen x r\n',
  'root/abi/3.0': '',
  'root/abstractions/tiny': '/etc/hosts r,\n',
});
const evaluate = (...args: string[]) => call(['evaluate', 'apparmor', '-I', `${cwd}/root`, ...args], { cwd });

describe('evaluate apparmor', () => {
  it('needs no folder of includes for a profile that includes nothing, as the guide has it', async () => {
    const { stdout, exitCode } = await call(
      ['evaluate', 'apparmor', 'two.aa', '--profile', 'one', '--act', 'exec /bin/sh'],
      { cwd },
    );
    expect({ stdout, exitCode }).toEqual({
      stdout: 'denied: exec /bin/sh: no rule allows it, logged as DENIED\n',
      exitCode: 1,
    });
  });

  it.each([':ns:web', 'web'])('takes the name of a profile in a namespace as %s', async (name) => {
    const { stdout, stderr } = await call(
      ['evaluate', 'apparmor', 'namespaced.aa', '--profile', name, '--act', 'exec /bin/sh'],
      { cwd },
    );
    expect({ stdout, stderr }).toEqual({
      stdout: 'denied: exec /bin/sh: no rule allows it, logged as DENIED\n',
      stderr: '',
    });
  });

  it('answers nothing without what the profile includes', async () => {
    const { stdout, stderr, exitCode } = await call(['evaluate', 'apparmor', 'web.aa', '--act', 'exec /bin/sh'], {
      cwd,
    });
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain('web.aa:3:11: error: the included file abstractions/tiny is not there [APPARMOR1034]');
    expect(stderr).toContain('name the folder that holds it with -I');
    expect(stderr).not.toContain('APPARMOR1035');
  });

  it('says what is denied, why, and whether it is logged', async () => {
    const { stdout, exitCode, stderr } = await evaluate(
      'web.aa',
      '--act',
      'exec /bin/sh',
      '--act',
      'open /etc/shadow r',
    );
    expect({ stdout, exitCode, stderr }).toEqual({
      stdout: [
        'denied: exec /bin/sh: no rule allows it, logged as DENIED',
        'denied: open /etc/shadow r: a deny rule forbids it, logged as DENIED',
        '  web.aa:6: audit deny /etc/shadow rw,',
        '',
      ].join('\n'),
      exitCode: 1,
      stderr: '',
    });
  });

  it('says what is allowed, by which rule of which file, and under which profile a program runs then', async () => {
    const { stdout, exitCode } = await evaluate(
      'web.aa',
      '--act',
      'exec /usr/sbin/nginx',
      '--act',
      'open /etc/hosts r',
    );
    expect(stdout).toBe(
      [
        'allowed: exec /usr/sbin/nginx: a rule allows it, not logged; then under the same profile',
        '  web.aa:4: /usr/sbin/nginx ix,',
        'allowed: open /etc/hosts r: a rule allows it, not logged',
        `  ${cwd}/root/abstractions/tiny:1: /etc/hosts r,`,
        '',
      ].join('\n'),
    );
    expect(exitCode).toBe(0);
  });

  it('reads acts from a file, in words and as JSON, and answers programs in JSON Lines', async () => {
    const { stdout, exitCode } = await evaluate('web.aa', '--acts', 'acts.txt', '--json');
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        profile: 'web',
        act: { kind: 'exec', path: '/bin/sh' },
        allowed: false,
        why: 'no-rule',
        log: 'denied',
        rules: [],
      },
      {
        profile: 'web',
        act: { kind: 'open', path: '/var/log/x', access: ['w'] },
        allowed: true,
        why: 'allowed',
        log: 'none',
        rules: [{ file: 'web.aa', line: 5, column: 3, text: '/var/log/** w,' }],
      },
    ]);
    expect(exitCode).toBe(1);
  });

  it('asks about a child profile by its name', async () => {
    const { stdout } = await evaluate('web.aa', '--profile', 'web//worker', '--act', 'exec /bin/date');
    expect(stdout).toContain('allowed: exec /bin/date');
  });

  it.each([
    ['a file with two profiles', ['two.aa', '--act', 'userns'], 'several profiles.*one, two'],
    ['a name that is mistyped', ['web.aa', '--profile', 'wep', '--act', 'userns'], 'no profile "wep".*"web"'],
    ['a profile that the parser refuses', ['broken.aa', '--act', 'userns'], 'broken.aa:3:14.*net_admin'],
    [
      'acts that are none, all of them',
      ['web.aa', '--acts', 'bad-acts.txt'],
      'bad-acts.txt:2.*"exec".*bad-acts.txt:3.*absolute path',
    ],
    ['no acts', ['web.aa'], 'nothing to evaluate'],
    ['standard input for two things', ['-', '--acts', '-'], 'only once'],
  ])('ends with 2 and a reason for %s', async (_name, args, reason) => {
    const { stdout, stderr, exitCode } = await evaluate(...args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr.replaceAll('\n', ' ')).toMatch(new RegExp(reason));
  });
});
