import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  AppArmorProfile,
  type AppArmorProfileSpec,
  Capability,
  CapabilityRule,
  ChangeProfileRule,
  DbusRule,
  ExecRule,
  FileRule,
  MountRule,
  NetworkFamily,
  NetworkRule,
  ProfileFlag,
  Rlimit,
  RlimitRule,
  type Rule,
  Signal,
  SignalRule,
  UnixRule,
} from '../../../lib/apparmor';
import { HelmApp, HelmChart } from '../../../lib/helm';

const profile = (spec: AppArmorProfileSpec): AppArmorProfile =>
  AppArmorProfile.of(new Chart(new App(), 'shop'), 'web', spec);

const lines = (...rules: Rule[]): readonly string[] =>
  profile({ name: 'web', rules })
    .text.split('\n')
    .slice(3, -2)
    .map((line) => line.trim());

/** What a call says before it throws. */
const problemOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
};

describe('a profile said in types', () => {
  it('reads as a person would write it', () => {
    const { text, profileName, warnings } = profile({
      name: 'web',
      flags: [ProfileFlag.ATTACH_DISCONNECTED, ProfileFlag.MEDIATE_DELETED],
      tunables: ['tunables/global'],
      variables: { data: ['/srv/my data', '/data'] },
      includes: ['abstractions/base'],
      includesIfExist: ['local/web'],
      rules: [
        FileRule.read('/etc/nginx/**').commented('its configuration'),
        FileRule.readWrite('@{data}/**').owner(),
        FileRule.write('/etc/**').denied().audited(),
        ExecRule.inherit('/usr/sbin/nginx'),
        ExecRule.child('/bin/sh').to('shell'),
        CapabilityRule.of(Capability.NET_BIND_SERVICE, Capability.CHOWN),
        NetworkRule.family(NetworkFamily.INET),
        SignalRule.receive({ signals: [Signal.TERM, Signal.KILL], peer: 'runc' }),
      ],
      children: [{ name: 'shell', rules: [FileRule.read('/etc/motd')] }],
      hats: [{ name: 'guest', flags: [ProfileFlag.COMPLAIN] }],
    });
    expect(profileName).toBe('web');
    expect(warnings).toEqual([]);
    expect(text).toBe(`abi <abi/3.0>,
include <tunables/global>
@{data} = "/srv/my data" /data

profile web flags=(attach_disconnected, mediate_deleted) {
  include <abstractions/base>
  include if exists <local/web>

  # its configuration
  /etc/nginx/** r,
  owner @{data}/** rw,
  audit deny /etc/** w,
  /usr/sbin/nginx mrix,
  /bin/sh Cx -> shell,
  capability net_bind_service chown,
  network inet,
  signal receive set=(term, kill) peer=runc,

  profile shell {
    /etc/motd r,
  }

  hat guest flags=(complain) {
  }
}
`);
  });

  it('says on request what practitioners would write otherwise', () => {
    const { lints, warnings } = profile({ name: 'web', rules: [ExecRule.unconfined('/bin/sh')] });
    expect(warnings).toEqual([]);
    expect(lints.map(({ code }) => code)).toEqual(['APPARMOR1116', 'APPARMOR1117', 'APPARMOR1118', 'APPARMOR1120']);
    expect(lints.at(-1)?.place).toMatchObject({ path: 'shop/web', line: 4, column: 3 });
  });

  it('may be for a newer parser', () => {
    const rules = [FileRule.read('/a').withPriority(1)];
    expect(profile({ name: 'web', rules, parserVersion: '4.1' }).warnings).toEqual([]);
    expect(profile({ name: 'web', rules }).warnings.map(({ code }) => code)).toEqual(['APPARMOR1042']);
  });

  it('with a value of a chart in it is warned of: what the value becomes is not checked', () => {
    const chart = new HelmChart(new HelmApp(), 'shop', { version: '1.0.0', description: 'A shop.' });
    const folder = chart.values.addString('folder', { description: 'Folder.', defaultValue: 'data' });
    const spec = { name: 'web', rules: [FileRule.read(`/srv/${folder}/**`)] };
    expect(AppArmorProfile.of(chart, 'web', spec).warnings.map(({ code }) => code)).toEqual(['APPARMOR1025']);
  });

  it('goes through the check that any text goes through', () => {
    expect(problemOf(() => profile({ name: '@{nothing}' }))).toContain('APPARMOR1061');
    const tunables = ['tunables/global'];
    expect(profile({ name: '@{nothing}', tunables }).warnings.map(({ code }) => code)).toContain('APPARMOR1005');
    expect(problemOf(() => profile({ name: 'web', flags: [ProfileFlag.KILL, ProfileFlag.COMPLAIN] }))).toContain(
      'APPARMOR1015',
    );
  });

  it.each<[string, unknown, string]>([
    ['without a name', {}, '"name" is missing'],
    ['with a mistyped prop', { name: 'web', rule: [] }, '"rule" is not known here'],
    ['with a text for a rule', { name: 'web', rules: ['file,'] }, '"rules[0]" must be a rule such as FileRule.read(…)'],
    [
      'with a mistyped prop of a hat',
      { name: 'web', hats: [{ name: 'a', rulez: [] }] },
      '"hats[0].rulez" is not known here',
    ],
    [
      'with a variable that is no list',
      { name: 'web', variables: { data: '/srv' } },
      '"variables.data" must be an array',
    ],
  ])('%s is refused', (_what, spec, message) => {
    const said = problemOf(() => profile(spec as AppArmorProfileSpec));
    expect(said).toContain(message);
    expect(said).toContain('HELM1050');
  });
});

describe('a typed rule', () => {
  it('never changes: its methods give new ones', () => {
    const rule = FileRule.write('/srv/**');
    expect(lines(rule.owner().denied().audited(), rule)).toEqual(['audit deny owner /srv/** w,', '/srv/** w,']);
  });

  it('that denies a start is x, whatever the way', () => {
    expect(
      lines(ExecRule.unconfined('/bin/sh').keepingEnvironment().denied(), ExecRule.inherit('/bin/sh').owner().denied()),
    ).toEqual(['deny /bin/sh x,', 'deny owner /bin/sh x,']);
  });

  it('keeps text from outside in one word', () => {
    expect(
      lines(
        FileRule.read('/a r,\n/etc/shadow r,'),
        FileRule.read('/say "no"'),
        FileRule.read('/end\\\\'),
        ChangeProfileRule.to('a, file'),
        FileRule.read('/a').commented('one\r\n/etc/shadow r,\u2028three'),
      ),
    ).toEqual([
      '"/a r,\\n/etc/shadow r," r,',
      '"/say \\"no\\"" r,',
      '"/end\\134" r,',
      'change_profile -> "a, file",',
      '# one',
      '# /etc/shadow r,',
      '# three',
      '/a r,',
    ]);
  });

  it.each<[string, () => unknown, string]>([
    ['a relative path', () => FileRule.read('etc/passwd'), 'path is no absolute path: "etc/passwd"'],
    ['no path', () => FileRule.read(''), 'path must be a text that is not empty'],
    ['a NUL', () => FileRule.read('/a\0b'), 'path holds a NUL'],
    ['half of a character', () => FileRule.read('/a\ud800'), 'path holds a NUL or half of a character'],
    ['a backslash at the end', () => FileRule.read('/a\\'), 'path ends in a backslash that escapes nothing'],
    ['no permission', () => FileRule.of('/a'), 'permissions must be one word'],
    ['a rule for a capability', () => CapabilityRule.of('chown,\nfile' as Capability), 'capability must be one word'],
    [
      'a rule for an option',
      () => MountRule.remount(['ro) -> /x, file, mount options=(rw']),
      'option must be one word',
    ],
    ['a port that is none', () => NetworkRule.of({ port: 70_000 }), 'port must be an integer from 0 to 65535: "70000"'],
    [
      'a priority out of its limits',
      () => FileRule.read('/a').withPriority(1001),
      'priority must be an integer from -1000 to 1000',
    ],
    ['a limit that is none', () => RlimitRule.atMost(Rlimit.NOFILE, 1.5), 'limit must be an integer'],
    ['a name that is no profile', () => ExecRule.child('/bin/sh').to(''), 'profile must be a text that is not empty'],
    [
      'a bracket in an include',
      () => profile({ name: 'a', includes: ['x>\nfile,'] }),
      'include is no path below the include roots',
    ],
    [
      'a name that is no variable',
      () => profile({ name: 'a', variables: { 'a} = b': [] } }),
      'variable must be one word',
    ],
    ['a profile to stay under', () => ExecRule.inherit('/bin/sh').to('shell'), 'changes to no profile'],
    ['a profile for none', () => ExecRule.unconfined('/bin/sh').to('shell'), 'changes to no profile'],
    ['no capability', () => CapabilityRule.of(...[]), 'the capability is missing, and the rule would be about all'],
    [
      'no family',
      () => NetworkRule.family(undefined as never),
      'the family is missing, and the rule would be about all',
    ],
    ['no profile to change to', () => ChangeProfileRule.to(undefined as never), 'the profile is missing'],
    ['a number for a comment', () => FileRule.read('/a').commented(3 as never), 'comment must be a text'],
    ['a number for a name', () => FileRule.literal(3 as never), 'path must be a text'],
  ])('given %s says so at once', (_what, call, message) => {
    const said = problemOf(call);
    expect(said).toContain(message);
    expect(said).toContain('APPARMOR1023');
  });

  it.each<[string, () => unknown, string]>([
    ['no signals', () => SignalRule.receive({ signals: [] }), '"signals" must be a list of at least one'],
    ['one signal for a list', () => SignalRule.send({ signals: 'term' } as never), '"signals" must be an array'],
    ['a text for props', () => SignalRule.receive('unconfined' as never), 'the value must be an object'],
    ['null for props', () => MountRule.mount(null as never), 'the value must be an object'],
    ['a mistyped prop', () => MountRule.mount({ fstyp: ['tmpfs'] } as never), '"fstyp" is not known here'],
    [
      'a mistyped prop of a peer',
      () => NetworkRule.of({ peer: { adr: '::1' } } as never),
      '"peer.adr" is not known here',
    ],
    ['no access', () => UnixRule.of({ access: [] }), '"access" must be a list of at least one'],
    ['a mistyped prop of a message', () => DbusRule.send({ buss: 'system' } as never), '"buss" is not known here'],
  ])('given %s would allow more than was meant, and is refused', (_what, call, message) => {
    const said = problemOf(call);
    expect(said).toContain(message);
    expect(said).toContain('HELM1050');
  });
});
