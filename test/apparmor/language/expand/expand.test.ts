import { describe, expect, it } from 'vitest';
import type { ExpandedProfile } from '../../../../lib/apparmor/language/expand/model';
import { PARSER_VERSIONS, type ParserVersion } from '../../../../lib/apparmor/language/versions';
import { checked } from '../checks/ours';

/** The only profile of a text, which must have no errors. */
function expanded(text: string, version: ParserVersion = '3.0'): ExpandedProfile {
  const { policy, errors } = checked(text, version);
  expect(errors).toEqual([]);
  const [profile, ...others] = policy.profiles;
  expect(others).toEqual([]);
  if (profile === undefined) throw new Error('no profile');
  return profile;
}

const patterns = ({ files }: ExpandedProfile): readonly string[] =>
  files.flatMap((entry) => (entry.rule ? entry.patterns : []));

describe('variables', () => {
  it.each([
    ['one value stands as it is', '@{A}=/x/', '@{A}/y', '/x/y'],
    ['several become alternatives without doubled slashes', '@{A}=/x/ /y/', '/r/@{A}/z', '/r/{x,y}/z'],
    ['values are added', '@{A}=x\n@{A}+=y', '/@{A}', '/{x,y}'],
    ['values hold variables', '@{B}=@{A}/z\n@{A}=x y', '/@{B}', '/{x/z,y/z}'],
    ['an escaped sign is none', '', '/\\@{A,b}', '/\\@{A,b}'],
    ['the name of the profile is no glob', '', '/@{profile_name}/x', '/p\\*/x'],
    ['an empty value leaves nothing', '@{A}=""', '/x@{A}y', '/xy'],
  ])('%s', (_, declared, path, pattern) => {
    expect(patterns(expanded(`${declared}\nprofile p* {\n  ${path} r,\n}\n`))).toEqual([pattern]);
  });

  it.each(PARSER_VERSIONS)('in %s a value that is there twice is one only for 5.0', (version) => {
    const profile = expanded('@{A}=x x\nprofile p {\n  /@{A} r,\n}\n', version);
    expect(patterns(profile)).toEqual([version === '5.0' ? '/x' : '/{x,x}']);
  });

  it('5.0 sets a variable once, anew, or when it is not set, and knows the path of the profile', () => {
    const text =
      '@{A}=x\n@{A} ?= y\n@{B}=x\n@{B} := y\nprofile p /bin/p {\n  /@{A}/@{B} r,\n  @{exec_path} r,\n  @{attach_path}.d r,\n}\n';
    expect(patterns(expanded(text, '5.0'))).toEqual(['/x/y', '/bin/p', '/bin/p.d']);
  });

  it('are put into names, attachments, targets and conditions', () => {
    const profile = expanded(
      '@{A}=x y\nprofile @{A} /bin/@{A} {\n  change_profile -> @{A},\n  signal peer=@{A},\n  dbus bus=@{A},\n  mount /@{A} -> /m/@{A},\n  link /a -> /@{A},\n}\n',
    );
    expect(profile).toMatchObject({
      name: '{x,y}',
      attachments: ['/bin/{x,y}'],
      changeProfiles: [{ target: '{x,y}' }],
      signals: [{ conditions: [{ name: 'peer', values: ['{x,y}'] }] }],
      dbus: [{ conditions: [{ name: 'bus', values: ['{x,y}'] }] }],
      mounts: [{ source: '/{x,y}', target: '/m/{x,y}' }],
    });
    expect(profile.files[0]).toMatchObject({ patterns: ['/a'], linkTargets: ['/{x,y}'] });
  });
});

describe('conditions', () => {
  it('leave the rules of the branch that is taken', () => {
    const text = (on: boolean): string =>
      `\${A}=${on}\nprofile p {\n  if \${A} {\n    /yes r,\n    profile c { }\n  } else if not \${A} {\n    /no r,\n  }\n}\n`;
    expect(patterns(expanded(text(true)))).toEqual(['/yes']);
    expect(expanded(text(true)).children).toMatchObject([{ name: 'p//c', ownName: 'c' }]);
    expect(patterns(expanded(text(false)))).toEqual(['/no']);
  });

  it.each([
    ['3.0', 0],
    ['4.1', 1],
    ['5.0', 1],
  ] as const)('in %s a signal rule below a condition counts %i times', (version, count) => {
    expect(expanded('${A}=true\nprofile p {\n  if ${A} { signal, }\n}\n', version).signals).toHaveLength(count);
  });

  it('compare sets and numbers from 5.0 on', () => {
    const text = '@{A}=1 2\nprofile p {\n  if 1 in @{A} and 9 < 10 and not (@{A} == 1) {\n    /a r,\n  }\n}\n';
    expect(patterns(expanded(text, '5.0'))).toEqual(['/a']);
  });
});

describe('blocks', () => {
  it('lay their prefixes on file rules, and the parser forgets the others', () => {
    const profile = expanded(
      'profile p {\n  audit {\n    owner {\n      /a rw,\n    }\n    capability chown,\n  }\n}\n',
    );
    expect(profile.files).toMatchObject([{ audit: true, perms: { owner: 0xe, other: 0 } }]);
    expect(profile.capabilities).toEqual([]);
  });

  it.each([
    ['3.0', 'deny'],
    ['4.1', 'allow'],
    ['5.0', 'allow'],
  ] as const)('in %s a rule that denies inside of one is turned to %s', (version, mode) => {
    expect(expanded('profile p {\n  {\n    deny /a r,\n  }\n}\n', version).files).toMatchObject([{ mode }]);
  });
});

describe('exec modes', () => {
  it.each([
    ['/a ix,', { transition: 'inherit', clean: true }],
    ['/a Pix,', { transition: 'profile', fallback: 'inherit', clean: true }],
    ['/a pux -> b,', { transition: 'profile', fallback: 'unconfined', clean: false, target: 'b' }],
    ['/a cx -> b,', { transition: 'child', clean: false, target: 'p//b' }],
    ['/a Cx -> :ns:b,', { transition: 'child', clean: true, target: ':ns:b' }],
    ['/a ux,', { transition: 'unconfined', clean: false }],
    ['safe /a ux,', { transition: 'unconfined', clean: true }],
    ['file,', { transition: 'inherit', clean: true }],
  ])('%s', (rule, mode) => {
    expect(expanded(`profile p {\n  ${rule}\n}\n`).files[0]?.exec).toMatchObject(mode);
  });

  it('of rules that deny there are none', () => {
    expect(expanded('profile p {\n  deny /a x,\n}\n').files).toMatchObject([
      { mode: 'deny', audit: false, perms: { owner: 1, other: 1 } },
    ]);
    expect(expanded('profile p {\n  deny /a x,\n}\n').files[0]).not.toHaveProperty('exec');
  });
});

it('aliases give paths and attachments further names, once', () => {
  const profile = expanded('alias /a -> /b,\nalias /b -> /c,\n/a/x {\n  /a/y r,\n}\n');
  expect(profile.attachments).toEqual(['/a/x', '/b/x']);
  expect(patterns(profile)).toEqual(['/a/y', '/b/y']);
});

it('names hold namespaces and parents', () => {
  const profile = expanded('profile :ns:a {\n  ^b {\n  }\n  profile c {\n    profile d {\n    }\n  }\n}\n');
  expect(profile).toMatchObject({
    namespace: 'ns',
    name: 'a',
    children: [
      { name: 'a//b', kind: 'hat' },
      { name: 'a//c', kind: 'profile', children: [{ name: 'a//c//d' }] },
    ],
  });
});

it('programs that change their profile or hat may ask for it', () => {
  const implied = (text: string, version: ParserVersion): readonly string[] =>
    expanded(text, version)
      .files.filter(({ rule }) => rule === undefined)
      .flatMap((entry) => entry.patterns);
  expect(implied('profile p {\n  change_profile -> a,\n}\n', '2.13')).toEqual(['/proc/*/attr/{current,exec}']);
  expect(implied('profile p {\n  change_profile -> a,\n}\n', '3.0')).toContain(
    '/proc/*/attr/{apparmor/,}{current,exec}',
  );
  expect(implied('profile p {\n  ^h { }\n}\n', '3.0')).toContain('/proc/[0-9]*/attr/{apparmor/,}current');
  expect(implied('profile p {\n  ^h { }\n}\n', '2.13')).toEqual([]);
});

it('the rule all stands for one of every kind', () => {
  const profile = expanded('profile p {\n  all,\n}\n', '4.1');
  expect(profile.files).toMatchObject([
    { perms: { owner: 0x7e, other: 0x7e } },
    { priority: -2, exec: { transition: 'inherit' } },
  ]);
  expect(profile).toMatchObject({
    capabilities: [{ names: [] }],
    networks: [{}],
    userns: [{}],
    ioUrings: [{}],
    mounts: [{}, {}, {}],
  });
});

it('limits are in the units of the kernel', () => {
  const profile = expanded(
    'profile p {\n  set rlimit cpu <= 2min,\n  set rlimit as <= 1M,\n  set rlimit nice <= -20,\n  set rlimit core <= infinity,\n}\n',
  );
  expect(profile.rlimits.map(({ limit }) => limit)).toEqual([120, 1_048_576, 0, undefined]);
});
