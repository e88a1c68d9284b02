import { describe, expect, it } from 'vitest';
import { CLUSTERS, clusterOptions } from '../clusters';
import type { KubeObject } from '../objects';
import { readSchema, textKeys } from '../schema';
import { CHART_CASES, constructOf, SHIPPED } from '../shipped';
import { EXCEPTIONS } from './exceptions';
import { findings, SECRET_NAME } from './rules';

const CASES = CHART_CASES.flatMap((each) =>
  CLUSTERS.map((cluster) => ({ ...each, cluster, title: `${each.title} for ${cluster.name}` })),
);

const found = ({ chart, values, cluster }: (typeof CASES)[number]): readonly string[] =>
  (
    constructOf(chart).render({ releaseName: 'r', values: values.values, ...clusterOptions(cluster) }) as KubeObject[]
  ).flatMap(findings);

/** A chart may do what the charts that it brings with it may do. */
const exceptionsOf = (name: string): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    EXCEPTIONS[name],
    ...constructOf({ name })._subcharts.map(({ chart }) => chart && EXCEPTIONS[chart.chartName]),
  );

describe('what our charts deploy', () => {
  it.each(CASES)('$title has no more rights than the table of exceptions says', (each) => {
    const allowed = exceptionsOf(each.chart.name);
    expect(found(each).filter((finding) => allowed[finding] === undefined)).toEqual([]);
  });

  it.each(SHIPPED)('every exception of $name is needed', ({ name }) => {
    const used = new Set(CASES.filter(({ chart }) => chart.name === name).flatMap(found));
    expect(Object.keys(EXCEPTIONS[name] ?? {}).filter((exception) => !used.has(exception))).toEqual([]);
  });

  it('every exception is one of a chart that we ship', () => {
    expect(SHIPPED.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(EXCEPTIONS)));
  });

  it.each(SHIPPED)('$name takes secrets by reference only', (chart) => {
    expect(textKeys(readSchema(chart)).filter((key) => SECRET_NAME.test(key))).toEqual([]);
  });
});

describe('the rules', () => {
  const container = (fields: object) => ({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', ...fields }] },
  });
  const role = (rule: object) => ({
    kind: 'ClusterRole',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    metadata: { name: 'p' },
    rules: [rule],
  });

  it.each<readonly [string, KubeObject]>([
    ['is privileged', container({ securityContext: { privileged: true } })],
    ['may gain privileges', container({})],
    ['may write to its root file system', container({ securityContext: {} })],
    ['keeps capabilities of the runtime', container({ securityContext: { capabilities: { drop: ['NET_RAW'] } } })],
    [
      'adds the capability SYS_ADMIN',
      container({ securityContext: { capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } } }),
    ],
    ['may be root', container({})],
    ['may be root', container({ securityContext: { runAsUser: 0, runAsNonRoot: true } })],
    [
      'has no seccomp profile of the runtime',
      container({ securityContext: { seccompProfile: { type: 'Unconfined' } } }),
    ],
    ['has no AppArmor profile', container({ securityContext: { appArmorProfile: { type: 'Unconfined' } } })],
    ['has no resources.limits.memory', container({ resources: { requests: { cpu: 1, memory: 1 } } })],
    ['which is not pinned', container({ image: 'registry.example.com:5000/loader' })],
    ['which is not pinned', container({ image: 'loader:latest' })],
    ['takes a port of the node', container({ ports: [{ containerPort: 1, hostPort: 1 }] })],
    ['has DB_PASSWORD in plain text', container({ env: [{ name: 'DB_PASSWORD', value: 'x' }] })],
    [
      'has hostPID',
      { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'p' }, spec: { hostPID: true, containers: [] } },
    ],
    [
      'mounts / of the node',
      {
        kind: 'Pod',
        apiVersion: 'v1',
        metadata: { name: 'p' },
        spec: { containers: [], volumes: [{ name: 'v', hostPath: { path: '/' } }] },
      },
    ],
    ['has a token for the API server', container({})],
    ['has a wildcard in verbs', role({ verbs: ['*'], resources: ['pods'] })],
    ['has a wildcard in resources', role({ verbs: ['get'], resources: ['*/status'] })],
    ['may impersonate', role({ verbs: ['impersonate'], resources: ['users'] })],
    ['may reach all Secrets', role({ verbs: ['get'], resources: ['secrets'] })],
    [
      'binds cluster-admin',
      { kind: 'ClusterRoleBinding', apiVersion: 'v1', metadata: { name: 'b' }, roleRef: { name: 'cluster-admin' } },
    ],
    [
      'gives rights to system:authenticated',
      { kind: 'RoleBinding', apiVersion: 'v1', metadata: { name: 'b' }, subjects: [{ name: 'system:authenticated' }] },
    ],
    ['holds secrets', { kind: 'Secret', apiVersion: 'v1', metadata: { name: 's' }, data: {} }],
    [
      'can be reached from outside',
      { kind: 'Service', apiVersion: 'v1', metadata: { name: 's' }, spec: { type: 'NodePort' } },
    ],
  ])('say "%s"', (finding, object) => {
    expect(findings(object).filter((each) => each.includes(finding))).toHaveLength(1);
  });

  it('say nothing of a pod that is locked down', () => {
    const securityContext = {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    };
    const pod = {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'p' },
      spec: {
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'c',
            image: 'a/b:1',
            securityContext,
            resources: { requests: { cpu: 1, memory: 1 }, limits: { memory: 1 } },
          },
        ],
      },
    };
    expect(findings(pod)).toEqual([]);
  });
});
