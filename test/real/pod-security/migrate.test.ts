import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMITTED_BY } from '../../../lib/pod-security/language/annotations';
import type { Pod } from '../../../lib/pod-security/language/pod/model';
import { readInventory } from '../../../lib/pod-security/language/read/inventory';
import { migratedChart } from '../../../lib/project/migrate/chart';
import { readMigration } from '../../../lib/project/migrate/policies';
import { inParallel } from '../../helm/values/helm-chart';
import { manifestsOf, PROJECTS } from '../../project/migrate/projects';
import { podSet } from '../../project/migrate/verdicts';
import { describeWith } from '../../tools/describe';
import { type Cluster, clusterTools, freshNamespace, kubectl, sharedCluster } from '../cluster/cluster';
import { tryPod } from './ask';

const RBAC = 'rbac.authorization.k8s.io';
const listOf = (items: readonly unknown[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

describeWith([...clusterTools('1.24'), 'kubectl'], 'Kubernetes 1.24, about policies that were brought over', () => {
  let cluster: Cluster;
  const made: string[] = [];
  beforeAll(async () => {
    // No policy of the test itself is there: a pod is let in by these or not at all.
    cluster = await sharedCluster('1.24', { permissive: false });
  });
  afterAll(async () => {
    for (const text of made) await kubectl(cluster, ['delete', '--ignore-not-found', '--wait=false', '-f', '-'], text);
  });

  it.each(PROJECTS.map((project) => [project.name, project] as const))(
    'gives equal answers to the pods of %s by the policies as they were and by those of the chart',
    async (_, given) => {
      const namespace = await freshNamespace(cluster, 'migrate');
      // Policies are there for the whole cluster: names of other tests must not meet them.
      const policies = given.policies.map((policy) => ({ ...policy, name: `${namespace}-${policy.name}` }));
      const project = { ...given, namespace, policies };
      const texts = [{ file: 'objects.json', text: manifestsOf(project) }];
      const inventory = readInventory(texts, namespace);
      const original = [...inventory.policies, ...inventory.roles, ...inventory.bindings].map(
        ({ object }) => object.manifest,
      );
      const { chart } = migratedChart(readMigration(texts, namespace, 'chart').policies, {
        name: 'moved',
        version: '1.0.0',
        outdir: 'dist',
        readme: '',
      });
      const apiVersions = ['policy/v1beta1/PodSecurityPolicy'];
      const moved = chart.render({
        releaseName: 'm',
        releaseNamespace: namespace,
        kubeVersion: 'v1.24.17',
        apiVersions,
      });
      const user = { user: 'jane', groups: [`makers-${namespace}`] };
      await kubectl(cluster, ['apply', '-f', '-'], listOf(surroundings(namespace, project, user.groups)));

      const pods = podSet(inventory.workloads).flatMap((workload) => workload.pods.map(({ pod }) => pod));
      const answers = async (objects: readonly unknown[]): Promise<readonly string[]> => {
        const text = listOf(objects);
        made.push(text);
        await kubectl(cluster, ['apply', '-f', '-'], text);
        const ask = async (pod: Pod): Promise<string> => shown(await tryPod(cluster, namespace, pod, user));
        // The server has seen the rights to all policies once what each project runs is let in.
        const first = inventory.workloads.flatMap((workload) => workload.pods.map(({ pod }) => pod));
        const isReady = async () => (await inParallel(4, first, ask)).every((answer) => answer.startsWith('{'));
        await expect.poll(isReady, { timeout: 20_000, interval: 500 }).toBe(true);
        const found = await inParallel(4, pods, ask);
        await kubectl(cluster, ['delete', '-f', '-'], text);
        return found;
      };
      const before = await answers(original);
      expect(await answers(moved)).toEqual(
        before.map((answer) => answer.replaceAll(namespace, `m-moved-${namespace}`)),
      );
      expect(before.filter((answer) => answer.startsWith('refused')).length).toBeGreaterThan(pods.length / 10);
    },
    240_000,
  );
});

/** What the server made of a pod as far as policies changed it, or that it refused it. */
function shown(said: Awaited<ReturnType<typeof tryPod>>): string {
  if ('message' in said) {
    if (!said.message.includes('unable to admit pod') && !said.message.includes('is invalid'))
      throw new Error(said.message);
    return 'refused';
  }
  const { metadata, spec } = said.pod;
  const contexts = spec.containers?.map(({ securityContext }) => securityContext);
  const annotations = Object.entries(metadata?.annotations ?? {}).filter(([key]) => key !== ADMITTED_BY);
  return JSON.stringify({
    policy: metadata?.annotations?.[ADMITTED_BY],
    annotations,
    pod: spec.securityContext,
    contexts,
  });
}

/** Service accounts, and the right to make pods for those who ask. */
function surroundings(
  namespace: string,
  { policies }: { readonly policies: readonly { readonly account: string }[] },
  groups: readonly string[],
): readonly object[] {
  return [
    ...[...policies.map(({ account }) => account), 'other'].map((name) => ({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace },
    })),
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'makers', namespace },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'edit' },
      subjects: groups.map((name) => ({ kind: 'Group', apiGroup: RBAC, name })),
    },
  ];
}
