import type { Construct } from 'constructs';
import { DiagnosticCollector } from '../diagnostics/collector';
import { soundProps } from '../helm/sound-props';
import { UpstreamChart } from '../helm/upstream-chart';
import { layeredValues, unsharedValues } from '../helm/upstream-values';
import { checkValues } from './chart-values';
import { FALCOSIDEKICK_SOURCE, FALCOSIDEKICK_VALUES } from './charts';
import { alertmanagerValues, type OutputValues, slackValues, webhookValues } from './output-values';
import type { AlertmanagerOutput, SlackOutput, WebhookOutput } from './outputs';
import { FALCOSIDEKICK_PROPS } from './props-shape';

/** Port of the service: the chart's own. */
const PORT = 2801;

/** Where Falcosidekick sends events, and how it runs. No secret stands in it: only names of Secrets. */
export interface FalcosidekickProps {
  /** @default - nothing goes to Slack */
  readonly slack?: SlackOutput;
  /** @default - nothing is posted */
  readonly webhook?: WebhookOutput;
  /** @default - no alerts */
  readonly alertmanager?: AlertmanagerOutput;
  /**
   * Name of a Secret in the namespace, whose keys become variables of Falcosidekick: `SLACK_WEBHOOKURL`,
   * `PAGERDUTY_ROUTINGKEY` and whatever else it reads. They count more than the values.
   * @default - none
   */
  readonly existingSecret?: string;
  /** How many pods. @default 2 */
  readonly replicas?: number;
  /** Resources of the container, as Kubernetes has them. @default - none */
  readonly resources?: any;
  /** Which taints the pods tolerate, as Kubernetes has them. @default - none */
  readonly tolerations?: any;
  /** Whether the Prometheus operator reads its metrics. @default false */
  readonly serviceMonitor?: boolean;
  /** Name of its service and of all its objects: Falco must know it. @default "falcosidekick" */
  readonly serviceName?: string;
  /** Namespace that it is installed into: Falco must know it too. @default "falcosidekick" */
  readonly namespaceName?: string;
  /**
   * More values of the chart, merged last: other outputs below `config`. Keys that the chart does not know are refused, two
   * levels deep, and secrets as text everywhere.
   * @default - none
   */
  readonly values?: { [key: string]: any };
}

/** Falcosidekick, from its maintainers' chart: it sends what Falco sees to Slack, to Alertmanager, to an address of yours. */
export class Falcosidekick extends UpstreamChart {
  /** Name of its service. */
  public readonly serviceName: string;
  /**
   * Whether name or namespace were chosen, which a part of another release cannot have.
   * @internal
   */
  public readonly _isPlaced: boolean;
  private readonly content: Readonly<Record<string, unknown>>;

  /** @throws DiagnosticError with everything that is wrong with the props. */
  public constructor(scope: Construct, id: string, props: FalcosidekickProps = {}) {
    const problems = new DiagnosticCollector();
    const place = { path: [scope.node.path, id].filter(Boolean).join('/') };
    const sound = soundProps<FalcosidekickProps>(props, FALCOSIDEKICK_PROPS, place, problems.report);
    const context = { existingSecret: sound.existingSecret !== undefined, place, report: problems.report };
    const outputs = {
      ...(sound.slack && { slack: slackValues(sound.slack, context) }),
      ...(sound.webhook && { webhook: webhookValues(sound.webhook, context) }),
      ...(sound.alertmanager && { alertmanager: alertmanagerValues(sound.alertmanager, context) }),
    };
    const given = sound.values ?? {};
    checkValues(given, FALCOSIDEKICK_VALUES, { ...place, key: 'values' }, problems.report);
    problems.throwIfErrors();
    const { chartName, defaultNamespace } = FALCOSIDEKICK_SOURCE;
    super(scope, id, { ...FALCOSIDEKICK_SOURCE, defaultNamespace: sound.namespaceName ?? defaultNamespace });
    this.serviceName = sound.serviceName ?? chartName;
    this._isPlaced = sound.serviceName !== undefined || sound.namespaceName !== undefined;
    this.content = layeredValues(valuesOf(sound, outputs), given) as Readonly<Record<string, unknown>>;
  }

  /** Where Falco sends events. */
  public get url(): string {
    return `http://${this.serviceName}.${this.source.defaultNamespace}.svc:${PORT}`;
  }

  public toValues(): { [key: string]: any } {
    return unsharedValues({ fullnameOverride: this.serviceName, ...this.content }) as { [key: string]: any };
  }

  /**
   * The values below `falcosidekick` of Falco's chart, which names the objects itself.
   * @internal
   */
  public _subchartValues(): { readonly [key: string]: unknown } {
    return unsharedValues(this.content) as { readonly [key: string]: unknown };
  }
}

function valuesOf(
  props: Partial<FalcosidekickProps>,
  outputs: Readonly<Record<string, OutputValues>>,
): Readonly<Record<string, unknown>> {
  const variables = Object.values(outputs).flatMap((output) => output.variables);
  const { existingSecret, replicas, resources, tolerations, serviceMonitor } = props;
  return {
    ...(replicas !== undefined && { replicaCount: replicas }),
    // The level "restricted" of Pod Security asks for all of it; the chart sets the user alone.
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    config: {
      ...(existingSecret !== undefined && { existingSecret }),
      ...Object.fromEntries(Object.entries(outputs).map(([name, { config }]) => [name, config])),
      ...(variables.length > 0 && { extraEnv: variables }),
    },
    ...(resources !== undefined && { resources }),
    ...(tolerations !== undefined && { tolerations }),
    ...(serviceMonitor !== undefined && { serviceMonitor: { enabled: serviceMonitor } }),
  };
}
