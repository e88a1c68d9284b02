import { accessRule, allRule } from '../language/build/rules';
import { nameWord, textWord } from '../language/build/words';
import type { AccessRule, AllRule as AllNode } from '../language/model/rules';
import { checkRuleProps, looked, mustBeSome } from './props';
import { Rule } from './rule';

// Rules that apparmor_parser knows from 4.1 on; older ones refuse a profile that has one.

/** A rule about making user namespaces, in which a process is root. From apparmor_parser 4.1 on. */
export class UsernsRule extends Rule {
  /** `userns create` */
  public static create(): UsernsRule {
    return new UsernsRule(accessRule('userns', { access: ['create'] }));
  }

  /** @internal */
  public readonly _node: AccessRule;

  private constructor(node: AccessRule) {
    super();
    this._node = node;
  }
}

/** Kinds of message queues. */
export enum MqueueType {
  /** mq_overview(7): their names begin with a slash. */
  POSIX = 'posix',
  /** svipc(7): their names are numbers. */
  SYSV = 'sysv',
}

/** What is done with a message queue. */
export enum MqueueAccess {
  /** Take messages. */
  READ = 'read',
  /** Put messages. */
  WRITE = 'write',
  /** Make it. */
  CREATE = 'create',
  /** Open it. */
  OPEN = 'open',
  /** Delete it. */
  DELETE = 'delete',
  /** Read its attributes. */
  GETATTR = 'getattr',
  /** Change its attributes. */
  SETATTR = 'setattr',
}

/** What a rule about message queues is about; what is left out is any. */
export interface MqueueRuleProps {
  /** @default - everything */
  readonly access?: MqueueAccess[];
  /** @default - both, or what fits `name` */
  readonly queueType?: MqueueType;
  /** Glob of the profiles under which it was made. @default - any */
  readonly label?: string;
  /** Glob of names. @default - any */
  readonly name?: string;
}

/** A rule about message queues. From apparmor_parser 4.1 on. */
export class MqueueRule extends Rule {
  /** Everything: `mqueue`. */
  public static all(): MqueueRule {
    return MqueueRule.of({});
  }

  /** Queues of which all of this is so. @throws DiagnosticError APPARMOR1023 */
  public static of(props: MqueueRuleProps): MqueueRule {
    checkRuleProps(props, { access: mustBeSome, queueType: looked, label: looked, name: looked });
    const { access, queueType, label, name } = props;
    return new MqueueRule(
      accessRule('mqueue', {
        access,
        conditions: {
          type: queueType === undefined ? undefined : nameWord(queueType, 'type'),
          label: label === undefined ? undefined : textWord(label, 'label'),
        },
        names: name === undefined ? [] : [textWord(name, 'name')],
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

/** A rule about io_uring. From apparmor_parser 4.1 on. */
export class IoUringRule extends Rule {
  /** Let the kernel poll: `io_uring sqpoll`. */
  public static sqpoll(): IoUringRule {
    return new IoUringRule(accessRule('io_uring', { access: ['sqpoll'] }));
  }

  /** Act with the credentials of another process: `io_uring override_creds`. @param label glob of its profile. Default: any */
  public static overrideCreds(label?: string): IoUringRule {
    const conditions = { label: label === undefined ? undefined : textWord(label, 'label') };
    return new IoUringRule(accessRule('io_uring', { access: ['override_creds'], conditions }));
  }

  /** @internal */
  public readonly _node: AccessRule;

  private constructor(node: AccessRule) {
    super();
    this._node = node;
  }
}

/** Everything that AppArmor mediates, to be narrowed by rules that deny. From apparmor_parser 4.1 on. */
export class AllRule extends Rule {
  /** `all` */
  public static everything(): AllRule {
    return new AllRule(allRule());
  }

  /** @internal */
  public readonly _node: AllNode;

  private constructor(node: AllNode) {
    super();
    this._node = node;
  }
}
