/** The kernel's walks through the policy automaton, class by class. */
import type {
  Act,
  DbusAct,
  IoUringAct,
  MountAct,
  MqueueAct,
  PivotRootAct,
  PtraceAct,
  SignalAct,
  SocketAccess,
  SocketAct,
  UnixAct,
} from '../../../lib/apparmor/language/evaluate/act';
import type { CompiledProfile, Engine } from './compiled';
import { DEAD, START } from './dfa';
import { auditFile, COMPLAIN, checkPerms, type Outcome } from './outcome';
import { MAY, policyPermissions } from './permissions';

const CLASS = {
  net: 4,
  mount: 7,
  ptrace: 9,
  signal: 10,
  netV8: 14,
  label: 16,
  posix: 17,
  userns: 21,
  uring: 22,
  dbus: 32,
};
const FAMILIES: Readonly<Record<string, number>> = { unix: 1, inet: 2, inet6: 10, netlink: 16, packet: 17 };
const TYPES: Readonly<Record<string, number>> = { stream: 1, dgram: 2, raw: 3, seqpacket: 5, packet: 10 };
const SIGNALS: Readonly<Record<string, number>> = {
  hup: 1,
  int: 2,
  kill: 9,
  usr1: 10,
  term: 15,
  stop: 19,
  'rtmin+0': 128,
  'rtmin+8': 136,
  exists: 35,
};
const SOCKET: Readonly<Record<SocketAccess, number>> = {
  send: MAY.write,
  receive: MAY.read,
  create: MAY.create,
  shutdown: MAY.delete,
  connect: MAY.open,
  setattr: MAY.setattr,
  getattr: MAY.getattr,
  accept: MAY.accept,
  bind: MAY.bind,
  listen: MAY.listen,
  setopt: MAY.setopt,
  getopt: MAY.getopt,
};

/** A walk from the start of a class; nobody looks when the automaton has no such class. */
function ask(
  profile: CompiledProfile,
  name: number,
  parts: readonly (number | string)[],
  request: number,
  audit: typeof checkPerms = checkPerms,
  mediated: number = name,
): Outcome {
  const { policy } = profile;
  if (!policy || policy.dfa.step(START, mediated) === DEAD) return { allowed: true, log: 'none' };
  const state = parts.reduce<number>((at, part) => walk(policy, at, part), policy.dfa.step(START, name));
  return audit(profile, policyPermissions(policy, state), request);
}

const walk = ({ dfa }: Engine, state: number, part: number | string): number =>
  typeof part === 'number' ? dfa.step(state, part) : dfa.match(state, Buffer.from(part, 'utf8'));

const auditMount: typeof checkPerms = (profile, perms, request) =>
  auditFile(profile, perms, request, (request & ~perms.allow) !== 0);

const signal = (profile: CompiledProfile, { access, signal: name, peer }: SignalAct): Outcome =>
  ask(profile, CLASS.signal, [SIGNALS[name] as number, peer], access === 'send' ? MAY.write : MAY.read);

const PTRACE = { trace: MAY.write, read: MAY.read, tracedby: MAY.append, readby: MAY.create };

const ptrace = (profile: CompiledProfile, { access, peer }: PtraceAct): Outcome =>
  ask(profile, CLASS.label, [CLASS.ptrace, peer], PTRACE[access], checkPerms, CLASS.ptrace);

function socket(profile: CompiledProfile, { access, domain, type }: SocketAct): Outcome {
  const [family, kind] = [FAMILIES[domain] as number, TYPES[type] as number];
  const { network } = profile;
  if (!network) return ask(profile, CLASS.netV8, [0, family, 0, kind], SOCKET[access]);
  // The tables of old know no single rights.
  const { allow = 0, audit = 0, quiet = 0 } = network[family] ?? {};
  if ((allow >> kind) & 1) return { allowed: true, log: profile.audit || (audit >> kind) & 1 ? 'audit' : 'none' };
  if ((quiet >> kind) & 1 && !profile.audit) return { allowed: false, log: 'none' };
  return profile.mode === COMPLAIN ? { allowed: true, log: 'allowed' } : { allowed: false, log: 'denied' };
}

const FLAGS: Readonly<Record<string, number>> = {
  ro: 1 << 0,
  nosuid: 1 << 1,
  nodev: 1 << 2,
  noexec: 1 << 3,
  remount: 1 << 5,
  bind: 1 << 12,
  move: 1 << 13,
  rbind: (1 << 12) | (1 << 14),
  private: 1 << 18,
  rprivate: (1 << 18) | (1 << 14),
  slave: 1 << 19,
  rshared: (1 << 20) | (1 << 14),
};
const MAKE = (1 << 17) | (1 << 18) | (1 << 19) | (1 << 20);

function mount(profile: CompiledProfile, { kind, source = '', target, fstype = '', flags = [] }: MountAct): Outcome {
  if (kind === 'umount') return ask(profile, CLASS.mount, [target], 4, auditMount);
  let given = flags.reduce((sum, flag) => sum | (FLAGS[flag] as number), 0);
  let [device, type] = [source, fstype];
  if (given & (1 << 5)) {
    [device, type] = ['', ''];
  } else if (given & (1 << 12)) {
    given &= (1 << 12) | (1 << 14);
    type = '';
  } else if (given & MAKE) {
    given &= MAKE | (1 << 14) | (1 << 15);
    [device, type] = ['', ''];
  } else if (given & (1 << 13)) {
    given = 1 << 13;
    type = '';
  }
  const bits = Array.from({ length: 32 }, (_, index) => index).filter((index) => (given >>> index) & 1);
  return ask(profile, CLASS.mount, [target, 0, device, 0, type, 0, ...bits.map((index) => index + 1)], 2, auditMount);
}

const pivotRoot = (profile: CompiledProfile, { newRoot, oldRoot }: PivotRootAct): Outcome =>
  ask(profile, CLASS.mount, [newRoot, 0, oldRoot], 1, auditMount);

const DBUS = { send: 2, receive: 4, eavesdrop: 32, bind: 64 };

function dbus(profile: CompiledProfile, act: DbusAct): Outcome {
  const { access, bus, name = '', label = '', path = '', interface: face = '', member = '' } = act;
  const parts: Readonly<Record<DbusAct['access'], readonly (number | string)[]>> = {
    eavesdrop: [bus],
    bind: [bus, 0, name],
    send: [bus, 0, name, 0, label, 0, path, 0, face, 0, member],
    receive: [bus, 0, name, 0, label, 0, path, 0, face, 0, member],
  };
  return ask(profile, CLASS.dbus, parts[access], DBUS[access]);
}

const QUEUE = {
  write: MAY.write,
  read: MAY.read,
  create: MAY.create,
  delete: MAY.delete,
  open: MAY.open,
  setattr: MAY.setattr,
  getattr: MAY.getattr,
};

function mqueue(profile: CompiledProfile, { access, name, label }: MqueueAct): Outcome {
  return ask(profile, CLASS.posix, access === 'create' ? [name] : [name, 0, label], QUEUE[access]);
}

const ioUring = (profile: CompiledProfile, { access, label = '' }: IoUringAct): Outcome =>
  ask(profile, CLASS.uring, access === 'sqpoll' ? [] : [label], access === 'sqpoll' ? MAY.create : MAY.append);

/** An address as the kernel matches it: abstract ones begin with NUL, a socket without one has its own sign. */
const address = (text: string | undefined): readonly (number | string)[] =>
  text === undefined ? [1, 0] : [0, text.slice(1), 0];

function unix(profile: CompiledProfile, { access, type, address: own, peer }: UnixAct): Outcome {
  const name = profile.network ? CLASS.net : CLASS.netV8;
  const head = [0, FAMILIES.unix as number, 0, TYPES[type] as number, 0, 0];
  const request = SOCKET[access];
  if (access === 'create') return ask(profile, name, head, request);
  const local = [...head, ...address(own), 0];
  if (peer && ['send', 'receive', 'connect', 'accept'].includes(access)) {
    return ask(profile, name, [...local, 1, ...address(peer.address), peer.label], request);
  }
  if (access === 'listen') return ask(profile, name, [...local, 2, 0, 1], request);
  if (access === 'setopt' || access === 'getopt') return ask(profile, name, [...local, 4, 0, 1], request);
  return ask(profile, name, local, request);
}

export function askPolicy(profile: CompiledProfile, act: Act): Outcome {
  switch (act.kind) {
    case 'signal':
      return signal(profile, act);
    case 'ptrace':
      return ptrace(profile, act);
    case 'socket':
      return socket(profile, act);
    case 'mount':
    case 'umount':
      return mount(profile, act);
    case 'pivot_root':
      return pivotRoot(profile, act);
    case 'dbus':
      return dbus(profile, act);
    case 'mqueue':
      return mqueue(profile, act);
    case 'userns':
      return ask(profile, CLASS.userns, [], MAY.append);
    case 'io_uring':
      return ioUring(profile, act);
    case 'unix':
      return unix(profile, act);
    default:
      throw new Error(`the walker knows no ${act.kind}`);
  }
}
