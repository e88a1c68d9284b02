import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { Block, Expression, HelmChart } from '../helm';
import { nameSuffix } from '../helm/objects/names';
import { soundProps } from '../helm/sound-props';
import { leaveUnconfined } from './binding/bind';
import { ANNOTATION } from './binding/confine';
import { FIELD_SINCE } from './binding/forms';
import { configMapData } from './config-map';
import { asVolumeMounts, asVolumes, type Mount, mountsOf } from './mounts';
import type { AppArmorProfile } from './profile';
import { LOADER_PROPS } from './props-shape';

/** Which user answers Prometheus. Nobody. */
const NOBODY = 65534;

/** How the loader runs. Numbers and texts may be tokens of chart values. */
export interface AppArmorLoaderProps {
  /** Image of the loader, with tag or digest. */
  readonly image: string;
  /** @default "IfNotPresent" */
  readonly imagePullPolicy?: string;
  /** Profiles that are part of the chart: each name once, 1 MiB together. @default - none */
  readonly profiles?: AppArmorProfile[];
  /**
   * A map of profile texts that users of the chart give, by keys that a ConfigMap takes and that do not begin with a dot.
   * Where one of `profiles` has the same key, that one stays.
   * @default - none
   */
  readonly profileMap?: Expression;
  /** Seconds between two looks at the profiles. @default 10 */
  readonly pollSeconds?: number;
  /**
   * Whether a profile that is no longer given is taken out of the kernel, once no process uses it: true, false or an
   * expression. It needs a look at the processes of the node.
   * @default false
   */
  readonly unloadRemoved?: any;
  /**
   * Whether the loader sees the node's own `/etc/apparmor.d`, read-only: true, false or an expression. It then leaves names
   * alone that the node defines there, and profiles may include what stands there.
   * @default false
   */
  readonly nodeProfiles?: any;
  /** Whether a node without AppArmor counts as ready: true, false or an expression. @default true */
  readonly readyWithoutAppArmor?: any;
  /** Port of the Prometheus metrics. @default 9117 */
  readonly metricsPort?: number;
  /** Resources of each container. @default - requests 10m CPU and 16Mi, limit 128Mi (the compiler's peak) */
  readonly resources?: any;
  /** Merged into the pod: `nodeSelector`, `affinity`, `priorityClassName`, `imagePullSecrets`. @default - none */
  readonly podSettings?: any;
  /** Which taints the loader tolerates. @default - all: a profile is needed wherever a pod may run */
  readonly tolerations?: any;
  /** Annotations of the pods. @default - none */
  readonly podAnnotations?: Expression;
  /** Labels of the pods. @default - none */
  readonly podLabels?: Expression;
  /** Annotations of the service account. @default - none */
  readonly serviceAccountAnnotations?: Expression;
}

/**
 * Loads AppArmor profiles on every node: a DaemonSet, its ConfigMap, a service account without rights, a network policy.
 *
 * It runs as root with the one capability `MAC_ADMIN`, without AppArmor confinement of its own (the runtime's default
 * profile denies what it does), with a read-only root file system, and never talks to the API server. A second container
 * without any privilege answers Prometheus.
 */
export class AppArmorLoader extends Construct {
  /** The DaemonSet. */
  public readonly daemonSet: ApiObject;
  /** The ConfigMap with the profiles, one key each. */
  public readonly configMap: ApiObject;
  /** The service in front of the metrics, without an address of its own. */
  public readonly metricsService: ApiObject;
  /** Labels by which the pods are found: no other release, chart or loader has the same. */
  public readonly podSelector: { [key: string]: string };
  private readonly chart: HelmChart;
  private readonly port: number;
  private readonly component: string;

  public constructor(scope: Construct, id: string, props: AppArmorLoaderProps) {
    super(scope, id);
    this.chart = HelmChart.ofConstruct(this);
    const report = (problem: Diagnostic): void => void this.chart._problems.push(problem);
    const { path } = this.node;
    // Where props are wrong synth ends, so that nothing is written without an image.
    const sound = { image: '', ...soundProps<AppArmorLoaderProps>(props, LOADER_PROPS, { path }, report) };
    const profiles = sound.profiles ?? [];
    this.tellWarnings(profiles);
    const own = configMapData(profiles, path, report);
    this.port = sound.metricsPort ?? 9117;
    // Selectors cannot be changed: a loader that is put under a condition keeps its own, so ids of scopes are not in it.
    this.component = nameSuffix(this, this.chart).slice(1) || 'loader';
    this.podSelector = {
      // An alias in a parent chart changes it, so that the same chart can be there twice.
      'app.kubernetes.io/name': this.chart.template('name').asString(),
      'app.kubernetes.io/instance': this.chart.release.name.asString(),
      'app.kubernetes.io/component': this.component,
    };
    const account = new ApiObject(this, 'account', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: sound.serviceAccountAnnotations ? { annotations: sound.serviceAccountAnnotations.asMap() } : {},
      automountServiceAccountToken: false,
    });
    this.configMap = new ApiObject(this, 'profiles', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: { ...own, ...sound.profileMap?.asMap() },
    });
    this.daemonSet = this.addDaemonSet(account, sound);
    leaveUnconfined(this.daemonSet);
    this.metricsService = new ApiObject(this, 'metrics', {
      apiVersion: 'v1',
      kind: 'Service',
      spec: {
        clusterIP: 'None',
        selector: this.podSelector,
        ports: [{ name: 'metrics', port: this.port, targetPort: 'metrics' }],
      },
    });
    new ApiObject(this, 'network', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      // Nothing may be called, neither the API server nor DNS; only the metrics may be asked for. No `egress: []`: the server
      // takes it for a change each time it is applied.
      spec: {
        podSelector: { matchLabels: this.podSelector },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ ports: [{ port: 'metrics', protocol: 'TCP' }] }],
      },
    });
  }

  /** What is doubtful about the profiles, for synth to print: with the place in the text, and of each profile once. */
  private tellWarnings(profiles: readonly AppArmorProfile[]): void {
    for (const profile of profiles) {
      if (TOLD.has(profile)) continue;
      TOLD.add(profile);
      const place = { path: this.node.path, key: `profiles.${profile.profileName}` };
      for (const warning of profile.warnings)
        this.chart._problems.push({ ...warning, place: { ...warning.place, ...place } });
    }
  }

  private addDaemonSet(account: ApiObject, props: AppArmorLoaderProps): ApiObject {
    const { chart } = this;
    const withField = chart.capabilities.kubeVersionIs(FIELD_SINCE);
    const mounts = this.mounts(props);
    return new ApiObject(this, 'Default', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      spec: {
        selector: { matchLabels: this.podSelector },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
        template: {
          metadata: {
            labels: { ...this.podSelector, ...props.podLabels?.asMap() },
            annotations: {
              ...Block.pairs(Expression.negate(withField), {
                [`${ANNOTATION}loader`]: 'unconfined',
              }),
              'kubectl.kubernetes.io/default-container': 'loader',
              ...props.podAnnotations?.asMap(),
            },
          },
          spec: {
            serviceAccountName: account.name,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: 5,
            tolerations: props.tolerations ?? [{ operator: 'Exists' }],
            ...props.podSettings,
            nodeSelector: { 'kubernetes.io/os': 'linux', ...props.podSettings?.nodeSelector },
            containers: [this.loaderContainer(props, withField, mounts), this.metricsContainer(props)],
            volumes: [
              { name: 'profiles', configMap: { name: this.configMap.name } },
              { name: 'run', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
              ...asVolumes(mounts),
            ],
          },
        },
      },
    });
  }

  /**
   * A node has loaders of all releases, of all namespaces: each needs a state of its own, or one would take the profiles of
   * the other for its own that nobody wants any more. Nothing in the path changes with the values of the chart.
   */
  private mounts(props: AppArmorLoaderProps): readonly Mount[] {
    const { release, info } = this.chart;
    return mountsOf(`${release.namespaceName}/${release.name}/${info.name}/${this.component}`, {
      proc: toExpression(props.unloadRemoved ?? false),
      nodeProfiles: toExpression(props.nodeProfiles ?? false),
    });
  }

  private loaderContainer(props: AppArmorLoaderProps, withField: Expression, mounts: readonly Mount[]): object {
    return {
      name: 'loader',
      image: props.image,
      imagePullPolicy: props.imagePullPolicy ?? 'IfNotPresent',
      args: ['run'],
      env: [
        { name: 'APPARMOR_LOADER_POLL_SECONDS', value: `${toExpression(props.pollSeconds ?? 10)}` },
        { name: 'APPARMOR_LOADER_UNLOAD_REMOVED', value: `${toExpression(props.unloadRemoved ?? false)}` },
        {
          name: 'APPARMOR_LOADER_READY_WITHOUT_APPARMOR',
          value: `${toExpression(props.readyWithoutAppArmor ?? true)}`,
        },
      ],
      securityContext: {
        ...hardened(0),
        capabilities: { drop: ['ALL'], add: ['MAC_ADMIN'] },
        ...Block.pairs(withField, { appArmorProfile: { type: 'Unconfined' } }),
      },
      readinessProbe: { exec: { command: ['/loader/loader', 'ready'] }, periodSeconds: 10, timeoutSeconds: 5 },
      livenessProbe: {
        exec: { command: ['/loader/loader', 'alive'] },
        periodSeconds: 30,
        timeoutSeconds: 5,
        failureThreshold: 5,
      },
      resources: props.resources ?? DEFAULT_RESOURCES,
      terminationMessagePolicy: 'FallbackToLogsOnError',
      volumeMounts: [
        { name: 'profiles', mountPath: '/profiles', readOnly: true },
        { name: 'run', mountPath: '/run/apparmor-loader' },
        ...asVolumeMounts(mounts),
      ],
    };
  }

  private metricsContainer(props: AppArmorLoaderProps): object {
    return {
      name: 'metrics',
      image: props.image,
      imagePullPolicy: props.imagePullPolicy ?? 'IfNotPresent',
      args: ['serve'],
      env: [{ name: 'APPARMOR_LOADER_METRICS_PORT', value: `${toExpression(this.port)}` }],
      ports: [{ name: 'metrics', containerPort: this.port }],
      securityContext: { ...hardened(NOBODY), runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
      resources: { requests: { cpu: '5m', memory: '8Mi' }, limits: { memory: '32Mi' } },
      volumeMounts: [{ name: 'run', mountPath: '/run/apparmor-loader', readOnly: true }],
    };
  }
}

/** Profiles whose warnings are told: several loaders may share one. */
const TOLD = new WeakSet<AppArmorProfile>();

/** What `apparmor_parser` needs for a profile with large alternations, and little when idle. */
const DEFAULT_RESOURCES = { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '128Mi' } };

function hardened(user: number): object {
  return {
    runAsUser: user,
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: true,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

function toExpression(value: unknown): Expression {
  return value instanceof Expression ? value : Expression.literal(value);
}
