import { Expression } from '../helm';
import { holdsToken } from '../helm/token/tokens';
import type { LabelSelectorRequirement } from '../kubernetes/label-selector';
import type { LabelCondition } from './label-condition';
import { requirementsOf, selectorOf } from './network-policy-spec';
import type { NamespaceChoice, PeerData } from './peer';
import type { PortData } from './port';
import type { Direction, Rule } from './rule';

/** The label in which Cilium keeps the namespace of a pod. */
const NAMESPACE = 'k8s:io.kubernetes.pod.namespace';
/** In front of the labels of the namespace of a pod. */
const NAMESPACE_LABEL = 'k8s:io.cilium.k8s.namespace.labels.';

/** What a policy of Cilium says of its pods or nodes. */
export interface CiliumSubject {
  readonly pods?: Readonly<Record<string, string>>;
  readonly podConditions?: readonly LabelCondition[];
  readonly nodes?: Readonly<Record<string, string>>;
  readonly description?: string;
  /** Per direction: closed or not, whatever the rules are. */
  readonly isolation: Readonly<Record<Direction, boolean | undefined>>;
}

/** The key of each list of rules. */
export function listKey({ direction, denies }: Pick<Rule, 'direction' | 'denies'>): string {
  return denies ? `${direction}Deny` : direction;
}

/** The spec of a policy of Cilium. Empty lists of peers stay: they mean nobody, and a missing list means everybody. */
export function ciliumSpec(subject: CiliumSubject, rules: readonly Rule[]): object {
  const isolation = Object.entries(subject.isolation).filter(([, closed]) => closed !== undefined);
  const readsDns = rules.some(({ peer }) => peer._data.kind === 'fqdns');
  const lists: Record<string, object[]> = {};
  for (const rule of rules) {
    const list = lists[listKey(rule)] ?? [];
    lists[listKey(rule)] = [...list, ...rulesOf(rule, readsDns)];
  }
  for (const direction of ['ingress', 'egress'] as const) {
    // Closed without a rule: somebody must be named, and it is nobody.
    if (subject.isolation[direction] && lists[direction] === undefined)
      lists[direction] = [{ [direction === 'ingress' ? 'fromEndpoints' : 'toEndpoints']: [] }];
  }
  return {
    ...(subject.nodes === undefined
      ? { endpointSelector: selectorOf(subject.pods ?? {}, requirementsOf(subject.podConditions)) }
      : { nodeSelector: selectorOf(subject.nodes, []) }),
    ...(subject.description === undefined ? {} : { description: subject.description }),
    ...(isolation.length === 0 ? {} : { enableDefaultDeny: Object.fromEntries(isolation) }),
    ...lists,
  };
}

/** Ports and ICMP cannot be in one rule. */
function rulesOf({ direction, peer, ports, isDns }: Rule, readsDns: boolean): readonly object[] {
  const peers = peersOf(peer._data, direction === 'ingress' ? 'from' : 'to');
  const numbered = ports.map(({ _data }) => _data);
  const toPorts = portRules(numbered, isDns === true && readsDns);
  const icmps = numbered.flatMap((port) => (port.kind === 'icmp' ? [{ family: port.family, type: port.type }] : []));
  if (ports.length === 0) return [peers];
  return [
    ...(toPorts.length === 0 ? [] : [{ ...peers, toPorts }]),
    ...(icmps.length === 0 ? [] : [{ ...peers, icmps: [{ fields: icmps }] }]),
  ];
}

function peersOf(peer: PeerData, side: 'from' | 'to'): object {
  switch (peer.kind) {
    case 'any':
      return { [`${side}Entities`]: ['all'] };
    case 'entities':
      return { [`${side}Entities`]: peer.names };
    case 'pods':
      return { [`${side}Endpoints`]: [endpointsOf(peer.labels, peer.conditions, peer.namespace)] };
    case 'cidr':
      return peer.except.length === 0
        ? { [`${side}CIDR`]: [peer.cidr] }
        : { [`${side}CIDRSet`]: [{ cidr: peer.cidr, except: peer.except }] };
    case 'nodes':
      return { [`${side}Nodes`]: [selectorOf(peer.labels, [])] };
    case 'fqdns':
      return { toFQDNs: peer.names.map(nameRule) };
    case 'service': {
      const namespace = peer.namespace === undefined ? {} : { namespace: peer.namespace };
      return { toServices: [{ k8sService: { serviceName: peer.name, ...namespace } }] };
    }
  }
}

function endpointsOf(
  labels: Readonly<Record<string, string>>,
  conditions: readonly LabelSelectorRequirement[],
  namespace: NamespaceChoice,
): object {
  const anywhere = namespace.kind === 'any' ? [{ key: NAMESPACE, operator: 'Exists' }] : [];
  return selectorOf({ ...labels, ...namespaceLabels(namespace) }, [...conditions, ...anywhere]);
}

function namespaceLabels(namespace: NamespaceChoice): Readonly<Record<string, string>> {
  if (namespace.kind === 'named') return { [NAMESPACE]: namespace.name };
  if (namespace.kind !== 'labelled') return {};
  return Object.fromEntries(
    Object.entries(namespace.labels).map(([key, value]) => [`${NAMESPACE_LABEL}${key}`, value]),
  );
}

/** Ports with rules for what is said inside of the protocol stand alone. */
function portRules(ports: readonly PortData[], readsDns: boolean): readonly object[] {
  const plain: object[] = [];
  const read: object[] = [];
  for (const data of ports) {
    if (data.kind === 'icmp') continue;
    const { protocol, port, endPort, http, dns } = data;
    const one = { port: textOf(port), protocol, ...(endPort === undefined ? {} : { endPort }) };
    if (http) read.push({ ports: [one], rules: { http } });
    else if (dns) read.push({ ports: [one], rules: { dns: dns.map(nameRule) } });
    else plain.push(one);
  }
  if (plain.length === 0) return read;
  return [{ ports: plain, ...(readsDns ? { rules: { dns: [nameRule('*')] } } : {}) }, ...read];
}

/** A pattern without `*` means the name: a value of the chart may be either. */
function nameRule(name: string): object {
  return name.includes('*') || holdsToken(name) ? { matchPattern: name } : { matchName: name };
}

/** Cilium has ports as texts; 0 is all of them. */
function textOf(port: number | string | undefined): string {
  return typeof port === 'number' ? `${Expression.literal(port)}` : (port ?? '0');
}
