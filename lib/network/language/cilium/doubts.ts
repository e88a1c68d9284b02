import type { Report } from '../../../diagnostics/collector';
import type { Place } from '../../../diagnostics/diagnostic';
import { isObject } from '../../../diagnostics/predicates';
import type { IsOpen } from '../../../kubernetes/check-label-selector';
import { CODES } from '../codes';
import { meansEverything } from '../doubts';
import { type Data, listOf } from './data';
import { DIRECTIONS, L3_MEMBERS } from './tables';

type Warn = (code: string, key: string, message: string, hint: string) => void;

/** What Cilium takes and people regret. */
export function doubtCiliumSpec(spec: unknown, place: Place, report: Report, isOpen: IsOpen): void {
  if (!isObject(spec)) return;
  const warn: Warn = (code, key, message, hint) =>
    report({ code, severity: 'warning', message, hint, place: { ...place, key: `spec.${key}` } });
  doubtSubject(spec, warn);
  doubtDns(spec, warn);
  doubtDenial(spec, warn);
  doubtRanges(spec, warn, isOpen);
}

function doubtSubject({ endpointSelector }: Data, warn: Warn): void {
  if (!meansEverything(endpointSelector)) return;
  warn(
    CODES.everyPod,
    'endpointSelector',
    'the policy is for every pod that it can see, those of other applications too',
    'give labels of the pods; a policy that is meant for all of them says so: everyPod: true',
  );
}

function doubtDns({ egress, enableDefaultDeny, endpointSelector }: Data, warn: Warn): void {
  const rules = listOf(egress);
  const names = rules.some(({ toFQDNs }) => toFQDNs !== undefined);
  if (names && !rules.some(({ toPorts }) => listOf(toPorts).some(readsDns)))
    warn(
      CODES.fqdnWithoutDns,
      'egress',
      'names are allowed whose addresses Cilium never learns: no rule lets it read the answers of the DNS server',
      'allowDns(), or a rule for the server with rules: { dns: [{ matchPattern: "*" }] }',
    );
  const isOpen = isObject(enableDefaultDeny) && enableDefaultDeny.egress === false;
  if (rules.length > 0 && !isOpen && endpointSelector !== undefined && !rules.some(reachesDns))
    warn(
      CODES.noDns,
      'egress',
      'the pods may not ask a DNS server: names resolve no more, whatever else is allowed',
      'allowDns(); a program that uses addresses only says so: withoutDns: true',
    );
}

function readsDns({ rules }: Data): boolean {
  return isObject(rules) && rules.dns !== undefined;
}

function reachesDns({ toPorts, icmps, toEndpoints }: Data): boolean {
  const isNobody = Array.isArray(toEndpoints) && toEndpoints.length === 0;
  if (isNobody || icmps !== undefined) return false;
  if (toPorts === undefined) return true;
  return listOf(toPorts).some(({ ports }) =>
    listOf(ports).some(({ port, endPort, protocol = 'ANY' }) => {
      if (protocol !== 'UDP' && protocol !== 'ANY') return false;
      const first = Number(port);
      if (Number.isNaN(first) || first === 0 || first === 53 || first === 5353) return true;
      return first < 53 && typeof endPort === 'number' && endPort >= 53;
    }),
  );
}

/** A denial of everybody beats every allowance of every policy: it is no "default". */
function doubtDenial(spec: Data, warn: Warn): void {
  for (const { key, peers, denies } of DIRECTIONS) {
    if (!denies) continue;
    listOf(spec[key]).forEach((rule, index) => {
      const isEverybody =
        L3_MEMBERS[peers].every((name) => rule[`${peers}${name}`] === undefined) ||
        (Array.isArray(rule[`${peers}Entities`]) && (rule[`${peers}Entities`] as readonly unknown[]).includes('all'));
      if (isEverybody && rule.toPorts === undefined && rule.icmps === undefined)
        warn(
          CODES.denyAll,
          `${key}[${index}]`,
          'everybody is denied, whatever any policy allows: no other rule of that direction counts any more',
          `for "closed until something is allowed": isolate${peers === 'from' ? 'Ingress' : 'Egress'}: true`,
        );
    });
  }
}

function doubtRanges(spec: Data, warn: Warn, isOpen: IsOpen): void {
  for (const { key } of DIRECTIONS) {
    listOf(spec[key]).forEach((rule, index) => {
      listOf(rule.toPorts).forEach(({ ports }, group) => {
        listOf(ports).forEach(({ port, endPort }, at) => {
          // Names have no end, and of values of the chart nothing is known.
          if (typeof endPort !== 'number' || typeof port !== 'string' || !/^\d+$/.test(port)) return;
          if (Number(port) <= endPort || isOpen(endPort)) return;
          const where = `${key}[${index}].toPorts[${group}].ports[${at}].endPort`;
          warn(
            CODES.emptyRange,
            where,
            `the range from ${port} to ${endPort} holds no port`,
            'the greater number last',
          );
        });
      });
    });
  }
}
