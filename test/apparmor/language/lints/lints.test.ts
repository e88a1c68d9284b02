import { describe, expect, it } from 'vitest';
import { expandPolicy } from '../../../../lib/apparmor/language/expand/expand-policy';
import { lintPolicy } from '../../../../lib/apparmor/language/lints/lint-policy';
import { parsePolicy } from '../../../../lib/apparmor/language/parse/parse';
import type { ParserVersion } from '../../../../lib/apparmor/language/versions';
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic';

/** What the lints say of a text that has no errors. */
function lint(text: string, version: ParserVersion = '5.0'): readonly Diagnostic[] {
  const wrong: Diagnostic[] = [];
  const found: Diagnostic[] = [];
  const file = parsePolicy({ file: 'web.aa', text }, { version, report: (problem) => wrong.push(problem) });
  lintPolicy(
    file,
    expandPolicy(file, version, (problem) => wrong.push(problem)),
    (problem) => found.push(problem),
  );
  expect(wrong).toEqual([]);
  return found;
}

const codes = (text: string): readonly string[] => lint(text).map(({ code }) => code);

/** A profile of a host's program. */
const host = (rules: string, abi = '3.0'): string => `abi <abi/${abi}>,\nprofile web /usr/bin/web {\n${rules}\n}\n`;

/** A profile that a runtime puts a container under, with what each such profile needs. */
const container = (rules: string, name = 'shop-web'): string =>
  `abi <abi/3.0>,\nprofile ${name} flags=(attach_disconnected) {\n${RUNTIME}${rules}\n}\n`;

const RUNTIME = [
  'signal receive peer=unconfined,',
  'signal receive peer=runc,',
  'signal receive peer=crun,',
  'ptrace (read, readby) peer=@{profile_name},',
  '',
].join('\n');

/** For each lint: what it says, a text that it warns of, and one that is right. */
const LINTS: readonly (readonly [code: string, says: string, bad: string, good: string])[] = [
  [
    'APPARMOR1110',
    '"/etc/hosts r" adds nothing to "/etc/** r" (line 3, column 1)',
    host('/etc/** r,\n/etc/hosts r,'),
    host('/etc/** r,\n/etc/hosts rw,\nowner /srv/** rw,\n/srv/a r,'),
  ],
  [
    'APPARMOR1110',
    '"/etc/hosts r" adds nothing to "/etc/hosts rw" (line 4, column 1)',
    host('/etc/hosts r,\n/etc/hosts rw,'),
    host('audit /etc/hosts r,\n/etc/** r,'),
  ],
  [
    'APPARMOR1110',
    'adds nothing to "capability chown kill"',
    host('capability chown kill,\ncapability chown,'),
    host('capability chown,\ncapability kill,'),
  ],
  [
    'APPARMOR1111',
    '"/etc/hosts w" never counts: "audit deny /etc/** w" (line 4, column 1) denies it',
    host('/etc/hosts w,\naudit deny /etc/** w,'),
    host('/etc/hosts r,\naudit deny /etc/** w,'),
  ],
  [
    'APPARMOR1111',
    'never counts',
    host('capability chown,\naudit deny capability chown kill,'),
    host('capability chown,\ndeny capability kill,'),
  ],
  [
    'APPARMOR1112',
    'what "/srv/bin/* ix" lets start, "/srv/** rw" (line 3, column 1) lets write',
    host('/srv/** rw,\n/srv/bin/* ix,'),
    host('/srv/data/** rw,\n/srv/bin/* ix,'),
  ],
  [
    'APPARMOR1112',
    'what "/srv/** rwix" lets start, it lets write',
    host('/srv/** rwix,'),
    host('/srv/** rw,\n/srv/bin/* ix,\naudit deny /srv/bin/** w,'),
  ],
  [
    'APPARMOR1113',
    'gives sys_admin: it mounts',
    host('capability sys_admin,'),
    host('capability chown net_bind_service,'),
  ],
  [
    'APPARMOR1113',
    'gives what makes a process root of the node',
    host('capability,'),
    host(
      'capability,\naudit deny capability sys_admin mac_admin mac_override sys_module sys_rawio sys_ptrace sys_boot bpf,',
    ),
  ],
  [
    'APPARMOR1113',
    'gives dac_read_search',
    container('capability dac_read_search,'),
    host('capability dac_read_search,'),
  ],
  [
    'APPARMOR1114',
    'with abi 5.0 "network" does not open unix sockets',
    host('network,', '5.0'),
    host('network,\nunix,', '5.0'),
  ],
  ['APPARMOR1114', '"network unix stream"', host('network unix stream,', '5.0'), host('network unix,', '4.0')],
  [
    'APPARMOR1115',
    'what "deny /etc/shadow r" takes away',
    host('/etc/** r,\ndeny /etc/shadow r,'),
    host('/etc/** r,\naudit deny /etc/shadow r,'),
  ],
  [
    'APPARMOR1115',
    'what "deny /etc/a r" and 1 more such rule take away',
    host('/etc/** r,\ndeny /etc/a r,\ndeny /etc/b r,'),
    host('/etc/** r,\ndeny /srv/** r,'),
  ],
  [
    'APPARMOR1115',
    'what "deny network packet" takes away',
    host('network,\ndeny network packet,'),
    host('network inet,\ndeny network packet,'),
  ],
  [
    'APPARMOR1115',
    'what "deny capability chown" takes away',
    host('capability,\ndeny capability sys_admin mac_admin mac_override sys_module sys_rawio sys_ptrace sys_boot bpf,')
      .replace('deny capability', 'audit deny capability')
      .replace('bpf,', 'bpf,\ndeny capability chown,'),
    host('capability kill,\ndeny capability chown,'),
  ],
  [
    'APPARMOR1116',
    'are denied to "shop-web" whatever its rules say',
    container('').replace(' flags=(attach_disconnected)', ''),
    container(''),
  ],
  [
    'APPARMOR1117',
    'takes no signals from runc, crun',
    container('').replace('signal receive peer=runc,', '').replace('signal receive peer=crun,', ''),
    container(''),
  ],
  [
    'APPARMOR1117',
    'takes no signals from unconfined',
    container('').replace('peer=unconfined', 'set=(term) peer=unconfined'),
    container('').replace('signal receive peer=unconfined', 'signal (receive) set=(term, kill) peer="un*"'),
  ],
  [
    'APPARMOR1118',
    'cannot look at each other',
    container('').replace('ptrace (read, readby)', 'ptrace read'),
    container('').replace('ptrace (read, readby) peer=@{profile_name}', 'ptrace'),
  ],
  [
    'APPARMOR1119',
    '"/tmp/** rw" lets files of all users be written',
    host('/tmp/** rw,'),
    host('owner /tmp/** rw,\n/tmp/one.sock rw,\n/tmp/** r,\n/srv/** rw,'),
  ],
  ['APPARMOR1120', 'starts a program under no profile: it may do anything', host('/bin/sh Ux,'), host('/bin/sh ix,')],
  [
    'APPARMOR1120',
    'under no profile when the profile that it should get is not loaded',
    host('/bin/sh PUx,'),
    host('/bin/sh Pix,'),
  ],
  [
    'APPARMOR1121',
    'hands LD_PRELOAD and the like',
    host('/bin/sh px,'),
    host('/bin/sh Px,\n/bin/a ix,\n/bin/b px -> web,\n/bin/c px -> &other,'),
  ],
  [
    'APPARMOR1122',
    '"/** rw" lets everything be written',
    host('/** rw,'),
    host('/** rw,\naudit deny /{usr,etc}/** w,'),
  ],
  [
    'APPARMOR1123',
    'lets a process leave the profile for any other, none included',
    host('change_profile,'),
    host('change_profile -> shop-*,'),
  ],
  ['APPARMOR1123', 'for none', host('change_profile -> unconfined,'), host('change_profile /bin/a -> b,')],
  [
    'APPARMOR1124',
    '"deny userns" does nothing: abi 3.0 knows no userns',
    host('deny userns,'),
    host('deny userns,', '4.0'),
  ],
  [
    'APPARMOR1124',
    'is about all addresses and ports: abi 4.0 knows none',
    host('network inet tcp port=80,', '4.0'),
    host('network inet tcp port=80,\nunix,', '5.0'),
  ],
  [
    'APPARMOR1125',
    'abstractions/nameservice opens to the container: sockets of inet, inet6 and netlink',
    container('include <abstractions/nameservice>'),
    container('include <abstractions/base>'),
  ],
  [
    'APPARMOR1126',
    '"docker-default" is the name of a profile of Docker',
    container('', 'docker-default'),
    container('', 'shop-docker'),
  ],
  [
    'APPARMOR1127',
    'lets a container write /proc/sys/kernel/core_pattern',
    container('/proc/** rw,'),
    container('/proc/** rw,\naudit deny /proc/sys{,rq-trigger}{,/**} w,'),
  ],
];

describe('a lint', () => {
  it.each(LINTS)('%s: warns that %s, and of nothing else', (code, says, bad, good) => {
    const found = lint(bad);
    expect(found.map((each) => each.code)).toEqual([code]);
    expect(found[0]).toMatchObject({ severity: 'warning', place: { file: 'web.aa' } });
    expect(found[0]?.message).toContain(says);
    expect(found[0]?.hint).toBeTruthy();
    expect(codes(good)).toEqual([]);
  });

  it('names the rule that it is about, with line and column', () => {
    expect(lint(host('/etc/** r,\n  /etc/hosts r,')).map(({ place }) => place)).toMatchObject([
      { file: 'web.aa', line: 4, column: 3, endLine: 4 },
    ]);
  });

  it('looks into children and hats too, which are no containers of their own', () => {
    expect(codes(container('profile shell {\n/bin/sh Ux,\n}\nhat guest {\n/bin/a ux,\n}'))).toEqual([
      'APPARMOR1120',
      'APPARMOR1120',
    ]);
  });

  it('does not say what is missing where an include was not read', () => {
    const text = 'abi <abi/5.0>,\nprofile web flags=(attach_disconnected) {\nnetwork,\n}\n';
    expect(codes(text)).toEqual(['APPARMOR1114', 'APPARMOR1117', 'APPARMOR1118']);
    expect(codes(text.replace('network', 'include <abstractions/base>\nnetwork'))).toEqual([]);
  });

  it('says of profiles that only log what is wrong with their denials, and with rules beside each other', () => {
    const text = 'profile web flags=(complain) {\n/** rw,\nchange_profile,\n/etc/hosts r,\ndeny /etc/shadow r,\n}\n';
    expect(codes(text)).toEqual(['APPARMOR1110', 'APPARMOR1115']);
  });

  it('says nothing of profiles that do nothing', () => {
    expect(codes('profile web flags=(unconfined) {\n/** rw,\nchange_profile,\n}\n')).toEqual([]);
  });

  it.each([
    ['at a rule', '/etc/** r,\n/etc/hosts r, # container-security: ignore APPARMOR1110\n/etc/passwd r,', 1],
    [
      'above a rule',
      '/etc/** r,\n# container-security: ignore APPARMOR1119 APPARMOR1110\n/etc/hosts r,\n/etc/passwd r,',
      1,
    ],
    ['with another code', '/etc/** r,\n# container-security: ignore APPARMOR1112\n/etc/hosts r,\n/etc/passwd r,', 2],
    ['with words that say something else', '/etc/** r,\n# ignore APPARMOR1110\n/etc/hosts r,\n/etc/passwd r,', 2],
  ])('is switched off by a comment %s', (_where, rules, left) => {
    expect(codes(host(rules))).toEqual(Array.from({ length: left }, () => 'APPARMOR1110'));
  });

  it('is switched off for a profile, and for a file', () => {
    const comment = '# container-security: ignore APPARMOR1120, APPARMOR1119';
    const one = 'profile a /bin/a {\n/bin/sh Ux,\nhat b {\n/tmp/* w,\n}\n}\n';
    expect(codes(`abi <abi/3.0>,\n${one}`)).toEqual(['APPARMOR1120', 'APPARMOR1119']);
    expect(codes(`abi <abi/3.0>,\n${comment}\n${one}profile c /bin/c {\n/bin/sh Ux,\n}\n`)).toEqual(['APPARMOR1120']);
    expect(codes(`${comment}\nabi <abi/3.0>,\n${one}profile c /bin/c {\n/bin/sh Ux,\n}\n`)).toEqual([]);
  });
});

describe('lints of a profile that a program wrote', () => {
  it('take a time that does not grow with each pair of its rules', { timeout: 20_000 }, () => {
    const rules = Array.from({ length: 10_000 }, (_, index) => `/srv/data/dir${index}/** r,`);
    expect(codes(host([...rules, '/srv/data/dir7/a r,'].join('\n')))).toEqual(['APPARMOR1110']);
  });
});
