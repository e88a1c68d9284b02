/** A namespace of Kubernetes 1.24 in which made-up users may use some of 20 policies, and pods are tried. */
import fc from 'fast-check';
import type { Pod } from '../../../lib/pod-security/language/pod/model';
import type { Authorise, Identity } from '../../../lib/pod-security/language/pod/request';
import { type NamedPolicy, readPolicy } from '../../../lib/pod-security/language/psp/policy';
import { inParallel } from '../../helm/values/helm-chart';
import { ACCOUNTS, RUNTIME_CLASSES } from '../../pod-security/arbitrary-pod';
import { PERMISSIVE } from '../../pod-security/permissive';
import { api, apiJson, create } from '../cluster/api';
import { type Cluster, freshNamespace } from '../cluster/cluster';
import { podSecurityPolicy, settled } from './place';

/** Policies that a pod is held against at once. */
export const POLICIES = 20;
export const CONNECTIONS = 8;
/** Users that may use some of them: `some-0` to `some-3`. */
export const SOME = 4;
const BATCHES = 50;

const INDICES = Array.from({ length: POLICIES }, (_, index) => index);
const RBAC = 'rbac.authorization.k8s.io';
const PSP = '/apis/policy/v1beta1/podsecuritypolicies';
const GROUP = 'pod-makers-here';

const PLAIN: Pod = {
  metadata: { name: 'plain' },
  spec: { automountServiceAccountToken: false, containers: [{ name: 'c', image: 'example.com/main:1' }] },
};

interface Answered {
  readonly status: number;
  readonly body: unknown;
}

export interface World {
  readonly namespace: string;
  readonly policyName: (index: number) => string;
  /** Who may use what, as the server was told. */
  readonly authorise: Authorise;
  readonly identity: (user: string) => Identity;
  /** Puts policies there instead of those of the last call, and gives them back as they are stored. */
  readonly place: (policies: readonly Omit<NamedPolicy, 'name'>[]) => Promise<readonly NamedPolicy[]>;
  /** Creates a pod, or only tries to. */
  readonly post: (pod: Pod, user: string, isReal?: boolean) => Promise<Answered>;
  /** Tries to update a pod. */
  readonly put: (pod: Pod, user: string) => Promise<Answered>;
  readonly clear: () => Promise<void>;
}

export async function policyWorld(cluster: Cluster, seed: number): Promise<World> {
  const namespace = await freshNamespace(cluster, 'evaluator');
  /** Policies that must not stay. */
  const standing = new Set<string>();
  let batch = 0;
  const policyName = (index: number): string => `${namespace}-${String(index).padStart(2, '0')}`;
  const open = `${namespace}-open`;
  const marker = (number: number): string => `${namespace}-marker-${number}`;
  const subsets = fc.sample(fc.subarray(INDICES, { minLength: 1, maxLength: 6 }), { seed, numRuns: SOME + 2 });
  const users: Readonly<Record<string, readonly number[]>> = {
    all: INDICES,
    none: [],
    ...Object.fromEntries(INDICES.map((index) => [`one-${index}`, [index]])),
    ...Object.fromEntries(subsets.slice(0, SOME).map((subset, index) => [`some-${index}`, subset])),
  };
  const ofAccounts = Object.fromEntries(ACCOUNTS.map((name, index) => [name, subsets[SOME + index] ?? []]));

  const post: World['post'] = (pod, user, isReal = false) =>
    apiJson(
      cluster,
      'POST',
      `/api/v1/namespaces/${namespace}/pods${isReal ? '' : '?dryRun=All'}`,
      { apiVersion: 'v1', kind: 'Pod', ...pod },
      { user, groups: [GROUP] },
    );

  async function placeOne(policy: NamedPolicy): Promise<NamedPolicy> {
    const { path, object } = podSecurityPolicy(policy);
    standing.add(policy.name);
    const { status, body } = await api(cluster, 'POST', path, object);
    if (status !== 201) throw new Error(`${JSON.stringify(object)}: ${body}`);
    return readPolicy(JSON.parse(body));
  }

  async function remove(name: string): Promise<void> {
    await api(cluster, 'DELETE', `${PSP}/${name}`);
    standing.delete(name);
  }

  const rules = (indices: readonly number[]): readonly object[] =>
    ['policy', 'extensions'].map((apiGroup, remainder) =>
      use(apiGroup, ['nothing', ...indices.filter((index) => index % 2 === remainder).map(policyName)]),
    );

  async function grant(name: string, granted: readonly object[], subject: object): Promise<void> {
    const path = `/apis/${RBAC}/v1/namespaces/${namespace}`;
    const head = { apiVersion: `${RBAC}/v1`, metadata: { name } };
    await create(cluster, `${path}/roles`, { ...head, kind: 'Role', rules: granted });
    await create(cluster, `${path}/rolebindings`, {
      ...head,
      kind: 'RoleBinding',
      roleRef: { apiGroup: RBAC, kind: 'Role', name },
      subjects: [subject],
    });
  }

  const user = (name: string): object => ({ apiGroup: RBAC, kind: 'User', name });
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  const markers = Array.from({ length: BATCHES }, (_, index) => marker(index));
  await Promise.all([
    grant('make', [{ apiGroups: [''], resources: ['pods'], verbs: ['*'] }], { ...user(GROUP), kind: 'Group' }),
    grant('open', [use('policy', [open])], user('open')),
    grant('marker', [use('policy', markers)], user('marker')),
    ...Object.entries(users).map(([name, indices]) => grant(name, rules(indices), user(name))),
    ...Object.entries(ofAccounts).map(([name, indices]) =>
      grant(name, rules(indices), { kind: 'ServiceAccount', namespace, name }),
    ),
    ...ACCOUNTS.map((name) =>
      create(cluster, accounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }),
    ),
    // Other tests may have made them.
    ...RUNTIME_CLASSES.map((name) =>
      api(cluster, 'POST', '/apis/node.k8s.io/v1/runtimeclasses', {
        apiVersion: 'node.k8s.io/v1',
        kind: 'RuntimeClass',
        metadata: { name },
        handler: 'runc',
      }),
    ),
    placeOne({ name: open, ...PERMISSIVE }),
  ]);
  await settled('the namespace is ready', async () => {
    const { status, body } = await post(PLAIN, 'open');
    return status === 201 ? undefined : JSON.stringify(body);
  });

  return {
    namespace,
    policyName,
    post,
    identity: (username) => ({ username, groups: [GROUP] }),
    authorise: ({ username, groups }, { apiGroup, name }) => {
      const index = INDICES.find((each) => policyName(each) === name) ?? -1;
      if (apiGroup !== (index % 2 === 0 ? 'policy' : 'extensions')) return name === open && username === 'open';
      const account = username.replace(`system:serviceaccount:${namespace}:`, '');
      const allowed = groups.includes('system:serviceaccounts') ? ofAccounts[account] : users[username];
      return allowed?.includes(index) === true;
    },
    place: async (policies) => {
      await inParallel(
        CONNECTIONS,
        [...standing].filter((name) => name !== open),
        remove,
      );
      const named = policies.map((policy, index) => ({ name: policyName(index), ...policy }));
      const stored = await inParallel(CONNECTIONS, named, placeOne);
      // Admission learns of policies in the order in which they are made.
      batch += 1;
      const last = marker(batch % BATCHES);
      await placeOne({ name: last, ...PERMISSIVE });
      await settled('the policies are known', async () => {
        const { status, body } = await post(PLAIN, 'marker');
        const by = (body as Pod).metadata?.annotations?.['kubernetes.io/psp'];
        return status === 201 && by === last ? undefined : JSON.stringify(body);
      });
      return stored;
    },
    put: (pod, username) =>
      apiJson(cluster, 'PUT', `/api/v1/namespaces/${namespace}/pods/${pod.metadata?.name}?dryRun=All`, pod, {
        user: username,
        groups: [GROUP],
      }),
    clear: async () => {
      await inParallel(CONNECTIONS, [...standing], remove);
      await api(cluster, 'DELETE', `/api/v1/namespaces/${namespace}/pods`, { gracePeriodSeconds: 0 });
    },
  };
}

const use = (apiGroup: string, resourceNames: readonly string[]): object => ({
  apiGroups: [apiGroup],
  resources: ['podsecuritypolicies'],
  resourceNames,
  verbs: ['use'],
});
