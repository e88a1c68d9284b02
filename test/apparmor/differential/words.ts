/** Words of the language, and words that look like them: what the generator and the mutator draw from. */
import type { ParserVersion } from '../../../lib/apparmor/language/versions';

/** Words without blanks in them. */
export const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const CAPABILITIES = words(`
  chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service
  net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin
  sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override
  mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore`);
export const NO_CAPABILITIES = words(`CAP_CHOWN cap_chown CHOWN sysadmin all net-admin "chown" 0 sys_admin/ chown=1`);

export const SIGNALS = words(`
  hup int quit ill trap abrt bus fpe kill usr1 segv usr2 pipe alrm term stkflt chld cont stop stp ttin ttou urg xcpu
  xfsz vtalrm prof winch io pwr sys emt exists rtmin+0 rtmin+7 rtmin+32 "term"`);
export const NO_SIGNALS = words(`
  SIGTERM TERM tstp poll lost rtmin rtmin+33 rtmin+x rtmin+ rtmin+-1 rtmin+1x rtmin+010 rtmax 9 unused @{SIG}`);

export const DOMAINS = words(`
  unix inet ax25 ipx appletalk netrom bridge atmpvc x25 inet6 rose netbeui security key netlink packet ash econet
  atmsvc rds sna irda pppox wanpipe llc ib mpls can tipc bluetooth iucv rxrpc isdn phonet ieee802154 caif alg nfc
  vsock kcm qipcrtr smc xdp mctp inet inet6 inet inet6 unix`);
export const NO_DOMAINS = words('INET inet4 local unspec ipv6 af_inet file "inet" ethernet tcp6 @{D} inet,inet6');
export const SOCKET_TYPES = words('stream dgram seqpacket rdm raw packet');
export const NO_SOCKET_TYPES = words('dccp none STREAM datagram sock_raw invalid 1 "stream"');
export const PROTOCOLS = words('tcp udp icmp');
export const NO_PROTOCOLS = words('icmpv6 sctp TCP 6 igmp');

export const RLIMITS = words(`
  cpu fsize data stack core rss nofile as nproc memlock locks sigpending msgqueue nice rtprio rttime ofile`);
export const NO_RLIMITS = words('CPU mem files no_file "cpu" rlimit');
export const UNITS = words(`
  K KB M MB G GB s sec seconds second ms us min minutes hours hour days day weeks week microseconds milliseconds
  h d w m B kb KiB T`);

/** Flag of a profile to the first version that has it. */
export const FLAGS: Readonly<Record<string, ParserVersion>> = {
  enforce: '2.13',
  complain: '2.13',
  audit: '2.13',
  mediate_deleted: '2.13',
  delegate_deleted: '2.13',
  attach_disconnected: '2.13',
  no_attach_disconnected: '2.13',
  chroot_attach: '2.13',
  chroot_no_attach: '2.13',
  chroot_relative: '2.13',
  namespace_relative: '2.13',
  kill: '3.0',
  unconfined: '3.0',
  default_allow: '4.1',
  prompt: '4.1',
  debug: '4.1',
  interruptible: '4.1',
  'kill.signal=term': '4.1',
  'kill.signal=kill': '4.1',
  'attach_disconnected.path=/att': '4.1',
  'error=EPERM': '4.1',
  'error=EACCES': '4.1',
  'attach_disconnected.ipc': '5.0',
  'attach_disconnected.ipc=/att': '5.0',
};
export const NO_FLAGS = words(`
  COMPLAIN compain hat delegate kill.signal=TERM kill.signal kill.signal= error=EFOO error attach_disconnected.path
  attach_disconnected.path=att enforce=1 "complain" kill.signal=rtmin+3 error=1 = debug=1 interruptible=1`);

export const MOUNT_OPTIONS = words(`
  ro r read-only rw w suid nosuid dev nodev exec noexec sync async remount mand nomand dirsync atime noatime diratime
  nodiratime bind B move M rbind R verbose silent loud acl noacl unbindable make-unbindable runbindable
  make-runbindable private make-private rprivate make-rprivate slave make-slave rslave make-rslave shared make-shared
  rshared make-rshared relatime norelatime iversion noiversion strictatime user nouser symfollow nosymfollow`);
export const NO_MOUNT_OPTIONS = words('RO readonly nostrictatime lazytime bogus users noauto size=1M uid=0 @{OPT}');
export const FILE_SYSTEMS = words('ext4 tmpfs proc sysfs cgroup* {ext3,ext4} fuse.* "nfs" overlay @{FS}');

const KEYWORDS = words(`
  profile hat ^ include #include if exists else defined not and or alias abi audit allow deny prompt owner other
  priority=1 file link subset safe unsafe capability network mount remount umount pivot_root ptrace signal dbus unix
  change_profile change_hat set rlimit userns mqueue io_uring all flags=(complain) xattrs=(a=b) peer=(label=x) true
  false in`);
const PUNCTUATION: readonly string[] = [
  ...words(', { } ( ) = += ?= := -> <= < > == != " \\ # @ @{ $ ${A} @{A} : :: & ! * ** [ ] ^ // / . - + | ; 0'),
  ...['\n', '\t', ' ', '\r\n', '\u00e9', '\u0001', '\\\n'],
];
export const MUTATION_WORDS: readonly string[] = [
  ...KEYWORDS,
  ...PUNCTUATION,
  ...words(`
    r w rw rwk ix px Pix x m l a /etc/** /bin/{a,b} @{HOME} sys_admin inet stream tcp term send receive read write
    trace options=ro fstype=proc bus=system type=stream set=(hup) peer=x label=y 10 infinity :ns:x unconfined`),
  ...['"a b"', 'cpu <= 1', 'abi <abi/3.0>,', 'include <gen/rules>\n', 'include if exists <gen/none>\n'],
  ...['@{x} = /a\n', '+= /b\n', '/a r,', 'deny /b w,', '$x = true\n'],
];
export const MUTATION_CHARACTERS = [...'\0\u0080\ufeff \r\n\t,{}()[]"\'\\#@$:&!*?^/=+-<>|;.0aArwx'];
