import type { Construct, IConstruct } from 'constructs';
import { apparmorChart } from '../charts/apparmor';
import { networkPoliciesChart } from '../charts/network-policies';
import { podSecurityChart } from '../charts/pod-security';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { type Beside, HelmApp } from '../helm/app';
import { HelmChart } from '../helm/chart/chart';
import { soundProps } from '../helm/sound-props';
import { UpstreamChart } from '../helm/upstream-chart';
import { agentFiles } from './cluster-management/agent';
import {
  localApplication,
  sourceProblems,
  upstreamApplication,
  upstreamCharts,
  valueProblems,
} from './cluster-management/applications';
import { projectProblems } from './cluster-management/checks';
import { ciFiles } from './cluster-management/ci';
import { helmfiles } from './cluster-management/helmfile';
import type { Application, Cluster, Project, RemovedApplication } from './cluster-management/model';
import { namespacesFile } from './cluster-management/namespaces';
import { planFiles } from './cluster-management/plan';
import { removedApplications } from './cluster-management/previous';
import type { ApplicationOptions, ClusterManagementProjectProps, ManagedCluster } from './cluster-management/props';
import { APPLICATION_OPTIONS, PROJECT_PROPS } from './cluster-management/props-shape';
import { rbacFiles } from './cluster-management/rbac';
import { readmeFile } from './cluster-management/readme';

export * from './cluster-management/props';

/** Folder of the charts, below that of the project. */
const CHARTS = 'charts/';

/** A project that says nothing of clusters has this one. */
const DEFAULT_CLUSTERS: readonly ManagedCluster[] = [{ name: 'default', agent: 'default' }];

/**
 * A cluster management project for GitLab: what is installed in which clusters, from which a pipeline installs it with
 * helmfile.
 *
 * Every `HelmChart` below it is written into `charts/` and installed, and so is every chart of somebody else (Falco,
 * Falcosidekick, Cilium …). Nothing is enforced out of the box. An application that goes from the program is uninstalled.
 */
export class ClusterManagementProject extends HelmApp {
  private readonly props: Partial<ClusterManagementProjectProps>;
  private readonly clusters: readonly Cluster[];
  private readonly problems: Diagnostic[] = [];
  private readonly options = new Map<IConstruct, Partial<ApplicationOptions>>();

  public constructor(props: ClusterManagementProjectProps) {
    const problems: Diagnostic[] = [];
    const sound = soundProps<ClusterManagementProjectProps>(props, PROJECT_PROPS, PROPS_PLACE, (problem) =>
      problems.push({ ...problem, code: 'GITLAB2001' }),
    );
    super({ outdir: sound.outdir ?? process.env.CDK8S_OUTDIR ?? '.' });
    this.problems.push(...problems);
    this.props = sound;
    this.clusters = clustersOf(sound.clusters ?? DEFAULT_CLUSTERS, sound.projectPath ?? '');
  }

  /** Loads AppArmor profiles on every node. Without values there is no profile, and nothing is confined. */
  public addAppArmor(options: ApplicationOptions = {}): HelmChart {
    return this.addChart(apparmorChart(this), options);
  }

  /** PodSecurityPolicies, on clusters that still have them. Without values there is no policy, and nothing is refused. */
  public addPodSecurity(options: ApplicationOptions = {}): HelmChart {
    return this.addChart(podSecurityChart(this), options);
  }

  /** Network policies of Kubernetes and Cilium. Without values there is no policy, and nothing is cut off. */
  public addNetworkPolicies(options: ApplicationOptions = {}): HelmChart {
    return this.addChart(networkPoliciesChart(this), options);
  }

  /**
   * Says how a chart of this project is installed: where nothing is said, its own defaults hold.
   * @param chart a `HelmChart` or an `UpstreamChart` below this project.
   */
  public configure(chart: Construct, options: ApplicationOptions): void {
    const isChart = HelmChart.isHelmChart(chart) || UpstreamChart.isUpstreamChart(chart);
    if (!isChart || chart.node.root !== this) {
      this.refuse('a chart to configure must be a HelmChart or an UpstreamChart of this project', chart);
      return;
    }
    if (this.options.has(chart)) this.refuse('the chart is configured twice', chart);
    const place = { path: chart.node.path };
    const sound = soundProps<ApplicationOptions>(options, APPLICATION_OPTIONS, place, (problem) =>
      this.problems.push({ ...problem, code: 'GITLAB2001' }),
    );
    this.options.set(chart, sound);
  }

  /** @internal */
  public override get _chartsFolder(): string {
    return CHARTS;
  }

  /** @internal */
  public override _beside(charts: readonly HelmChart[]): Beside {
    const local = charts.map((chart) => [chart, localApplication(chart, this.options.get(chart) ?? {})] as const);
    const versions = this.props.chartVersions ?? {};
    const others = upstreamCharts(this);
    const upstream = others.map((each) => upstreamApplication(each, this.options.get(each) ?? {}, versions));
    const applications = [...local.map(([, application]) => application), ...upstream];
    const { removed, problems } = removedApplications(this.outdir, new Set(applications.map(({ name }) => name)));
    const project = this.project(applications, removed);
    const found = [
      ...this.problems,
      ...problems,
      ...others.flatMap(sourceProblems),
      // Two charts may share a file of rules.
      ...new Set(others.flatMap(({ _doubts = [] }) => _doubts)),
      ...projectProblems(project, Object.keys(versions), PROPS_PLACE.path),
      ...local.flatMap(([chart, application]) => valueProblems(chart, application)),
    ];
    // Without path and number the texts would be wrong, and so would what is told of them.
    if (found.some(({ severity }) => severity === 'error')) return { problems: found, files: [], taken: [] };
    const kept = new Set([...charts.map(({ chartName }) => chartName), ...removed.map(localChart)]);
    const plan = planFiles(this.outdir, projectFiles(project), kept);
    return { ...plan, problems: [...found, ...removed.map(leaves), ...plan.problems] };
  }

  private addChart(chart: HelmChart, options: ApplicationOptions): HelmChart {
    this.configure(chart, options);
    return chart;
  }

  private project(applications: readonly Application[], removed: readonly RemovedApplication[]): Project {
    const {
      projectPath = '',
      projectId = 0,
      jobImpersonation = true,
      enforcePodSecurity = false,
      ciImage,
    } = this.props;
    const { mergeRequestAccess = jobImpersonation } = this.props;
    return {
      projectPath,
      projectId,
      clusters: this.clusters,
      applications: [...applications].sort((a, b) => (a.name < b.name ? -1 : 1)),
      removed,
      ciImage,
      mergeRequestAccess,
      jobImpersonation,
      enforcePodSecurity,
    };
  }

  private refuse(message: string, construct: IConstruct): void {
    const path = construct?.node?.path || PROPS_PLACE.path;
    this.problems.push({ code: 'GITLAB2010', severity: 'error', message, place: { path } });
  }
}

/** The project is the root of its tree: it has no path. */
const PROPS_PLACE = { path: 'ClusterManagementProject' };

function clustersOf(clusters: readonly ManagedCluster[], projectPath: string): readonly Cluster[] {
  return clusters.map(({ name, agent, agentProject = projectPath, kubeContext }) => {
    const own = clusters.length > 1 ? `${agentProject}:${agent}` : undefined;
    return { name, agent, agentProject, kubeContext: kubeContext ?? own };
  });
}

function projectFiles(project: Project): Beside['files'] {
  return [
    ...helmfiles(project),
    namespacesFile(project),
    ...rbacFiles(project),
    ...agentFiles(project),
    ...ciFiles(project),
    readmeFile(project),
  ];
}

/** Name of the chart of a removed application, if it lies in the project. */
const localChart = ({ reference }: RemovedApplication): string => reference.chart.replace(/^\.\.\/\.\.\/charts\//, '');

function leaves({ name }: RemovedApplication): Diagnostic {
  return {
    code: 'GITLAB2011',
    severity: 'warning',
    message: `the application ${name} is no longer in the program: it will be uninstalled`,
    hint: `delete applications/${name} when no cluster has it any more`,
    place: { file: `applications/${name}/helmfile.yaml` },
  };
}
