import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AccessCheck, type Identity, serviceAccount } from '../../../lib/pod-security/language/pod/request';
import { authoriseBy, readBinding, readRole } from '../../../lib/pod-security/language/rbac';
import { inParallel } from '../../helm/values/helm-chart';
import { describeWith } from '../../tools/describe';
import { api } from '../cluster/api';
import { type Cluster, clusterTools, freshNamespace, kubectl, sharedCluster } from '../cluster/cluster';

const SEED = Number(process.env.RBAC_SEED ?? 20_261_121);
const CHECKS = 3000;
const GROUP = 'rbac.authorization.k8s.io';
/** Label by which everything is taken away in the end, and by which roles are aggregated. */
const MARK = 'rbac-test';
const REVIEWS = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

interface Made {
  readonly kind: string;
  readonly metadata: object;
}

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const some = <T>(...values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.subarray([...values], { minLength: 1, maxLength: Math.min(3, values.length) });

const NAMES = ['web', 'db', 'log'] as const;
const rule = fc.record(
  {
    apiGroups: fc.oneof({ weight: 5, arbitrary: some('', 'policy', 'apps') }, { weight: 1, arbitrary: some('*') }),
    resources: fc.oneof(
      { weight: 6, arbitrary: some('podsecuritypolicies', 'pods', 'pods/log', 'deployments', '*/log', '*/scale') },
      { weight: 1, arbitrary: some('*') },
    ),
    verbs: fc.oneof({ weight: 6, arbitrary: some('use', 'get', 'create') }, { weight: 1, arbitrary: some('*') }),
    resourceNames: fc.oneof(fc.constant([]), fc.constant([]), some(...NAMES)),
  },
  { requiredKeys: ['apiGroups', 'resources', 'verbs'] },
);
const rules = fc.array(rule, { minLength: 0, maxLength: 3 });
const labels = fc.record({ part: pick('one', 'two', 'three') });

/** Roles, bindings and questions about two namespaces. Names begin with `prefix`, for they are those of the whole cluster. */
function worlds(prefix: string, namespaces: readonly string[]) {
  const [first = '', second = ''] = namespaces;
  const subject = fc.oneof(
    pick('jane', 'joe', `system:serviceaccount:${first}:web`).map((name) => ({ kind: 'User', apiGroup: GROUP, name })),
    pick('dev', 'ops', 'system:serviceaccounts', `system:serviceaccounts:${second}`).map((name) => ({
      kind: 'Group',
      apiGroup: GROUP,
      name,
    })),
    fc.record({ kind: pick('ServiceAccount'), name: pick('web', 'db'), namespace: pick(first, second) }),
  );
  const local = fc.record({ kind: pick('ServiceAccount'), name: pick('web', 'db') });
  const clusterRole = (index: number) =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ labels, rules }).map(({ labels: given, rules: own }) => ({
          metadata: { name: `${prefix}-${index}`, labels: { ...given, [MARK]: prefix } },
          rules: own,
        })),
      },
      {
        weight: 1,
        arbitrary: pick('one', 'two').map((part) => ({
          metadata: { name: `${prefix}-${index}`, labels: { part: 'sum', [MARK]: prefix } },
          // Only roles of this test, or a role of the cluster would bring its rules in.
          aggregationRule: { clusterRoleSelectors: [{ matchLabels: { part, [MARK]: prefix } }] },
          rules: [],
        })),
      },
    );
  const roleName = fc.nat(5).map((index) => `${prefix}-${index}`);
  const bindingTo = (kind: 'ClusterRole' | 'Role') => roleName.map((name) => ({ apiGroup: GROUP, kind, name }));
  const home = pick(first, second);
  return fc.record({
    clusterRoles: fc.tuple(...Array.from({ length: 6 }, (_, index) => clusterRole(index))),
    roles: fc.array(fc.record({ namespace: home, rules, index: fc.nat(5) }), { minLength: 8, maxLength: 12 }),
    clusterBindings: fc.array(
      fc.record({ roleRef: bindingTo('ClusterRole'), subjects: fc.array(subject, { minLength: 1, maxLength: 3 }) }),
      { minLength: 6, maxLength: 8 },
    ),
    bindings: fc.array(
      fc.record({
        namespace: home,
        roleRef: fc.oneof(bindingTo('ClusterRole'), bindingTo('Role')),
        subjects: fc.array(fc.oneof(subject, local), { minLength: 1, maxLength: 3 }),
      }),
      { minLength: 16, maxLength: 20 },
    ),
  });
}

const identity = (namespaces: readonly string[]): fc.Arbitrary<Identity> =>
  fc.oneof(
    fc.record({
      username: pick('jane', 'joe', 'ann'),
      groups: fc.subarray(['dev', 'ops', 'system:authenticated']),
    }),
    fc
      .tuple(pick(...namespaces), pick('web', 'db', 'other'))
      .map(([namespace, name]) => serviceAccount(namespace, name)),
  );

const check = (namespaces: readonly string[]): fc.Arbitrary<AccessCheck> =>
  fc.record({
    apiGroup: pick('', 'policy', 'policy', 'apps'),
    resource: pick('podsecuritypolicies', 'podsecuritypolicies', 'pods', 'deployments'),
    subresource: pick('', '', 'log', 'scale'),
    verb: pick('use', 'use', 'get', 'create', 'watch'),
    name: pick('', ...NAMES, 'else'),
    namespace: pick('', ...namespaces, ...namespaces),
  });

describeWith([...clusterTools('1.36'), 'kubectl'], 'RBAC of an API server, beside ours', () => {
  let cluster: Cluster;
  let prefix = '';
  beforeAll(async () => {
    cluster = await sharedCluster('1.36');
  });
  afterAll(async () => {
    if (prefix !== '')
      await kubectl(cluster, ['delete', 'clusterroles,clusterrolebindings', '-l', `${MARK}=${prefix}`, '--wait=false']);
  });

  const review = async (who: Identity, what: AccessCheck): Promise<boolean> => {
    const { apiGroup: group, groups, username: user, ...rest } = { ...what, ...who };
    const { status, body } = await api(cluster, 'POST', REVIEWS, {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user, groups, resourceAttributes: { group, ...rest } },
    });
    if (status !== 201) throw new Error(body);
    return (JSON.parse(body) as { readonly status: { readonly allowed: boolean } }).status.allowed;
  };

  it(`gives ${CHECKS} equal answers about made-up roles and bindings`, async () => {
    const namespaces = [await freshNamespace(cluster, 'rbac'), await freshNamespace(cluster, 'rbac')];
    prefix = namespaces[0] ?? '';
    const [world] = fc.sample(worlds(prefix, namespaces), { seed: SEED, numRuns: 1 });
    if (world === undefined) throw new Error('nothing was made up');
    const objects = objectsOf(world, prefix);
    await kubectl(cluster, ['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    const isBinding = ({ kind }: Made): boolean => kind.endsWith('Binding');
    const ours = authoriseBy({
      roles: objects.filter((each) => !isBinding(each)).map((each) => readRole(each, 'default')),
      bindings: objects.filter(isBinding).map((each) => readBinding(each, 'default')),
    });
    await expect.poll(() => review({ username: 'last', groups: [] }, LAST), { timeout: 20_000 }).toBe(true);
    const asked = fc.sample(fc.tuple(identity(namespaces), check(namespaces)), { seed: SEED, numRuns: CHECKS });
    const answers = await inParallel(8, asked, async ([who, what]) => ({
      who,
      what,
      ours: ours(who, what),
      theirs: await review(who, what),
    }));
    expect(answers.filter((answer) => answer.ours !== answer.theirs)).toEqual([]);
    const allowed = answers.filter(({ theirs }) => theirs).length;
    expect(allowed).toBeGreaterThan(CHECKS / 20);
    expect(allowed).toBeLessThan((CHECKS * 19) / 20);
  });
});

/** Something that is allowed once the server and the controller of aggregated roles have seen all that was made before. */
const LAST: AccessCheck = { apiGroup: 'policy', resource: 'last', verb: 'use' };

type World = ReturnType<typeof worlds> extends fc.Arbitrary<infer T> ? T : never;

function objectsOf(world: World, prefix: string): readonly Made[] {
  const marked = { [MARK]: prefix };
  const made = (kind: string, object: object & { readonly metadata: object }): Made => ({
    ...{ apiVersion: `${GROUP}/v1` },
    kind,
    ...object,
  });
  // Two roles of one name would be one on the server.
  const roles = new Map(world.roles.map((role) => [`${role.namespace} ${role.index}`, role]));
  return [
    ...world.clusterRoles.map((role) => made('ClusterRole', role)),
    ...[...roles.values()].map(({ namespace, index, rules: own }) =>
      made('Role', { metadata: { name: `${prefix}-${index}`, namespace }, rules: own } as { metadata: object }),
    ),
    ...world.clusterBindings.map((binding, index) =>
      made('ClusterRoleBinding', { metadata: { name: `${prefix}-${index}`, labels: marked }, ...binding }),
    ),
    ...world.bindings.map(({ namespace, ...binding }, index) =>
      made('RoleBinding', { metadata: { name: `${prefix}-${index}`, namespace }, ...binding }),
    ),
    made('ClusterRole', {
      metadata: { name: `${prefix}-part`, labels: { ...marked, last: prefix } },
      rules: [{ apiGroups: ['policy'], resources: ['last'], verbs: ['use'] }],
    } as { metadata: object }),
    made('ClusterRole', {
      metadata: { name: `${prefix}-last`, labels: marked },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { last: prefix } }] },
      rules: [],
    } as { metadata: object }),
    made('ClusterRoleBinding', {
      metadata: { name: `${prefix}-last`, labels: marked },
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: `${prefix}-last` },
      subjects: [{ kind: 'User', apiGroup: GROUP, name: 'last' }],
    } as { metadata: object }),
  ];
}
