/** Rules of the form `keyword access conditions peer=(…)`. */
import { type ConditionWords, conditions, peer } from './conditions';
import { label } from './paths';
import { access, from, LABEL, NETWORK, UNIX } from './sockets';
import * as words from './words';
import type { Production } from './writer';

const DBUS: Production = {
  name: 'dbus',
  weight: 3,
  write(writer) {
    const { random } = writer;
    const bus: ConditionWords = {
      name: 'bus',
      value: () =>
        writer.word(
          'dbus.bus',
          ['system', 'session', 'fcitx', 'accessibility', '{system,session}', '"system"'],
          ['bus*', 'sys[a', '{a', '@{none}', '""'],
        ),
    };
    const name: ConditionWords = {
      name: 'name',
      value: () =>
        writer.word(
          'dbus.name',
          ['org.a', 'org.a.*', '"org.a"', '{org.a,org.b}', ':1.*', 'org.a{,.B}'],
          ['{org', '@{none}', '[a'],
        ),
    };
    const message: readonly ConditionWords[] = [
      bus,
      {
        name: 'path',
        value: () =>
          writer.word(
            'dbus.path',
            ['/org/a', '/org/**', '"/"', '/org/a{,/b}', '/org/a[0-9]*'],
            ['/[a', '{/a', '@{none}'],
          ),
      },
      { name: 'interface', value: from('org.a', 'org.a.*', 'org.{a,b}') },
      { name: 'member', value: from('Get', 'Get*', '{Get,Set}', '"Get"') },
    ];
    const peers: readonly ConditionWords[] = [name, LABEL];
    const form = random.integer(0, 5);
    if (form === 0) {
      return writer.tokens(
        'dbus',
        writer.maybe(0.8, () => access(writer, 'dbus', ['bind'], ['send', 'own', 'BIND', 'eavesdrop'])),
        ...conditions(writer, [bus, name, ...(writer.fault('dbus.bind') ? message : [])], 0.7),
      );
    }
    if (form === 1) {
      return writer.tokens(
        'dbus',
        'eavesdrop',
        ...conditions(writer, [bus, ...(writer.fault('dbus.eavesdrop') ? [name, ...message] : [])], 0.7),
      );
    }
    return writer.tokens(
      'dbus',
      access(
        writer,
        'dbus',
        ['send', 'receive', 'read', 'write', 'rw', 'r', 'w'],
        ['bind', 'eavesdrop', 'x', 'SEND', 'rx', 'recv'],
      ),
      ...conditions(writer, writer.fault('dbus.name') ? [name, ...message] : message),
      writer.maybe(0.5, () => peer(writer, peers)),
    );
  },
};

const SIGNAL: Production = {
  name: 'signal',
  weight: 3,
  write: (writer) =>
    writer.tokens(
      'signal',
      access(
        writer,
        'signal',
        ['send', 'receive', 'read', 'write', 'rw', 'r', 'w', 'wr'],
        ['trace', 'recv', 'x', 'all', 'SEND', 'rx', 'a', 'rr'],
      ),
      ...conditions(
        writer,
        [
          { name: 'set', value: () => writer.word('signal.name', words.SIGNALS, words.NO_SIGNALS), list: true },
          { name: 'peer', value: label },
        ],
        0.5,
      ),
    ),
};

const PTRACE: Production = {
  name: 'ptrace',
  weight: 2,
  write: (writer) =>
    writer.tokens(
      'ptrace',
      access(
        writer,
        'ptrace',
        ['read', 'trace', 'readby', 'tracedby', 'rw', 'r', 'w', 'write'],
        ['send', 'attach', 'x', 'READ', 'tracer', 'all', 'rt'],
      ),
      ...conditions(writer, [{ name: 'peer', value: label }], 0.5),
    ),
};

const MQUEUE: Production = {
  name: 'mqueue',
  since: '4.1',
  weight: 2,
  write(writer) {
    const known: readonly ConditionWords[] = [
      { name: 'type', value: () => writer.word('mqueue.type', ['posix', 'sysv', '"posix"'], ['Posix', 'stream', 'x']) },
      LABEL,
    ];
    const name = writer.word(
      'mqueue.name',
      ['/a', '123', '/a*', '"/a"', '0', '/a/b', '/', '*', '0x10'],
      ['a', '@{none}', '/[a', '12a', '-1', '{/a'],
    );
    return writer.tokens(
      'mqueue',
      access(
        writer,
        'mqueue',
        ['create', 'open', 'delete', 'read', 'write', 'getattr', 'setattr', 'rw', 'r', 'w'],
        ['send', 'x', 'CREATE', 'unlink', 'd', 'rx'],
      ),
      ...conditions(writer, known),
      writer.maybe(0.6, () => name),
    );
  },
};

const USERNS: Production = {
  name: 'userns',
  since: '4.1',
  write: (writer) =>
    writer.tokens(
      'userns',
      access(writer, 'userns', ['create'], ['delete', 'CREATE', 'rw', 'x']),
      ...conditions(writer, [], 0),
    ),
};

const IO_URING: Production = {
  name: 'io_uring',
  since: '4.1',
  write: (writer) =>
    writer.tokens(
      'io_uring',
      access(writer, 'io_uring', ['sqpoll', 'override_creds'], ['cmd', 'x', 'rw', 'SQPOLL']),
      ...conditions(writer, [LABEL], 0.3),
      writer.maybe(0.05, () => peer(writer, [LABEL])),
    ),
};

export const ACCESS_RULES: readonly Production[] = [NETWORK, UNIX, DBUS, SIGNAL, PTRACE, MQUEUE, USERNS, IO_URING];
