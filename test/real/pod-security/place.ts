/** What the cases need on a server before anything is asked there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { profileAnnotations } from '../../../lib/pod-security/language/annotations';
import type { NamedPolicy } from '../../../lib/pod-security/language/psp/policy';
import { inParallel } from '../../helm/values/helm-chart';
import { policy } from '../../pod-security/permissive';
import { api, create, type Impersonated } from '../cluster/api';
import type { Cluster } from '../cluster/cluster';
import { caseName } from './cases';
import { RUNTIME_CLASSES } from './cases/host';
import type { PolicyCase } from './cases/model';
import { binding, groupOf, roleOf, useRole } from './rights';

const AT_ONCE = 6;

/** Namespace, and group of who may ask there, without a policy that says anything. */
export const NEUTRAL = 'case-neutral';

/** Members may create pods, and nothing else. */
const POD_MAKERS = 'pod-makers';

/** An object and the path of the API where it is created. */
export interface Placed {
  readonly path: string;
  readonly object: {
    readonly metadata: { readonly name: string; readonly annotations?: object };
    readonly [key: string]: unknown;
  };
}

/** Somebody who makes pods, in the groups that are named. */
export const podMaker = (...groups: readonly string[]): Impersonated => ({
  user: 'jane',
  groups: [POD_MAKERS, ...groups, 'system:authenticated'],
});

/** The right of the group of that name to use the policy of that name. */
const useBySame = (name: string): readonly Placed[] => [useRole(name, [name]), binding(name, groupOf(name))];

export const podSecurityPolicy = ({ name, spec, profiles }: NamedPolicy): Placed => ({
  path: '/apis/policy/v1beta1/podsecuritypolicies',
  object: {
    apiVersion: 'policy/v1beta1',
    kind: 'PodSecurityPolicy',
    metadata: { name, annotations: profileAnnotations(profiles) },
    spec,
  },
});

export const NEUTRAL_POLICY: NamedPolicy = policy(NEUTRAL);

/** Rights of who asks, classes that pods name, the namespace without a policy: files of tests share them. */
const COMMON: readonly Placed[] = [
  roleOf(POD_MAKERS, { apiGroups: [''], resources: ['pods', 'pods/ephemeralcontainers'], verbs: ['*'] }),
  binding(POD_MAKERS, groupOf(POD_MAKERS)),
  ...RUNTIME_CLASSES.map((name) => ({
    path: '/apis/node.k8s.io/v1/runtimeclasses',
    object: { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name }, handler: name },
  })),
];

export const namespaceOf = (name: string): Placed => ({
  path: '/api/v1/namespaces',
  object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
});
export const accountOf = (namespace: string): Placed => ({
  path: `/api/v1/namespaces/${namespace}/serviceaccounts`,
  object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web' } },
});

/** A namespace for each case, with the service account of the pods. */
export const placesOf = (cases: readonly PolicyCase[], suffix = ''): readonly (readonly Placed[])[] => {
  const namespaces = cases.map((each) => caseName(each) + suffix);
  return [namespaces.map(namespaceOf), namespaces.map(accountOf)];
};

/** The same, and the right of each case's group to use the policy. */
export const forCases = (cases: readonly PolicyCase[]): readonly (readonly Placed[])[] => [
  ...placesOf(cases),
  cases.map(caseName).flatMap(useBySame),
];

/** Sees to what files of tests share: the first of them creates it, and it stays until the server goes. */
export async function common(cluster: Cluster, ...more: readonly Placed[]): Promise<void> {
  const objects = [...COMMON, ...more, namespaceOf(NEUTRAL), ...useBySame(NEUTRAL), accountOf(NEUTRAL)];
  for (const { path, object } of objects) {
    const { status, body } = await api(cluster, 'POST', path, object);
    if (status !== 201 && status !== 409) throw new Error(`creating an object at ${path}: ${status} ${body}`);
  }
}

/** Creates objects, those of one list together. */
export async function put(cluster: Cluster, ...lists: readonly (readonly Placed[])[]): Promise<void> {
  for (const list of lists) await inParallel(AT_ONCE, list, ({ path, object }) => create(cluster, path, object));
}

/** Deletes what counts for the whole cluster. To delete a namespace takes long, and who has one of its own minds no other. */
export async function take(cluster: Cluster, ...lists: readonly (readonly Placed[])[]): Promise<void> {
  const objects = lists.flat().filter(({ path }) => !path.includes('/namespaces'));
  await inParallel(AT_ONCE, objects, ({ path, object }) => api(cluster, 'DELETE', `${path}/${object.metadata.name}`));
}

/** Waits until admission has taken notice of what was put there. Throws with the last words. */
export async function settled(what: string, isSo: () => Promise<string | undefined>): Promise<void> {
  let said: string | undefined = 'nothing was asked';
  for (let waited = 0; waited < 30_000; waited += 200) {
    said = await isSo();
    if (said === undefined) return;
    await sleep(200);
  }
  throw new Error(`${what}: ${said}`);
}
