/** What a chart is rendered with. */
export interface RenderOptions {
  /** Values of the user; they win over the defaults. @default {} */
  readonly values?: { [key: string]: any };
  /** @default "release" */
  readonly releaseName?: string;
  /** @default "default" */
  readonly releaseNamespace?: string;
  /** Version of the cluster. @default "v1.36.0" */
  readonly kubeVersion?: string;
  /** APIs that the cluster serves, such as `cilium.io/v2`, besides those that every cluster has. @default [] */
  readonly apiVersions?: string[];
  /** An upgrade instead of an installation. @default false */
  readonly isUpgrade?: boolean;
}
