import { mustHaveShape } from '../../diagnostics/predicates';
import { accessRule } from '../language/build/rules';
import { nameWord, textWord } from '../language/build/words';
import type { AccessRule } from '../language/model/rules';
import type { SocketAccess, SocketType } from './network-names';
import { checkRuleProps, looked, mustBeSome } from './props';
import { Rule } from './rule';

/** The other end of a unix socket. */
export interface UnixPeer {
  /** Glob of addresses: `@name` is an abstract one, `none` none. @default - any */
  readonly addr?: string;
  /** Glob of profiles, `unconfined` for none. @default - any */
  readonly label?: string;
}

/** What a unix rule is about; what is left out is any. */
export interface UnixRuleProps {
  /** @default - everything */
  readonly access?: SocketAccess[];
  /** @default - all types */
  readonly socketType?: SocketType;
  /** Glob of its own addresses: `@name` is an abstract one, `none` none. @default - any */
  readonly addr?: string;
  /** @default - any */
  readonly peer?: UnixPeer;
}

const UNIX = {
  access: mustBeSome,
  socketType: looked,
  addr: looked,
  peer: mustHaveShape({ addr: looked, label: looked }),
};

/** A rule about sockets of this machine that have an abstract name or none. Those with a path are files too. */
export class UnixRule extends Rule {
  /** All of them: `unix`. */
  public static all(): UnixRule {
    return UnixRule.of({});
  }

  /** Those of which all of this is so. @throws DiagnosticError APPARMOR1023 */
  public static of(props: UnixRuleProps): UnixRule {
    checkRuleProps(props, UNIX);
    const { access, socketType, addr, peer = {} } = props;
    const glob = (text: string | undefined, what: string) => (text === undefined ? undefined : textWord(text, what));
    return new UnixRule(
      accessRule('unix', {
        access,
        conditions: {
          type: socketType === undefined ? undefined : nameWord(socketType, 'type'),
          addr: glob(addr, 'addr'),
        },
        peer: { addr: glob(peer.addr, 'addr of the peer'), label: glob(peer.label, 'label of the peer') },
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
