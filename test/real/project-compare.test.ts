import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedFields, removedFields } from '../../lib/project/diff/compare';
import { type KubeObject, keyOf, nameOf, objectsIn, refOf } from '../../lib/project/diff/objects';
import { CLUSTER_WIDE, NAMESPACED } from '../project/diff/samples';
import { describeWith } from '../tools/describe';
import { type Cluster, clusterTools, freshNamespace, kubectl, MINOR_NAMES, sharedCluster } from './cluster/cluster';

const listOf = (items: readonly unknown[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

describe.each(MINOR_NAMES)('objects that Kubernetes %s has taken', (minor) => {
  describeWith([...clusterTools(minor), 'kubectl'], 'as Helm sends them', () => {
    let cluster: Cluster;
    let wanted: readonly KubeObject[] = [];
    const live = new Map<string, KubeObject>();
    const text = (fields: readonly { readonly path: string; readonly live?: unknown }[]) =>
      fields.map(({ path, live: value }) => `${path}: ${JSON.stringify(value)}`);

    beforeAll(async () => {
      cluster = await sharedCluster(minor);
      const namespace = await freshNamespace(cluster, 'compare');
      const known = await kubectl(cluster, ['api-resources', '--no-headers']);
      wanted = [
        ...NAMESPACED.map((object) => ({ ...object, metadata: { ...object.metadata, namespace } })),
        ...CLUSTER_WIDE,
      ].filter(({ apiVersion, kind }) => new RegExp(`\\s${apiVersion}\\s+\\S+\\s+${kind}$`, 'm').test(known));
      await kubectl(cluster, ['create', '--field-manager=helm', '--filename=-'], listOf(wanted));
      const args = ['get', '--show-managed-fields', '--output=json', '--filename=-'];
      const list: unknown = JSON.parse(await kubectl(cluster, args, listOf(wanted)));
      for (const object of objectsIn(list)) live.set(keyOf(refOf(object)), object);
    });
    afterAll(async () => {
      await kubectl(cluster, ['delete', '--ignore-not-found', '--wait=false', '--filename=-'], listOf(wanted));
    });

    it('are all there', () => {
      expect(wanted.length).toBeGreaterThan(30);
      expect(live.size).toBe(wanted.length);
    });

    it('differ in no field, whatever the server wrote into them', () => {
      const differences = wanted.flatMap((object) => {
        const there = live.get(keyOf(refOf(object))) ?? object;
        const found = [...changedFields(object, there), ...removedFields(object, there)];
        return text(found).map((line) => `${nameOf(refOf(object))} ${line}`);
      });
      expect(differences).toEqual([]);
    });

    it('differ where a field is no longer asked for', () => {
      const deployment = wanted.find(({ kind }) => kind === 'Deployment') as KubeObject;
      const there = live.get(keyOf(refOf(deployment))) as KubeObject;
      const less = JSON.parse(JSON.stringify(deployment));
      const { containers } = less.spec.template.spec;
      less.spec.template.spec.hostNetwork = undefined;
      containers[0].env.pop();
      containers[0].securityContext = undefined;
      containers.pop();
      expect(text(removedFields(less, there))).toEqual([
        'spec.template.spec.containers[name=latest]: ' +
          JSON.stringify(
            (there as unknown as { spec: { template: { spec: { containers: unknown[] } } } }).spec.template.spec
              .containers[1],
          ),
        'spec.template.spec.containers[name=main].env[name=C]: {"name":"C"}',
        'spec.template.spec.containers[name=main].securityContext.allowPrivilegeEscalation: false',
        'spec.template.spec.containers[name=main].securityContext.privileged: false',
        'spec.template.spec.hostNetwork: true',
      ]);
    });
  });
});
