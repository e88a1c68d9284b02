import { Expression } from '../expression/expression';
import { call, type ExpressionNode, literal, type Owner, type Type } from '../expression/node';

/** What Helm knows of the release: `.Release`. */
export class ReleaseInfo {
  /** @internal */
  public static _of(owner: Owner): ReleaseInfo {
    return new ReleaseInfo(owner);
  }

  /** `.Release.Name`: at most 53 characters. */
  public readonly name: Expression;
  /** `.Release.Namespace`. */
  public readonly namespaceName: Expression;
  /** `.Release.Service`: `Helm`. */
  public readonly service: Expression;
  /** `.Release.Revision`: 1 after install, one more after each upgrade or rollback. */
  public readonly revision: Expression;
  /** `.Release.IsInstall`. */
  public readonly isInstall: Expression;
  /** `.Release.IsUpgrade`: an upgrade or a rollback. */
  public readonly isUpgrade: Expression;

  private constructor(owner: Owner) {
    const of = (path: string, type: Type): Expression => builtin(owner, `Release.${path}`, type);
    this.name = of('Name', 'string');
    this.namespaceName = of('Namespace', 'string');
    this.service = of('Service', 'string');
    this.revision = of('Revision', 'integer');
    this.isInstall = of('IsInstall', 'boolean');
    this.isUpgrade = of('IsUpgrade', 'boolean');
  }
}

/** What Helm knows of the chart: `.Chart`. In a subchart it is the subchart's. */
export class ChartInfo {
  /** @internal */
  public static _of(owner: Owner): ChartInfo {
    return new ChartInfo(owner);
  }

  /** `.Chart.Name`. */
  public readonly name: Expression;
  /** `.Chart.Version`. */
  public readonly version: Expression;
  /** `.Chart.AppVersion`. */
  public readonly appVersion: Expression;

  private constructor(owner: Owner) {
    this.name = builtin(owner, 'Chart.Name', 'string');
    this.version = builtin(owner, 'Chart.Version', 'string');
    this.appVersion = builtin(owner, 'Chart.AppVersion', 'string');
  }
}

/** What Helm knows of the cluster: `.Capabilities`. With `helm template` it is what the command line says. */
export class Capabilities {
  /** @internal */
  public static _of(owner: Owner): Capabilities {
    return new Capabilities(owner);
  }

  /** `.Capabilities.KubeVersion.Version`, such as `v1.36.3`. */
  public readonly kubeVersion: Expression;

  private constructor(private readonly owner: Owner) {
    this.kubeVersion = builtin(owner, 'Capabilities.KubeVersion.Version', 'string');
  }

  /**
   * True when the cluster serves an API: `apps/v1`, `cilium.io/v2`, `policy/v1beta1/PodSecurityPolicy`. It says nothing of
   * an admission plugin being on.
   */
  public hasApi(api: string): Expression {
    const node = call('.Capabilities.APIVersions.Has', 'boolean', literal(api));
    return Expression._of({ ...node, owner: this.owner } as ExpressionNode);
  }

  /**
   * True when the Kubernetes version is in a range, such as `>=1.30.0-0`. The `-0` lets vendors' versions in: without it
   * `v1.30.4-gke.1` is in no range.
   */
  public kubeVersionIs(constraint: string): Expression {
    return Expression.call('semverCompare', constraint, this.kubeVersion);
  }
}

function builtin(owner: Owner, path: string, type: Type): Expression {
  return Expression._of({ kind: 'builtin', path: path.split('.'), type, owner });
}
