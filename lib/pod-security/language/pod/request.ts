import type { Pod } from './model';

/** Who asks: a user, or a service account under the name `system:serviceaccount:NAMESPACE:NAME`. */
export interface Identity {
  readonly username: string;
  readonly groups: readonly string[];
}

/** What somebody wants to do, as a SubjectAccessReview names it. */
export interface AccessCheck {
  readonly apiGroup: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly verb: string;
  /** Empty: all of the resource. */
  readonly name?: string;
  /** Empty: in the whole cluster. */
  readonly namespace?: string;
}

/** Whether an identity may do something: RBAC, or an assumption. */
export type Authorise = (who: Identity, what: AccessCheck) => boolean;

/** A request for a pod as admission sees it. */
export interface PodRequest {
  readonly operation: 'CREATE' | 'UPDATE';
  readonly pod: Pod;
  /** The pod before an update. */
  readonly oldPod?: Pod;
  /** Namespace of the request. */
  readonly namespaceName: string;
  /** Labels of that namespace. `kubernetes.io/metadata.name` is added by whoever reads them. */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Subresource, such as `ephemeralcontainers`. @default - the pod itself */
  readonly subresource?: string;
  readonly user: Identity;
}

const ACCOUNTS = 'system:serviceaccounts';

/** A service account as the server knows it: with the groups of all, and of those of its namespace. */
export function serviceAccount(namespaceName: string, name: string): Identity {
  return {
    username: `system:serviceaccount:${namespaceName}:${name}`,
    groups: [ACCOUNTS, `${ACCOUNTS}:${namespaceName}`, 'system:authenticated'],
  };
}
