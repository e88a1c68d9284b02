/** The pod of `helm test`: what it may do, and whether clusters that hold pods to a level take it. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { JsonMap } from '../../lib/helm/values/shape';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';
import { CLUSTERS, clusterOptions } from './clusters';
import { isHook, type KubeObject } from './objects';
import { constructOf } from './shipped';

const BARE = CLUSTERS.filter(({ name, minor }) => name === `Kubernetes ${minor}`);
const DIGEST = `sha256:${'a'.repeat(64)}`;

/** What `helm test` makes. */
function hooks(cluster: (typeof CLUSTERS)[number], test: JsonMap = {}): readonly KubeObject[] {
  const values = { mode: 'enforce', namespaces: ['shop'], podSecurityPolicies: { p: { level: 'restricted' } }, test };
  const options = { releaseName: 'r', releaseNamespace: 'space', ...clusterOptions(cluster) };
  return (constructOf({ name: 'pod-security' }).render({ ...options, values }) as KubeObject[]).filter(isHook);
}

const podOf = (...args: Parameters<typeof hooks>): KubeObject => {
  const pod = hooks(...args).find(({ kind }) => kind === 'Pod');
  if (pod === undefined) throw new Error('there is no test');
  return pod;
};

describe.each(BARE)('helm test of charts/pod-security on $name', (cluster) => {
  it('takes its image from the values, by digest, tag, or the version of the chart', () => {
    const imageOf = (image: JsonMap): unknown =>
      (podOf(cluster, { image }).spec as { containers: readonly { image: string }[] }).containers[0]?.image;
    const repository = 'registry.example.com/kubectl';
    expect(imageOf({})).toMatch(/^docker\.io\/alpine\/kubectl:1\.\d+\.\d+$/);
    expect(imageOf({ repository, tag: '1.30.1' })).toBe(`${repository}:1.30.1`);
    expect(imageOf({ repository, digest: DIGEST })).toBe(`${repository}@${DIGEST}`);
  });

  it('pulls the image with the secrets that are given', () => {
    const imagePullSecrets = [{ name: 'registry' }];
    expect(podOf(cluster, { imagePullSecrets }).spec).toMatchObject({ imagePullSecrets });
    expect(podOf(cluster).spec).not.toHaveProperty('imagePullSecrets');
  });

  it('has an account that may make pods in the judged namespace, and nothing else', () => {
    const [account, role, binding, pod, ...others] = hooks(cluster);
    expect(others).toEqual([]);
    expect(role).toMatchObject({
      kind: 'Role',
      metadata: { namespace: 'shop' },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }],
    });
    expect(role?.rules).toHaveLength(1);
    expect(binding).toMatchObject({ roleRef: { kind: 'Role', name: role?.metadata.name } });
    expect(binding?.subjects).toEqual([{ kind: 'ServiceAccount', name: account?.metadata.name, namespace: 'space' }]);
    expect(pod?.spec).toMatchObject({ serviceAccountName: account?.metadata.name });
  });
});

describeWith(['psa-judge'], 'the pod of helm test', () => {
  it.each(BARE)('is let in at the level restricted of every version, rendered for $name', (cluster) => {
    const versions = [...Array.from({ length: 37 }, (_, minor) => `v1.${minor}`), 'latest'];
    const input = JSON.stringify({ pod: podOf(cluster), levels: ['restricted'], versions });
    const reply = JSON.parse(execFileSync(tool('psa-judge') ?? '', { input, encoding: 'utf8' }));
    expect(reply.answers.flatMap(({ versions: each }: { versions: readonly string[] }) => each)).toHaveLength(
      versions.length,
    );
    expect(reply.answers.flatMap(({ findings }: { findings: readonly unknown[] }) => findings)).toEqual([]);
  });
});
