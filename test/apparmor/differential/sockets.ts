/** Rules of the form `keyword access conditions peer=(…)`. */
import { type ConditionWords, conditions, peer } from './conditions';
import { label } from './paths';
import * as words from './words';
import type { Production, Writer } from './writer';

/** Access words, in a list or alone, or none. */
export function access(writer: Writer, kind: string, good: readonly string[], bad: readonly string[]): string {
  const { random } = writer;
  const chosen = random.some(good, 3).map((word) => (writer.fault(`${kind}.access`) ? random.pick(bad) : word));
  if (chosen.length === 0) {
    return writer.fault(`${kind}.access.form`) ? random.pick(['()', '(', ')', '( )', '(,)']) : '';
  }
  return writer.fault(`${kind}.access.form`) ? chosen.join(random.pick([' ', ', ', ','])) : writer.list(chosen);
}

export const from =
  (...values: readonly string[]) =>
  ({ random }: Writer): string =>
    random.pick(values);

export const LABEL: ConditionWords = { name: 'label', value: label };

const SOCKET_ACCESS =
  'create bind listen accept connect shutdown getattr setattr getopt setopt send receive rw r w read write'.split(' ');
const NO_SOCKET_ACCESS = ['x', 'CREATE', 'recv', 'all', 'rx', 'trace', 'wr', '"send"', 'open', 'sendto', 'a'];

const ADDRESS: readonly ConditionWords[] = [
  {
    name: 'ip',
    value: (writer) =>
      writer.word(
        'network.ip',
        ['127.0.0.1', '::1', '10.0.0.1', 'none', 'fe80::1', '::', '0.0.0.0', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4'],
        ['10.0.0.0/8', '1.2.3', '256.1.1.1', 'localhost', '::g', '*', '01.2.3.4', '1:2:3', '::1%lo'],
      ),
  },
  {
    name: 'port',
    value: (writer) =>
      writer.word(
        'network.port',
        ['80', '0', '65535', '1-1024', '443', '8080-8080'],
        ['65536', '-1', 'http', '*', '2-1', '1-', '80-65536', '+80', '080', ''],
      ),
  },
];

export const NETWORK: Production = {
  name: 'network',
  weight: 4,
  write(writer) {
    const { random } = writer;
    const domain = writer.maybe(0.75, () => writer.word('network.domain', words.DOMAINS, words.NO_DOMAINS));
    const type = writer.maybe(0.5, () => writer.word('network.type', words.SOCKET_TYPES, words.NO_SOCKET_TYPES));
    const protocol = writer.maybe(type === 'raw' || type === '' ? 0.25 : 0.03, () =>
      writer.word('network.protocol', words.PROTOCOLS, words.NO_PROTOCOLS),
    );
    const fine = writer.version === '4.1' || writer.version === '5.0' ? 0.3 : 0.03;
    const finer = writer.chance(fine);
    if (!finer) {
      return writer.tokens(
        'network',
        ...random.pick([
          [domain, type, protocol],
          [domain, type],
          [domain, protocol],
        ]),
      );
    }
    writer.kinds.add('network.fine');
    const inet = random.pick(['inet', 'inet', 'inet6', 'inet6', '', domain]);
    const known =
      writer.version === '5.0'
        ? [...ADDRESS, LABEL, { name: 'interface', value: from('eth0', 'lo', 'en*', '"a"', '{a,b}') }]
        : [...ADDRESS, LABEL];
    return writer.tokens(
      'network',
      access(writer, 'network', SOCKET_ACCESS, NO_SOCKET_ACCESS),
      inet,
      writer.maybe(0.4, () => random.pick(['stream', 'dgram', 'tcp', 'raw'])),
      ...conditions(writer, known, 0.25),
      writer.maybe(0.25, () => peer(writer, known)),
    );
  },
};

export const UNIX: Production = {
  name: 'unix',
  weight: 3,
  write(writer) {
    const addr = (): string =>
      writer.word(
        'unix.addr',
        [
          '@abc',
          '"@a b"',
          'none',
          '@*',
          '"@/tmp/.X11-unix/X0"',
          '@{one}',
          '/tmp/x',
          '"/tmp/x"',
          '@{a,b}',
          '"@{one}"',
          '*',
        ],
        ['abc', '@{none}', '""', '@', '@[a', 'None', '@{a'],
      );
    const known: readonly ConditionWords[] = [
      {
        name: 'type',
        value: () =>
          writer.word(
            'unix.type',
            ['stream', 'dgram', 'seqpacket', '"stream"'],
            ['raw', 'STREAM', 'tcp', 'rdm', 'x', 'packet', 'none'],
          ),
        list: writer.chance(0.2),
      },
      { name: 'addr', value: addr },
      { name: 'label', value: label },
      ...(writer.chance(0.1) ? [{ name: 'protocol', value: from('0', '1', 'x', 'tcp') }] : []),
      ...(writer.chance(0.1)
        ? [
            { name: 'attr', value: from('a', 'size') },
            { name: 'opt', value: from('so_x', 'a') },
          ]
        : []),
    ];
    const others: readonly ConditionWords[] = [
      { name: 'addr', value: addr },
      { name: 'label', value: label },
    ];
    return writer.tokens(
      'unix',
      access(writer, 'unix', SOCKET_ACCESS, NO_SOCKET_ACCESS),
      ...conditions(writer, known),
      writer.maybe(0.5, () => peer(writer, others)),
    );
  },
};
