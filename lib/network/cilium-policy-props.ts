import type { ApiObjectMetadata } from 'cdk8s';
import type { LabelCondition } from './label-condition';

/** For which pods a policy of Cilium is, and what becomes of everything that it does not allow. */
export interface CiliumNetworkPolicyProps {
  /** Labels of the pods that the policy is for. @default - none: then `podConditions` or `everyPod` say which */
  readonly pods?: { [key: string]: string };
  /** Further conditions on the labels of the pods. @default - none */
  readonly podConditions?: LabelCondition[];
  /** The policy is for every pod that it can see, and that is meant so. @default false */
  readonly everyPod?: boolean;
  /** Whether the pods are closed to all connections that no policy allows. @default - if there is a rule for ingress */
  readonly isolateIngress?: boolean;
  /** Whether the pods may open only connections that a policy allows. @default - if there is a rule for egress */
  readonly isolateEgress?: boolean;
  /**
   * The policy closes nothing: Hubble tells which flows it allows, and what it does not allow passes all the same. It is no
   * audit: another policy may close the pods, and rules for HTTP and DNS are enforced. To see what would be dropped take
   * `CiliumMode.AUDIT`.
   * @default false
   */
  readonly recordOnly?: boolean;
  /** The pods need no DNS server: no warning that they reach none. @default false */
  readonly withoutDns?: boolean;
  /** What the policy is for, in words. @default - none */
  readonly description?: string;
  /** Name, labels, annotations. @default - the chart makes the name */
  readonly metadata?: ApiObjectMetadata;
}

/** For which pods of the cluster, or for which nodes, a policy of Cilium is. */
export interface CiliumClusterwideNetworkPolicyProps extends CiliumNetworkPolicyProps {
  /** Labels of the nodes that the policy is for, in place of pods. No label: all nodes. @default - it is for pods */
  readonly nodes?: { [key: string]: string };
}
