import { accessRule } from '../language/build/rules';
import { nameWord, textWord } from '../language/build/words';
import type { AccessRule } from '../language/model/rules';
import { checkRuleProps, looked, mustBeSome } from './props';
import { Rule } from './rule';

/** Signals, signal(7), as apparmor.d(5) names them. */
export enum Signal {
  /** SIGHUP. */
  HUP = 'hup',
  /** SIGINT. */
  INT = 'int',
  /** SIGQUIT. */
  QUIT = 'quit',
  /** SIGILL. */
  ILL = 'ill',
  /** SIGTRAP. */
  TRAP = 'trap',
  /** SIGABRT. */
  ABRT = 'abrt',
  /** SIGBUS. */
  BUS = 'bus',
  /** SIGFPE. */
  FPE = 'fpe',
  /** SIGKILL. */
  KILL = 'kill',
  /** SIGUSR1. */
  USR1 = 'usr1',
  /** SIGSEGV. */
  SEGV = 'segv',
  /** SIGUSR2. */
  USR2 = 'usr2',
  /** SIGPIPE. */
  PIPE = 'pipe',
  /** SIGALRM. */
  ALRM = 'alrm',
  /** SIGTERM. */
  TERM = 'term',
  /** SIGSTKFLT. */
  STKFLT = 'stkflt',
  /** SIGCHLD. */
  CHLD = 'chld',
  /** SIGCONT. */
  CONT = 'cont',
  /** SIGSTOP. */
  STOP = 'stop',
  /** SIGTSTP. */
  STP = 'stp',
  /** SIGTTIN. */
  TTIN = 'ttin',
  /** SIGTTOU. */
  TTOU = 'ttou',
  /** SIGURG. */
  URG = 'urg',
  /** SIGXCPU. */
  XCPU = 'xcpu',
  /** SIGXFSZ. */
  XFSZ = 'xfsz',
  /** SIGVTALRM. */
  VTALRM = 'vtalrm',
  /** SIGPROF. */
  PROF = 'prof',
  /** SIGWINCH. */
  WINCH = 'winch',
  /** SIGIO. */
  IO = 'io',
  /** SIGPWR. */
  PWR = 'pwr',
  /** SIGSYS. */
  SYS = 'sys',
  /** SIGEMT, which no common processor has. */
  EMT = 'emt',
  /** Ask whether a process is there: signal 0. */
  EXISTS = 'exists',
}

/** Which signals a rule is about; what is left out is any. */
export interface SignalRuleProps {
  /** @default - all signals */
  readonly signals?: Signal[];
  /**
   * Glob of the profile of the other process; `unconfined` for none, `@{profile_name}` for this profile.
   * @default - any
   */
  readonly peer?: string;
}

/** A rule about signals between processes. Both profiles must allow one: the sender's and the receiver's. */
export class SignalRule extends Rule {
  /** Send and receive any: `signal`. */
  public static all(): SignalRule {
    return new SignalRule(accessRule('signal'));
  }

  /** `signal send` @throws DiagnosticError APPARMOR1023 */
  public static send(props: SignalRuleProps = {}): SignalRule {
    return new SignalRule(nodeOf(['send'], props));
  }

  /** `signal receive` @throws DiagnosticError APPARMOR1023 */
  public static receive(props: SignalRuleProps = {}): SignalRule {
    return new SignalRule(nodeOf(['receive'], props));
  }

  /** `signal (send, receive)` @throws DiagnosticError APPARMOR1023 */
  public static sendAndReceive(props: SignalRuleProps = {}): SignalRule {
    return new SignalRule(nodeOf(['send', 'receive'], props));
  }

  /** @internal */
  public readonly _node: AccessRule;

  private constructor(node: AccessRule) {
    super();
    this._node = node;
  }
}

function nodeOf(access: readonly string[], props: SignalRuleProps): AccessRule {
  checkRuleProps(props, { signals: mustBeSome, peer: looked });
  const { signals, peer } = props;
  return accessRule('signal', {
    access,
    conditions: {
      set: signals?.map((each) => nameWord(each, 'signal')),
      peer: peer === undefined ? undefined : textWord(peer, 'peer'),
    },
  });
}
