import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Level } from '../../../lib/pod-security/language/levels';
import type { PodAnswer } from '../../../lib/pod-security/language/pod/answer';
import type { Pod } from '../../../lib/pod-security/language/pod/model';
import { serviceAccount } from '../../../lib/pod-security/language/pod/request';
import { evaluatePodSecurity, evaluateWorkload } from '../../../lib/pod-security/language/psa/admission';
import { violation } from '../../../lib/pod-security/language/psa/evaluate';
import { levelsOfNamespace } from '../../../lib/pod-security/language/psa/namespace';
import { inParallel } from '../../helm/values/helm-chart';
import { psaPod } from '../../pod-security/arbitrary-psa-pod';
import { validPod } from '../../pod-security/valid-pod';
import { describeWith } from '../../tools/describe';
import { api, create } from '../cluster/api';
import { against, type Cluster, clusterTools, kubectl, sharedCluster } from '../cluster/cluster';

const SEED = Number(process.env.PSA_SERVER_SEED ?? 20_261_122);
const COUNT = Number(process.env.PSA_SERVER_COUNT ?? 2_000);
const CLUSTER = '1.36';

/** What namespaces enforce, and how many pods each is asked. */
const ENFORCED: readonly { readonly level: Level; readonly version: string; readonly count: number }[] = [
  { level: 'baseline', version: 'latest', count: COUNT },
  { level: 'restricted', version: 'latest', count: COUNT },
  { level: 'baseline', version: 'v1.18', count: 150 },
  { level: 'restricted', version: 'v1.24', count: 150 },
  { level: 'baseline', version: 'v1.28', count: 150 },
  { level: 'restricted', version: 'v1.30', count: 150 },
  { level: 'baseline', version: 'v1.34', count: 150 },
];

describeWith([...clusterTools(CLUSTER), 'kubectl'], `Pod Security Admission of Kubernetes ${CLUSTER}`, () => {
  const made: string[] = [];
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await sharedCluster(CLUSTER);
  });
  afterAll(async () => {
    for (const name of made) await api(cluster, 'DELETE', `/api/v1/namespaces/${name}`);
  });

  async function namespaceWith(labels: Readonly<Record<string, string>>): Promise<string> {
    const name = `psa-${randomBytes(4).toString('hex')}`;
    made.push(name);
    await create(cluster, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    // Without its service account a namespace has no pods.
    await expect
      .poll(async () => (await api(cluster, 'GET', `/api/v1/namespaces/${name}/serviceaccounts/default`)).status, {
        timeout: 60_000,
      })
      .toBe(200);
    return name;
  }

  it.each(ENFORCED)(
    'answers $count pods at $level:$version as the evaluator does',
    async ({ level, version, count }) => {
      const labels = {
        'pod-security.kubernetes.io/enforce': level,
        'pod-security.kubernetes.io/enforce-version': version,
      };
      const name = await namespaceWith(labels);
      const user = serviceAccount(name, 'default');
      const ours = (pod: Pod): PodAnswer =>
        evaluatePodSecurity({ operation: 'CREATE', pod, namespaceName: name, namespaceLabels: labels, user }, CLUSTER);
      // More than are counted: what validation refuses, Pod Security Admission never sees.
      const pods = fc.sample(psaPod, { seed: SEED + level.length, numRuns: Math.ceil(count * 1.1) }).map(validPod);
      const answers = await inParallel(16, pods, async (pod) => {
        const { status, body } = await api(cluster, 'POST', `/api/v1/namespaces/${name}/pods?dryRun=All`, pod);
        const { message = '', reason } = JSON.parse(body) as { readonly message?: string; readonly reason?: string };
        return { pod, status, message, reason };
      });
      const invalid = answers.filter(({ status }) => status === 422);
      const words = new Map<string, number>();
      for (const { message } of invalid) words.set(message, (words.get(message) ?? 0) + 1);
      const judged = answers.filter(({ status }) => status !== 422);
      expect(judged.length, JSON.stringify([...words].slice(0, 20), undefined, 1)).toBeGreaterThanOrEqual(count);
      const differences = judged.flatMap(({ pod, status, message }) => {
        const answer = ours(pod);
        const theirs = status === 201 ? 'allowed' : message.replace(/^pods "pod" is forbidden: /, '');
        const said = answer.allowed ? 'allowed' : violation(level, version, answer);
        return theirs === said ? [] : [{ theirs, said, pod: JSON.stringify(pod) }];
      });
      expect(differences.slice(0, 3), `${differences.length} of ${judged.length}`).toEqual([]);
      const allowed = judged.filter(({ status }) => status === 201).length;
      expect(allowed).toBeGreaterThan(count / 100);
      expect(judged.length - allowed).toBeGreaterThan(count / 100);
    },
  );

  const BASELINE = {
    'pod-security.kubernetes.io/enforce': 'baseline',
    'pod-security.kubernetes.io/warn': 'restricted',
  };
  const WEB: Pod = {
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'web', image: 'registry.example/web:1' }] },
  };

  it('looks at the same updates and subresources', async () => {
    const name = await namespaceWith({});
    const path = `/api/v1/namespaces/${name}/pods`;
    const hostPid = { ...WEB, spec: { ...WEB.spec, hostPID: true } };
    await create(cluster, path, hostPid);
    // Labels that come later: what is there stays, and is judged when it changes.
    await kubectl(cluster, ['label', 'namespace', name, ...Object.entries(BASELINE).map((pair) => pair.join('='))]);
    const stored = async (): Promise<Pod> => JSON.parse((await api(cluster, 'GET', `${path}/web`)).body) as Pod;
    const put = async (change: (pod: Pod) => Pod, subresource = ''): Promise<void> => {
      const oldPod = await stored();
      const pod = change(oldPod);
      const at = `${path}/web${subresource === '' ? '' : `/${subresource}`}`;
      const { status, body } = await api(cluster, 'PUT', `${at}?dryRun=All`, pod);
      const user = { username: 'admin', groups: [] };
      const answer = evaluatePodSecurity(
        {
          operation: 'UPDATE',
          pod,
          oldPod,
          subresource,
          namespaceName: name,
          namespaceLabels: BASELINE,
          user,
        },
        CLUSTER,
      );
      expect([status, body], subresource).toEqual([answer.allowed ? 200 : 403, expect.anything()]);
      if (!answer.allowed) expect(body).toContain(JSON.stringify(violation('baseline', 'latest', answer)).slice(1, -1));
      seen.push(answer.allowed);
    };
    const seen: boolean[] = [];
    await put((pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { a: 'b' } } }));
    await put((pod) => ({
      ...pod,
      spec: {
        ...pod.spec,
        containers: (pod.spec.containers ?? []).map((each) => ({ ...each, image: 'registry.example/web:2' })),
      },
    }));
    const late = { name: 'late', image: 'registry.example/sh:1', securityContext: { privileged: true } };
    await put((pod) => ({ ...pod, spec: { ...pod.spec, ephemeralContainers: [late] } }), 'ephemeralcontainers');
    await put((pod) => pod, 'status');
    expect(seen).toEqual([true, false, false, true]);
  });

  it('warns of workloads and pods in the same words', async () => {
    const name = await namespaceWith(BASELINE);
    const user = serviceAccount(name, 'default');
    const request = { operation: 'CREATE', pod: WEB, namespaceName: name, namespaceLabels: BASELINE, user } as const;
    const apply = async (object: unknown): Promise<string> => {
      const args = ['apply', '--namespace', name, '--dry-run=server', '-f', '-'];
      const { code, stderr } = await against(cluster, 'kubectl', args, JSON.stringify(object));
      expect(code, stderr).toBe(0);
      return stderr;
    };
    const labels = { app: 'web' };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: WEB.spec } },
    };
    const [warning = ''] = evaluateWorkload(request, CLUSTER).warnings ?? [];
    expect(warning).toContain('would violate PodSecurity "restricted:latest": allowPrivilegeEscalation != false');
    expect(await apply(deployment)).toBe(`Warning: ${warning}\n`);
    expect(evaluatePodSecurity(request, CLUSTER).warnings).toEqual([warning]);
    expect(await apply({ apiVersion: 'v1', kind: 'Pod', ...WEB })).toBe(`Warning: ${warning}\n`);
  });

  it.each([
    ['enforce', 'Baseline'],
    ['warn-version', '1.30'],
  ])('refuses a namespace whose label %s is %s', async (key, value) => {
    const labels = { [`pod-security.kubernetes.io/${key}`]: value };
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'psa-wrong', labels } };
    const { status, body } = await api(cluster, 'POST', '/api/v1/namespaces?dryRun=All', object);
    expect(status, body).toBe(422);
    expect(levelsOfNamespace(labels).problems.map(({ place }) => place?.key)).toEqual([
      `metadata.labels[pod-security.kubernetes.io/${key}]`,
    ]);
  });
});
