import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import * as yaml from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AutoDeployValues, type AutoDeployValuesProps } from '../../lib/gitlab/auto-deploy-values';
import { NetworkPolicy, Peer, Port } from '../../lib/network';
import {
  CHART,
  deploy,
  JOBS,
  NEEDS_CHART,
  type Rendered,
  SETTINGS,
  templateOf,
} from '../gitlab/auto-deploy/deployment';
import { EVERY_KEY } from '../gitlab/auto-deploy/every-key';
import { HelmJudge } from '../helm/chart/helm-judge';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';
import { against, type Cluster, clusterTools, freshNamespace, kubectl, sharedCluster } from './cluster/cluster';
import { EDGES } from './cluster/minors';

const FOLDER = join(__dirname, '../../auto-deploy-values');
const FILES = readdirSync(FOLDER);
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const HELMS = ['helm3', 'helm4'] as const;

type Values = Readonly<Record<string, unknown>>;

const WORKER = { command: ['true'] };
/** Values that would end in a failed deployment. */
const REFUSED: readonly (readonly [string, string, Values])[] = [
  ["a label of the chart's own", 'GITLAB1023', { extraLabels: { release: 'x' } }],
  ["a label of a worker's own", 'GITLAB1023', { workers: { a: { ...WORKER, labels: { tier: 'x' } } } }],
  ['a label that is none', 'GITLAB1023', { extraLabels: { a: 'b c' } }],
  ['a worker with no name of a container', 'GITLAB1022', { workers: { A: WORKER } }],
  ['a worker with too long a name', 'GITLAB1022', { workers: { ['a'.repeat(48)]: WORKER } }],
  [
    'a cron job with too long a name',
    'GITLAB1022',
    { cronjobs: { ['a'.repeat(51)]: { schedule: '@daily', command: ['true'] } } },
  ],
  ['a volume twice', 'GITLAB1021', { extraVolumes: [1, 2].map(() => ({ name: 'a', emptyDir: {} })) }],
  [
    'a mount twice',
    'GITLAB1021',
    {
      extraVolumes: [{ name: 'a', emptyDir: {} }],
      extraVolumeMounts: [1, 2].map(() => ({ name: 'a', mountPath: '/a' })),
    },
  ],
  [
    'all rights without more rights',
    'GITLAB1024',
    { containerSecurityContext: { allowPrivilegeEscalation: false, privileged: true } },
  ],
  [
    'CAP_SYS_ADMIN without more rights',
    'GITLAB1024',
    { containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['CAP_SYS_ADMIN'] } } },
  ],
  ['a startup probe of no type', 'GITLAB1025', { startupProbe: { enabled: true, probeType: 'tcpSocket' } }],
  ['a header that is no text', 'GITLAB1015', { livenessProbe: { httpHeaders: [{ name: 'A', value: 'true' }] } }],
  ['a path that is no text', 'GITLAB1015', { readinessProbe: { path: '/a: b' } }],
  ['a name of a port that is no text', 'GITLAB1015', { service: { name: '80' } }],
  ['a port beyond all', 'GITLAB1001', { service: { internalPort: 65_536 } }],
  ['a user below zero', 'GITLAB1001', { securityContext: { runAsUser: -1 } }],
  ['a group beyond all', 'GITLAB1001', { securityContext: { fsGroup: 2_147_483_648 } }],
  [
    'a CustomResourceDefinition with a name of the release',
    'GITLAB1009',
    {
      customResources: [
        {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          metadata: { name: '{{ .Release.Name }}-foos.example.com' },
          spec: {
            group: 'example.com',
            scope: 'Namespaced',
            names: { plural: 'foos', kind: 'Foo' },
            versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
          },
        },
      ],
    },
  ],
];

/** The part of auto-deploy-app's Deployment that takes these values, as its templates of image v2.113.0 place them. */
const deployment = (values: Values) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'production' },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'production' } },
    template: {
      metadata: {
        labels: { app: 'production', ...(values.extraLabels as object) },
        annotations: values.podAnnotations,
      },
      spec: {
        securityContext: values.securityContext,
        containers: [
          {
            name: 'auto-deploy-app',
            image: 'registry.example.com/app:1',
            securityContext: values.containerSecurityContext,
            resources: values.resources,
          },
        ],
      },
    },
  },
});

const dryRun = (cluster: Cluster, namespace: string, objects: readonly unknown[]) =>
  against(
    cluster,
    'kubectl',
    ['-n', namespace, 'apply', '--dry-run=server', '--validate=strict', '-o', 'json', '-f', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
  );

/** kubectl prints a list of one as that one. */
const itemsOf = (stdout: string): readonly Rendered[] => {
  const { items, ...object } = JSON.parse(stdout) as Rendered;
  return items ?? [object];
};

describeWith([...clusterTools('1.36'), 'kubectl'], 'a workload of Auto DevOps on Kubernetes 1.36', () => {
  let cluster: Cluster;
  let namespace: string;
  beforeAll(async () => {
    cluster = await sharedCluster('1.36');
    namespace = await freshNamespace(cluster, 'auto');
  });

  it.each(FILES)('is admitted with %s, and keeps every field', async (name) => {
    const values = yaml.load(read(name)) as Values;
    const { code, stdout, stderr } = await dryRun(cluster, namespace, [deployment(values)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(itemsOf(stdout)).toMatchObject([JSON.parse(JSON.stringify(deployment(values)))]);
  });

  it('would be refused with a field that the server does not know, or a profile without a name', async () => {
    for (const appArmorProfile of [
      { type: 'Localhost', profile: 'x' },
      { type: 'Localhost' },
      { type: 'Localhost', localhostProfile: ' x' },
    ]) {
      const values = { containerSecurityContext: { appArmorProfile } };
      const { code } = await dryRun(cluster, namespace, [deployment(values)]);
      expect(code, JSON.stringify(appArmorProfile)).not.toBe(0);
    }
  });
});

/** The chart's own Ingress has the annotation in every deployment. */
const INGRESS_CLASS = /^Warning: annotation "kubernetes.io\/ingress.class" is deprecated/;

/** Fields that the older server does not know: their files say which Kubernetes they need. */
const NEEDS_NEWER = { '1.24': ['apparmor.yaml', 'all.yaml'], '1.36': [] };

describe.each(EDGES)('the chart of Auto DevOps on Kubernetes %s', (minor) => {
  describe.skipIf(CHART === undefined)(`(${NEEDS_CHART})`, () => {
    describeWith([...clusterTools(minor), 'kubectl', ...HELMS], 'with our values', () => {
      const judge = new HelmJudge();
      afterAll(() => judge.remove());
      let cluster: Cluster;
      let namespace: string;
      beforeAll(async () => {
        cluster = await sharedCluster(minor);
        namespace = await freshNamespace(cluster, 'auto');
      });
      const render = (helm: string, ...values: readonly string[]): Promise<readonly Rendered[]> =>
        deploy(judge, tool(helm) ?? '', values);
      const jobs = yaml.dump(JOBS);
      const admitted = async (objects: readonly Rendered[], where = namespace): Promise<readonly Rendered[]> => {
        const { code, stdout, stderr } = await dryRun(cluster, where, objects);
        const warnings = stderr.split('\n').filter((line) => line !== '' && !INGRESS_CLASS.test(line));
        expect({ code, warnings }).toEqual({ code: 0, warnings: [] });
        return itemsOf(stdout);
      };
      const fits = FILES.filter((file) => !(NEEDS_NEWER[minor] as readonly string[]).includes(file));

      it.each(fits)('%s: every object is admitted, by either helm, workers and cron jobs included', async (file) => {
        for (const helm of HELMS) {
          const objects = await render(helm, jobs, read(file));
          expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Deployment', 'CronJob', 'Job']));
          await admitted(objects);
        }
      });

      it.runIf(minor === '1.36')('a file with every value is admitted', async () => {
        for (const helm of HELMS) {
          const objects = await render(helm, new AutoDeployValues(EVERY_KEY).toYaml());
          expect(objects.length).toBeGreaterThan(10);
          await admitted(objects);
        }
      });

      it.runIf(minor === '1.36').each(REFUSED)(
        'what we refuse, Helm or the server refuses too: %s',
        async (_, code, values) => {
          expect(() => new AutoDeployValues(values as AutoDeployValuesProps)).toThrow(code);
          const answer = await render('helm4', yaml.dump(values)).then(
            (objects) =>
              dryRun(
                cluster,
                namespace,
                objects.filter(({ kind }) => kind !== 'Ingress'),
              ),
            () => undefined,
          );
          expect(answer?.code ?? 1).not.toBe(0);
        },
      );

      it.runIf(minor === '1.36').each(['apparmor.yaml', 'all.yaml'])(
        'with %s the server keeps the profile on the containers of application, worker and cron job',
        async (file) => {
          const kept = await admitted(await render('helm4', jobs, read(file)));
          const profiles = kept
            .filter(({ kind }) => kind === 'Deployment' || kind === 'CronJob')
            .flatMap((each) => templateOf(each)?.spec.containers ?? [])
            .map(({ name, securityContext }) => ({ name, profile: securityContext?.appArmorProfile }));
          const profile = { type: 'Localhost', localhostProfile: 'deny-write' };
          expect(profiles.map(({ name }) => name).sort()).toEqual([
            'auto-deploy-app',
            'auto-deploy-app',
            'auto-deploy-app-mail',
          ]);
          for (const each of profiles) expect(each.profile).toEqual(profile);
        },
      );

      it.runIf(minor === '1.36')('the annotation in its place is refused for the pods of workers', async () => {
        const key = 'container.apparmor.security.beta.kubernetes.io/auto-deploy-app';
        const objects = await render('helm4', jobs, yaml.dump({ podAnnotations: { [key]: 'localhost/deny-write' } }));
        const pods = objects.flatMap((each) => {
          const { metadata, spec } = templateOf(each) ?? {};
          return metadata?.labels.tier === 'worker'
            ? [{ apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'worker' }, spec }]
            : [];
        });
        expect(pods.length).toBe(1);
        const { code, stderr } = await dryRun(cluster, namespace, pods);
        expect(code).not.toBe(0);
        expect(stderr).toContain('container not found');
      });

      it.each(fits.filter((file) => /restricted|all/.test(file)))(
        'with %s a namespace that enforces "restricted" takes the application, workers and cron jobs, and no db-migrate',
        async (file) => {
          const strict = await freshNamespace(cluster, 'restricted');
          const level = ['enforce', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`);
          await kubectl(cluster, ['label', 'namespace', strict, ...level]);
          const objects = await render('helm4', jobs, read(file));
          const of = (...kinds: readonly string[]) => objects.filter(({ kind }) => kinds.includes(kind));
          // A workload that the level refuses is let in with a warning, and its pods are not.
          await admitted(of('Deployment', 'CronJob'), strict);
          expect((await dryRun(cluster, strict, of('Job'))).stderr).toContain('would violate PodSecurity');
        },
      );
    });
  });
});

/** A policy for the pods of its release, and a job with all that it refers to. */
function resources(): Chart {
  const chart = new Chart(new App(), 'shop');
  new NetworkPolicy(chart, 'lock', { pods: { release: AutoDeployValues.RELEASE_NAME } })
    .allowFrom(Peer.namespaceNamed('ingress-nginx'), Port.tcp(5000))
    .allowDns();
  const object = (apiVersion: string, kind: string, more: object): ApiObject =>
    new ApiObject(chart, kind, { apiVersion, kind, metadata: { name: 'scan' }, ...more });
  object('v1', 'ConfigMap', { data: { alert: 'on {{ $labels.pod }}' } });
  object('v1', 'ServiceAccount', {});
  object('rbac.authorization.k8s.io/v1', 'Role', {
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
  });
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'scan' },
    subjects: [{ kind: 'ServiceAccount', name: 'scan' }],
  });
  const container = {
    name: 'scan',
    image: 'registry.example.com/scan:1',
    envFrom: [{ configMapRef: { name: 'scan' } }],
  };
  object('batch/v1', 'CronJob', {
    spec: {
      schedule: '@daily',
      jobTemplate: {
        spec: {
          template: { spec: { serviceAccountName: 'scan', restartPolicy: 'Never', containers: [container] } },
        },
      },
    },
  });
  return chart;
}

describe.skipIf(CHART === undefined)(`the releases of one environment (${NEEDS_CHART})`, () => {
  describe.each(HELMS)('with %s', (helm) => {
    describeWith([...clusterTools('1.36'), 'kubectl', helm], 'on Kubernetes 1.36', () => {
      const judge = new HelmJudge();
      afterAll(() => judge.remove());
      let cluster: Cluster;
      let namespace: string;
      beforeAll(async () => {
        cluster = await sharedCluster('1.36');
        namespace = await freshNamespace(cluster, 'tracks');
      });
      const TRACKS = { production: 'stable', 'production-canary': 'canary', 'production-rollout': 'rollout' } as const;
      type Release = keyof typeof TRACKS;

      const run = (...args: readonly string[]) => against(cluster, helm, [...args, '--namespace', namespace]);
      /** What the deploy job of a track does. */
      const install = (release: Release, values: string) => {
        const file = join(judge.folder, `${release}.yaml`);
        writeFileSync(file, values);
        // Without a database nothing is migrated: no hook has to end.
        const settings = { ...SETTINGS, 'application.migrateCommand': '', 'application.track': TRACKS[release] };
        const set = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
        return run('upgrade', '--install', release, CHART ?? '', '--values', file, ...set);
      };
      const names = async (kinds: string): Promise<readonly string[]> => {
        const found = await kubectl(cluster, ['-n', namespace, 'get', kinds, '-o', 'name']);
        return found.split('\n').filter((name) => name.includes('scan') || name.includes('lock'));
      };
      const KINDS = 'configmap,serviceaccount,role,rolebinding,cronjob,networkpolicy';
      const ours = () =>
        new AutoDeployValues({ ...JOBS, customResources: [resources()] }).merge(AutoDeployValues.networkPolicy());

      it('stand side by side, each with objects of its own, and can be installed again', async () => {
        const values = ours().toYaml();
        for (const release of [...Object.keys(TRACKS), ...Object.keys(TRACKS)] as readonly Release[]) {
          const { code, stderr } = await install(release, values);
          expect({ release, code, stderr: code === 0 ? '' : stderr }).toEqual({ release, code: 0, stderr: '' });
        }
        const found = await names(KINDS);
        expect(found.length).toBe(3 * 6);
        for (const release of Object.keys(TRACKS)) {
          const binding = JSON.parse(
            await kubectl(cluster, ['-n', namespace, 'get', `rolebinding/${release}-scan`, '-o', 'json']),
          );
          expect([binding.roleRef.name, binding.subjects[0].name]).toEqual([`${release}-scan`, `${release}-scan`]);
          const map = await kubectl(cluster, [
            '-n',
            namespace,
            'get',
            `configmap/${release}-scan`,
            '-o',
            'jsonpath={.data.alert}',
          ]);
          expect(map).toBe('on {{ $labels.pod }}');
          const policies = JSON.parse(await kubectl(cluster, ['-n', namespace, 'get', 'networkpolicy', '-o', 'json']));
          const own = policies.items.filter(
            ({ spec }: Rendered) => JSON.stringify(spec?.podSelector) === JSON.stringify({ matchLabels: { release } }),
          );
          expect(own.length).toBe(1);
        }
      });

      it('go one by one, and what the others have stays', async () => {
        expect((await run('uninstall', 'production-canary')).code).toBe(0);
        const left = await names(KINDS);
        expect(left.filter((name) => name.includes('canary'))).toEqual([]);
        expect(left.length).toBe(2 * 6);
      });

      const collisions: readonly (readonly [string, object, RegExp])[] = [
        [
          'one name in every release',
          { customResources: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'fixed' } }] },
          /GITLAB1009/,
        ],
        ['a worker with the name of the canary', { workers: { canary: { command: ['true'] } } }, /GITLAB1009/],
        [
          "a name that is the canary's of another one",
          {
            customResources: ['a', 'canary-a'].map((name) => ({
              apiVersion: 'v1',
              kind: 'ConfigMap',
              metadata: { name: `{{ .Release.Name }}-${name}` },
            })),
          },
          /GITLAB1009/,
        ],
      ];
      it.each(collisions)('would meet with %s: Helm refuses the second, and we both', async (_, values, code) => {
        await Promise.all(['production', 'production-rollout'].map((release) => run('uninstall', release)));
        expect(() => new AutoDeployValues(values)).toThrow(code);
        expect((await install('production', yaml.dump(values))).code).toBe(0);
        const { code: exit, stderr } = await install('production-canary', yaml.dump(values));
        expect(exit).not.toBe(0);
        expect(stderr).toMatch(/exists and cannot be imported|invalid ownership/);
        await Promise.all(Object.keys(TRACKS).map((release) => run('uninstall', release)));
      });

      // Helm 4 applies both, one over the other; the image of Auto DevOps has Helm 3.
      it.runIf(helm === 'helm3')('refuse what is there twice, and so do we', async () => {
        const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '{{ .Release.Name }}-a' } };
        const values = { customResources: [object, object] };
        expect(() => new AutoDeployValues(values)).toThrow(/GITLAB1021/);
        const { code, stderr } = await install('production-rollout', yaml.dump(values));
        expect(code, stderr).not.toBe(0);
        await run('uninstall', 'production-rollout');
      });
    });
  });
});
