import { mustHaveShape } from '../../diagnostics/predicates';
import { accessRule } from '../language/build/rules';
import { textWord } from '../language/build/words';
import type { AccessRule } from '../language/model/rules';
import { checkRuleProps, looked } from './props';
import { Rule } from './rule';

/** The other end of a message. */
export interface DbusPeer {
  /** Glob of its name on the bus. @default - any */
  readonly name?: string;
  /** Glob of its profile. @default - any */
  readonly label?: string;
}

/** What a message is about; what is left out is any. */
export interface DbusMessage {
  /** `system`, `session`, or a glob. @default - all buses */
  readonly bus?: string;
  /** Glob of object paths. @default - any */
  readonly path?: string;
  /** Glob of interfaces. @default - any */
  readonly interfaceName?: string;
  /** Glob of methods and signals. @default - any */
  readonly member?: string;
  /** @default - any */
  readonly peer?: DbusPeer;
}

const MESSAGE = {
  bus: looked,
  path: looked,
  interfaceName: looked,
  member: looked,
  peer: mustHaveShape({ name: looked, label: looked }),
};

/** A rule about D-Bus. The bus enforces it, not the kernel: it must have been built with AppArmor. */
export class DbusRule extends Rule {
  /** Everything: `dbus`. */
  public static all(): DbusRule {
    return new DbusRule(accessRule('dbus'));
  }

  /** Send messages like this: `dbus send`. @throws DiagnosticError APPARMOR1023 */
  public static send(message: DbusMessage): DbusRule {
    return messageRule(['send'], message, (node) => new DbusRule(node));
  }

  /** Receive messages like this: `dbus receive`. @throws DiagnosticError APPARMOR1023 */
  public static receive(message: DbusMessage): DbusRule {
    return messageRule(['receive'], message, (node) => new DbusRule(node));
  }

  /** Send and receive messages like this: `dbus (send, receive)`. @throws DiagnosticError APPARMOR1023 */
  public static sendAndReceive(message: DbusMessage): DbusRule {
    return messageRule(['send', 'receive'], message, (node) => new DbusRule(node));
  }

  /** Take a name on a bus: `dbus bind`. @throws DiagnosticError APPARMOR1023 */
  public static bind(bus: string, name: string): DbusRule {
    const conditions = { bus: textWord(bus, 'bus'), name: textWord(name, 'name') };
    return new DbusRule(accessRule('dbus', { access: ['bind'], conditions }));
  }

  /** Listen to what others say: `dbus eavesdrop`. @throws DiagnosticError APPARMOR1023 */
  public static eavesdrop(bus: string): DbusRule {
    return new DbusRule(accessRule('dbus', { access: ['eavesdrop'], conditions: { bus: textWord(bus, 'bus') } }));
  }

  /** @internal */
  public readonly _node: AccessRule;

  private constructor(node: AccessRule) {
    super();
    this._node = node;
  }
}

function messageRule(access: readonly string[], message: DbusMessage, make: (node: AccessRule) => DbusRule): DbusRule {
  checkRuleProps(message, MESSAGE);
  const { bus, path, interfaceName, member, peer = {} } = message;
  const glob = (text: string | undefined, what: string) => (text === undefined ? undefined : textWord(text, what));
  return make(
    accessRule('dbus', {
      access,
      conditions: {
        bus: glob(bus, 'bus'),
        path: glob(path, 'path'),
        interface: glob(interfaceName, 'interface'),
        member: glob(member, 'member'),
      },
      peer: { name: glob(peer.name, 'name of the peer'), label: glob(peer.label, 'label of the peer') },
    }),
  );
}
