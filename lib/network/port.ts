import { callError } from '../diagnostics/diagnostic-error';
import {
  flawsOf,
  mustBeArrayOf,
  mustBeNumber,
  mustBeOneOf,
  mustBeString,
  mustHaveShape,
  type Predicate,
} from '../diagnostics/predicates';
import { atLeastOne } from '../helm/sound-props';
import { mustBeSingleTexts } from './arguments';
import { CODES } from './language/codes';

/** A protocol that has ports. */
export enum Protocol {
  TCP = 'TCP',
  UDP = 'UDP',
  SCTP = 'SCTP',
}

/** A request that is allowed. Texts are regular expressions (RE2) that the whole must match. */
export interface HttpRule {
  /** Such as `GET`. @default - any */
  readonly method?: string;
  /** Such as `/api/.*`. @default - any */
  readonly path?: string;
  /** Such as `shop\.example\.com`. @default - any */
  readonly host?: string;
  /** Headers that must be there: `X-Key`, or `X-Key: value`. @default - none */
  readonly headers?: string[];
}

/** What a port is: plain data. */
export type PortData =
  | {
      readonly kind: 'port';
      readonly protocol: Protocol;
      /** Undefined: every port. */
      readonly port: number | string | undefined;
      readonly endPort?: number;
      readonly http?: readonly HttpRule[];
      readonly dns?: readonly string[];
    }
  | { readonly kind: 'icmp'; readonly family: 'IPv4' | 'IPv6'; readonly type: number };

/** The port of the pod that is called, with its protocol. Numbers may be tokens of chart values. */
export class Port {
  /** A TCP port. */
  public static tcp(port: number): Port {
    return Port.numbered('tcp', Protocol.TCP, port);
  }

  /** A UDP port. */
  public static udp(port: number): Port {
    return Port.numbered('udp', Protocol.UDP, port);
  }

  /** An SCTP port. */
  public static sctp(port: number): Port {
    return Port.numbered('sctp', Protocol.SCTP, port);
  }

  /** The ports from one number to another, both included. @param protocol default: TCP. */
  public static numbers(first: number, last: number, protocol: Protocol = Protocol.TCP): Port {
    check('numbers', mustBeArrayOf(mustBeNumber), [first, last]);
    return new Port({ kind: 'port', protocol: known('numbers', protocol), port: first, endPort: last });
  }

  /** The port that the pods have under this name. @param protocol default: TCP. */
  public static named(name: string, protocol: Protocol = Protocol.TCP): Port {
    check('named', mustBeString, name);
    return new Port({ kind: 'port', protocol: known('named', protocol), port: name });
  }

  /** Every port of a protocol. */
  public static every(protocol: Protocol): Port {
    return new Port({ kind: 'port', protocol: known('every', protocol), port: undefined });
  }

  /** Cilium only. An ICMP message, by the number of its type: 8 is a ping. */
  public static icmp(messageType: number): Port {
    check('icmp', mustBeNumber, messageType);
    return new Port({ kind: 'icmp', family: 'IPv4', type: messageType });
  }

  /** Cilium only. An ICMPv6 message, by the number of its type: 128 is a ping. */
  public static icmpv6(messageType: number): Port {
    check('icmpv6', mustBeNumber, messageType);
    return new Port({ kind: 'icmp', family: 'IPv6', type: messageType });
  }

  private static numbered(method: string, protocol: Protocol, port: number): Port {
    check(method, mustBeNumber, port);
    return new Port({ kind: 'port', protocol, port });
  }

  /** @internal */
  public readonly _data: PortData;

  private constructor(data: PortData) {
    this._data = data;
  }

  /** Cilium only. Of the HTTP requests to this port only these; Envoy answers all others with 403. */
  public http(...rules: HttpRule[]): Port {
    check('http', atLeastOne(mustBeArrayOf(mustHaveShape(HTTP_RULE))), rules);
    return new Port({ ...this.numberedPort('http'), http: rules });
  }

  /** Cilium only. Of the DNS questions to this port only those for these names; `*` is any name. */
  public dns(...patterns: string[]): Port {
    check('dns', mustBeSingleTexts, patterns);
    return new Port({ ...this.numberedPort('dns'), dns: patterns });
  }

  private numberedPort(method: string): PortData & { readonly kind: 'port' } {
    if (this._data.kind === 'port') return this._data;
    throw callError(CODES.props, `${method}() is said of a port, not of an ICMP message`, 'begin with Port.tcp(…)');
  }
}

const HTTP_RULE = {
  method: mustBeString,
  path: mustBeString,
  host: mustBeString,
  headers: mustBeArrayOf(mustBeString),
};

function known(method: string, protocol: Protocol): Protocol {
  check(method, mustBeOneOf(Object.values(Protocol)), protocol);
  return protocol;
}

/** @throws DiagnosticError for what only callers without types can do. */
function check(method: string, predicate: Predicate, value: unknown): void {
  const [flaw] = flawsOf(predicate, value, '');
  if (flaw !== undefined)
    throw callError(CODES.props, `the argument${flaw.at} of Port.${method}() ${flaw.says}`, flaw.hint);
}
