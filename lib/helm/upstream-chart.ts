import { Construct } from 'constructs';
import type { Diagnostic } from '../diagnostics/diagnostic';

const UPSTREAM_CHART = Symbol.for('cdk8s-container-security.helm.UpstreamChart');

/** Where a chart of somebody else comes from. */
export interface UpstreamChartSource {
  /** Name of the chart in its repository, such as `falco`. */
  readonly chartName: string;
  /** Short name of the repository, such as `falcosecurity`. */
  readonly repositoryName: string;
  /** Address of the repository: `https://…` or `oci://…`. */
  readonly repository: string;
  /** Version of the chart. It is pinned: no range. */
  readonly chartVersion: string;
  /** Namespace that its maintainers install it into. */
  readonly defaultNamespace: string;
  /** The Pod Security level that its pods need in their namespace: `privileged`, `baseline` or `restricted`. */
  readonly podSecurityLevel: string;
}

/**
 * A chart of somebody else with the values that we give it: Falco's, Cilium's. Nothing is downloaded at synth; what installs
 * it (a cluster management project, `helm install`) takes source and values from here.
 */
export abstract class UpstreamChart extends Construct {
  /** Whether a construct is one, of whatever copy of this library. */
  public static isUpstreamChart(construct: any): boolean {
    return construct !== null && typeof construct === 'object' && UPSTREAM_CHART in construct;
  }

  /**
   * The chart that brings this one with it as a part of its own release: then nobody installs it a second time.
   * @internal
   */
  public _partOf: UpstreamChart | undefined;

  /**
   * What is doubtful about it: told by whoever writes its values.
   * @internal
   */
  public get _doubts(): readonly Diagnostic[] {
    return [];
  }

  protected constructor(
    scope: Construct,
    id: string,
    /** Where the chart comes from. */
    public readonly source: UpstreamChartSource,
  ) {
    super(scope, id);
    Object.defineProperty(this, UPSTREAM_CHART, { value: true });
  }

  /** The values file: nested maps, as `values.yaml` has them. Secrets stand in it by reference only. */
  public abstract toValues(): { [key: string]: any };
}
