import { mustHaveShape } from '../../diagnostics/predicates';
import { accessRule } from '../language/build/rules';
import { composed, nameWord, numberWord, textWord } from '../language/build/words';
import type { AccessRule } from '../language/model/rules';
import type { Word } from '../language/model/source';
import type { NetworkFamily, NetworkProtocol, SocketAccess, SocketType } from './network-names';
import { checkRuleProps, looked, mustBeSome, mustName } from './props';
import { Rule } from './rule';

/** One end of a connection. Kernels that mediate it are rarer than parsers that compile it: what a kernel lacks is passed over. */
export interface NetworkEnd {
  /** IPv4 or IPv6 address; `none` for one that has none yet. @default - any */
  readonly ip?: string;
  /** 0 to 65535. @default - any */
  readonly port?: number;
  /** Last port of a range that begins with `port`; from apparmor_parser 5.0 on. @default - none */
  readonly endPort?: number;
}

/** What a network rule is about; what is left out is any. */
export interface NetworkRuleProps extends NetworkEnd {
  /** @default - all families */
  readonly family?: NetworkFamily;
  /** @default - all types */
  readonly socketType?: SocketType;
  /** In place of `socketType`. @default - all protocols */
  readonly protocol?: NetworkProtocol;
  /** From apparmor_parser 4.1 on. @default - everything */
  readonly access?: SocketAccess[];
  /** The other end; from apparmor_parser 4.1 on. @default - any */
  readonly peer?: NetworkEnd;
}

const END = { ip: looked, port: looked, endPort: looked };
const NETWORK = {
  ...END,
  family: looked,
  socketType: looked,
  protocol: looked,
  access: mustBeSome,
  peer: mustHaveShape(END),
};

/**
 * A rule about sockets. Ports cannot be told apart before apparmor_parser 4.1 and a kernel that mediates them; a family and
 * a type can.
 */
export class NetworkRule extends Rule {
  /** All sockets: `network`. */
  public static all(): NetworkRule {
    return new NetworkRule(accessRule('network'));
  }

  /**
   * Sockets of a family, and, where one is given, of this type: `network inet stream`.
   * @throws DiagnosticError APPARMOR1023
   */
  public static family(family: NetworkFamily, socketType?: SocketType): NetworkRule {
    mustName([family], 'the family', 'NetworkRule.all()');
    return NetworkRule.of({ family, socketType });
  }

  /** Sockets of which all of this is so. @throws DiagnosticError APPARMOR1023 */
  public static of(props: NetworkRuleProps): NetworkRule {
    checkRuleProps(props, NETWORK);
    const { family, socketType, protocol, access, peer = {} } = props;
    const names = [family, socketType, protocol].filter((name) => name !== undefined);
    return new NetworkRule(
      accessRule('network', {
        access,
        names: names.map((name) => nameWord(name, 'family, type or protocol')),
        conditions: endOf(props),
        peer: endOf(peer),
      }),
    );
  }

  /** @internal */
  public readonly _node: AccessRule;

  private constructor(node: AccessRule) {
    super();
    this._node = node;
  }
}

function endOf({ ip, port, endPort }: NetworkEnd): { readonly ip?: Word; readonly port?: Word } {
  const first = port === undefined ? undefined : numberWord(port, 'port', 0, 65_535);
  const last = endPort === undefined ? undefined : numberWord(endPort, 'last port', port ?? 0, 65_535);
  return {
    ip: ip === undefined ? undefined : textWord(ip, 'address'),
    port: last === undefined ? first : composed(`${first?.raw ?? 0}-${last.raw}`),
  };
}
