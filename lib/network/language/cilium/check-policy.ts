import type { Report } from '../../../diagnostics/collector';
import type { Place } from '../../../diagnostics/diagnostic';
import { flawsOf, isObject } from '../../../diagnostics/predicates';
import type { IsOpen } from '../../../kubernetes/check-label-selector';
import { contains, parseBlock } from '../address';
import { CODES } from '../codes';
import { checkPorts } from './check-ports';
import { type Data, listOf, type Say } from './data';
import { mustBeRule } from './shape';
import { DIRECTIONS, type DirectionRow, L3_MEMBERS } from './tables';

/** The two kinds of Cilium. */
export type CiliumKind = 'CiliumNetworkPolicy' | 'CiliumClusterwideNetworkPolicy';

/**
 * The spec of a policy of Cilium (cilium.io/v2) with the checks of the API server and of the agent, which refuses policies
 * after they were accepted: `Rule.Sanitize` of pkg/policy/api.
 *
 * @param isOpen what is not known yet, such as the value of a chart: nothing is said of it.
 */
export function checkCiliumSpec(kind: CiliumKind, spec: unknown, place: Place, report: Report, isOpen: IsOpen): void {
  const say: Say = (code, key, message, hint) => {
    const full = key === '' ? 'spec' : `spec.${key}`;
    const hinted = hint === undefined ? {} : { hint };
    report({ code, severity: 'error', message: `"${full}" ${message}`, ...hinted, place: { ...place, key: full } });
  };
  for (const { at, says, hint } of flawsOf(mustBeRule(isOpen), spec, ''))
    say(codeOf(at), at.replace(/^\./, ''), says, hint);
  if (!isObject(spec)) return;
  checkSubject(kind, spec, say);
  if (DIRECTIONS.every(({ key }) => listOf(spec[key]).length === 0))
    say(
      CODES.noRules,
      '',
      'has no rule at all, which the agent refuses',
      'at least one of ingress, egress, ingressDeny, egressDeny',
    );
  for (const row of DIRECTIONS) {
    listOf(spec[row.key]).forEach((rule, index) => {
      const at = `${row.key}[${index}]`;
      checkPeers(row, rule, at, say);
      checkBlocks(row, rule, at, say, isOpen);
      checkFqdns(rule, at, say, isOpen);
      checkPorts(row, rule, at, spec.nodeSelector !== undefined, say, isOpen);
    });
  }
}

function codeOf(at: string): string {
  if (/Deny\[.*\.rules$/.test(at)) return CODES.denial;
  if (/CIDR(Set)?\[/.test(at)) return CODES.block;
  if (/FQDNs\[/.test(at)) return CODES.fqdn;
  if (/\.toPorts\[|\.icmps\[/.test(at)) return CODES.ports;
  return /Deny\[\d+\]\./.test(at) ? CODES.denial : CODES.shape;
}

function checkSubject(kind: CiliumKind, { endpointSelector, nodeSelector }: Data, say: Say): void {
  const hint = '"endpointSelector" for pods, {} for all of them; "nodeSelector" for nodes';
  if (endpointSelector !== undefined && nodeSelector !== undefined)
    say(CODES.subject, 'nodeSelector', 'stands beside "endpointSelector"', hint);
  else if (endpointSelector === undefined && nodeSelector === undefined)
    say(CODES.subject, '', 'does not say what the policy is for', hint);
  else if (nodeSelector !== undefined && kind === 'CiliumNetworkPolicy')
    say(CODES.subject, 'nodeSelector', 'can only be in a CiliumClusterwideNetworkPolicy', 'take that kind for nodes');
}

function checkPeers({ peers }: DirectionRow, rule: Data, at: string, say: Say): void {
  const given = L3_MEMBERS[peers].map((name) => `${peers}${name}`).filter((name) => rule[name] !== undefined);
  if (given.length > 1)
    say(
      CODES.mixedPeers,
      at,
      `has ${given.join(' and ')}, and the agent takes one of them in a rule`,
      'a rule for each',
    );
}

function checkBlocks({ peers }: DirectionRow, rule: Data, at: string, say: Say, isOpen: IsOpen): void {
  listOf(rule[`${peers}CIDRSet`]).forEach((block, index) => {
    const key = `${at}.${peers}CIDRSet[${index}]`;
    const given = ['cidr', 'cidrGroupRef', 'cidrGroupSelector'].filter((name) => block[name] !== undefined);
    if (given.length !== 1)
      say(CODES.block, key, 'must have one of cidr, cidrGroupRef, cidrGroupSelector', 'one of them');
    const outer = fixedBlock(block.cidr, isOpen);
    const except: readonly unknown[] = Array.isArray(block.except) ? block.except : [];
    except.forEach((each, inside) => {
      const inner = fixedBlock(each, isOpen);
      if (outer && inner && !(inner.length >= outer.length && contains(outer, inner)))
        say(CODES.block, `${key}.except[${inside}]`, `is not inside ${String(block.cidr)}`, 'a part of the block');
    });
  });
}

function fixedBlock(value: unknown, isOpen: IsOpen): ReturnType<typeof parseBlock> {
  return typeof value === 'string' && !isOpen(value) ? parseBlock(value) : undefined;
}

function checkFqdns(rule: Data, at: string, say: Say, isOpen: IsOpen): void {
  listOf(rule.toFQDNs).forEach((name, index) => {
    const given = ['matchName', 'matchPattern'].filter((key) => name[key] !== undefined);
    const isKnown = !isOpen(name);
    if (isKnown && given.length !== 1)
      say(
        CODES.fqdn,
        `${at}.toFQDNs[${index}]`,
        'must have either matchName or matchPattern',
        'matchPattern where "*" stands',
      );
  });
}
