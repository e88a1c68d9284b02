import {
  isObject,
  mustBeArrayOf,
  mustBeBoolean,
  mustBeIntegerFrom,
  mustBeObject,
  mustBeOneOf,
  mustBeString,
  mustHaveShape,
  type Predicate,
  required,
  type Shape,
} from '../../../diagnostics/predicates';
import {
  type IsOpen,
  type LabelRules,
  mustBeLabelSelector,
  unlessOpen,
} from '../../../kubernetes/check-label-selector';
import { isLabelKey } from '../../../kubernetes/labels';
import { parseBlock } from '../address';
import { isPortName } from '../check-network-policy';
import { ENTITIES, L3_MEMBERS, PROTOCOLS } from './tables';

/** `k8s:app` or `app`. The agent checks the key as `k8s.app` and `any.app`: a bare name has four characters less. */
const LABELS: LabelRules = {
  isKey: (key) => isLabelKey(key.includes(':') ? key.replace(':', '.') : `any.${key}`),
  keyNoun: 'the key of a label: "app", or with its source "k8s:app"',
};

/** A rule of Cilium: its keys, and what each must be. What Cilium hands on to Envoy is not looked into. */
export function mustBeRule(isOpen: IsOpen): Predicate {
  const open = (predicate: Predicate): Predicate => unlessOpen(isOpen, predicate);
  const list = (item: Predicate): Predicate => open(mustBeArrayOf(open(item)));
  const selector = mustBeLabelSelector(isOpen, LABELS);
  const members: Readonly<Record<string, Predicate>> = {
    Endpoints: list(selector),
    Nodes: list(selector),
    CIDR: list(mustBeBlock),
    CIDRSet: list(mustBeCidrRule(open, selector)),
    Entities: list(mustBeOneOf(ENTITIES)),
    Groups: list(mustBeObject),
    Services: list(mustBeObject),
    FQDNs: list(mustBeFqdn(open)),
  };
  const peers = (direction: 'from' | 'to', without: readonly string[] = []): Shape =>
    Object.fromEntries(
      L3_MEMBERS[direction]
        .filter((name) => !without.includes(name))
        .map((name) => [`${direction}${name}`, members[name] ?? mustBeObject]),
    );
  const ports = list(mustBePort(open));
  const icmps = list(mustHaveShape({ fields: list(mustBeIcmp(open)) }));
  const allowed: Shape = { toPorts: list(mustBePortRule(ports)), icmps, authentication: open(AUTHENTICATION) };
  const denied: Shape = { toPorts: list(mustHaveShape({ ports })), icmps };
  return mustHaveShape({
    endpointSelector: selector,
    nodeSelector: selector,
    description: open(mustBeString),
    labels: list(mustBeObject),
    log: mustHaveShape({ value: open(mustBeString) }),
    enableDefaultDeny: open(mustHaveShape({ ingress: open(mustBeBoolean), egress: open(mustBeBoolean) })),
    ingress: list(mustHaveShape({ ...peers('from'), ...allowed })),
    ingressDeny: list(mustHaveShape({ ...peers('from'), ...denied })),
    egress: list(mustHaveShape({ ...peers('to'), ...allowed })),
    egressDeny: list(mustHaveShape({ ...peers('to', ['FQDNs']), ...denied })),
  });
}

const AUTHENTICATION = mustHaveShape({
  mode: required(mustBeOneOf(['disabled', 'required', 'test-always-fail'])),
});

/** The API server takes no bare address, the agent would. */
const mustBeBlock: Predicate = (value) =>
  typeof value === 'string' && parseBlock(value) ? undefined : 'a block of addresses, such as "10.0.0.0/8"';

type Open = (predicate: Predicate) => Predicate;

function mustBeCidrRule(open: Open, selector: Predicate): Predicate {
  return mustHaveShape({
    cidr: open(mustBeBlock),
    cidrGroupRef: open(mustBeString),
    cidrGroupSelector: selector,
    except: open(mustBeArrayOf(open(mustBeBlock))),
  });
}

/** `*` is any part of a name; `**.` at the beginning any number of parts. */
function mustBeFqdn(open: Open): Predicate {
  const name = (pattern: RegExp, noun: string): Predicate =>
    open((value) => (typeof value === 'string' && value.length <= 255 && pattern.test(value) ? undefined : noun));
  return mustHaveShape({
    matchName: name(/^([-a-zA-Z0-9_]+[.]?)+$/, 'a DNS name of up to 255 characters'),
    matchPattern: name(/^([-a-zA-Z0-9_*]+[.]?)+$/, 'a DNS name of up to 255 characters, in which "*" may stand'),
  });
}

function mustBePort(open: Open): Predicate {
  return mustHaveShape({
    port: required(
      open((value) => {
        const text = typeof value === 'string' ? value : '';
        const isRight = /^\d{1,5}$/.test(text) ? Number(text) <= 65_535 : isPortName(text.toLowerCase());
        return isRight ? undefined : 'a text: a number from 0 to 65535, or the name of a port';
      }),
    ),
    endPort: open(mustBeIntegerFrom(0, 65_535)),
    protocol: open(mustBeOneOf(PROTOCOLS)),
  });
}

function mustBeIcmp(open: Open): Predicate {
  return mustHaveShape({
    family: open(mustBeOneOf(['IPv4', 'IPv6'])),
    type: required(
      open((value) => {
        const isRight = typeof value === 'string' ? value !== '' : mustBeIntegerFrom(0, 255)(value) === undefined;
        return isRight ? undefined : 'a number from 0 to 255, or the name of a message';
      }),
    ),
  });
}

function mustBePortRule(ports: Predicate): Predicate {
  return mustHaveShape({
    ports,
    terminatingTLS: mustBeObject,
    originatingTLS: mustBeObject,
    serverNames: mustBeArrayOf((value) => (typeof value === 'string' && value !== '' ? undefined : 'a DNS name')),
    listener: mustBeObject,
    rules: (value) => (isObject(value) ? LAYER_7(value) : 'an object'),
  });
}

const LAYER_7 = mustHaveShape({
  http: mustBeArrayOf(mustBeObject),
  kafka: mustBeArrayOf(mustBeObject),
  dns: mustBeArrayOf(mustBeObject),
  l7proto: mustBeString,
  l7: mustBeArrayOf(mustBeObject),
});
