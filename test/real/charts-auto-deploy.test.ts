import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AutoDeployValues } from '../../lib/gitlab/auto-deploy-values';
import { CHART, deploy, JOBS, NEEDS_CHART, type Rendered, templateOf } from '../gitlab/auto-deploy/deployment';
import { EVERY_KEY } from '../gitlab/auto-deploy/every-key';
import { HelmJudge } from '../helm/chart/helm-judge';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';
import { against, type Cluster, clusterTools, freshNamespace, kubectl, sharedCluster } from './cluster/cluster';
import { MINOR_NAMES } from './cluster/minors';

const FOLDER = join(__dirname, '../../auto-deploy-values');
const FILES = readdirSync(FOLDER);
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const HELMS = ['helm3', 'helm4'] as const;

type Values = Readonly<Record<string, unknown>>;

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

describe.each(MINOR_NAMES)('the chart of Auto DevOps on Kubernetes %s', (minor) => {
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
