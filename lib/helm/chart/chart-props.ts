import type { ChartProps } from 'cdk8s';

/** Kind of a chart. */
export enum ChartType {
  /** Has objects and can be installed. */
  APPLICATION = 'application',
  /** Has only named templates, for other charts. */
  LIBRARY = 'library',
}

/** Who looks after a chart. */
export interface ChartMaintainer {
  /** Name. */
  readonly name: string;
  /** E-mail address. @default - none */
  readonly email?: string;
  /** Page of the person or team. @default - none */
  readonly url?: string;
}

/** What `Chart.yaml` says, and what the chart writes besides. */
export interface HelmChartProps extends ChartProps {
  /** Version of the chart (SemVer 2). */
  readonly version: string;
  /** One sentence. */
  readonly description: string;
  /** Name of the chart: a DNS label. @default - the construct's id */
  readonly chartName?: string;
  /** Version of what the chart installs. @default - none */
  readonly appVersion?: string;
  /** @default ChartType.APPLICATION */
  readonly chartType?: ChartType;
  /** Range of Kubernetes versions, such as `>=1.24.0-0`. @default - any */
  readonly kubeVersion?: string;
  /** Words that people search for. @default - none */
  readonly keywords?: string[];
  /** Page of the project. @default - none */
  readonly home?: string;
  /** Addresses of the source code. @default - none */
  readonly sources?: string[];
  /** Who looks after the chart. @default - none */
  readonly maintainers?: ChartMaintainer[];
  /** Address of a picture (SVG or PNG). @default - none */
  readonly icon?: string;
  /** Nobody should start to use it. @default false */
  readonly deprecated?: boolean;
  /** Annotations of Chart.yaml, such as Artifact Hub's. Texts. @default - none */
  readonly annotations?: { [key: string]: string };
  /** Markdown for the README, after the description and before the values. @default - none */
  readonly readme?: string;
}

/** Takes a value of a subchart over into this chart. */
export interface ImportValue {
  /** Path in the subchart's values. */
  readonly child: string;
  /** Path in this chart's values. */
  readonly parent: string;
}

/** Another chart that this one brings with it. */
export interface SubchartProps {
  /** Name of the chart. @default - that of `chart` */
  readonly chartName?: string;
  /** Version or range. @default - that of `chart` */
  readonly version?: string;
  /** Address of the repository (`https://…`, `oci://…`, `file://…`). @default - none: the chart is vendored */
  readonly repository?: string;
  /** Name under which its values are. @default - its name */
  readonly alias?: string;
  /** Path of a boolean value that switches it, such as `falco.enabled`. @default - always there */
  readonly condition?: string;
  /** Words that switch several subcharts together. @default - none */
  readonly tags?: string[];
  /** Values that are taken over. @default - none */
  readonly importValues?: ImportValue[];
  /** Whether a local chart is also written on its own, into a folder beside the others. @default false */
  readonly standalone?: boolean;
}
