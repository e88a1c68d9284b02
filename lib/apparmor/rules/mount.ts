import { mustBeBoolean } from '../../diagnostics/predicates';
import { mountRule, pivotRootRule } from '../language/build/rules';
import type { MountRule as MountNode, PivotRootRule as PivotRootNode } from '../language/model/rules';
import { checkRuleProps, looked, mustBeSome } from './props';
import { Rule } from './rule';

/** What a mount is about; what is left out is any. */
export interface MountRuleProps {
  /** Globs of file systems, such as `tmpfs`. @default - any */
  readonly fstypes?: string[];
  /** Options, such as `ro`, `bind`, `nosuid`: mount(8) and apparmor.d(5). The mount must have these and no others. @default - any */
  readonly options?: string[];
  /** The mount may have any of `options`, and none besides: `options in (…)`. @default false */
  readonly anyOfOptions?: boolean;
  /** Glob of the device, of what is bound, or a word such as `tmpfs`. @default - any */
  readonly source?: string;
  /** Glob of the directory on which it is mounted. @default - any */
  readonly mountPoint?: string;
}

const MOUNT = {
  fstypes: mustBeSome,
  options: mustBeSome,
  anyOfOptions: mustBeBoolean,
  source: looked,
  mountPoint: looked,
};

/** A rule about mounting. A container needs the capability `sys_admin` besides. */
export class MountRule extends Rule {
  /** Any mount: `mount`. Changing and taking away mounts are rules of their own. */
  public static all(): MountRule {
    return MountRule.mount({});
  }

  /** `mount fstype=… options=… source -> mountPoint` @throws DiagnosticError APPARMOR1023 */
  public static mount(props: MountRuleProps): MountRule {
    checkRuleProps(props, MOUNT);
    const { fstypes, options, anyOfOptions, source, mountPoint } = props;
    return new MountRule(mountRule('mount', { fstypes, options, optionsIn: anyOfOptions, source, target: mountPoint }));
  }

  /** Change the options of a mount: `remount options=… mountPoint`. @throws DiagnosticError APPARMOR1023 */
  public static remount(options: string[] = [], mountPoint?: string): MountRule {
    return new MountRule(mountRule('remount', { options, source: mountPoint }));
  }

  /** Take a mount away: `umount mountPoint`. @throws DiagnosticError APPARMOR1023 */
  public static umount(mountPoint?: string): MountRule {
    return new MountRule(mountRule('umount', { source: mountPoint }));
  }

  /** @internal */
  public readonly _node: MountNode;

  private constructor(node: MountNode) {
    super();
    this._node = node;
  }
}

/** What a change of the root is about; what is left out is any. */
export interface PivotRootRuleProps {
  /** Glob of the directory where the old root goes, with a slash at its end. @default - any */
  readonly oldRoot?: string;
  /** Glob of the new root, with a slash at its end. @default - any */
  readonly newRoot?: string;
  /** Profile under which the process goes on. @default - the same */
  readonly profile?: string;
}

/** A rule about pivot_root(2). */
export class PivotRootRule extends Rule {
  /** `pivot_root oldroot=… newRoot -> profile` @throws DiagnosticError APPARMOR1023 */
  public static of(props: PivotRootRuleProps = {}): PivotRootRule {
    checkRuleProps(props, { oldRoot: looked, newRoot: looked, profile: looked });
    return new PivotRootRule(pivotRootRule(props.oldRoot, props.newRoot, props.profile));
  }

  /** @internal */
  public readonly _node: PivotRootNode;

  private constructor(node: PivotRootNode) {
    super();
    this._node = node;
  }
}
