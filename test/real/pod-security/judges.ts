/** Who is asked about the rows of the table, and what they answered. */

import { evaluateAdmission } from '../../../lib/pod-security/language/admission/evaluate';
import { ADMITTED_BY } from '../../../lib/pod-security/language/annotations';
import type { PodAnswer } from '../../../lib/pod-security/language/pod/answer';
import type { Pod } from '../../../lib/pod-security/language/pod/model';
import type { Authorise, PodRequest } from '../../../lib/pod-security/language/pod/request';
import { evaluatePolicies } from '../../../lib/pod-security/language/psp/evaluate';
import { inParallel } from '../../helm/values/helm-chart';
import { type Answer, difference, faultsOf } from '../../pod-security/answers';
import { type Cluster, sharedCluster } from '../cluster/cluster';
import { type Said, tryPod } from './ask';
import { defaulting, type Law, validation } from './bands';
import { CASES, caseName, policyOf, ROWS, type Row } from './cases';
import type { Pods, PolicyCase } from './cases/model';
import {
  common,
  forCases,
  NEUTRAL_POLICY,
  type Placed,
  placesOf,
  podMaker,
  podSecurityPolicy,
  put,
  settled,
} from './place';

/** A server with the policies of all cases in force. */
export interface Place {
  readonly cluster: Cluster;
  /** What was put there and has to go again. */
  readonly objects: readonly (readonly Placed[])[];
}

/** Kubernetes 1.24 with a PodSecurityPolicy for each case. */
export async function policiesOn124(): Promise<Place> {
  // The gate is off by default, and the server then drops the field that a case is about.
  const cluster = await sharedCluster('1.24', { permissive: false, gates: ['ProcMountType'] });
  const objects = [...forCases(CASES), CASES.map(policyOf).map(podSecurityPolicy)];
  await common(cluster, podSecurityPolicy(NEUTRAL_POLICY));
  await put(cluster, ...objects);
  await settled('policies are in force', () => notInForce(cluster, CASES, '', 'completed'));
  return { cluster, objects };
}

/** What stands behind the names of namespaces where a pod is refused that leaves open what PodSecurityPolicy would set. */
export const STRICT = '-strict';

/** Cases with something that may be left open: for the others nothing is stricter. */
const OPEN_CASES = CASES.filter(({ completes }) => completes !== undefined);
export const OPEN_ROWS = ROWS.filter(({ policyCase }) => OPEN_CASES.includes(policyCase));

/** The policy of a case alone, in the namespace of its name and of a suffix. */
function lawOf(each: PolicyCase, suffix = ''): Law {
  const name = caseName(each) + suffix;
  return { name, policies: [policyOf(each)], namespaces: [name] };
}

/** Objects that enforce a case: on 1.34 what is open is let in, on 1.36 it is completed, and refused if it still is open. */
const ENFORCED = {
  '1.34': (each: PolicyCase) => validation(lawOf(each), 'allow'),
  '1.36': (each: PolicyCase) => [...defaulting(lawOf(each)), ...validation(lawOf(each), 'refuse', true)],
} as const;

/** Kubernetes 1.34 with an admission policy for each case, and a second where open fields are refused. */
export async function policiesOn134(): Promise<Place> {
  const cluster = await sharedCluster('1.34');
  const strict = OPEN_CASES.flatMap((each) => validation(lawOf(each, STRICT), 'refuse'));
  const objects = [
    ...forCases(CASES),
    ...placesOf(OPEN_CASES, STRICT),
    [...CASES.flatMap(ENFORCED['1.34']), ...strict],
  ];
  await common(cluster);
  await put(cluster, ...objects);
  await settled('policies are in force', () => notInForce(cluster, CASES, '', 'let in'));
  await settled('policies are in force', () => notInForce(cluster, OPEN_CASES, STRICT, 'refused'));
  return { cluster, objects };
}

/** Kubernetes 1.36 with admission policies for each case. */
export async function policiesOn136(): Promise<Place> {
  const cluster = await sharedCluster('1.36');
  const objects = [...forCases(CASES), CASES.flatMap(ENFORCED['1.36'])];
  await common(cluster);
  await put(cluster, ...objects);
  await settled('policies are in force', () => notInForce(cluster, CASES, '', 'completed'));
  return { cluster, objects };
}

/** What becomes of pods that leave something open. */
type Open = 'refused' | 'let in' | 'completed';

/** A case whose policy is not in force yet. */
async function notInForce(
  cluster: Cluster,
  cases: readonly PolicyCase[],
  suffix: string,
  open: Open,
): Promise<string | undefined> {
  const said = await inParallel(6, cases, async (each) => {
    const name = caseName(each);
    const answers = async (pods: Pods = {}, wanted: (said: Said) => boolean): Promise<boolean> => {
      const [pod] = Object.values(pods);
      return pod === undefined || wanted(await tryPod(cluster, name + suffix, pod, podMaker(name)));
    };
    const isLetIn = (one: Said): boolean => 'pod' in one;
    const isNamed = (one: Said): boolean => 'pod' in one && one.pod.metadata?.annotations?.[ADMITTED_BY] === name;
    const isDone = { refused: (one: Said) => !isLetIn(one), 'let in': isLetIn, completed: isNamed }[open];
    const isInForce =
      (await answers(each.admits, isLetIn)) &&
      (await answers(each.refuses, (one) => !isLetIn(one))) &&
      (await answers(each.completes, isDone));
    return isInForce ? [] : [name + suffix];
  });
  return said.flat()[0];
}

/**
 * The pod as admission sees it: with the server's defaults, and otherwise as it came. Annotations of seccomp come later, and
 * an empty list is gone once it is stored.
 */
function seenOf({ pod }: Row, plain: Pod): Pod {
  const { annotations: _annotations, ...metadata } = plain.metadata ?? {};
  const { annotations } = pod.metadata ?? {};
  return {
    metadata: { ...metadata, ...(annotations === undefined ? {} : { annotations }) },
    spec: { ...plain.spec, securityContext: { ...plain.spec.securityContext, ...pod.spec.securityContext } },
  };
}

/** The request of a row, whose pod a server has stored as `plain` under no policy, and who may use its policy. */
function asked(row: Row, plain: Pod) {
  const name = caseName(row.policyCase);
  const { user, groups } = podMaker(name);
  const request: PodRequest = {
    operation: 'CREATE',
    pod: seenOf(row, plain),
    namespaceName: name,
    namespaceLabels: { 'kubernetes.io/metadata.name': name },
    user: { username: user, groups },
  };
  const authorise: Authorise = (who, what) => what.name === name && who.groups.includes(name);
  return { request, authorise };
}

const answered = ({ allowed, reasons, mutated }: PodAnswer, plain: Pod): Answer => ({
  allowed,
  reasons: faultsOf(reasons),
  mutation: mutated === undefined ? {} : difference(plain, mutated),
});

/** What our evaluator of PodSecurityPolicies says to a row. */
export function evaluated(row: Row, plain: Pod): Answer {
  const { request, authorise } = asked(row, plain);
  return answered(evaluatePolicies(request, [policyOf(row.policyCase)], authorise), plain);
}

/** What our evaluator of admission policies says to it. */
export function evaluatedAdmission(row: Row, plain: Pod, minor: '1.34' | '1.36'): Answer {
  const { request, authorise } = asked(row, plain);
  const objects = ENFORCED[minor](row.policyCase).map(({ object }) => object);
  return answered(evaluateAdmission(request, objects, authorise, Number(minor.slice(2))), plain);
}
