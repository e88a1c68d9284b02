import { accessRule } from '../language/build/rules';
import { textWord } from '../language/build/words';
import type { AccessRule } from '../language/model/rules';
import { Rule } from './rule';

/**
 * A rule about looking into other processes. Both profiles must allow it: that of who looks (`read`, `trace`) and that of
 * who is looked at (`readBy`, `tracedBy`).
 */
export class PtraceRule extends Rule {
  /** Everything: `ptrace`. */
  public static all(): PtraceRule {
    return new PtraceRule(accessRule('ptrace'));
  }

  /**
   * Read what /proc tells of a process: `ptrace read`.
   * @param peer glob of its profile. Default: any
   * @throws DiagnosticError APPARMOR1023
   */
  public static read(peer?: string): PtraceRule {
    return new PtraceRule(nodeOf('read', peer));
  }

  /** Steer a process, as debuggers do: `ptrace trace`. @throws DiagnosticError APPARMOR1023 */
  public static trace(peer?: string): PtraceRule {
    return new PtraceRule(nodeOf('trace', peer));
  }

  /** Be read: `ptrace readby`. @throws DiagnosticError APPARMOR1023 */
  public static readBy(peer?: string): PtraceRule {
    return new PtraceRule(nodeOf('readby', peer));
  }

  /** Be steered: `ptrace tracedby`. @throws DiagnosticError APPARMOR1023 */
  public static tracedBy(peer?: string): PtraceRule {
    return new PtraceRule(nodeOf('tracedby', peer));
  }

  /** @internal */
  public readonly _node: AccessRule;

  private constructor(node: AccessRule) {
    super();
    this._node = node;
  }
}

const nodeOf = (access: string, peer: string | undefined): AccessRule =>
  accessRule('ptrace', {
    access: [access],
    conditions: { peer: peer === undefined ? undefined : textWord(peer, 'peer') },
  });
