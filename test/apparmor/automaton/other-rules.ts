/** Generated rules of all kinds but files. */
import type { Act, DbusAct, MqueueAct, PtraceAct } from '../../../lib/apparmor/language/evaluate/act';
import type { ParserVersion } from '../../../lib/apparmor/language/versions';
import { near, pathGlob, wordGlob } from './globs';
import { mount, pivotRoot, umount } from './mount-rules';
import { prefix } from './prefix';
import type { Random } from './random';
import { access, LABELS, type Maker, optional, words } from './rule-words';
import type { RuleSample } from './sample';
import { network, unix } from './socket-rules';

const CAPABILITIES = ['chown', 'kill', 'setuid', 'sys_admin', 'net_admin', 'syslog', 'mac_admin', 'perfmon', 'bpf'];

const capability: Maker = (random) => ({
  text: words('capability', random.once(8) ? '' : random.some(CAPABILITIES).join(' ')),
  acts: random.some(CAPABILITIES).map((name): Act => ({ kind: 'capability', name })),
});

const SIGNALS = ['hup', 'int', 'kill', 'usr1', 'term', 'stop', 'rtmin+0', 'rtmin+8', 'exists'];

const signal: Maker = (random) => {
  const peer = wordGlob(random, LABELS);
  return {
    text: words(
      'signal',
      access(random, ['send', 'receive']),
      optional(random, () => `set=(${random.some(SIGNALS).join(' ')})`),
      optional(random, () => `peer="${peer}"`),
    ),
    acts: random.many(
      3,
      6,
      (): Act => ({
        kind: 'signal',
        access: random.of(['send', 'receive']),
        signal: random.of(SIGNALS),
        peer: random.once(2) ? near(random, peer) : random.of(LABELS),
      }),
    ),
  };
};

const PTRACE: readonly PtraceAct['access'][] = ['read', 'trace', 'readby', 'tracedby'];

const ptrace: Maker = (random) => {
  const peer = wordGlob(random, LABELS);
  return {
    text: words(
      'ptrace',
      access(random, PTRACE),
      optional(random, () => `peer="${peer}"`),
    ),
    acts: random.many(
      3,
      6,
      (): Act => ({
        kind: 'ptrace',
        access: random.of(PTRACE),
        peer: random.once(2) ? near(random, peer) : random.of(LABELS),
      }),
    ),
  };
};

const NAMES = ['org.a', 'org.b', 'org.a.B'];

const dbus: Maker = (random) => {
  const kind = random.of(['bind', 'message', 'eavesdrop', 'any'] as const);
  const name = wordGlob(random, NAMES);
  const [path, label] = [pathGlob(random), wordGlob(random, LABELS)];
  const bus = optional(random, () => `bus=${random.of(['system', 'session', 's*'])}`);
  const message = words(
    optional(random, () => `path="${path}"`),
    optional(random, () => `interface="${name}"`),
    optional(random, () => `member=${random.of(['Get', 'G*', 'Set'])}`),
    optional(
      random,
      () =>
        `peer=(${words(
          optional(random, () => `name="${name}"`),
          `label="${label}"`,
        )})`,
    ),
  );
  const texts = {
    bind: words('dbus', random.once(2) ? 'bind' : '', bus, `name="${name}"`),
    message: words('dbus', access(random, ['send', 'receive']), bus, message),
    eavesdrop: words('dbus eavesdrop', bus),
    any: words('dbus', bus),
  };
  return {
    text: texts[kind],
    acts: random.many(
      4,
      7,
      (): Act => ({
        kind: 'dbus',
        access: random.of<DbusAct['access']>(['send', 'receive', 'bind', 'eavesdrop']),
        bus: random.of(['system', 'session', 'other']),
        name: near(random, name),
        label: near(random, label),
        path: near(random, path),
        interface: near(random, name),
        member: random.of(['Get', 'Set', 'Gone']),
      }),
    ),
  };
};

const QUEUE: readonly MqueueAct['access'][] = ['create', 'read', 'write', 'open', 'delete', 'getattr', 'setattr'];

const mqueue: Maker = (random) => {
  const [name, label] = [pathGlob(random), wordGlob(random, LABELS)];
  return {
    text: words(
      'mqueue',
      access(random, QUEUE),
      random.once(3) ? 'type=posix' : '',
      optional(random, () => `label="${label}"`),
      random.once(4) ? '' : name,
    ),
    acts: random.many(
      4,
      7,
      (): Act => ({
        kind: 'mqueue',
        access: random.of(QUEUE),
        type: 'posix',
        name: near(random, name),
        label: near(random, label),
      }),
    ),
  };
};

const userns: Maker = (random) => ({
  text: words('userns', random.once(2) ? 'create' : ''),
  acts: [{ kind: 'userns' }],
});

const ioUring: Maker = (random) => {
  const label = wordGlob(random, LABELS);
  return {
    text: words(
      'io_uring',
      access(random, ['sqpoll', 'override_creds']),
      optional(random, () => `label="${label}"`),
    ),
    acts: random.many(
      2,
      4,
      (): Act => ({
        kind: 'io_uring',
        access: random.of(['sqpoll', 'override_creds'] as const),
        label: near(random, label),
      }),
    ),
  };
};

const ALWAYS: readonly Maker[] = [capability, signal, ptrace, network, unix, mount, umount, pivotRoot, dbus];

const MAKERS: Readonly<Record<ParserVersion, readonly Maker[]>> = {
  '2.13': ALWAYS,
  '3.0': ALWAYS,
  '4.1': [...ALWAYS, mqueue, userns],
  '5.0': [...ALWAYS, mqueue, userns, ioUring],
};

export function otherRule(random: Random, version: ParserVersion): RuleSample {
  const { text, acts } = random.of(MAKERS[version])(random, version);
  const laid = prefix(random, version);
  // No version takes a priority there.
  const words = text.startsWith('network') ? laid.text.replace(/priority=\S+ /, '') : laid.text;
  return { text: `${words}${text},`, acts };
}
