import type { Construct } from 'constructs';
import { DiagnosticCollector } from '../diagnostics/collector';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { soundProps } from '../helm/sound-props';
import { UpstreamChart } from '../helm/upstream-chart';
import { layeredValues, unsharedValues } from '../helm/upstream-values';
import { checkCiliumValues, refusePrivateKeys, refuseUnknown } from './check-cilium-values';
import type { CiliumProps } from './cilium-props';
import { type Values, valuesOf } from './cilium-values';
import { CODES } from './language/codes';
import { CILIUM_PROPS } from './props-shape';

const VERSION = '1.20.0';
/** Whose values are known: the table of keys was read from this one. */
const KNOWN_MINOR = '1.20.';

/**
 * Cilium, from its maintainers' chart: the network plugin that enforces network policies, and Hubble, which sees the flows.
 *
 * Out of the box it blocks nothing: audit mode records what the policies would drop, in Hubble's metrics and in a log on
 * each node.
 */
export class Cilium extends UpstreamChart {
  /** What is doubtful about the values. */
  public readonly warnings: Diagnostic[];
  private readonly content: Values;

  /** @throws DiagnosticError with everything that is wrong with the props. */
  public constructor(scope: Construct, id: string, props: CiliumProps = {}) {
    const problems = new DiagnosticCollector();
    const place = { path: [scope.node.path, id].filter(Boolean).join('/') };
    const sound = soundProps<CiliumProps>(props, CILIUM_PROPS, place, problems.report);
    const chartVersion = sound.chartVersion ?? VERSION;
    super(scope, id, {
      chartName: 'cilium',
      repositoryName: 'cilium',
      repository: 'https://helm.cilium.io',
      chartVersion,
      defaultNamespace: 'kube-system',
      podSecurityLevel: 'privileged',
    });
    const given = sound.values ?? {};
    if (chartVersion.startsWith(KNOWN_MINOR)) refuseUnknown(given, { ...place, key: 'values' }, problems.report);
    else problems.report(otherVersion(chartVersion, place.path));
    refusePrivateKeys(given, { ...place, key: 'values' }, problems.report);
    this.content = layeredValues(valuesOf(sound), given) as Values;
    checkCiliumValues(this.content, place, problems.report);
    problems.throwIfErrors();
    this.warnings = [...problems.diagnostics];
  }

  /** @internal */
  public override get _doubts(): readonly Diagnostic[] {
    return this.warnings;
  }

  public toValues(): { [key: string]: any } {
    return unsharedValues(this.content) as { [key: string]: any };
  }
}

function otherVersion(version: string, path: string): Diagnostic {
  return {
    code: CODES.otherVersion,
    severity: 'warning',
    message: `the values are those of Cilium ${KNOWN_MINOR}x: whether version ${version} has the same keys is not known`,
    hint: 'compare with the values.yaml of that version',
    place: { path, key: 'chartVersion' },
  };
}
