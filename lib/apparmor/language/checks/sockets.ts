import { didYouMean, nearestHint } from '../../../diagnostics/nearest';
import type { Complain } from '../complain';
import { isGlob, parseGlob } from '../glob/glob';
import type { AccessRule, Condition } from '../model/rules';
import { atLeast, type Lifetime, livesIn, type ParserVersion } from '../versions';
import { checkPeerAccess } from './access';
import { addressProblem, portProblem } from './addresses';

/** Network domains, and in what version they came; apparmor.d(5) and what the parsers take. */
const DOMAINS: Readonly<Record<string, Lifetime>> = {
  ...Object.fromEntries(
    (
      'unspec unix inet ax25 ipx appletalk netrom bridge atmpvc x25 inet6 rose netbeui security key netlink packet ash ' +
      'econet atmsvc rds sna irda pppox wanpipe llc ib mpls can tipc bluetooth iucv rxrpc isdn phonet ieee802154 caif ' +
      'alg nfc vsock kcm qipcrtr smc xdp'
    )
      .split(' ')
      .map((name) => [name, {}]),
  ),
  mctp: { since: '3.0' },
};

/** Socket types that network rules know. */
const TYPES: readonly string[] = ['stream', 'dgram', 'seqpacket', 'rdm', 'raw', 'packet'];
/** Protocols that stand for a type, of the domains that have them. */
const PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  tcp: ['inet', 'inet6'],
  udp: ['inet', 'inet6'],
  icmp: ['inet'],
};
/** Types of unix rules. */
const UNIX_TYPES: readonly string[] = ['none', 'stream', 'dgram', 'raw', 'rdm', 'seqpacket', 'dccp', 'packet'];

const isDomain = (name: string, version: ParserVersion): boolean => {
  const found = Object.hasOwn(DOMAINS, name) ? DOMAINS[name] : undefined;
  return found !== undefined && livesIn(found, version);
};
const isType = (name: string): boolean => TYPES.includes(name) || Object.hasOwn(PROTOCOLS, name);

export function checkNetwork(rule: AccessRule, version: ParserVersion, complain: Complain): void {
  const [first, second] = rule.names;
  if (first !== undefined && !isDomain(first.value, version) && (second !== undefined || !isType(first.value))) {
    const names = [
      ...Object.keys(DOMAINS).filter((name) => isDomain(name, version)),
      ...(second ? [] : [...TYPES, ...Object.keys(PROTOCOLS)]),
    ];
    const what = second === undefined ? 'domain, type or protocol' : 'domain';
    const turned = second !== undefined && isType(first.value) && isDomain(second.value, version);
    const hint =
      (turned ? `the domain comes first: network ${second.raw} ${first.raw},` : nearestHint(first.value, names)) ??
      `domains are inet, inet6, unix, netlink …; types ${TYPES.join(', ')}`;
    complain('networkUnknown', first, `there is no network ${what} ${first.raw}`, hint);
  } else if (first !== undefined && second !== undefined) checkType(first, second, complain);
  if (!atLeast(version, '4.1')) return;
  checkNetworkConditions(rule, version, complain);
  checkPeerAccess(rule, ['ip', 'port'], complain);
}

function checkType(domain: AccessRule['names'][number], type: AccessRule['names'][number], complain: Complain): void {
  if (TYPES.includes(type.value)) return;
  const domains = Object.hasOwn(PROTOCOLS, type.value) ? PROTOCOLS[type.value] : undefined;
  if (domains?.includes(domain.value)) return;
  if (domains !== undefined)
    complain(
      'networkUnknown',
      type,
      `the protocol ${type.raw} is not known for ${domain.raw}`,
      `it is for ${domains.join(' and ')}`,
    );
  else {
    const protocols = Object.keys(PROTOCOLS).filter((name) => PROTOCOLS[name]?.includes(domain.value));
    const hint = nearestHint(type.value, [...TYPES, ...protocols]) ?? `types are ${TYPES.join(', ')}`;
    complain('networkUnknown', type, `there is no network type or protocol ${type.raw}`, hint);
  }
}

/** Conditions that only IP sockets have. */
const OF_IP: Readonly<Record<'4.1' | '5.0', readonly string[]>> = {
  '4.1': ['ip', 'port'],
  '5.0': ['ip', 'port', 'interface', 'label'],
};

function checkNetworkConditions(rule: AccessRule, version: ParserVersion, complain: Complain): void {
  const peer = rule.peer?.conditions ?? [];
  for (const condition of [...rule.conditions, ...peer]) checkNetworkValue(condition, complain);
  const [domain] = rule.names;
  const fine = [
    ...rule.conditions.filter(({ name }) => OF_IP[version === '4.1' ? '4.1' : '5.0'].includes(name.value)),
    ...peer.filter(({ name }) => OF_IP['4.1'].includes(name.value)),
  ][0];
  if (fine === undefined || domain === undefined) return;
  if (isDomain(domain.value, version) && domain.value !== 'inet' && domain.value !== 'inet6')
    complain(
      'accessForbidden',
      fine.name,
      `sockets of ${domain.raw} have no ${fine.name.raw}`,
      'only inet and inet6 have',
    );
}

function checkNetworkValue({ name, values }: Condition, complain: Complain): void {
  const [word] = values;
  if (word === undefined) return;
  const problem =
    (name.value === 'ip' && addressProblem(word.value)) ||
    (name.value === 'port' && portProblem(word.value)) ||
    (name.value === 'interface' && !isGlob(parseGlob(word.value)) && 'it is no glob');
  if (problem) complain('conditionValue', word, `${name.raw}=${word.raw}: ${problem}`, VALUE_HINTS[name.value]);
}

const VALUE_HINTS: Readonly<Record<string, string>> = {
  ip: 'an address such as 10.0.0.1 or ::1 without a prefix length, or none',
  port: 'a port such as 443, or a range such as 8000-8080',
};

export function checkUnix(rule: AccessRule, version: ParserVersion, complain: Complain): void {
  const peer = rule.peer?.conditions ?? [];
  for (const { name, values } of [...rule.conditions, ...peer]) {
    const [word] = values;
    if (word === undefined) continue;
    if (name.value === 'type' && !UNIX_TYPES.includes(word.value))
      complain(
        'conditionValue',
        word,
        `there is no socket type ${word.raw}`,
        nearestHint(word.value, UNIX_TYPES) ?? `types are ${UNIX_TYPES.join(', ')}`,
      );
    if (name.value === 'addr' && !isUnixAddress(word.value, version))
      complain('conditionValue', word, `${word.raw} is no address of unix rules`, unixAddressHint(word.value));
  }
  checkPeerAccess(rule, ['addr', 'label'], complain);
}

const isUnixAddress = (address: string, version: ParserVersion): boolean =>
  address.startsWith('@') || address === 'none' || (address === 'auto' && atLeast(version, '3.0'));

function unixAddressHint(address: string): string {
  if (address.startsWith('/')) return 'sockets with a path are files: write a file rule with rw';
  const near = didYouMean(address, ['none', 'auto']);
  return near === undefined
    ? 'an abstract address begins with @; none stands for sockets without a name'
    : `did you mean "${near}"?`;
}
