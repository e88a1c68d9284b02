/** A cluster that a project looks after. */
export interface ManagedCluster {
  /**
   * Name: helmfile's environment (`helmfile --environment NAME`), and the GitLab environment of the jobs that change it.
   * Lower-case letters, digits and single hyphens, at most 24: then GitLab's slug of it, by which the rights below `rbac/`
   * know a job, is the same. The cluster `default` is what helmfile takes when nobody names one.
   */
  readonly name: string;
  /** Name of the GitLab agent of this cluster. */
  readonly agent: string;
  /** Path of the project that the agent is registered in. @default - this project */
  readonly agentProject?: string;
  /**
   * Context of the kubeconfig. Where one is written, `helmfile --environment NAME sync` cannot meet another cluster.
   * @default - with several clusters `PROJECT-PATH:AGENT`, as GitLab names it in its jobs; for one, the current context
   */
  readonly kubeContext?: string;
}

/** How a chart is installed. */
export interface ApplicationOptions {
  /** Name of the application: its folder, its release. A DNS label of at most 53 characters. @default - name of the chart */
  readonly name?: string;
  /** @default - the chart's own: what its maintainers take, or for charts of this library the name of the application */
  readonly namespaceName?: string;
  /** What its pods need: `privileged`, `baseline` or `restricted`. @default - what the chart says */
  readonly podSecurityLevel?: string;
  /** Values: for a chart of somebody else laid over those of its construct. @default - none */
  readonly values?: { [key: string]: any };
  /** Values of single clusters, laid over all others: name of the cluster to values. @default - none */
  readonly clusterValues?: { [cluster: string]: any };
  /** Names of the clusters that get it; from all others it is uninstalled. @default - all */
  readonly clusters?: string[];
}

/** Options of a cluster management project. */
export interface ClusterManagementProjectProps {
  /** Path on GitLab, such as `acme/cluster-management`. */
  readonly projectPath: string;
  /** Number of the project on GitLab: Kubernetes knows its jobs by it. */
  readonly projectId: number;
  /** @default - one, named `default`, whose agent is named `default` too */
  readonly clusters?: ManagedCluster[];
  /** Folder of the project. @default - CDK8S_OUTDIR, or the current folder */
  readonly outdir?: string;
  /** Image of the jobs, with container-security, helm, helmfile and kubectl. @default - that of the CI template */
  readonly ciImage?: string;
  /** Versions of charts by application: the one place to raise them. @default - those that this library knows */
  readonly chartVersions?: { [application: string]: string };
  /**
   * Whether jobs of every branch, merge requests included, may read the cluster: they compare and change nothing.
   * `false` lets in only jobs on protected branches that name the cluster's environment.
   * @default - true where jobs come in as themselves
   */
  readonly mergeRequestAccess?: boolean;
  /**
   * Whether jobs come in as themselves, with rights of their own. GitLab does that with Premium and Ultimate; with Free every
   * job has the rights of the agent, which must then be small: say `false`.
   * @default true
   */
  readonly jobImpersonation?: boolean;
  /**
   * Whether namespaces refuse pods that need more than their applications do. Until then it is only told of; only the level
   * `privileged`, which refuses nothing, is always set.
   * @default false
   */
  readonly enforcePodSecurity?: boolean;
}
