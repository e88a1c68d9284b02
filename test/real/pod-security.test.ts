import { App, Chart, Testing } from 'cdk8s';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { HelmApp, HelmChart } from '../../lib/helm';
import { PodSecurityPolicy, PolicySubject } from '../../lib/pod-security';
import { profileAnnotations } from '../../lib/pod-security/language/annotations';
import { checkPolicy } from '../../lib/pod-security/language/check-policy';
import { LEVELS } from '../../lib/pod-security/language/levels';
import { profilesShape } from '../../lib/pod-security/language/shape';
import type { KubeObject } from '../charts/objects';
import { inParallel } from '../helm/values/helm-chart';
import { arbitraryPolicy } from '../pod-security/arbitrary-policy';
import { describeWith } from '../tools/describe';
import { api } from './cluster/api';
import { against, type Cluster, clusterTools, freshNamespace, kubectl, sharedCluster } from './cluster/cluster';

const PATH = '/apis/policy/v1beta1/podsecuritypolicies';
const SEED = Number(process.env.POD_SECURITY_SEED ?? 20_260_106);
const POLICIES = 1000;

const listOf = (items: readonly unknown[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

/** A policy as an object of the API: profiles are annotations there. */
function objectOf(fields: Readonly<Record<string, unknown>>): unknown {
  const profiles = Object.keys(profilesShape(() => false));
  return {
    apiVersion: 'policy/v1beta1',
    kind: 'PodSecurityPolicy',
    metadata: { name: 'made-up', annotations: profileAnnotations(fields) },
    spec: Object.fromEntries(Object.entries(fields).filter(([key]) => !profiles.includes(key))),
  };
}

describeWith([...clusterTools('1.24'), 'kubectl'], 'Kubernetes 1.24, about PodSecurityPolicies', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    // No policy of the test itself is there: a pod is let in by ours or not at all.
    cluster = await sharedCluster('1.24', { permissive: false });
  });

  const strictDryRun = (objects: readonly KubeObject[]) =>
    against(cluster, 'kubectl', ['apply', '--dry-run=server', '--validate=strict', '-f', '-'], listOf(objects));

  it.each(LEVELS)('takes the level %s, with its rights, from a plain chart and from one of Helm', async (level) => {
    const props = { subjects: [PolicySubject.serviceAccountsOf('shop'), PolicySubject.serviceAccount('web', 'shop')] };
    const plain = new Chart(new App(), 'shop');
    PodSecurityPolicy[level](plain, 'policy', props).allowIn('default', PolicySubject.user('jane'));
    const helm = new HelmChart(new HelmApp(), 'shop', { version: '1.0.0', description: 'A shop.' });
    PodSecurityPolicy[level](helm, 'policy', props);
    const apiVersions = ['policy/v1beta1/PodSecurityPolicy'];
    const objects = [...Testing.synth(plain), ...helm.render({ kubeVersion: 'v1.24.17', apiVersions })] as KubeObject[];
    expect(objects).toHaveLength(7);
    const { code, stderr } = await strictDryRun(objects);
    expect({
      code,
      stderr: stderr.replace(/^Warning: policy\/v1beta1 PodSecurityPolicy is deprecated.*\n/gm, ''),
    }).toEqual({ code: 0, stderr: '' });
  });

  it.each(LEVELS)('keeps every field of the level %s as it was written', async (level) => {
    const chart = new Chart(new App(), 'shop');
    PodSecurityPolicy[level](chart, 'policy');
    const [policy] = Testing.synth(chart) as KubeObject[];
    const { body } = await api(cluster, 'POST', `${PATH}?dryRun=All`, policy);
    const { spec } = JSON.parse(body) as KubeObject;
    const isFalse = ([key, value]: readonly [string, unknown]) => value === false && key !== 'allowPrivilegeEscalation';
    const written = Object.entries(policy?.spec ?? {}).filter((entry) => !isFalse(entry));
    expect(spec).toEqual(Object.fromEntries(written));
  });

  it(`agrees on ${POLICIES} made-up policies: what we refuse it refuses, what we take it takes`, async () => {
    const policies = fc.sample(arbitraryPolicy, { seed: SEED, numRuns: POLICIES });
    const verdicts = await inParallel(4, policies, async (policy) => {
      const errors = checkPolicy(policy).filter(({ severity }) => severity === 'error');
      const { status, body } = await api(cluster, 'POST', `${PATH}?dryRun=All`, objectOf(policy));
      return { policy, errors, status, said: status === 201 ? '' : (JSON.parse(body) as { message: string }).message };
    });
    const different = verdicts.filter(({ errors, status }) => (errors.length === 0) !== (status === 201));
    expect(
      different.map(({ policy, errors, said }) => ({ policy: JSON.stringify(policy), ours: errors, servers: said })),
    ).toEqual([]);
    // Neither verdict is rare, and each check has had something to find.
    const taken = verdicts.filter(({ status }) => status === 201).length;
    expect(taken).toBeGreaterThan(POLICIES / 5);
    expect(taken).toBeLessThan((POLICIES * 4) / 5);
    const codes = new Set(verdicts.flatMap(({ errors }) => errors.map(({ code }) => code)));
    expect([...codes].sort()).toEqual(
      ['1001', '1002', '1003', '1005', '1006', '1007', '1008', '1009'].map((number) => `PODSECURITY${number}`),
    );
  });

  it.each([
    ['privileged', { privileged: 201, baseline: 201, restricted: 201 }],
    ['baseline', { privileged: 403, baseline: 201, restricted: 201 }],
    ['restricted', { privileged: 403, baseline: 403, restricted: 201 }],
  ] as const)('lets in by the level %s what belongs to it, and nothing else', async (level, wanted) => {
    const namespace = await freshNamespace(cluster, level);
    const chart = new Chart(new App(), namespace);
    PodSecurityPolicy[level](chart, 'policy').allowIn(
      namespace,
      PolicySubject.user('nobody'),
      PolicySubject.group('dev'),
    );
    const rights = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'edit', namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
      subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'dev' }],
    };
    await kubectl(cluster, ['apply', '-f', '-'], listOf([...Testing.synth(chart), rights]));
    const answers = await Promise.all(
      Object.entries(PODS).map(async ([name, spec]) => [name, await tryPod(namespace, name, spec)] as const),
    );
    expect(Object.fromEntries(answers)).toEqual(wanted);
  });

  /** Asks as a user who has no rights but those of the group `dev`. */
  async function tryPod(namespace: string, name: string, spec: object): Promise<number> {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec };
    const args = ['--as=jane', '--as-group=dev', '-n', namespace, 'create', '--dry-run=server', '-f', '-'];
    const { code, stderr } = await against(cluster, 'kubectl', args, JSON.stringify(pod));
    if (code === 0) return 201;
    if (!stderr.includes('PodSecurityPolicy: unable to admit pod')) throw new Error(stderr);
    return 403;
  }
});

const container = (securityContext: object) => ({ name: 'main', image: 'example.com/main:1', securityContext });

/** Pods that fit a level and no stricter one. */
const PODS = {
  privileged: { hostNetwork: true, containers: [container({ privileged: true })] },
  baseline: { containers: [container({ capabilities: { add: ['CHOWN'] } })] },
  restricted: {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      container({
        allowPrivilegeEscalation: false,
        runAsNonRoot: true,
        capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
      }),
    ],
  },
};
