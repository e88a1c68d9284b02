import type { Pod } from './model';

/** Why a pod is refused: one fault of one field. */
export interface Reason {
  /** Path of the field as the API server writes it: `spec.containers[0].securityContext.privileged`. */
  readonly field: string;
  /** Paths of further fields that have the same fault, where one message is for all. */
  readonly otherFields?: readonly string[];
  /** What is wrong with it, in the words of the server: `Invalid value: true: Privileged containers are not allowed`. */
  readonly message: string;
  /** Name of the policy that refuses it; with several policies each says why. */
  readonly policy?: string;
  /** Check of the Pod Security Standards that refuses it: `hostPathVolumes`. */
  readonly check?: string;
}

/** What a cluster answers to a pod. */
export interface PodAnswer {
  readonly allowed: boolean;
  /** Empty when it is allowed. */
  readonly reasons: readonly Reason[];
  /** Name of the policy by which it was let in. */
  readonly policy?: string;
  /** The pod as the cluster stores it, where a policy changed it. */
  readonly mutated?: Pod;
  /** What is told to the user, or written into the audit log, without a refusal. */
  readonly warnings?: readonly string[];
}
