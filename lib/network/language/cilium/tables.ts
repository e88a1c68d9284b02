// Facts of Cilium 1.19: pkg/policy/api (rule_validation.go, entity.go, l4.go) and the CRDs beside it.

/** What the API server takes as an entity. The agent knows world-ipv4 and world-ipv6 besides. */
export const ENTITIES = [
  'all',
  'world',
  'cluster',
  'host',
  'init',
  'ingress',
  'unmanaged',
  'remote-node',
  'health',
  'none',
  'kube-apiserver',
];

export const PROTOCOLS = ['TCP', 'UDP', 'SCTP', 'VRRP', 'IGMP', 'ANY'];

/** Ways to name peers, of which a rule may use one. */
export const L3_MEMBERS = {
  from: ['Endpoints', 'CIDR', 'CIDRSet', 'Entities', 'Nodes', 'Groups'],
  to: ['Endpoints', 'CIDR', 'CIDRSet', 'Entities', 'Nodes', 'Groups', 'Services', 'FQDNs'],
} as const;

/** Of each list of ports or ICMP messages. */
export const MOST_PORTS = 40;

export const LAYER_7_KINDS = ['http', 'kafka', 'dns', 'l7'] as const;

/** Protocols on which each kind of rule can be: the agent reads TCP, and DNS in UDP too. */
export const LAYER_7_PROTOCOLS: Readonly<Record<(typeof LAYER_7_KINDS)[number], readonly string[]>> = {
  http: ['TCP'],
  kafka: ['TCP'],
  l7: ['TCP'],
  dns: ['UDP', 'TCP', 'ANY'],
};

/** The four lists of a policy. */
export const DIRECTIONS = [
  { key: 'ingress', peers: 'from', denies: false },
  { key: 'ingressDeny', peers: 'from', denies: true },
  { key: 'egress', peers: 'to', denies: false },
  { key: 'egressDeny', peers: 'to', denies: true },
] as const;

export type DirectionRow = (typeof DIRECTIONS)[number];
