/** Each kind of typed rule, judged by apparmor_parser: it is taken, and means what the text written by hand means. */
import { describe, expect, it } from 'vitest';
import {
  AllRule,
  Capability,
  CapabilityRule,
  ChangeProfileRule,
  DbusRule,
  ExecRule,
  FilePermission,
  FileRule,
  IoUringRule,
  LinkRule,
  MountRule,
  MqueueAccess,
  MqueueRule,
  MqueueType,
  NetworkFamily,
  NetworkProtocol,
  NetworkRule,
  PivotRootRule,
  PtraceRule,
  Rlimit,
  RlimitRule,
  type Rule,
  Signal,
  SignalRule,
  SocketAccess,
  SocketType,
  UnixRule,
  UsernsRule,
} from '../../../lib/apparmor';
import { printPolicy } from '../../../lib/apparmor/language/print/print-policy';
import { policyOf } from '../../../lib/apparmor/profile-spec';
import { requireTool } from '../../tools/find';
import { compile, PARSERS, type ParserName } from '../compiled';

const NAMES = Object.keys(PARSERS) as ParserName[];

/** Rule, and the text that a person would write. */
const EVERYWHERE: readonly (readonly [Rule, string])[] = [
  [FileRule.read('/etc/**'), '/etc/** r'],
  [FileRule.write('/var/cache/nginx/**').owner(), 'owner /var/cache/nginx/** w'],
  [FileRule.readWrite('/srv/@{name}/data'), '/srv/@{name}/data rw'],
  [FileRule.appendTo('/var/log/nginx/*.log'), '/var/log/nginx/*.log a'],
  [FileRule.library('/usr/lib/**.so*'), '/usr/lib/**.so* mr'],
  [FileRule.of('/run/lock', FilePermission.READ, FilePermission.WRITE, FilePermission.LOCK), '/run/lock rwk'],
  [FileRule.of('/run/{a,b}', FilePermission.LINK), '/run/{a,b} l'],
  [FileRule.all(), 'file'],
  [FileRule.read('/etc/shadow').denied(), 'deny /etc/shadow r'],
  [FileRule.read('/etc/shadow').owner().denied().audited(), 'audit deny owner /etc/shadow r'],
  [FileRule.read('/etc/hosts').audited(), 'audit /etc/hosts r'],
  [FileRule.read('/etc/hosts').commented('who asks?\n/etc/shadow r,'), '/etc/hosts r'],
  [FileRule.read('/srv/my files/a'), '/srv/my\\ files/a r'],
  [FileRule.read('/srv/a,b'), '/srv/a\\,b r'],
  [FileRule.read('/srv/say "x"'), '/srv/say\\ \\x22x\\x22 r'],
  [FileRule.read('/a r,\n/etc/shadow r,\n'), '"/a r,\\012/etc/shadow r,\\012" r'],
  [FileRule.read('/srv/#1'), '"/srv/#1" r'],
  [FileRule.read('/srv/(1)=&:+!'), '"/srv/(1)=&:+!" r'],
  [FileRule.read('/srv/end\\\\'), '/srv/end\\134 r'],
  [FileRule.read(FileRule.literal('/srv/[a]{b},*?^\\@{HOME}')), '/srv/\\[a\\]\\{b\\}\\,\\*\\?\\^\\134@\\{HOME\\} r'],
  [LinkRule.of('/a', '/b'), 'link /a -> /b'],
  [LinkRule.subset('/a', '/b c').owner(), 'owner link subset /a -> "/b c"'],
  [ExecRule.inherit('/usr/sbin/nginx'), '/usr/sbin/nginx mrix'],
  [ExecRule.profile('/usr/bin/a'), '/usr/bin/a Px'],
  [ExecRule.profile('/usr/bin/a').keepingEnvironment(), '/usr/bin/a px'],
  [ExecRule.profile('/usr/bin/a').to('other'), '/usr/bin/a Px -> other'],
  [ExecRule.profileOrInherit('/usr/bin/a'), '/usr/bin/a mrPix'],
  [ExecRule.profileOrUnconfined('/usr/bin/a'), '/usr/bin/a PUx'],
  [ExecRule.child('/usr/bin/a').to('shell'), '/usr/bin/a Cx -> shell'],
  [ExecRule.childOrInherit('/usr/bin/a'), '/usr/bin/a mrCix'],
  [ExecRule.childOrUnconfined('/usr/bin/a').keepingEnvironment(), '/usr/bin/a cux'],
  [ExecRule.unconfined('/usr/bin/a'), '/usr/bin/a Ux'],
  [ExecRule.inherit('/bin/sh').owner().denied().audited(), 'audit deny owner /bin/sh x'],
  [CapabilityRule.of(Capability.NET_BIND_SERVICE, Capability.CHOWN), 'capability chown net_bind_service'],
  [CapabilityRule.of(...Object.values(Capability)), `capability ${Object.values(Capability).join(' ')}`],
  [CapabilityRule.all(), 'capability'],
  [CapabilityRule.of(Capability.SYS_ADMIN).denied(), 'deny capability sys_admin'],
  [NetworkRule.all(), 'network'],
  [NetworkRule.family(NetworkFamily.INET), 'network inet'],
  [NetworkRule.family(NetworkFamily.INET6, SocketType.STREAM), 'network inet6 stream'],
  [NetworkRule.of({ family: NetworkFamily.INET, protocol: NetworkProtocol.TCP }), 'network inet tcp'],
  [NetworkRule.family(NetworkFamily.PACKET).denied().audited(), 'audit deny network packet'],
  [UnixRule.all(), 'unix'],
  [
    UnixRule.of({
      access: [SocketAccess.SEND, SocketAccess.RECEIVE],
      socketType: SocketType.STREAM,
      addr: '@web',
      peer: { addr: '@"x y"', label: 'a' },
    }),
    'unix (send receive) type=stream addr=@web peer=(addr="@\\x22x y\\x22" label=a)',
  ],
  [UnixRule.of({ access: [SocketAccess.CREATE] }).denied(), 'deny unix create'],
  [DbusRule.all(), 'dbus'],
  [
    DbusRule.send({
      bus: 'system',
      path: '/org/x',
      interfaceName: 'org.x',
      member: '{Get,Set}',
      peer: { name: 'org.x', label: 'unconfined' },
    }),
    'dbus send bus=system path=/org/x interface=org.x member={Get,Set} peer=(name=org.x label=unconfined)',
  ],
  [DbusRule.receive({ bus: 'session' }), 'dbus receive bus=session'],
  [DbusRule.sendAndReceive({ bus: 'session', peer: { name: 'a' } }), 'dbus (send, receive) bus=session peer=(name=a)'],
  [DbusRule.bind('session', 'org.x'), 'dbus bind bus=session name=org.x'],
  [DbusRule.eavesdrop('session'), 'dbus eavesdrop bus=session'],
  [SignalRule.all(), 'signal'],
  [SignalRule.send({ signals: [Signal.TERM], peer: 'a' }), 'signal send set=(term) peer=a'],
  [SignalRule.receive({ peer: '{runc,crun}' }), 'signal receive peer="{runc,crun}"'],
  [
    SignalRule.sendAndReceive({ signals: Object.values(Signal) }),
    `signal (send receive) set=(${Object.values(Signal).join(' ')})`,
  ],
  [
    SignalRule.receive({ signals: [Signal.KILL], peer: 'unconfined' }).denied(),
    'deny signal receive set=kill peer=unconfined',
  ],
  [PtraceRule.all(), 'ptrace'],
  [PtraceRule.read('@{profile_name}'), 'ptrace read peer=@{profile_name}'],
  [PtraceRule.trace(), 'ptrace trace'],
  [PtraceRule.readBy('a b'), 'ptrace readby peer="a b"'],
  [PtraceRule.tracedBy('a').denied(), 'deny ptrace tracedby peer=a'],
  [MountRule.all(), 'mount'],
  [
    MountRule.mount({ fstypes: ['tmpfs', 'ext4'], options: ['ro', 'nosuid'], source: 'tmpfs', mountPoint: '/run/**' }),
    'mount fstype=(tmpfs ext4) options=(ro nosuid) tmpfs -> /run/**',
  ],
  [
    MountRule.mount({ options: ['ro', 'bind'], anyOfOptions: true, source: '/a b', mountPoint: '/c' }),
    'mount options in (ro bind) "/a b" -> /c',
  ],
  [MountRule.remount(['ro'], '/c'), 'remount options=ro /c'],
  [MountRule.umount('/c/'), 'umount /c/'],
  [MountRule.umount(), 'umount'],
  [PivotRootRule.of(), 'pivot_root'],
  [
    PivotRootRule.of({ oldRoot: '/old/', newRoot: '/new/', profile: 'other' }),
    'pivot_root oldroot=/old/ /new/ -> other',
  ],
  [ChangeProfileRule.to('other'), 'change_profile -> other'],
  [ChangeProfileRule.toAny(), 'change_profile'],
  [ChangeProfileRule.onExec('/bin/a b', 'other'), 'change_profile safe /bin/a\\ b -> other'],
  [ChangeProfileRule.onExecKeepingEnvironment('/bin/a', 'other'), 'change_profile unsafe /bin/a -> other'],
  [RlimitRule.atMost(Rlimit.NOFILE, 1024), 'set rlimit nofile <= 1024'],
  [RlimitRule.atMost(Rlimit.CPU, 60), 'set rlimit cpu <= 1 min'],
  [RlimitRule.atMost(Rlimit.RTTIME, 2000), 'set rlimit rttime <= 2 ms'],
  [RlimitRule.atMost(Rlimit.FSIZE, 1024), 'set rlimit fsize <= 1K'],
  [RlimitRule.atMost(Rlimit.NICE, -5), 'set rlimit nice <= -5'],
  [RlimitRule.infinity(Rlimit.CORE), 'set rlimit core <= infinity'],
];

/** The same for what 4.1 and later know. */
const NEWER: readonly (readonly [Rule, string])[] = [
  [FileRule.read('/etc/a').withPriority(5), 'priority=5 /etc/a r'],
  [FileRule.write('/etc/a').owner().denied().audited().withPriority(-1000), 'priority=-1000 audit deny owner /etc/a w'],
  [AllRule.everything(), 'all'],
  [UsernsRule.create(), 'userns create'],
  [UsernsRule.create().denied(), 'deny userns'],
  [MqueueRule.all(), 'mqueue'],
  [
    MqueueRule.of({
      access: [MqueueAccess.READ, MqueueAccess.OPEN, MqueueAccess.DELETE],
      queueType: MqueueType.POSIX,
      label: 'a',
      name: '/queue',
    }),
    'mqueue (read, open, delete) type=posix label=a /queue',
  ],
  [MqueueRule.of({ access: [MqueueAccess.OPEN], name: '/queue' }), 'mqueue (open) /queue'],
  [IoUringRule.sqpoll(), 'io_uring sqpoll'],
  [IoUringRule.overrideCreds('a'), 'io_uring override_creds label=a'],
  [
    NetworkRule.of({
      family: NetworkFamily.INET,
      socketType: SocketType.STREAM,
      access: [SocketAccess.BIND],
      ip: '127.0.0.1',
      port: 8080,
    }),
    'network (bind) inet stream ip=127.0.0.1 port=8080',
  ],
  [
    NetworkRule.of({ family: NetworkFamily.INET6, access: [SocketAccess.CONNECT], peer: { ip: '::1', port: 80 } }),
    'network connect inet6 peer=(ip=::1 port=80)',
  ],
];

/** Some parsers fall over a profile that has nothing but a denial. */
const ALWAYS = FileRule.read('/always');

const text = (rule: string): string => `@{name} = a b\nprofile web {\n  /always r,\n  ${rule}\n}\n`;

/** Without the abi, so that the features that are given count. */
const built = (rule: Rule): string =>
  printPolicy(policyOf({ name: 'web', variables: { name: ['a', 'b'] }, rules: [ALWAYS, rule] })).replace(
    /^abi .*\n/,
    '',
  );

/** What the features of a version do not mediate is left out of what is compiled: there both texts mean nothing. */
const MEDIATED: { readonly [Version in ParserName]: number } = { '2.13': 40, '3.0': 70, '4.1': 80, '5.0': 80 };

describe.each(NAMES)('for apparmor_parser %s', { timeout: 180_000 }, (version) => {
  const kinds = version < '4' ? EVERYWHERE : [...EVERYWHERE, ...NEWER];

  it('every kind of rule means the same when it is said in types', (context) => {
    const parser = requireTool(context, PARSERS[version].program);
    const nothing = compile(version, parser, text('')).policy;
    const mediated = kinds.filter(([rule, byHand]) => {
      const expected = compile(version, parser, text(`${byHand},`));
      const { policy, said } = compile(version, parser, built(rule));
      expect(expected.policy, `${byHand}: ${expected.said}`).toBeDefined();
      expect(policy, `${built(rule)}: ${said}`).toBe(expected.policy);
      return policy !== nothing;
    });
    expect(mediated.length).toBeGreaterThan(MEDIATED[version]);
  });
});

it.for(NAMES.filter((version) => version < '4'))(
  'rules that only newer parsers know are refused by %s',
  (version, context) => {
    const parser = requireTool(context, PARSERS[version].program);
    for (const [rule, byHand] of NEWER) {
      expect(compile(version, parser, built(rule)).policy, byHand).toBeUndefined();
    }
  },
);
