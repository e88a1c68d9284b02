import { describe, expect, it } from 'vitest';
import { CLUSTERS, clusterOptions } from './clusters';
import { type KubeObject, nameOf, selectorsOf } from './objects';
import { constructOf, SHIPPED } from './shipped';

/** Kinds whose objects change or refuse what others create, or limit a whole namespace. */
const FOR_EVERYBODY: ReadonlySet<string> = new Set([
  'APIService',
  'LimitRange',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'Namespace',
  'PodSecurityPolicy',
  'PriorityClass',
  'ResourceQuota',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'CiliumClusterwideNetworkPolicy',
]);

const CASES = SHIPPED.flatMap((chart) =>
  CLUSTERS.map((cluster) => ({ chart, cluster, title: `${chart.name} for ${cluster.name}` })),
);

describe('with its default values', () => {
  it('some chart has objects to look at', () => {
    expect(SHIPPED.flatMap((chart) => constructOf(chart).render())).not.toEqual([]);
  });

  it.each(CASES)('$title does nothing to other pods', ({ chart, cluster }) => {
    const objects = constructOf(chart).render({ releaseName: 'mine', ...clusterOptions(cluster) }) as KubeObject[];
    expect(objects.filter(({ kind }) => FOR_EVERYBODY.has(kind)).map(nameOf)).toEqual([]);
    const wide = selectorsOf(objects).filter(({ labels }) => labels['app.kubernetes.io/instance'] !== 'mine');
    expect(wide).toEqual([]);
  });

  it.each(CASES)('$title puts everything into the namespace of its release', ({ chart, cluster }) => {
    const objects = constructOf(chart).render({ ...clusterOptions(cluster) }) as KubeObject[];
    expect(
      objects
        .filter(({ metadata }) => metadata.namespace !== undefined && metadata.namespace !== 'default')
        .map(nameOf),
    ).toEqual([]);
  });
});
