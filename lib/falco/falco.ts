import type { Construct } from 'constructs';
import { isObject } from '../diagnostics/check';
import { DiagnosticCollector, type Report } from '../diagnostics/collector';
import type { Diagnostic, Place } from '../diagnostics/diagnostic';
import { soundProps } from '../helm/sound-props';
import { UpstreamChart } from '../helm/upstream-chart';
import { layeredValues, unsharedValues } from '../helm/upstream-values';
import { carried } from './carry';
import { checkValues } from './chart-values';
import { FALCO_SOURCE, FALCO_VALUES, FALCOSIDEKICK_VALUES } from './charts';
import { FalcoArtifacts, FalcoDriver } from './choices';
import type { Falcosidekick } from './falcosidekick';
import type { FalcoPriority } from './priority';
import { FALCO_PROPS } from './props-shape';
import type { FalcoRules } from './rules';

/** What a ConfigMap holds at most. */
const MOST_BYTES = 1024 * 1024;
/** Keys of the subchart that belong to Falco's own chart. */
const OF_PARENT: ReadonlySet<string> = new Set(['enabled', 'fullfqdn', 'listenPort', 'listenport']);

/** How Falco runs and what it reports. */
export interface FalcoProps {
  /** Rules beside those that come with Falco. @default - none */
  readonly rules?: FalcoRules[];
  /** How Falco sees what processes do. @default FalcoDriver.MODERN_EBPF */
  readonly driver?: FalcoDriver;
  /**
   * Whether Falco runs with four capabilities (BPF, PERFMON, SYS_RESOURCE, SYS_PTRACE) in place of all privileges. It needs
   * the modern eBPF driver.
   * @default - true with the modern eBPF driver
   */
  readonly leastPrivileged?: boolean;
  /** What is downloaded in the cluster. @default FalcoArtifacts.NONE */
  readonly artifacts?: FalcoArtifacts;
  /** Rules that are less urgent are not loaded. @default - all are */
  readonly priority?: FalcoPriority;
  /** Where events go, besides the log of the pod. @default - nowhere */
  readonly falcosidekick?: Falcosidekick;
  /**
   * Whether `falcosidekick` is installed as a part of Falco's release, in the version that Falco's chart brings, and not by
   * a release of its own.
   * @default false
   */
  readonly falcosidekickAsSubchart?: boolean;
  /** Whether Falco answers Prometheus. @default false, true with `serviceMonitor` */
  readonly metrics?: boolean;
  /** Whether the Prometheus operator reads the metrics. @default false */
  readonly serviceMonitor?: boolean;
  /** Resources of the container, as Kubernetes has them. @default - the chart's: 100m CPU and 512Mi, at most 1 CPU and 1Gi */
  readonly resources?: any;
  /** Which taints Falco tolerates, as Kubernetes has them. @default - the chart's: those of control planes */
  readonly tolerations?: any;
  /**
   * More values of the chart, merged last. Keys that the chart does not know or has no longer are refused, two levels deep,
   * and secrets as text everywhere.
   * @default - none
   */
  readonly values?: { [key: string]: any };
}

/** Falco, from its maintainers' chart: it watches and tells, and does nothing against what it sees. */
export class Falco extends UpstreamChart {
  private readonly content: Readonly<Record<string, unknown>>;
  private readonly rules: readonly FalcoRules[];

  /** @throws DiagnosticError with everything that is wrong with the props. */
  public constructor(scope: Construct, id: string, props: FalcoProps = {}) {
    super(scope, id, FALCO_SOURCE);
    const problems = new DiagnosticCollector();
    const place = { path: this.node.path };
    const sound = soundProps<FalcoProps>(props, FALCO_PROPS, place, problems.report);
    checkRuleFiles(sound.rules ?? [], place, problems.report);
    checkTogether(sound, place, problems.report);
    const given = sound.values ?? {};
    checkValues(given, FALCO_VALUES, { ...place, key: 'values' }, problems.report);
    checkSubchart(given.falcosidekick, { ...place, key: 'values.falcosidekick' }, problems.report);
    problems.throwIfErrors();
    if (sound.falcosidekick && sound.falcosidekickAsSubchart) sound.falcosidekick._partOf = this;
    this.rules = sound.rules ?? [];
    this.content = layeredValues(valuesOf(sound), given) as Readonly<Record<string, unknown>>;
  }

  /** @internal */
  public override get _doubts(): readonly Diagnostic[] {
    return this.rules.flatMap(({ warnings }) => warnings);
  }

  public toValues(): { [key: string]: any } {
    return unsharedValues(this.content) as { [key: string]: any };
  }
}

function valuesOf(props: Partial<FalcoProps>): Readonly<Record<string, unknown>> {
  const { driver = FalcoDriver.MODERN_EBPF, artifacts = FalcoArtifacts.NONE, falcosidekick, serviceMonitor } = props;
  const leastPrivileged = props.leastPrivileged ?? driver === FalcoDriver.MODERN_EBPF;
  const subchart = falcosidekick !== undefined && props.falcosidekickAsSubchart === true;
  const metrics = props.metrics ?? serviceMonitor;
  return {
    driver: { kind: driver, modernEbpf: { leastPrivileged } },
    falco: {
      json_output: true,
      // What the image has in config.d loads the container plugin, as falco.yaml does: twice, and Falco ends. Downloads and
      // the other drivers put an empty folder over it (falcosecurity/charts#1057, gone with chart 9.2.0).
      ...(artifacts === FalcoArtifacts.NONE && driver === FalcoDriver.MODERN_EBPF && { config_files: [] }),
      ...(props.priority !== undefined && { priority: props.priority }),
      ...(falcosidekick && !subchart && { http_output: { enabled: true, url: falcosidekick.url } }),
    },
    falcoctl: {
      artifact: {
        install: { enabled: artifacts !== FalcoArtifacts.NONE },
        follow: { enabled: artifacts === FalcoArtifacts.FOLLOW },
      },
    },
    responseActions: { enabled: false },
    ...(subchart && { falcosidekick: { ...falcosidekick._subchartValues(), enabled: true } }),
    ...(props.rules?.length && { customRules: customRules(props.rules) }),
    ...(metrics !== undefined && { metrics: { enabled: metrics } }),
    ...(serviceMonitor !== undefined && { serviceMonitor: { create: serviceMonitor } }),
    ...(props.resources !== undefined && { resources: props.resources }),
    ...(props.tolerations !== undefined && { tolerations: props.tolerations }),
  };
}

/** In the order in which Falco reads the files. */
function customRules(rules: readonly FalcoRules[]): Readonly<Record<string, string>> {
  const files = rules.map(({ fileName, text }) => [fileName, carried(text)] as const);
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function checkRuleFiles(rules: readonly FalcoRules[], place: Place, report: Report): void {
  const at = { ...place, key: 'rules' };
  const owners = new Map<string, FalcoRules>();
  for (const each of rules) {
    const other = owners.get(each.fileName);
    if (other !== undefined) {
      const message = `two files of rules have the name "${each.fileName}": ${other.node.path} and ${each.node.path}`;
      report({ code: 'FALCO1023', severity: 'error', message, hint: 'give one of them another "fileName"', place: at });
    }
    owners.set(each.fileName, each);
  }
  const bytes = rules.reduce((sum, { text }) => sum + Buffer.byteLength(carried(text)), 0);
  if (bytes <= MOST_BYTES) return;
  const message = `the rules have ${bytes} bytes together: a ConfigMap holds ${MOST_BYTES}`;
  report({ code: 'FALCO1024', severity: 'error', message, hint: 'leave out what is switched off', place: at });
}

/** Props that are right alone and wrong together. */
function checkTogether(props: Partial<FalcoProps>, place: Place, report: Report): void {
  const { driver = FalcoDriver.MODERN_EBPF, leastPrivileged, metrics, serviceMonitor } = props;
  const say = (key: string, message: string, hint: string): void =>
    report({ code: 'FALCO1036', severity: 'error', message: `"${key}" ${message}`, hint, place: { ...place, key } });
  if (leastPrivileged === true && driver !== FalcoDriver.MODERN_EBPF) {
    say('leastPrivileged', `cannot be: the driver ${driver} needs all privileges`, 'leave "driver" out');
  }
  if (serviceMonitor === true && metrics === false) {
    say('serviceMonitor', 'has nothing to read: "metrics" is false', 'leave "metrics" out');
  }
  if (props.falcosidekickAsSubchart !== true) return;
  const { falcosidekick } = props;
  if (falcosidekick === undefined) {
    say('falcosidekickAsSubchart', 'is given without "falcosidekick"', 'give "falcosidekick"');
  } else if (falcosidekick._partOf !== undefined) {
    const message = `cannot be: it is a part of ${falcosidekick._partOf.node.path} already`;
    say('falcosidekickAsSubchart', message, 'a Falcosidekick of its own for each');
  } else if (falcosidekick._isPlaced) {
    const hint = 'leave them out, or install it as a release of its own';
    say('falcosidekickAsSubchart', 'leaves the names to the chart of Falco: "serviceName", "namespaceName"', hint);
  }
}

function checkSubchart(values: unknown, place: Place, report: Report): void {
  if (!isObject(values)) return;
  const own = Object.fromEntries(Object.entries(values).filter(([key]) => !OF_PARENT.has(key)));
  // Secrets were looked for with everything else.
  const withoutSecrets: Report = (problem) => problem.code !== 'FALCO1030' && report(problem);
  checkValues(own, FALCOSIDEKICK_VALUES, place, withoutSecrets);
}
