import { changeProfileRule } from '../language/build/rules';
import type { ChangeProfileRule as ChangeProfileNode } from '../language/model/rules';
import { mustName } from './props';
import { Rule } from './rule';

/** A rule about aa_change_profile(2): the program itself asks to be put under another profile. */
export class ChangeProfileRule extends Rule {
  /** To this profile: `change_profile -> name`. @param name glob @throws DiagnosticError APPARMOR1023 */
  public static to(name: string): ChangeProfileRule {
    mustName([name], 'the profile', 'ChangeProfileRule.toAny()');
    return new ChangeProfileRule(changeProfileRule(name));
  }

  /** To any profile, so that this one holds nobody: `change_profile`. */
  public static toAny(): ChangeProfileRule {
    return new ChangeProfileRule(changeProfileRule());
  }

  /**
   * When it next starts this program: `change_profile safe /program -> name`. The environment is cleaned.
   * @param path glob of programs
   * @throws DiagnosticError APPARMOR1023
   */
  public static onExec(path: string, name: string): ChangeProfileRule {
    mustName([name], 'the profile', 'ChangeProfileRule.toAny()');
    return new ChangeProfileRule(changeProfileRule(name, path, 'safe'));
  }

  /** The same, with the environment as it is: `unsafe`. @throws DiagnosticError APPARMOR1023 */
  public static onExecKeepingEnvironment(path: string, name: string): ChangeProfileRule {
    mustName([name], 'the profile', 'ChangeProfileRule.toAny()');
    return new ChangeProfileRule(changeProfileRule(name, path, 'unsafe'));
  }

  /** @internal */
  public readonly _node: ChangeProfileNode;

  private constructor(node: ChangeProfileNode) {
    super();
    this._node = node;
  }
}
