import type { AutoDeployTarget } from './props';

/** A profile that the containers of an Auto DevOps deployment run under. */
export interface AutoDeployAppArmorProps extends AutoDeployTarget {
  /** Name of the profile as the kernel knows it: it must be loaded on every node that may run the pods. */
  readonly profileName: string;
}

/** What `restricted()` does beyond Pod Security's level of that name. */
export interface AutoDeployRestrictedProps extends AutoDeployTarget {
  /** Nothing can be written but to volumes; /tmp becomes one for the application. @default false */
  readonly readOnlyRootFilesystem?: boolean;
  /** User to run as, for images that name none or root. @default - that of the image */
  readonly runAsUser?: number;
}

/** Who reaches the pods of a deployment, and what they reach. */
export interface AutoDeployNetworkPolicyProps extends AutoDeployTarget {
  /**
   * Namespaces that the ingress controller may be in. Namespaces labelled `app.gitlab.com/managed_by: gitlab` and the
   * application's own are let in always.
   * @default ['gitlab-managed-apps', 'ingress-nginx']
   */
  readonly ingressNamespaces?: string[];
  /**
   * Whether what the pods reach is limited too: names (port 53), the namespace, and the addresses of `egressCidrs`.
   * @default false
   */
  readonly limitEgress?: boolean;
  /** With `limitEgress`: blocks of addresses that the pods reach, such as `10.0.0.0/8`. @default - everything but the clouds' metadata services */
  readonly egressCidrs?: string[];
}

/** What `monitorOnly()` marks pods with. */
export interface AutoDeployMonitorProps extends AutoDeployTarget {
  /** More labels for the application's pods, such as a team. @default - none */
  readonly labels?: { [key: string]: string };
}
