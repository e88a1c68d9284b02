import { rlimitRule } from '../language/build/rules';
import { composed, numberWord } from '../language/build/words';
import type { RlimitRule as RlimitNode } from '../language/model/rules';
import { Rule } from './rule';

/** Limits of setrlimit(2) and their units. */
export enum Rlimit {
  /** Time of the processor, seconds, at least 1. */
  CPU = 'cpu',
  /** Size of files, bytes. */
  FSIZE = 'fsize',
  /** Data, bytes. */
  DATA = 'data',
  /** Stack, bytes. */
  STACK = 'stack',
  /** Core dumps, bytes. */
  CORE = 'core',
  /** Memory, bytes. Linux takes no notice. */
  RSS = 'rss',
  /** Open files, a count. */
  NOFILE = 'nofile',
  /** Address space, bytes. */
  AS = 'as',
  /** Processes of the user, a count. */
  NPROC = 'nproc',
  /** Locked memory, bytes. */
  MEMLOCK = 'memlock',
  /** Locks, a count. Linux takes no notice. */
  LOCKS = 'locks',
  /** Signals that wait, a count. */
  SIGPENDING = 'sigpending',
  /** Message queues, bytes. */
  MSGQUEUE = 'msgqueue',
  /** Niceness, -20 to 19. */
  NICE = 'nice',
  /** Priority in real time, a count. */
  RTPRIO = 'rtprio',
  /** Time in real time, microseconds. */
  RTTIME = 'rttime',
}

/** Newer parsers want the units of time to be written; of bytes there is none to write. */
const UNITS: { readonly [resource: string]: string } = { cpu: 's', rttime: 'us' };

/** A rule that lowers a limit for what runs under the profile. It cannot be denied or audited. */
export class RlimitRule extends Rule {
  /**
   * `set rlimit nofile <= 1024`
   * @param limit in the unit of {@link Rlimit}
   * @throws DiagnosticError APPARMOR1023
   */
  public static atMost(resource: Rlimit, limit: number): RlimitRule {
    const [least, most] = resource === Rlimit.NICE ? [-20, 19] : [0, Number.MAX_SAFE_INTEGER];
    return new RlimitRule(rlimitRule(resource, numberWord(limit, 'limit', least, most), UNITS[resource]));
  }

  /** No limit: `set rlimit core <= infinity`. */
  public static infinity(resource: Rlimit): RlimitRule {
    return new RlimitRule(rlimitRule(resource, composed('infinity')));
  }

  /** @internal */
  public readonly _node: RlimitNode;

  private constructor(node: RlimitNode) {
    super();
    this._node = node;
  }
}
