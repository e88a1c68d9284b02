/** Asks an API server, by dry runs, what it makes of pods. */
import type { Pod } from '../../../lib/pod-security/language/pod/model';
import { inParallel } from '../../helm/values/helm-chart';
import { type Answer, difference, faultsIn } from '../../pod-security/answers';
import { api, type Impersonated } from '../cluster/api';
import type { Cluster } from '../cluster/cluster';
import { caseName, type Row } from './cases';
import { NEUTRAL, podMaker } from './place';

/** What the server said: the pod as it would be stored, or why not. */
export type Said = { readonly pod: Pod } | { readonly message: string };

/** A dry run of creating a pod. */
export async function tryPod(cluster: Cluster, namespace: string, pod: Pod, as: Impersonated): Promise<Said> {
  const object = { apiVersion: 'v1', kind: 'Pod', ...pod, metadata: { name: 'web', ...pod.metadata } };
  const { status, body } = await api(cluster, 'POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, object, as);
  return status === 201
    ? { pod: JSON.parse(body) as Pod }
    : { message: (JSON.parse(body) as { message: string }).message };
}

const REQUESTS_AT_ONCE = 6;

export interface ServerAnswer extends Answer {
  /** The pod as the server made it ready for admission, and as it would be stored under a policy that changes nothing. */
  readonly plain: Pod;
}

/**
 * Rows by title, each asked under the policy of its case and under the one that changes nothing.
 * @param suffix of the namespaces, where the same policies hold in two ways.
 */
export async function answersOf(
  cluster: Cluster,
  rows: readonly Row[],
  suffix = '',
): Promise<ReadonlyMap<string, ServerAnswer>> {
  // Many rows hold the same pod.
  const plains = new Map<string, Promise<Said>>();
  const plainOf = (pod: Pod): Promise<Said> => {
    const text = JSON.stringify(pod);
    const plain = plains.get(text) ?? tryPod(cluster, NEUTRAL, pod, podMaker(NEUTRAL));
    plains.set(text, plain);
    return plain;
  };
  const answers = await inParallel(REQUESTS_AT_ONCE, rows, async ({ policyCase, title, pod }) => {
    const name = caseName(policyCase);
    const [said, plain] = await Promise.all([tryPod(cluster, name + suffix, pod, podMaker(name)), plainOf(pod)]);
    if ('message' in plain) throw new Error(`${title}, under no policy: ${plain.message}`);
    if ('message' in said) {
      const reasons = faultsIn(said.message);
      if (reasons === undefined) throw new Error(`${title}: ${said.message}`);
      return { title, answer: { allowed: false, reasons, mutation: {}, plain: plain.pod } };
    }
    return {
      title,
      answer: { allowed: true, reasons: [], mutation: difference(plain.pod, said.pod), plain: plain.pod },
    };
  });
  return new Map(answers.map(({ title, answer }) => [title, answer]));
}
