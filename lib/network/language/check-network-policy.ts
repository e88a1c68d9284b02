import type { Report } from '../../diagnostics/collector';
import type { Place } from '../../diagnostics/diagnostic';
import {
  type Flaw,
  flawsOf,
  isObject,
  mustBeArrayOf,
  mustBeOneOf,
  mustHaveShape,
  type Predicate,
  required,
} from '../../diagnostics/predicates';
import { type IsOpen, mustBeLabelSelector, unlessOpen } from '../../kubernetes/check-label-selector';
import { isPlainBlock, isStrictlyInside, parseBlock } from './address';
import { CODES } from './codes';

/** What is checked with what code: the code says which part of the policy is wrong. */
type Part = 'shape' | 'peer' | 'block' | 'port';

const POLICY_TYPES = ['Ingress', 'Egress'];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const MOST = 65_535;

/**
 * The spec of a NetworkPolicy (networking.k8s.io/v1) with the checks of the API server: pkg/apis/networking/validation.
 *
 * @param isOpen what is not known yet, such as the value of a chart: nothing is said of it.
 */
export function checkNetworkPolicySpec(
  spec: unknown,
  place: Place,
  report: Report,
  isOpen: IsOpen = () => false,
): void {
  for (const flaw of flawsOf(mustBeSpec(isOpen), spec, '')) {
    const at = flaw.at.replace(/^\./, '');
    const key = at === '' ? 'spec' : `spec.${at}`;
    report({
      code: CODES[partOf(flaw.at)],
      severity: 'error',
      message: `"${key}" ${flaw.says}`,
      ...(flaw.hint === undefined ? {} : { hint: flaw.hint }),
      place: { ...place, key },
    });
  }
  warnOfBlocks(spec, place, report, isOpen);
}

/** Blocks that only Kubernetes before 1.36 takes. */
function warnOfBlocks(spec: unknown, place: Place, report: Report, isOpen: IsOpen): void {
  for (const { key, text } of blocksIn(spec, 'spec')) {
    if (isOpen(text) || parseBlock(text) === undefined || isPlainBlock(text)) continue;
    report({
      code: CODES.oldBlock,
      severity: 'warning',
      message: `Kubernetes 1.36 refuses the block ${text}, which older ones take`,
      hint: 'no zeros in front of numbers, the first address of the block, IPv4 as it is: "10.0.0.0/8"',
      place: { ...place, key },
    });
  }
}

/** Texts below `ipBlock`, wherever they stand. */
function blocksIn(value: unknown, key: string): readonly { readonly key: string; readonly text: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => blocksIn(item, `${key}[${index}]`));
  if (typeof value === 'string') return /\.ipBlock\./.test(key) ? [{ key, text: value }] : [];
  return isObject(value) ? Object.entries(value).flatMap(([step, part]) => blocksIn(part, `${key}.${step}`)) : [];
}

function partOf(at: string): Part {
  if (/\.ipBlock\b/.test(at)) return 'block';
  if (/\.ports\[/.test(at)) return 'port';
  return /\.(from|to)\[\d+\]$/.test(at) ? 'peer' : 'shape';
}

function mustBeSpec(isOpen: IsOpen): Predicate {
  const open = (predicate: Predicate): Predicate => unlessOpen(isOpen, predicate);
  const selector = mustBeLabelSelector(isOpen);
  const ports = open(mustBeArrayOf(open(mustBePort(isOpen))));
  const peers = open(mustBeArrayOf(open(mustBePeer(isOpen, selector))));
  const rules = (peerKey: string): Predicate => open(mustBeArrayOf(open(mustHaveShape({ [peerKey]: peers, ports }))));
  return open(
    mustHaveShape({
      podSelector: required(selector),
      policyTypes: open(mustBeTypes(open(mustBeOneOf(POLICY_TYPES)))),
      ingress: rules('from'),
      egress: rules('to'),
    }),
  );
}

function mustBeTypes(type: Predicate): Predicate {
  const types = mustBeArrayOf(type);
  return (value) =>
    Array.isArray(value) && value.length > POLICY_TYPES.length ? 'at most two of "Ingress" and "Egress"' : types(value);
}

/** Selectors, or a block of addresses, but not both; and one of them there must be. */
function mustBePeer(isOpen: IsOpen, selector: Predicate): Predicate {
  const shape = mustHaveShape({
    podSelector: selector,
    namespaceSelector: selector,
    ipBlock: unlessOpen(isOpen, mustBeIpBlock(isOpen)),
  });
  return (value) => {
    if (!isObject(value)) return 'an object';
    const { podSelector, namespaceSelector, ipBlock } = value;
    const selectors = [podSelector, namespaceSelector].filter((each) => each !== undefined).length;
    const flaws = [...flawsOf(shape, value, '')];
    if (selectors === 0 && ipBlock === undefined)
      flaws.push(
        flaw('', 'names no peer', 'podSelector, namespaceSelector or ipBlock; for every peer leave the list out'),
      );
    if (selectors > 0 && ipBlock !== undefined)
      flaws.push(
        flaw('', 'has a selector beside ipBlock', 'addresses are a peer of their own: a second item of the list'),
      );
    return flaws.length === 0 ? undefined : flaws;
  };
}

function mustBeIpBlock(isOpen: IsOpen): Predicate {
  const block: Predicate = (value) =>
    typeof value === 'string' && parseBlock(value) ? undefined : 'a block of addresses, such as "10.0.0.0/8"';
  const shape = mustHaveShape({
    cidr: required(unlessOpen(isOpen, block)),
    except: unlessOpen(isOpen, mustBeArrayOf(unlessOpen(isOpen, block))),
  });
  return (value) => {
    if (!isObject(value)) return 'an object';
    const outer = typeof value.cidr === 'string' && !isOpen(value.cidr) ? parseBlock(value.cidr) : undefined;
    const except: readonly unknown[] = Array.isArray(value.except) ? value.except : [];
    const outside = except.flatMap((each, index) => {
      const inner = typeof each === 'string' && !isOpen(each) ? parseBlock(each) : undefined;
      if (outer === undefined || inner === undefined || isStrictlyInside(outer, inner)) return [];
      return [flaw(`.except[${index}]`, `must be a smaller block inside ${String(value.cidr)}, not ${String(each)}`)];
    });
    const flaws = [...flawsOf(shape, value, ''), ...outside];
    return flaws.length === 0 ? undefined : flaws;
  };
}

function mustBePort(isOpen: IsOpen): Predicate {
  const shape = mustHaveShape({
    protocol: unlessOpen(isOpen, mustBeOneOf(PROTOCOLS)),
    port: unlessOpen(isOpen, mustBePortOrName),
    endPort: unlessOpen(isOpen, mustBePortNumber),
  });
  return (value) => {
    if (!isObject(value)) return 'an object';
    const { port, endPort } = value;
    const flaws = [...flawsOf(shape, value, '')];
    if (endPort !== undefined && !isOpen(port) && !isOpen(endPort)) {
      if (typeof port !== 'number') flaws.push(flaw('.endPort', 'needs a number as "port"'));
      else if (typeof endPort === 'number' && endPort < port)
        flaws.push(flaw('.endPort', `must not be less than ${port}, not ${endPort}`));
    }
    return flaws.length === 0 ? undefined : flaws;
  };
}

const mustBePortNumber: Predicate = (value) =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST ? undefined : `a number from 1 to ${MOST}`;

const mustBePortOrName: Predicate = (value) => {
  const isRight = typeof value === 'string' ? isPortName(value) : mustBePortNumber(value) === undefined;
  return isRight ? undefined : `a number from 1 to ${MOST}, or the name of a port`;
};

/** A service name as RFC 6335 has it: up to 15 lower-case letters, digits and single `-`, at least one letter. */
export function isPortName(text: string): boolean {
  const isName = text.length <= 15 && /^[a-z0-9-]+$/.test(text) && /[a-z]/.test(text);
  return isName && !text.includes('--') && !text.startsWith('-') && !text.endsWith('-');
}

function flaw(at: string, says: string, hint?: string): Flaw {
  return { at, says, ...(hint === undefined ? {} : { hint }) };
}
