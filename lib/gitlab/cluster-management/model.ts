import type { ManagedCluster } from './props';

type Values = Readonly<Record<string, unknown>>;

/** An object kind that a chart may write: `apps/v1` and `DaemonSet`. */
export type ChartKind = {
  readonly apiVersion: string;
  readonly kind: string;
  /** It writes some into namespaces other than that of its release. */
  readonly anywhere?: true;
  /** Of roles: all that they give is the use of PodSecurityPolicies. */
  readonly givesUse?: true;
  /** Names, where they are known: only these are changed. */
  readonly names?: readonly string[];
};

/** Where a chart comes from, as its release names it. */
export type ChartReference = {
  /** `../../charts/apparmor`, `falcosecurity/falco`, `oci://…/chart`. */
  readonly chart: string;
  /** None for a chart that lies in the project. */
  readonly version: string | undefined;
  /** None for a local chart and one of an OCI registry. */
  readonly repository: { readonly name: string; readonly url: string } | undefined;
};

/** An application that is to be installed. */
export type Application = {
  readonly name: string;
  readonly namespace: string;
  readonly podSecurityLevel: string;
  readonly reference: ChartReference;
  readonly values: Values;
  readonly clusterValues: Readonly<Record<string, Values>>;
  /** Undefined: all of them. */
  readonly clusters: readonly string[] | undefined;
  /** Levels of namespaces by the policies of the chart: those of others too. */
  readonly policyLevels: ReadonlyMap<string, string>;
  /** Undefined: nobody knows what the chart writes. */
  readonly kinds: readonly ChartKind[] | undefined;
  /** Path of its construct. */
  readonly path: string;
};

/** An application that an earlier run wrote and that the program does not have any more. */
export type RemovedApplication = {
  readonly name: string;
  readonly namespace: string;
  /** That of its namespace, if it was one of ours. */
  readonly podSecurityLevel: string | undefined;
  readonly reference: ChartReference;
};

/** A cluster with nothing left open. */
export type Cluster = Required<Omit<ManagedCluster, 'kubeContext'>> & { readonly kubeContext: string | undefined };

/** Everything that the files of a project are made of. */
export type Project = {
  readonly projectPath: string;
  readonly projectId: number;
  readonly clusters: readonly Cluster[];
  readonly applications: readonly Application[];
  readonly removed: readonly RemovedApplication[];
  readonly ciImage: string | undefined;
  readonly mergeRequestAccess: boolean;
  readonly jobImpersonation: boolean;
  readonly enforcePodSecurity: boolean;
};
