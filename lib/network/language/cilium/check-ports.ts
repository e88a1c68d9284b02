import { isObject } from '../../../diagnostics/predicates';
import type { IsOpen } from '../../../kubernetes/check-label-selector';
import { CODES } from '../codes';
import { type Data, listOf, type Say } from './data';
import { type DirectionRow, LAYER_7_KINDS, LAYER_7_PROTOCOLS, MOST_PORTS } from './tables';

type Layer7 = (typeof LAYER_7_KINDS)[number];

/** What one rule of ports is looked at with. */
interface Around {
  readonly row: DirectionRow;
  /** Whether the policy is for nodes. */
  readonly forNodes: boolean;
  readonly isOpen: IsOpen;
}

/** Ports, ICMP and what may be said inside of a protocol. */
export function checkPorts(
  row: DirectionRow,
  rule: Data,
  at: string,
  forNodes: boolean,
  say: Say,
  isOpen: IsOpen,
): void {
  if (rule.icmps !== undefined && rule.toPorts !== undefined)
    say(CODES.ports, at, 'has ports and ICMP, and the agent takes one of them in a rule', 'a rule for each');
  listOf(rule.icmps).forEach(({ fields }, index) => {
    tooMany(fields, `${at}.icmps[${index}].fields`, say);
  });
  listOf(rule.toPorts).forEach((portRule, index) => {
    const key = `${at}.toPorts[${index}]`;
    tooMany(portRule.ports, `${key}.ports`, say);
    if (isObject(portRule.rules)) checkLayer7(portRule, portRule.rules, key, { row, forNodes, isOpen }, say);
    if (portRule.listener !== undefined && row.peers === 'from')
      say(CODES.layer7, `${key}.listener`, 'can only be for egress', 'leave it out');
  });
}

function tooMany(list: unknown, key: string, say: Say): void {
  if (Array.isArray(list) && list.length > MOST_PORTS)
    say(CODES.ports, key, `has ${list.length} items, and Cilium takes ${MOST_PORTS}`, 'a range, or another rule');
}

function checkLayer7(portRule: Data, rules: Data, at: string, around: Around, say: Say): void {
  const wrong = (message: string, hint: string): void => say(CODES.layer7, `${at}.rules`, message, hint);
  const kinds = LAYER_7_KINDS.filter((kind) => rules[kind] !== undefined);
  const [kind] = kinds;
  if (kinds.length > 1) wrong(`has ${kinds.join(' and ')}, and Cilium takes one kind`, 'a rule of ports for each');
  if ((rules.l7 !== undefined) !== (rules.l7proto !== undefined)) wrong('needs l7 and l7proto together', 'give both');
  if (portRule.listener !== undefined) wrong('cannot be beside a listener', 'leave one of them out');
  if (Array.isArray(portRule.serverNames) && portRule.terminatingTLS === undefined)
    wrong('cannot be read behind TLS, which serverNames asks for', 'terminatingTLS, or no rules');
  if (kind === undefined) return;
  if (kind === 'dns' && around.row.peers === 'from') wrong('has dns, which is for egress only', 'leave it out');
  if (around.forNodes && (kind !== 'dns' || around.row.peers === 'from'))
    wrong('cannot be for nodes', 'of nodes only the DNS questions can be read, on egress');
  const ports = listOf(portRule.ports);
  if (kind === 'dns' && ports.length === 0) wrong('has dns without a port', 'ports: [{ port: "53", protocol: ANY }]');
  ports.forEach((port, index) => {
    checkLayer7Port(kind, port, `${at}.ports[${index}]`, around.isOpen, say);
  });
  checkPatterns(rules, at, say, around.isOpen);
}

function checkLayer7Port(
  kind: Layer7,
  { port, endPort, protocol = 'ANY' }: Data,
  at: string,
  isOpen: IsOpen,
  say: Say,
): void {
  const protocols = LAYER_7_PROTOCOLS[kind];
  if (!isOpen(protocol) && !protocols.includes(String(protocol)))
    say(
      CODES.layer7,
      at,
      `has the protocol ${String(protocol)}, in which Cilium reads no ${kind}`,
      `protocol: ${protocols[0]}`,
    );
  if (port === '0') say(CODES.layer7, at, `is every port, and ${kind} is read on one`, 'give the number');
  if (kind === 'dns' && endPort !== undefined)
    say(CODES.layer7, at, 'is a range, and dns is read on one port', 'no endPort');
}

/** What Go's RE2 does not have. */
const NOT_RE2 = /\(\?(=|!|<=|<!)|\\[1-9]/;

function checkPatterns({ http }: Data, at: string, say: Say, isOpen: IsOpen): void {
  listOf(http).forEach((rule, index) => {
    for (const key of ['path', 'method', 'host']) {
      const text = rule[key];
      if (typeof text === 'string' && !isOpen(text) && NOT_RE2.test(text))
        say(
          CODES.layer7,
          `${at}.rules.http[${index}].${key}`,
          'looks around or back, which RE2 cannot',
          'spell it out',
        );
    }
  });
}
