import type { Report } from '../../diagnostics/collector';
import type { Place } from '../../diagnostics/diagnostic';
import { isObject } from '../../diagnostics/predicates';
import { CODES } from './codes';

/** What the API server takes and people regret: a NetworkPolicy for every pod, and egress without a way to a DNS server. */
export function doubtNetworkPolicy(spec: unknown, place: Place, report: Report): void {
  if (!isObject(spec)) return;
  const warn = (code: string, key: string, message: string, hint: string): void =>
    report({ code, severity: 'warning', message, hint, place: { ...place, key } });
  if (meansEverything(spec.podSelector)) {
    warn(
      CODES.everyPod,
      'spec.podSelector',
      'the policy is for every pod of its namespace, those of other applications too',
      'give labels of the pods; a policy that is meant for all of them says so: everyPod: true',
    );
  }
  if (isolatesEgress(spec) && !reachesDns(spec.egress)) {
    warn(
      CODES.noDns,
      'spec.egress',
      'the pods may not ask a DNS server: names resolve no more, whatever else is allowed',
      'allowDns(), or allow UDP and TCP 53 to the server; a program that uses addresses only says so: withoutDns: true',
    );
  }
}

/** A selector without conditions. */
export function meansEverything(selector: unknown): boolean {
  if (!isObject(selector)) return false;
  const { matchLabels, matchExpressions } = selector;
  const isEmpty = (part: unknown): boolean =>
    part === undefined || (typeof part === 'object' && part !== null && Object.keys(part).length === 0);
  return isEmpty(matchLabels) && isEmpty(matchExpressions);
}

function isolatesEgress({ policyTypes }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(policyTypes) && policyTypes.includes('Egress');
}

/** A rule for UDP 53 (or every port) that is no block of addresses outside: pods of a cluster ask a pod, or any address. */
function reachesDns(egress: unknown): boolean {
  if (!Array.isArray(egress)) return false;
  return egress.some((rule: unknown) => isObject(rule) && (rule.ports === undefined || portsHoldDns(rule.ports)));
}

function portsHoldDns(ports: unknown): boolean {
  if (!Array.isArray(ports)) return true;
  return ports.some((port: unknown) => {
    if (!isObject(port) || port.protocol !== 'UDP') return false;
    const { port: first, endPort } = port;
    if (typeof first !== 'number') return true;
    return first === 53 || first === 5353 || (first < 53 && typeof endPort === 'number' && endPort >= 53);
  });
}
