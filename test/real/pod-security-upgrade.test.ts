/** A cluster that goes from Kubernetes 1.24 to a newer one: what Helm says to a release that was installed before. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { Release } from '../charts/installation';
import { nameOf } from '../charts/objects';
import { describeWith } from '../tools/describe';
import { against, type Cluster, clusterTools, kubectl, sharedCluster } from './cluster/cluster';

const CHART = join(__dirname, '../../charts/pod-security');
const HELMS = ['helm3', 'helm4'] as const;
const POLICY = '--set=podSecurityPolicies.restricted.level=restricted,namespaces={nobody-has-it}';

describeWith([...clusterTools('1.24'), ...clusterTools('1.36'), 'kubectl', ...HELMS], 'A release of before', () => {
  let [before, after]: readonly (Cluster | undefined)[] = [];
  beforeAll(async () => {
    [before, after] = await Promise.all([sharedCluster('1.24'), sharedCluster('1.36')]);
  });

  /** Installs on 1.24, and takes along what Helm remembers, as the etcd of a cluster does. */
  async function moved(helm: string, ...more: readonly (readonly string[])[]): Promise<Release> {
    if (before === undefined || after === undefined) throw new Error('there are no clusters');
    const namespace = `moved-${randomBytes(3).toString('hex')}`;
    for (const cluster of [before, after]) await kubectl(cluster, ['create', 'namespace', namespace]);
    const old = new Release(before, helm, namespace, namespace);
    await old.install(CHART, POLICY, '--set=mode=enforce');
    for (const args of more) await old.upgrade(CHART, POLICY, ...args);
    const secrets = await kubectl(before, ['-n', namespace, 'get', 'secrets', '-l', 'owner=helm', '-o', 'json']);
    const { items } = JSON.parse(secrets) as { items: { metadata: { name: string; labels: object } }[] };
    const kept = items.map(({ metadata: { name, labels }, ...rest }) => ({
      ...rest,
      metadata: { name, labels, namespace },
    }));
    await kubectl(after, ['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: kept }));
    await old.uninstall();
    return new Release(after, helm, namespace, namespace);
  }

  it.each(HELMS)('with PodSecurityPolicies in it is stuck: %s neither upgrades nor uninstalls it', async (helm) => {
    const release = await moved(helm);
    await expect(release.upgrade(CHART, POLICY)).rejects.toThrow('PodSecurityPolicy');
    await expect(release.uninstall()).rejects.toThrow('failed to delete release');
    // What helps: Helm forgets the release, and installs it anew.
    if (after === undefined) throw new Error('there is no cluster');
    const secrets = ['-n', release.namespace, 'delete', 'secret', '-l', `owner=helm,name=${release.name}`];
    await kubectl(after, secrets);
    await release.install(CHART, POLICY);
    expect((await release.live()).map(nameOf)).toContain(`ValidatingAdmissionPolicy/${release.name}-pod-security`);
    await release.uninstall();
  });

  it.each(HELMS)('whose last revision was in audit has none: %s upgrades it to admission policies', async (helm) => {
    const release = await moved(helm, ['--set=mode=audit']);
    await release.upgrade(CHART, POLICY, '--set=mode=enforce');
    expect((await release.live()).map(nameOf)).toEqual(
      expect.arrayContaining([
        `ValidatingAdmissionPolicy/${release.name}-pod-security`,
        `MutatingAdmissionPolicy/${release.name}-pod-security`,
      ]),
    );
    if (after === undefined) throw new Error('there is no cluster');
    expect((await against(after, 'kubectl', ['get', 'mutatingadmissionpolicies', '-o', 'name'])).code).toBe(0);
    await release.uninstall();
  });
});
