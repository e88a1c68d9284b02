import type { ContainerRules, PortNumber } from '../language/model';
import type { RuleList } from './rule-list';
import { type AppArmorTarget, knowsPorts } from './target';

const FAMILIES = ['inet', 'inet6'] as const;
const TYPES = { tcp: 'stream', udp: 'dgram' } as const;

/** Sockets that reach nothing outside of the pod and the kernel: of files, and of what asks the kernel for its addresses. */
const LOCAL = ['network unix,', 'unix,', 'network netlink,'] as const;

/** Sockets that make or see packets of every kind: whoever has them needs no port. */
const RAW = ['network inet raw,', 'network inet6 raw,', 'network packet,'] as const;

/** Rules of the property `ports`. */
export function addPorts({ ports }: ContainerRules, target: AppArmorTarget, audit: boolean, list: RuleList): void {
  if (ports.open === 'any') {
    list.add('ports: any', 'network,', 'unix,');
    return;
  }
  list.add('sockets inside of the pod', ...LOCAL);
  const forbid = (comment: string, rules: readonly string[]): void => {
    // What is not allowed is refused and logged anyway; the words stand here for who reads the profile.
    if (!audit) list.add(comment, ...rules.map((rule) => `audit deny ${rule}`));
  };
  if (ports.open === 'none') {
    forbid('ports: none, and no packets by hand', [
      ...FAMILIES.map((family) => `network ${family},`),
      'network packet,',
    ]);
    return;
  }
  if (knowsPorts(target)) addSinglePorts(ports.listen, ports.connect, list);
  else {
    const numbers = [...ports.listen, ...(ports.connect === 'any' ? [] : ports.connect)];
    const protocols = (['tcp', 'udp'] as const).filter(
      (each) => ports.connect === 'any' || numbers.some(({ protocol }) => protocol === each),
    );
    list.add(
      'ports: all of these kinds: this parser and these kernels do not tell one port from another',
      ...protocols.flatMap((each) => FAMILIES.map((family) => `network ${family} ${TYPES[each]},`)),
    );
  }
  forbid('ports: no packets by hand', RAW);
}

/** What every socket needs that listens or is connected. */
const ANY_SOCKET = '(create, getattr, setattr, getopt, setopt, shutdown)';

function addSinglePorts(listen: readonly PortNumber[], connect: 'any' | readonly PortNumber[], list: RuleList): void {
  const rules = (numbers: readonly PortNumber[], rule: (family: string, type: string, port: number) => string) =>
    numbers.flatMap(({ port, protocol }) => FAMILIES.map((family) => rule(family, TYPES[protocol], port)));
  const kinds = (['stream', 'dgram'] as const).flatMap((type) => FAMILIES.map((family) => `${family} ${type}`));
  list.add('ports: sockets alone open no port', ...kinds.map((kind) => `network ${ANY_SOCKET} ${kind},`));
  list.add(
    'ports.listen: ports that may be opened',
    ...rules(
      listen,
      (family, type, port) => `network (bind, listen, accept, send, receive) ${family} ${type} port=${port},`,
    ),
  );
  if (connect === 'any') {
    list.add('ports.connect: any port of others', ...kinds.map((kind) => `network (connect, send, receive) ${kind},`));
    return;
  }
  list.add(
    'ports.connect: ports of others',
    ...rules(
      connect,
      (family, type, port) => `network (connect, send, receive) ${family} ${type} peer=(port=${port}),`,
    ),
  );
}
