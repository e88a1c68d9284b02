import { afterAll, beforeAll, expect, it } from 'vitest';
import { minorOf } from '../../../lib/kubernetes/versions';
import type { Pod } from '../../../lib/pod-security/language/pod/model';
import { readInventory } from '../../../lib/pod-security/language/read/inventory';
import { servedWorkload } from '../../../lib/pod-security/language/read/served';
import { ODD_POD } from '../../pod-security/language/read/odd-pod';
import { describeWith } from '../../tools/describe';
import { api } from '../cluster/api';
import { against, type Cluster, clusterTools, freshNamespace, MINOR_NAMES, sharedCluster } from '../cluster/cluster';

const GATE = 'PODSECURITY1074';

/** What of a pod is compared: the parts in which fields are dropped. */
const partsOf = ({ spec: { hostUsers, securityContext, containers, volumes } }: Pod) => ({
  hostUsers,
  securityContext,
  contexts: containers?.map((each) => each.securityContext),
  volumes: volumes
    ?.filter(({ name }) => !name.startsWith('kube-api-access'))
    // A volume that lost its kind is an emptyDir.
    .map(({ name, ...kind }) => [name, ...(Object.keys(kind).length === 0 ? ['emptyDir'] : Object.keys(kind))]),
});

/** A pod without what these fields say. */
function without({ spec }: Pod, fields: readonly string[]): Pod {
  const containers = spec.containers?.map(({ securityContext: { procMount, ...others } = {}, ...container }, index) => {
    const isOff = fields.includes(`spec.containers[${index}].securityContext.procMount`);
    return { ...container, securityContext: isOff ? others : { ...others, procMount } };
  });
  const volumes = spec.volumes?.filter((_, index) => !fields.includes(`spec.volumes[${index}].image`));
  return { spec: { ...spec, containers, volumes } };
}

for (const minor of MINOR_NAMES) {
  describeWith([...clusterTools(minor), 'kubectl'], `Kubernetes ${minor}, about fields that it does not know`, () => {
    let cluster: Cluster;
    let namespace: string;
    beforeAll(async () => {
      cluster = await sharedCluster(minor);
      namespace = await freshNamespace(cluster, 'served');
    });
    afterAll(() => api(cluster, 'DELETE', `/api/v1/namespaces/${namespace}`));

    it('drops what we say that it drops, and kubectl refuses it', { timeout: 60_000 }, async () => {
      const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'odd' }, ...ODD_POD };
      const text = JSON.stringify(object);
      const [workload] = readInventory([{ file: 'x', text }], namespace).workloads;
      if (workload === undefined) throw new Error('there is no pod');
      const { workload: ours, problems } = servedWorkload(workload, minorOf(minor));
      const off = problems.filter(({ code }) => code === GATE).map(({ place }) => place?.key ?? '');

      // Of what needs a gate that is off a server makes more than it drops.
      const sent = { ...object, ...without(object as unknown as Pod, off) };
      const { status, body } = await api(cluster, 'POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, sent);
      expect(status === 201 ? '' : body).toBe('');
      const [kept] = ours.pods;
      if (kept === undefined) throw new Error('there is no pod');
      expect(partsOf(JSON.parse(body) as Pod)).toEqual(partsOf(without(kept.pod, off)));

      const { code, stderr } = await against(
        cluster,
        'kubectl',
        ['-n', namespace, 'create', '--dry-run=server', '-f', '-'],
        text,
      );
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/unknown field "?(spec\.volumes\[0\]\.)?hostpath/);
    });
  });
}
