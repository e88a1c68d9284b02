import type { Report } from '../diagnostics/collector';
import type { Place } from '../diagnostics/diagnostic';
import type { LabelSelectorRequirement } from '../kubernetes/label-selector';
import { NAMESPACE_NAME } from '../kubernetes/labels';
import type { LabelCondition } from './label-condition';
import { CODES } from './language/codes';
import type { NamespaceChoice, PeerData } from './peer';
import type { PortData } from './port';
import { type Rule, ruleKey } from './rule';

/** Which pods a policy is for. */
export interface Subject {
  readonly pods?: Readonly<Record<string, string>>;
  readonly podConditions?: readonly LabelCondition[];
}

/** The spec of a NetworkPolicy. No empty list of rules: the server takes it for a change each time it is applied. */
export function networkPolicySpec(subject: Subject, policyTypes: readonly string[], rules: readonly Rule[]): object {
  const of = (direction: Rule['direction'], peerKey: string): object => {
    const made = rules
      .filter((rule) => rule.direction === direction)
      .map(({ peer, ports }) => ({ ...peersOf(peer._data, peerKey), ...portsOf(ports.map((port) => port._data)) }));
    return made.length === 0 ? {} : { [direction]: made };
  };
  return {
    podSelector: selectorOf(subject.pods ?? {}, requirementsOf(subject.podConditions)),
    policyTypes,
    ...of('ingress', 'from'),
    ...of('egress', 'to'),
  };
}

/** Tells of peers and ports that only Cilium knows. */
export function foreignParts(rules: readonly Rule[], place: Place, report: Report): void {
  for (const rule of rules) {
    const key = ruleKey(rules, rule);
    const tell = (what: string): void =>
      report({
        code: CODES.notKubernetes,
        severity: 'error',
        message: `a NetworkPolicy of Kubernetes knows no ${what}`,
        hint: 'take a CiliumNetworkPolicy where the cluster runs Cilium',
        place: { ...place, key },
      });
    const foreign = FOREIGN_PEERS[rule.peer._data.kind];
    if (foreign !== undefined) tell(foreign);
    for (const { _data: port } of rule.ports) {
      if (port.kind === 'icmp') tell('ICMP');
      else if (port.http ?? port.dns) tell('rules for HTTP or DNS');
    }
  }
}

const FOREIGN_PEERS: Partial<Readonly<Record<PeerData['kind'], string>>> = {
  entities: 'entities',
  fqdns: 'DNS names',
  service: 'services',
  nodes: 'nodes',
};

function peersOf(peer: PeerData, key: string): object {
  if (peer.kind === 'cidr') {
    const except = peer.except.length === 0 ? {} : { except: peer.except };
    return { [key]: [{ ipBlock: { cidr: peer.cidr, ...except } }] };
  }
  if (peer.kind !== 'pods') return {};
  const meansAllPods = Object.keys(peer.labels).length === 0 && peer.conditions.length === 0;
  const namespaces = namespacesOf(peer.namespace);
  const pods =
    meansAllPods && namespaces !== undefined ? {} : { podSelector: selectorOf(peer.labels, peer.conditions) };
  return { [key]: [{ ...pods, ...(namespaces === undefined ? {} : { namespaceSelector: namespaces }) }] };
}

function namespacesOf(namespace: NamespaceChoice): object | undefined {
  if (namespace.kind === 'own') return undefined;
  if (namespace.kind === 'any') return {};
  return { matchLabels: namespace.kind === 'named' ? { [NAMESPACE_NAME]: namespace.name } : namespace.labels };
}

function portsOf(ports: readonly PortData[]): object {
  const made = ports.flatMap((data) => {
    if (data.kind === 'icmp') return [];
    const { protocol, port, endPort } = data;
    return [{ protocol, ...(port === undefined ? {} : { port }), ...(endPort === undefined ? {} : { endPort }) }];
  });
  return made.length === 0 ? {} : { ports: made };
}

/** Conditions as a LabelSelector has them. */
export function requirementsOf(conditions: readonly LabelCondition[] = []): readonly LabelSelectorRequirement[] {
  return conditions.map(({ _requirement }) => _requirement);
}

/** A LabelSelector with no more than is needed. */
export function selectorOf(
  labels: Readonly<Record<string, string>>,
  conditions: readonly LabelSelectorRequirement[],
): object {
  return {
    ...(Object.keys(labels).length === 0 ? {} : { matchLabels: labels }),
    ...(conditions.length === 0 ? {} : { matchExpressions: conditions }),
  };
}
