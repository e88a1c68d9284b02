import type { Construct } from 'constructs';
import {
  mustBeArrayOf,
  mustBeBoolean,
  mustBeIntegerFrom,
  mustHaveShape,
  mustMatch,
  required,
  type Shape,
} from '../diagnostics/check';
import { DiagnosticCollector } from '../diagnostics/collector';
import type { SecretReference } from '../falco/secret-reference';
import { mustBeFixedText, soundProps } from '../helm/sound-props';
import { UpstreamChart } from '../helm/upstream-chart';

/** Where GitLab takes alerts: Settings, Monitor, Alerts, an integration of the type Prometheus. */
export interface GitLabAlerts {
  /** Address of the integration: `https://gitlab.example.com/acme/shop/prometheus/alerts/notify.json`. */
  readonly url: string;
  /** Its authorization key: a key of a Secret in the namespace of Alertmanager. */
  readonly authorizationKey: SecretReference;
}

/** Where alerts go, and how Alertmanager runs. */
export interface AlertmanagerProps {
  /** @default - alerts are kept and shown, and go nowhere */
  readonly gitlab?: GitLabAlerts;
  /**
   * Labels whose alerts become one message: without them a rule that fires often floods whoever reads.
   * @default - the rule and the namespace of the pod: `rule`, `k8s_ns_name`
   */
  readonly groupBy?: string[];
  /** How many pods. @default 1 */
  readonly replicas?: number;
  /** Whether silences and what was sent outlive a pod: the cluster needs a default storage class. @default true */
  readonly persistent?: boolean;
  /** Namespace that it is installed into. @default "alertmanager" */
  readonly namespaceName?: string;
}

const PORT = 9093;
const NAME = 'alertmanager';

/** Beside the chart's own folder: that one is a ConfigMap and cannot hold another volume. */
const SECRET_FOLDER = '/etc/alertmanager-gitlab';

const DNS_LABEL = mustMatch(/^(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'a DNS label');

const PROPS: Shape = {
  gitlab: mustHaveShape({
    url: required(mustMatch(/^https?:\/\/[^\s@]+$/, 'an address that begins with https:// and has no password in it')),
    authorizationKey: required(
      mustHaveShape({
        secretName: required(mustBeFixedText),
        key: required(mustMatch(/^[-._a-zA-Z0-9]{1,253}$/, 'a key of a Secret')),
      }),
    ),
  }),
  groupBy: mustBeArrayOf(mustMatch(/^(\.\.\.|[a-zA-Z_][a-zA-Z0-9_]*)$/, 'the name of a label')),
  replicas: mustBeIntegerFrom(1, 99),
  persistent: mustBeBoolean,
  namespaceName: DNS_LABEL,
};

/**
 * Alertmanager, from the chart of the Prometheus community: it takes alerts from Falcosidekick, makes one of many, and sends
 * them to GitLab, where they are resolved when they end.
 *
 * ```ts
 * const alertmanager = new Alertmanager(project, 'alertmanager', { gitlab: { url, authorizationKey } });
 * new Falcosidekick(project, 'falcosidekick', { alertmanager: { addresses: [alertmanager.url] } });
 * ```
 */
export class Alertmanager extends UpstreamChart {
  private readonly content: { readonly [key: string]: unknown };

  /** @throws DiagnosticError with everything that is wrong with the props. */
  public constructor(scope: Construct, id: string, props: AlertmanagerProps = {}) {
    const problems = new DiagnosticCollector();
    const place = { path: [scope.node.path, id].filter(Boolean).join('/') };
    const sound = soundProps<AlertmanagerProps>(props, PROPS, place, (problem) =>
      problems.report({ ...problem, code: 'GITLAB2012' }),
    );
    problems.throwIfErrors();
    super(scope, id, {
      chartName: NAME,
      repositoryName: 'prometheus-community',
      repository: 'https://prometheus-community.github.io/helm-charts',
      chartVersion: '1.31.3',
      defaultNamespace: sound.namespaceName ?? NAME,
      podSecurityLevel: 'restricted',
    });
    this.content = valuesOf(sound);
  }

  /** Where alerts are sent to, inside the cluster. */
  public get url(): string {
    return `http://${NAME}.${this.source.defaultNamespace}.svc:${PORT}`;
  }

  public toValues(): { [key: string]: any } {
    return structuredClone(this.content);
  }
}

function valuesOf({
  gitlab,
  groupBy,
  replicas = 1,
  persistent = true,
}: Partial<AlertmanagerProps>): Alertmanager['content'] {
  return {
    // Others call its service by name.
    fullnameOverride: NAME,
    replicaCount: replicas,
    automountServiceAccountToken: false,
    persistence: { enabled: persistent },
    // What the level "restricted" of Pod Security asks for, beyond the user that the chart sets.
    podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    ...(gitlab && { extraSecretMounts: [secretMount(gitlab.authorizationKey)] }),
    config: {
      ...(gitlab && { receivers: [receiver(gitlab)] }),
      // Falcosidekick has the label `alertname` since 2.33 only, `rule` always.
      route: { ...(gitlab && { receiver: 'gitlab' }), group_by: groupBy ?? ['rule', 'k8s_ns_name'] },
    },
  };
}

function secretMount({ secretName }: SecretReference): object {
  return { name: 'gitlab', mountPath: SECRET_FOLDER, secretName, readOnly: true };
}

function receiver({ url, authorizationKey }: GitLabAlerts): object {
  const authorization = { type: 'Bearer', credentials_file: `${SECRET_FOLDER}/${authorizationKey.key}` };
  return { name: 'gitlab', webhook_configs: [{ url, send_resolved: true, http_config: { authorization } }] };
}
