import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PodAnswer } from '../../../lib/pod-security/language/pod/answer';
import { arrivingPod } from '../../../lib/pod-security/language/pod/arriving';
import type { Pod } from '../../../lib/pod-security/language/pod/model';
import type { PodRequest } from '../../../lib/pod-security/language/pod/request';
import { evaluatePolicies } from '../../../lib/pod-security/language/psp/evaluate';
import type { NamedPolicy } from '../../../lib/pod-security/language/psp/policy';
import { REASONS } from '../../../lib/pod-security/language/psp/reasons';
import { inParallel } from '../../helm/values/helm-chart';
import { arbitraryPod } from '../../pod-security/arbitrary-pod';
import { validPolicy } from '../../pod-security/arbitrary-valid-policy';
import { policy } from '../../pod-security/permissive';
import { describeWith } from '../../tools/describe';
import { clusterTools, sharedCluster } from '../cluster/cluster';
import { admissionFault, changes, plainPod, reasonNames, refusalFault, withoutProcMount } from './policy-answers';
import { CONNECTIONS, POLICIES, policyWorld, SOME, type World } from './policy-world';

const PODS = Number(process.env.POD_SECURITY_PODS ?? 2000);
const SEED = Number(process.env.POD_SECURITY_EVALUATOR_SEED ?? 20_261_121);
/** Pods that meet the same policies. */
const BATCH = 200;
const UPDATED = Math.min(PODS, 80);
const MINUTES = 60_000;

/** What a policy gives to a pod is never missing in it: these reasons are for pods that nothing was given to. */
const NEVER_SAID: readonly string[] = [
  ...['fsGroupMissing', 'podSeLinuxMissing', 'seLinuxMissing', 'runAsUserMissing', 'runAsGroupMissing'],
  ...['runAsNonRootMissing', 'capabilitiesMissing', 'droppedCapability', 'readOnlyMissing'],
];

describeWith(clusterTools('1.24'), 'the evaluator of PodSecurityPolicies, beside Kubernetes 1.24', () => {
  let world: World;
  beforeAll(async () => {
    world = await policyWorld(await sharedCluster('1.24', { permissive: false }), SEED);
  });
  afterAll(() => world?.clear());

  const samples = (seed: number) => fc.sample(validPolicy, { seed, numRuns: POLICIES });
  const created = (pod: Pod, user: string): PodRequest => ({
    operation: 'CREATE',
    pod,
    namespaceName: world.namespace,
    user: world.identity(user),
  });
  const open = (pod: Pod): PodAnswer => evaluatePolicies(created(plainPod(pod), 'open'), [policy('open')], () => true);
  const usersOf = (index: number): readonly string[] => [
    ...['all', `one-${index % POLICIES}`, `some-${index % SOME}`],
    ...(index % 20 === 0 ? ['none'] : []),
  ];

  it(
    `agrees on ${PODS} made-up pods, each beside ${POLICIES} made-up policies: verdict, mutation, reasons`,
    async () => {
      const counts = { admitted: 0, mutated: 0, refused: 0, silent: 0, contradictory: 0 };
      const said = new Set<string>();
      const different: unknown[] = [];

      /** Asks both, and writes down where they differ. */
      async function compare(pod: Pod, user: string, policies: readonly NamedPolicy[], plain: () => Promise<Pod>) {
        const { status, body } = await world.post(pod, user);
        const arrived = arrivingPod(pod);
        const answer = evaluatePolicies(created(arrived, user), policies, world.authorise);
        for (const name of reasonNames(answer)) said.add(name);
        const report = (fault: string | undefined) => {
          if (fault !== undefined) different.push({ fault, user, ...texts({ pod, answer, body }) });
        };
        if (status !== 201) {
          const silent = answer.reasons.length === 0 ? 'silent' : 'refused';
          counts[status === 422 ? 'contradictory' : silent] += 1;
          report(refusalFault(answer, 'admit', { status, message: (body as { message: string }).message }));
          return;
        }
        const server = { plain: await plain(), stored: body as Pod };
        counts[Object.keys(changes(server)).length === 0 ? 'admitted' : 'mutated'] += 1;
        report(admissionFault(answer, server, { plain: open(arrived).mutated ?? arrived }));
      }

      for (let batch = 0; batch * BATCH < PODS; batch += 1) {
        const policies = await world.place(samples(SEED + batch));
        const numRuns = Math.min(BATCH, PODS - batch * BATCH);
        const pods = fc.sample(arbitraryPod(policies), { seed: SEED + batch, numRuns });
        await inParallel(CONNECTIONS, [...pods.entries()], async ([index, pod]) => {
          let asked: Promise<Pod> | undefined;
          const plain = (): Promise<Pod> => {
            asked ??= world.post(plainPod(pod), 'open').then(({ body }) => body as Pod);
            return asked;
          };
          for (const user of usersOf(index)) await compare(pod, user, policies, plain);
        });
        expect(different.slice(0, 3), `${different.length} differences`).toEqual([]);
      }
      // No verdict is rare, and each reason was said.
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      for (const [name, count] of Object.entries(counts)) expect(count, name).toBeGreaterThan(total / 200);
      if (PODS < 1000) return;
      expect(Object.keys(REASONS).filter((name) => !said.has(name))).toEqual(
        Object.keys(REASONS).filter((name) => NEVER_SAID.includes(name)),
      );
    },
    30 * MINUTES,
  );

  it(
    `agrees on updates of ${UPDATED} made-up pods`,
    async () => {
      const policies = await world.place(samples(SEED - 1));
      const pods = fc.sample(arbitraryPod(policies), { seed: SEED - 1, numRuns: UPDATED });
      const counts = { allowed: 0, refused: 0 };
      const different: unknown[] = [];
      await inParallel(CONNECTIONS, [...pods.entries()], async ([index, made]) => {
        // Nobody schedules it: it stays as it is.
        const pod = named(withoutProcMount(made), `made-up-${index}`);
        const byAll = await world.post(pod, 'all', true);
        const { status, body } = byAll.status === 201 ? byAll : await world.post(pod, 'open', true);
        expect(status, JSON.stringify(body)).toBe(201);
        const oldPod = body as Pod;
        for (const [user, change] of usersOf(index).flatMap((each) => CHANGES.map((how) => [each, how] as const))) {
          const next = change(oldPod, world.policyName(index % POLICIES));
          const answer = evaluatePolicies(
            { ...created(next, user), operation: 'UPDATE', oldPod },
            policies,
            world.authorise,
          );
          const reply = await world.put(next, user);
          counts[reply.status === 200 ? 'allowed' : 'refused'] += 1;
          const message = (reply.body as { message?: string }).message ?? '';
          const fault =
            reply.status === 200
              ? answer.allowed || 'the server lets it in'
              : (refusalFault(answer, 'validate', { status: reply.status, message }) ?? true);
          if (fault !== true) different.push({ fault, user, ...texts({ next, answer, reply }) });
        }
      });
      expect(different.slice(0, 3), `${different.length} differences`).toEqual([]);
      expect(counts.allowed).toBeGreaterThan(UPDATED / 4);
      expect(counts.refused).toBeGreaterThan(UPDATED / 4);
    },
    10 * MINUTES,
  );
});

const texts = (values: object): object =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)]));

const named = (pod: Pod, name: string): Pod => ({
  metadata: { ...pod.metadata, name },
  spec: { ...pod.spec, schedulerName: 'nobody' } as Pod['spec'],
});

const withMetadata = (pod: Pod, metadata: object): Pod => ({ ...pod, metadata: { ...pod.metadata, ...metadata } });

/** What an update does to a pod: names another policy, says it anew, or is what the garbage collector does. */
const CHANGES: readonly ((pod: Pod, policy: string) => Pod)[] = [
  (pod) => withMetadata(pod, { labels: { changed: 'yes' } }),
  (pod, policy) => withMetadata(pod, { annotations: { ...pod.metadata?.annotations, 'kubernetes.io/psp': policy } }),
  (pod) => withMetadata(pod, { finalizers: ['example.com/mine'] }),
  (pod) => withMetadata(pod, { finalizers: ['example.com/mine'], labels: { changed: 'yes' } }),
];
