/** Generated rules of sockets. */
import { type Act, SOCKET_ACCESS, type SocketAccess } from '../../../lib/apparmor/language/evaluate/act';
import { atLeast } from '../../../lib/apparmor/language/versions';
import { near, wordGlob } from './globs';
import { access, LABELS, type Maker, optional, words } from './rule-words';

const DOMAINS = ['inet', 'inet6', 'unix', 'netlink', 'packet'];
const TYPES = ['stream', 'dgram', 'raw', 'seqpacket', 'packet'];

export const network: Maker = (random, version) => {
  const names = random.of([
    [],
    [random.of(DOMAINS)],
    [random.of(DOMAINS), random.of(TYPES)],
    [random.of(TYPES)],
    [random.of(['inet', 'inet6']), random.of(['tcp', 'udp'])],
    [random.of(['tcp', 'udp', 'icmp'])],
  ]);
  const rights = atLeast(version, '4.1') ? access(random, SOCKET_ACCESS) : '';
  return {
    text: words('network', rights, ...names),
    acts: random.many(
      4,
      8,
      (): Act => ({
        kind: 'socket',
        access: random.of(SOCKET_ACCESS),
        domain: random.of([...DOMAINS, ...names.filter((name) => DOMAINS.includes(name))]),
        type: random.of(TYPES),
      }),
    ),
  };
};

const ADDRESSES = ['@a', '@ab', '@a*', '@{a,b}', '@b/**', '@?', 'none'];
const PEER_ACCESS: readonly SocketAccess[] = ['send', 'receive', 'connect', 'accept'];

export const unix: Maker = (random) => {
  const own = random.of(ADDRESSES);
  const label = wordGlob(random, LABELS);
  const peer = random.once(3)
    ? `peer=(${words(
        optional(random, () => `addr="${random.of(ADDRESSES)}"`),
        `label="${label}"`,
      )})`
    : '';
  const nearAddress = (): string | undefined => {
    const text = near(random, random.of([own, random.of(ADDRESSES)]));
    return text.startsWith('@') ? text : undefined;
  };
  return {
    text: words(
      'unix',
      access(random, peer ? PEER_ACCESS : SOCKET_ACCESS),
      optional(random, () => `type=${random.of(['stream', 'dgram', 'seqpacket'])}`),
      optional(random, () => `addr="${own}"`),
      peer,
    ),
    acts: random.many(
      4,
      8,
      (): Act => ({
        kind: 'unix',
        access: random.of(SOCKET_ACCESS),
        type: random.of(['stream', 'dgram', 'seqpacket']),
        address: nearAddress(),
        ...(random.once(2) && { peer: { address: nearAddress(), label: near(random, label) } }),
      }),
    ),
  };
};
