/** Sockets as domain and type, and what is known of unix sockets. */
import type { AccessEntry } from '../../expand/model';
import { filterSlashes } from '../../glob/glob';
import { PATH_WILDCARDS } from '../../glob/regex-text';
import { atLeast, type ParserVersion } from '../../versions';
import type { AutomatonRule } from '../accept';
import type { SocketAccess, SocketAct, UnixAct } from '../act';
import { condition, type MakingAccess } from './labels';
import { ANY, bitsOf, bytesFor, CLASS, globText, hex, hex16, NUL, policyRule, type Query } from './rule';

/** Numbers of the kernel. */
export const DOMAINS: readonly string[] = (
  'unspec unix inet ax25 ipx appletalk netrom bridge atmpvc x25 inet6 rose decnet netbeui security key netlink packet ' +
  'ash econet atmsvc rds sna irda pppox wanpipe llc ib mpls can tipc bluetooth iucv rxrpc isdn phonet ieee802154 caif ' +
  'alg nfc vsock kcm qipcrtr smc xdp mctp'
).split(' ');
export const TYPES: { readonly [name: string]: number } = {
  none: 0,
  stream: 1,
  dgram: 2,
  raw: 3,
  rdm: 4,
  seqpacket: 5,
  dccp: 6,
  packet: 10,
};
/** Types that a rule with a domain alone speaks of. */
const ALL_TYPES = ['stream', 'dgram', 'seqpacket', 'rdm', 'raw', 'packet'];
/** Protocols stand for types, in some domains. */
export const PROTOCOLS: { readonly [name: string]: { readonly type: string; readonly domains: readonly string[] } } = {
  tcp: { type: 'stream', domains: ['inet', 'inet6'] },
  udp: { type: 'dgram', domains: ['inet', 'inet6'] },
  icmp: { type: 'raw', domains: ['inet'] },
};

/** As the parser packs them: those that do not fit go into the bits of others. */
const BITS: { readonly [access in SocketAccess]: number } = {
  send: 2,
  receive: 4,
  create: 16,
  shutdown: 32,
  connect: 64,
  setattr: 1 << 14,
  getattr: 1 << 15,
  accept: 1 << 16,
  bind: 1 << 17,
  listen: 1 << 18,
  setopt: 1 << 19,
  getopt: 1 << 20,
};
const ALL = Object.values(BITS).reduce((sum, bit) => sum | bit, 0);
const OPTIONS = BITS.setopt | BITS.getopt;
/** Of the own socket, before any other side is known. */
const LOCAL = BITS.shutdown | BITS.setattr | BITS.getattr | BITS.bind | BITS.accept;
const PEER = BITS.send | BITS.receive | BITS.connect | BITS.accept;

const UNIX = DOMAINS.indexOf('unix');

/** Up to 2.13 there are tables for it, which say the same. */
export function networkRules(making: MakingAccess): readonly AutomatonRule[] {
  const { entry, version } = making;
  const perms = atLeast(version, '4.1') ? bitsOf(entry.access, BITS, ALL) : ALL;
  return socketsOf(entry.names).flatMap(([domain, types]) => {
    const head = hex(CLASS.netV8) + hex16(DOMAINS.indexOf(domain));
    // From 4.1 on all types together are any type.
    const any = types === undefined || (types === ALL_TYPES && atLeast(version, '4.1'));
    const all = any ? '..' : `(${types.map((type) => hex16(TYPES[type] ?? 0)).join('|')})`;
    return [
      ...policyRule(making, [head + all], perms),
      // Rules of unix sockets are made too, with all rights and no priority.
      ...(domain === 'unix'
        ? (types ?? [undefined]).flatMap((type) => unixAutomaton({ ...making, entry: hasty(entry) }, { type }, ALL))
        : []),
    ];
  });
}

const plain = (entry: AccessEntry): AccessEntry => ({ ...entry, priority: 0 });

/** These rules are made of the words alone: `audit deny` is silent there, and `deny` is not. */
const hasty = (entry: AccessEntry): AccessEntry => ({
  ...plain(entry),
  audit: entry.mode === 'deny' ? !entry.audit : entry.audit,
});

type Sockets = readonly (readonly [domain: string, types: readonly string[] | undefined])[];

/** Domains with their types; none: any. */
function socketsOf([first, second]: readonly string[]): Sockets {
  if (first === undefined) return DOMAINS.map((domain) => [domain, undefined] as const);
  const type = PROTOCOLS[second ?? '']?.type ?? second;
  if (DOMAINS.includes(first)) return [[first, type === undefined ? ALL_TYPES : [type]]];
  const protocol = PROTOCOLS[first];
  if (protocol) return protocol.domains.map((domain) => [domain, [protocol.type]] as const);
  return DOMAINS.map((domain) => [domain, [first]] as const);
}

export const socketQuery = ({ access, domain, type }: SocketAct): Query => ({
  bytes: bytesFor(CLASS.netV8, 0, DOMAINS.indexOf(domain), 0, TYPES[type] ?? 255),
  request: BITS[access],
});

interface UnixRule {
  readonly type?: string;
  readonly address?: string;
  readonly label?: string;
  readonly peer?: { readonly address?: string; readonly label?: string };
}

/** Unix rules stand for themselves, and for a rule of the domain that knows less; from 3.0 on not for a denial. */
export function unixRules(making: MakingAccess): readonly AutomatonRule[] {
  const { entry, version } = making;
  const peer = { ...entry, conditions: entry.peer };
  const type = condition(entry, 'type');
  const head = hex(CLASS.netV8) + hex16(UNIX) + (type === undefined ? '..' : hex16(TYPES[type] ?? 0));
  const perms = atLeast(version, '4.1') ? bitsOf(entry.access, BITS, ALL) : ALL;
  return [
    ...(entry.mode === 'deny' && atLeast(version, '3.0')
      ? []
      : policyRule({ ...making, entry: hasty(entry) }, [head], perms)),
    ...unixAutomaton(
      making,
      {
        type,
        address: address(entry),
        label: condition(entry, 'label'),
        ...(entry.peer.length > 0 && { peer: { address: address(peer), label: condition(peer, 'label') } }),
      },
      bitsOf(entry.access, BITS, ALL),
    ),
  ];
}

const address = (entry: AccessEntry): string | undefined => {
  const text = condition(entry, 'addr');
  return text === undefined ? undefined : filterSlashes(text);
};

const COMMAND = { address: 1, listen: 2, options: 4 };
/** Name that the kernel gives to a socket that asks for any. */
const AUTOMATIC = `${NUL}${'[0-9a-f]'.repeat(5)}`;
/** In addresses wildcards match NUL too. */
const ADDRESS_WILDCARDS = { ...PATH_WILDCARDS, one: '[^/]', star: '[^/]*', doubleStar: '.*' };

const unixClass = (version: ParserVersion): number => (version === '2.13' ? CLASS.net : CLASS.netV8);

function unixAutomaton(
  making: MakingAccess,
  { type, address: own, label, peer }: UnixRule,
  wanted: number,
): readonly AutomatonRule[] {
  const { version } = making;
  const to = `${hex(unixClass(version))}${hex16(UNIX)}${type === undefined ? '..' : hex16(TYPES[type] ?? 0)}..`;
  const automatic = own === undefined || own === 'auto';
  let mask = peer ? wanted : wanted & ~BITS.create;
  const rules: AutomatonRule[] = [];
  const add = (text: string, bits: number, audited?: number): void => {
    rules.push(...policyRule(making, [text], bits, audited));
  };
  if (!peer) add(to, wanted & BITS.create);
  if (mask & BITS.bind && automatic) {
    add(`${to}${NUL}${globText(label, ANY)}${NUL}`, BITS.bind);
    if (own !== undefined) mask &= ~BITS.bind;
  }
  const local = `${to}${addressText(own)}${globText(label, ANY)}${NUL}`;
  if (mask !== 0) {
    add(local, mask & (peer ? BITS.accept : LOCAL));
    if (!peer) {
      add(`${local}${hex(COMMAND.listen)}..`, mask & BITS.listen);
      // From 4.1 on both options are marked, whichever was named.
      const marked = atLeast(version, '4.1') ? OPTIONS : mask & OPTIONS;
      add(`${local}${hex(COMMAND.options)}..`, mask & OPTIONS, marked);
    }
  }
  const other = `${local}${hex(COMMAND.address)}${addressText(peer?.address)}${globText(peer?.label, ANY)}`;
  if (mask & PEER) add(other, wanted & PEER);
  return rules;
}

function addressText(text: string | undefined): string {
  if (text === undefined) return `.*${NUL}`;
  if (text === 'none') return `\\x01${NUL}`;
  if (text === 'auto') return `${AUTOMATIC}${NUL}`;
  return `${NUL}${globText(text.slice(1), '', ADDRESS_WILDCARDS)}${NUL}`;
}

/** Acts on the own socket name it; acts between two name both, and then the other's label. */
export function unixQuery({ access, type, address: own, peer }: UnixAct, version: ParserVersion): Query {
  const head = bytesFor(unixClass(version), 0, UNIX, 0, TYPES[type] ?? 255, 0, 0);
  const request = BITS[access];
  if (access === 'create') return { bytes: head, request };
  const local = bytesFor(head, name(own), 0, 0);
  if (peer && request & PEER) {
    return { bytes: bytesFor(local, COMMAND.address, name(peer.address), 0, peer.label), request };
  }
  if (access === 'listen') return { bytes: bytesFor(local, COMMAND.listen, 0, 1), request };
  if (request & OPTIONS) return { bytes: bytesFor(local, COMMAND.options, 0, 1), request };
  return { bytes: local, request };
}

/** Abstract names begin with NUL; a socket without a name has its own sign. */
const name = (text: string | undefined): Uint8Array =>
  text === undefined ? bytesFor(1) : bytesFor(0, text.replace(/^@/, ''));
