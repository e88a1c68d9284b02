import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Manifest } from '../../../lib/kubernetes/pod-templates';
import { useNames } from '../../../lib/pod-security/language/admission/authorisation';
import { defaultingObjects } from '../../../lib/pod-security/language/admission/defaulting/objects';
import { evaluateAdmission } from '../../../lib/pod-security/language/admission/evaluate';
import { reasonsIn } from '../../../lib/pod-security/language/admission/evaluate/reasons';
import { literalsOf } from '../../../lib/pod-security/language/admission/literals';
import { admissionObjects } from '../../../lib/pod-security/language/admission/objects';
import { arrivingPod } from '../../../lib/pod-security/language/pod/arriving';
import type { Pod } from '../../../lib/pod-security/language/pod/model';
import type { Authorise, PodRequest } from '../../../lib/pod-security/language/pod/request';
import { evaluatePolicies } from '../../../lib/pod-security/language/psp/evaluate';
import type { NamedPolicy } from '../../../lib/pod-security/language/psp/policy';
import { inParallel } from '../../helm/values/helm-chart';
import { ACCOUNTS, arbitraryPod, RUNTIME_CLASSES } from '../../pod-security/arbitrary-pod';
import { validPolicy } from '../../pod-security/arbitrary-valid-policy';
import { comparable } from '../../pod-security/differences';
import { meaningOf } from '../../pod-security/mutated';
import { describeWith } from '../../tools/describe';
import { api, type Impersonated } from '../cluster/api';
import { type Cluster, clusterTools, freshNamespace, sharedCluster } from '../cluster/cluster';
import { common, type Placed, podMaker, put, settled, take } from './place';
import { accountOf, binding, groupOf, useRole } from './rights';

const CLUSTER = '1.36';
const MINOR = 36;
const SEED = Number(process.env.MUTATION_SEED ?? 20_261_123);
const SETS = Number(process.env.MUTATION_SETS ?? 6);
const PODS = Number(process.env.MUTATION_PODS ?? 30);
const AT_ONCE = 4;
const MINUTES = 60_000;

/** Whether the service account `robot`, or a member of the group of the set, may use a policy. */
interface Grant {
  readonly account: boolean;
  readonly group: boolean;
}

interface World {
  readonly name: string;
  readonly namespace: string;
  readonly policies: readonly NamedPolicy[];
  readonly grants: readonly Grant[];
  readonly objects: readonly Manifest[];
}

const [ROBOT] = ACCOUNTS;

/** Mostly one of the two, now and then both, or none. */
const grant: fc.Arbitrary<Grant> = fc.constantFrom(
  { account: true, group: true },
  { account: true, group: false },
  { account: false, group: true },
  { account: false, group: true },
  { account: false, group: false },
);

const GROUP = '/apis/admissionregistration.k8s.io/v1';

const placed = (object: Manifest): Placed => {
  const kind = String(object.kind).toLowerCase();
  return { path: `${GROUP}/${kind.replace(/policy$/, 'policie')}s`, object: object as Placed['object'] };
};

/** Policies as objects of Kubernetes 1.36, in force in one namespace. */
function objectsOf(name: string, namespace: string, policies: readonly NamedPolicy[], constant: boolean) {
  const literals = policies.map((policy) => literalsOf(policy, 'refuse'));
  const options = { name, constant, namespaces: [namespace] };
  return {
    mutating: [...defaultingObjects(literals, options)],
    validating: admissionObjects(literals, { ...options, mode: 'enforce', completed: true }).map((each) => ({
      ...each,
    })),
  };
}

/** Who may use what, and the service accounts of the pods. */
function rightsIn({ name, namespace, policies, grants }: World): readonly Placed[] {
  const names = useNames(policies.map((policy) => policy.name));
  return policies.flatMap((policy, index) => [
    useRole(policy.name, names[index] ?? []),
    ...(grants[index]?.group ? [binding(policy.name, groupOf(name), namespace)] : []),
    ...(grants[index]?.account ? [binding(policy.name, accountOf(namespace, ROBOT), namespace)] : []),
  ]);
}

describeWith(clusterTools(CLUSTER), 'what PodSecurityPolicies set, by admission policies', () => {
  let cluster: Cluster;
  const gone: Placed[] = [];
  beforeAll(async () => {
    cluster = await sharedCluster(CLUSTER);
    await common(cluster);
    // Other tests make some of them, too.
    for (const name of RUNTIME_CLASSES) {
      const object = { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name }, handler: 'runc' };
      await api(cluster, 'POST', '/apis/node.k8s.io/v1/runtimeclasses', object);
    }
  });
  afterAll(async () => {
    await take(cluster, gone);
  });

  async function place(
    name: string,
    given: readonly Omit<NamedPolicy, 'name'>[],
    grants: readonly Grant[],
    constant = true,
  ) {
    const namespace = await freshNamespace(cluster, 'mutation');
    const policies = given.map((policy, index) => ({ ...policy, name: `${name}-${String(index).padStart(2, '0')}` }));
    const { mutating, validating } = objectsOf(name, namespace, policies, constant);
    const world: World = { name, namespace, policies, grants, objects: [...mutating, ...validating] };
    const accounts = ACCOUNTS.map(
      (account): Placed => ({
        path: `/api/v1/namespaces/${namespace}/serviceaccounts`,
        object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account } },
      }),
    );
    const rights = rightsIn(world);
    gone.push(...rights, ...world.objects.map(placed));
    await put(cluster, accounts, rights, mutating.map(placed));
    // What a user writes there is taken away: so one sees that the policy is in force.
    const mark = { 'kubernetes.io/psp': 'mark' };
    await settled(`${name} completes pods`, async () => {
      const { body } = await ask(world, { metadata: { annotations: mark }, spec: PLAIN }, NOBODY);
      return JSON.parse(body).metadata?.annotations?.['kubernetes.io/psp'] === undefined && !body.includes('Failure')
        ? undefined
        : body;
    });
    await put(cluster, validating.map(placed));
    await settled(`${name} judges pods`, async () => {
      const { body } = await ask(world, { spec: PLAIN }, NOBODY);
      return body.includes('PodSecurityPolicy: unable to admit pod') ? undefined : body;
    });
    return world;
  }

  function ask({ namespace }: World, pod: Pod, as: Impersonated) {
    const object = { apiVersion: 'v1', kind: 'Pod', ...pod, metadata: { name: 'made-up', ...pod.metadata } };
    return api(cluster, 'POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, object, as);
  }

  /** What the server, our evaluator of its objects, and our evaluator of the policies say to a pod. */
  async function answers(world: World, pod: Pod) {
    const who = podMaker(world.name);
    const request: PodRequest = {
      operation: 'CREATE',
      pod: arrivingPod({ ...pod, metadata: { name: 'made-up', ...pod.metadata } }),
      namespaceName: world.namespace,
      user: { username: who.user, groups: who.groups },
    };
    const authorise = authoriseIn(world);
    const { status, body } = await ask(world, pod, who);
    const said = JSON.parse(body) as Pod & { readonly message: string };
    const ours = evaluateAdmission(request, world.objects, authorise, MINOR);
    const psp = evaluatePolicies(request, world.policies, authorise);
    const meaning = (allowed: boolean, changed: Pod | undefined): object =>
      allowed ? { allowed, pod: meaningOf(changed ?? request.pod) } : { allowed };
    return {
      server: meaning(status === 201, said),
      ours: meaning(ours.allowed, ours.mutated),
      psp: meaning(psp.allowed, psp.mutated),
      reasons: {
        server: status === 403 ? reasonsIn(said.message.replace(/^.*? denied request: /s, '')) : [],
        ours: status === 403 ? ours.reasons : [],
      },
      invalid: status === 422,
      changes: psp.allowed && psp.mutated !== undefined,
      text: said.message,
    };
  }

  it(
    `agrees on ${SETS} sets of made-up policies and ${PODS} made-up pods of each: verdict, pod, reasons`,
    async () => {
      const counts = { admitted: 0, refused: 0, invalid: 0 };
      const different: unknown[] = [];
      for (let set = 0; set < SETS; set += 1) {
        const seed = SEED + set;
        const policies = fc.sample(validPolicy, { seed, numRuns: 1 + (set % 5) });
        const grants = fc.sample(grant, { seed, numRuns: policies.length });
        // What a chart writes with values has no literals that are known: both forms must say the same.
        const world = await place(`mutation-${set}`, policies, grants, set % 2 === 0);
        const pods = fc.sample(arbitraryPod(world.policies), { seed, numRuns: PODS }).map(comparable);
        await inParallel(AT_ONCE, pods, async (pod) => {
          const { server, ours, psp, reasons, invalid, text } = await answers(world, pod);
          counts[invalid ? 'invalid' : 'allowed' in server && server.allowed ? 'admitted' : 'refused'] += 1;
          const all = JSON.stringify([server, reasons.server]);
          if (all === JSON.stringify([ours, reasons.ours]) && JSON.stringify(server) === JSON.stringify(psp)) return;
          different.push({ set, pod: JSON.stringify(pod), server, ours, psp, reasons, text });
        });
      }
      expect(different.slice(0, 2), `${different.length} differences`).toEqual([]);
      const total = SETS * PODS;
      expect(counts.admitted).toBeGreaterThan(total / 20);
      expect(counts.refused).toBeGreaterThan(total / 20);
    },
    10 * MINUTES,
  );

  it(
    'holds with twenty policies that all fit: when none may be used, and when only the last may',
    async () => {
      const drops = { ...OPEN, spec: { ...OPEN.spec, requiredDropCapabilities: ['ALL'], allowedCapabilities: [] } };
      const twenty = Array.from({ length: 20 }, () => drops);
      const onlyLast = twenty.map((_, index): Grant => ({ account: false, group: index === 19 }));
      const world = await place('mutation-twenty', twenty, onlyLast);
      const refused = await ask(world, { spec: PLAIN }, NOBODY);
      const { message } = JSON.parse(refused.body) as { readonly message: string };
      const silent = reasonsIn(message.replace(/^.*? denied request: /s, ''));
      expect(new Set(silent.map(({ message: words }) => words)).size, message).toBe(1);
      expect(silent.length).toBe(20);
      const { body } = await ask(world, { spec: PLAIN }, podMaker(world.name));
      const pod = JSON.parse(body) as Pod;
      expect(pod.metadata?.annotations?.['kubernetes.io/psp'], body).toBe('mutation-twenty-19');
      expect(pod.spec.containers?.[0]?.securityContext).toEqual({ capabilities: { drop: ['ALL'] } });
    },
    2 * MINUTES,
  );

  it(
    'takes no notice of the policy that a user writes into the annotation',
    async () => {
      const readOnly = { ...OPEN, spec: { ...OPEN.spec, readOnlyRootFilesystem: true } };
      const noEscalation = { ...OPEN, spec: { ...OPEN.spec, allowPrivilegeEscalation: false } };
      const both = { account: false, group: true };
      const world = await place('mutation-marked', [readOnly, noEscalation], [both, both]);
      const [first = '', second = ''] = world.policies.map(({ name }) => name);
      const marked = { metadata: { annotations: { 'kubernetes.io/psp': second } }, spec: PLAIN };
      const { body } = await ask(world, marked, podMaker(world.name));
      const pod = JSON.parse(body) as Pod;
      expect(pod.metadata?.annotations?.['kubernetes.io/psp'], body).toBe(first);
      expect(pod.spec.containers?.[0]?.securityContext).toEqual({ readOnlyRootFilesystem: true });
    },
    2 * MINUTES,
  );
});

const PLAIN = { containers: [{ name: 'main', image: 'example.com/main:1' }], automountServiceAccountToken: false };

/** Lets everything in that needs no kind of its own. */
const ANY = { rule: 'RunAsAny' };
const OPEN: Omit<NamedPolicy, 'name'> = {
  spec: {
    allowedCapabilities: ['*'],
    volumes: ['*'],
    seLinux: ANY,
    runAsUser: ANY,
    supplementalGroups: ANY,
    fsGroup: ANY,
  },
  profiles: { seccompAllowedProfiles: ['*'] },
};

/** Makes pods, and may use no policy. */
const NOBODY = podMaker();

/** Rights as they were given out; unions of policies may be used by who may use one of them. */
function authoriseIn({ name, namespace, policies, grants }: World): Authorise {
  return (who, what) =>
    what.apiGroup === 'policy' &&
    policies.some(
      (policy, index) =>
        (what.name ?? '').split(' or ').includes(policy.name) &&
        ((grants[index]?.group && who.groups.includes(name)) ||
          (grants[index]?.account && who.username === `system:serviceaccount:${namespace}:${ROBOT}`)),
    );
}
