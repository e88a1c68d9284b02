import { commentLines, numberWord } from '../language/build/words';
import type { Prefix } from '../language/model/rules';
import type { PlainRule } from '../language/print/rules';

/** Limits of apparmor_parser 4.1 and 5.0, which know priorities. */
const PRIORITIES = { least: -1000, most: 1000 };

/**
 * One rule of a profile. Rules never change: each method gives a new one. What only some kinds have, such as `owner()` of
 * files, is said first, because these methods give back a rule of any kind: `FileRule.write('/tmp/**').owner().audited()`.
 */
export abstract class Rule {
  /**
   * A rule with these qualifiers laid on those that it has.
   * @internal
   */
  public static _qualified(node: PlainRule, prefix: Prefix): Rule {
    return new Qualified({ ...node, prefix: { ...node.prefix, ...prefix } });
  }

  /** @internal */
  public abstract readonly _node: PlainRule;

  /**
   * The rule denies what it would have allowed, whatever other rules allow (`deny`). The kernel does not log what is denied
   * so, unless the rule is `audited()` too.
   */
  public denied(): Rule {
    return Rule._qualified(this._node, { mode: 'deny' });
  }

  /** The kernel logs each use of the rule: what it allows, and, with `denied()`, what it denies (`audit`). */
  public audited(): Rule {
    return Rule._qualified(this._node, { audit: true });
  }

  /**
   * Where rules of different priority meet, the greater wins, also an allowing one over a denying one (`priority=`). From
   * apparmor_parser 4.1 on; older ones refuse the profile.
   *
   * @param priority from -1000 to 1000; rules without one have 0
   * @throws DiagnosticError APPARMOR1023
   */
  public withPriority(priority: number): Rule {
    numberWord(priority, 'priority', PRIORITIES.least, PRIORITIES.most);
    return Rule._qualified(this._node, { priority });
  }

  /** The rule with a comment above it, for who reads the profile on the node. @param text may have several lines */
  public commented(text: string): Rule {
    return new Qualified({ ...this._node, above: commentLines(text) });
  }
}

/** A rule of which no more is said than what all rules have. */
class Qualified extends Rule {
  public constructor(public readonly _node: PlainRule) {
    super();
  }
}
