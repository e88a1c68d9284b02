import { callError } from '../../diagnostics/diagnostic-error';
import { fileRule } from '../language/build/rules';
import { textWord } from '../language/build/words';
import type { FileRule as FileNode } from '../language/model/rules';
import { Rule } from './rule';

/** Ways to execute, by what happens to the profile. Clean: variables such as LD_PRELOAD are taken out of the environment. */
const MODES = {
  inherit: { clean: 'ix', kept: 'ix' },
  profile: { clean: 'Px', kept: 'px' },
  profileOrInherit: { clean: 'Pix', kept: 'pix' },
  profileOrUnconfined: { clean: 'PUx', kept: 'pux' },
  child: { clean: 'Cx', kept: 'cx' },
  childOrInherit: { clean: 'Cix', kept: 'cix' },
  childOrUnconfined: { clean: 'CUx', kept: 'cux' },
  unconfined: { clean: 'Ux', kept: 'ux' },
} as const;

interface Execution {
  readonly path: string;
  readonly mode: keyof typeof MODES;
  readonly clean: boolean;
  readonly target?: string;
}

/**
 * A rule about starting programs: apparmor.d(5), "Access modes". Where the program may run on under this same profile, it is
 * also allowed to be read and mapped, which its start takes. Environments are cleaned as the dynamic linker does for setuid
 * programs, unless `keepingEnvironment()` says otherwise. Denied, it is `deny … x`, whatever the way.
 */
export class ExecRule extends Rule {
  /** Under this same profile: `mrix`. @throws DiagnosticError APPARMOR1023 when the path is not absolute */
  public static inherit(path: string): ExecRule {
    return new ExecRule({ path, mode: 'inherit', clean: true });
  }

  /** Under the profile that is attached to the path, which must be there: `Px`. @throws DiagnosticError APPARMOR1023 */
  public static profile(path: string): ExecRule {
    return new ExecRule({ path, mode: 'profile', clean: true });
  }

  /** Under the profile that is attached to the path, else this one: `mrPix`. @throws DiagnosticError APPARMOR1023 */
  public static profileOrInherit(path: string): ExecRule {
    return new ExecRule({ path, mode: 'profileOrInherit', clean: true });
  }

  /** Under the profile that is attached to the path, else none: `PUx`. @throws DiagnosticError APPARMOR1023 */
  public static profileOrUnconfined(path: string): ExecRule {
    return new ExecRule({ path, mode: 'profileOrUnconfined', clean: true });
  }

  /** Under a child of this profile, which must be there: `Cx`. @throws DiagnosticError APPARMOR1023 */
  public static child(path: string): ExecRule {
    return new ExecRule({ path, mode: 'child', clean: true });
  }

  /** Under a child of this profile, else this one: `mrCix`. @throws DiagnosticError APPARMOR1023 */
  public static childOrInherit(path: string): ExecRule {
    return new ExecRule({ path, mode: 'childOrInherit', clean: true });
  }

  /** Under a child of this profile, else none: `CUx`. @throws DiagnosticError APPARMOR1023 */
  public static childOrUnconfined(path: string): ExecRule {
    return new ExecRule({ path, mode: 'childOrUnconfined', clean: true });
  }

  /** Under no profile: `Ux`. The program may do anything, so this opens the profile. @throws DiagnosticError APPARMOR1023 */
  public static unconfined(path: string): ExecRule {
    return new ExecRule({ path, mode: 'unconfined', clean: true });
  }

  /** @internal */
  public readonly _node: FileNode;
  private readonly execution: Execution;

  private constructor(execution: Execution, prefix: FileNode['prefix'] = {}) {
    super();
    const { path, mode, clean, target } = execution;
    const letters = MODES[mode][clean ? 'clean' : 'kept'];
    const opened = letters.endsWith('ix') ? 'mr' : '';
    this.execution = execution;
    this._node = { ...fileRule(path, opened + letters, target), prefix };
  }

  /**
   * Names the profile or child: `-> name`. Not for `inherit` and `unconfined`, which change to none.
   * @throws DiagnosticError APPARMOR1023 when there is no name, or nothing to name
   */
  public to(name: string): ExecRule {
    textWord(name, 'profile');
    const { mode } = this.execution;
    if (mode === 'inherit' || mode === 'unconfined') {
      const hint = 'ExecRule.profile(…) or ExecRule.child(…) changes to the one that to() names';
      throw callError('APPARMOR1023', `a program that starts as ExecRule.${mode}() changes to no profile`, hint);
    }
    return new ExecRule({ ...this.execution, target: name }, this._node.prefix);
  }

  /** The environment stays as it is: `px` in place of `Px`. A caller can then make the program load its own code. */
  public keepingEnvironment(): ExecRule {
    return new ExecRule({ ...this.execution, clean: false }, this._node.prefix);
  }

  /** Only programs that belong to the user of the process (`owner`). */
  public owner(): ExecRule {
    return new ExecRule(this.execution, { ...this._node.prefix, owner: 'owner' });
  }

  /** No start of the program: `deny … x`. Reading it is another matter. */
  public override denied(): Rule {
    return Rule._qualified(fileRule(this.execution.path, 'x'), { ...this._node.prefix, mode: 'deny' });
  }
}
