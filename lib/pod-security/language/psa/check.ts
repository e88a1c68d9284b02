import type { Level } from '../levels';
import type { PodView } from './view';

/** What a check finds wrong with a pod. */
export interface Finding {
  /** The fault in short, in the words of the library: `hostPort`. */
  readonly reason: string;
  /** Who has it, in the words of the library: `container "web" uses hostPort 80`. */
  readonly detail: string;
  /** Paths of the fields that are wrong, or missing. At least one. */
  readonly fields: readonly string[];
}

export type CheckPod = (pod: PodView) => Finding | undefined;

/** What a check asks for from one minor on. */
export interface Form {
  /** The minor of 1.x. */
  readonly since: number;
  readonly run: CheckPod;
  /** Checks of the baseline that this one stands for, so that they are left out. */
  readonly instead?: readonly string[];
}

/** A check of the Pod Security Standards. */
export interface Check {
  readonly id: string;
  readonly level: Exclude<Level, 'privileged'>;
  /** Oldest first. */
  readonly forms: readonly Form[];
}

/** Fields of Linux that no pod for Windows can have are not asked of one. */
export const exceptWindows =
  (run: CheckPod): CheckPod =>
  (pod) =>
    pod.os?.name === 'windows' ? undefined : run(pod);

/** What root may do in a user namespace of the pod's own is not what root of the node may do. */
export const exceptUserNamespaces =
  (run: CheckPod): CheckPod =>
  (pod) =>
    pod.hostUsers === false ? undefined : run(pod);
