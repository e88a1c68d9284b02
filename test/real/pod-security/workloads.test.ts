import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pod } from '../../../lib/pod-security/language/pod/model';
import { faultsIn } from '../../pod-security/answers';
import { policy } from '../../pod-security/permissive';
import { describeWith } from '../../tools/describe';
import { api } from '../cluster/api';
import { type Cluster, clusterTools, freshNamespace } from '../cluster/cluster';
import { tryPod } from './ask';
import { BANDS, type Band } from './bands';
import { podSecured } from './cases/model';
import { accountOf, common, type Placed, podMaker, put, settled, take } from './place';
import { binding, accountOf as serviceAccount, useRole } from './rights';

/** A name that no other test has, for the policy and its role. */
const LAW = 'law-workloads';
const POLICY = policy(LAW, { privileged: false, runAsUser: { rule: 'MustRunAsNonRoot' } });

/** CronJobs run at the full minute, and what is refused is tried again after longer and longer times. */
const A_MINUTE_AND_MORE = 90_000;

/** Who runs the pods, and whether they fit: only the first kind may be. */
const KINDS = {
  trusted: { account: 'trusted', privileged: false },
  stranger: { account: 'web', privileged: false },
  privileged: { account: 'trusted', privileged: true },
} as const;

type Who = keyof typeof KINDS;

const template = (who: Who, restartPolicy: string) => {
  const { account, privileged } = KINDS[who];
  const { spec } = podSecured({ runAsUser: 1000 }, { securityContext: { privileged } });
  return { metadata: { labels: { who } }, spec: { ...spec, serviceAccountName: account, restartPolicy } };
};

const selector = (who: Who) => ({ matchLabels: { who } });

/** Each kind of workload: where it is created, and its spec. */
const WORKLOADS: Readonly<Record<string, { readonly api: string; readonly spec: (who: Who) => object }>> = {
  Deployment: { api: 'apps/v1', spec: (who) => ({ selector: selector(who), template: template(who, 'Always') }) },
  DaemonSet: { api: 'apps/v1', spec: (who) => ({ selector: selector(who), template: template(who, 'Always') }) },
  Job: { api: 'batch/v1', spec: (who) => ({ template: template(who, 'Never') }) },
  CronJob: {
    api: 'batch/v1',
    spec: (who) => ({ schedule: '* * * * *', jobTemplate: { spec: { template: template(who, 'Never') } } }),
  },
};

const nameOf = (kind: string, who: Who): string => `${kind.toLowerCase()}-${who}`;

const workloads = (namespace: string): readonly Placed[] =>
  Object.entries(WORKLOADS).flatMap(([kind, { api: apiVersion, spec }]) =>
    (Object.keys(KINDS) as Who[]).map((who) => ({
      path: `/apis/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s`,
      object: { apiVersion, kind, metadata: { name: nameOf(kind, who) }, spec: spec(who) },
    })),
  );

interface Place {
  readonly band: Band;
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly objects: readonly Placed[];
}

async function prepare(band: Band): Promise<Place> {
  const cluster = await band.cluster();
  await common(cluster);
  const namespace = await freshNamespace(cluster, 'workloads');
  const law = { name: LAW, policies: [POLICY], namespaces: [namespace] };
  const accounts = ['web', 'trusted'].map((name): Placed => {
    const { path, object } = accountOf(namespace);
    return { path, object: { ...object, metadata: { name } } };
  });
  const objects = [
    useRole(LAW, band.useNames(law, LAW)),
    binding(LAW, serviceAccount(namespace, 'trusted'), namespace),
    ...band.objects(law),
  ];
  await put(cluster, accounts, objects);
  const pod = podSecured({ runAsUser: 1000 });
  await settled('the policy holds', async () => {
    const good = await tryPod(cluster, namespace, { spec: { ...pod.spec, serviceAccountName: 'trusted' } }, podMaker());
    const bad = await tryPod(cluster, namespace, pod, podMaker());
    return 'pod' in good && 'message' in bad ? undefined : JSON.stringify([good, bad]);
  });
  await put(cluster, workloads(namespace));
  return { band, cluster, namespace, objects };
}

const itemsOf = async <T>(cluster: Cluster, path: string): Promise<readonly T[]> =>
  (JSON.parse((await api(cluster, 'GET', path)).body) as { readonly items: readonly T[] }).items;

interface Event {
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly name: string };
}

describeWith(
  BANDS.flatMap(({ minor }) => clusterTools(minor)),
  'pods that controllers make',
  () => {
    let places: readonly Place[];
    // All at once: the minute of a CronJob passes everywhere.
    beforeAll(async () => {
      places = await Promise.all(BANDS.map(prepare));
    });
    afterAll(() => Promise.all((places ?? []).map(({ cluster, objects }) => take(cluster, objects))));

    describe.each(BANDS.map(({ minor }) => minor))('on Kubernetes %s', (minor) => {
      const place = (): Place => {
        const found = places.find(({ band }) => band.minor === minor);
        if (found === undefined) throw new Error(`nothing is prepared on ${minor}`);
        return found;
      };

      it.each(Object.keys(WORKLOADS))(
        'those of a %s are there when their service account may use the policy',
        async (kind) => {
          const { cluster, namespace } = place();
          const running = async () =>
            (await itemsOf<Pod>(cluster, `/api/v1/namespaces/${namespace}/pods`)).filter(({ metadata }) =>
              metadata?.name?.startsWith(nameOf(kind, 'trusted')),
            ).length;
          await expect.poll(running, { timeout: A_MINUTE_AND_MORE, interval: 500 }).toBeGreaterThan(0);
        },
      );

      it.each(Object.keys(WORKLOADS))('those of a %s are refused otherwise, and its events say why', async (kind) => {
        const { cluster, namespace } = place();
        const refusals = async (who: Who) =>
          (await itemsOf<Event>(cluster, `/api/v1/namespaces/${namespace}/events`))
            .filter(
              ({ reason, involvedObject }) =>
                reason === 'FailedCreate' && involvedObject.name.startsWith(nameOf(kind, who)),
            )
            .map(({ message }) => faultsIn(message));
        await expect
          .poll(() => refusals('privileged'), { timeout: A_MINUTE_AND_MORE, interval: 500 })
          .toContainEqual([
            'spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed',
          ]);
        await expect.poll(() => refusals('stranger'), { timeout: A_MINUTE_AND_MORE, interval: 500 }).toContainEqual([]);
        const pods = await itemsOf<Pod>(cluster, `/api/v1/namespaces/${namespace}/pods`);
        const strangers = pods.filter(({ metadata }) => metadata?.labels?.who !== 'trusted');
        expect(strangers).toEqual([]);
      });
    });
  },
);
