import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { beforeAll, expect, it } from 'vitest';
import { describeWith } from '../tools/describe';
import { against, type Cluster, clusterTools, freshNamespace, sharedCluster } from './cluster/cluster';

const FOLDER = join(__dirname, '../../auto-deploy-values');

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

describeWith([...clusterTools('1.36'), 'kubectl'], 'a workload of Auto DevOps on Kubernetes 1.36', () => {
  let cluster: Cluster;
  let namespace: string;
  beforeAll(async () => {
    cluster = await sharedCluster('1.36');
    namespace = await freshNamespace(cluster, 'auto');
  });

  const apply = (values: Values) =>
    against(
      cluster,
      'kubectl',
      ['-n', namespace, 'apply', '--dry-run=server', '--validate=strict', '-o', 'json', '-f', '-'],
      JSON.stringify(deployment(values)),
    );

  it.each(readdirSync(FOLDER))('is admitted with %s, and keeps every field', async (name) => {
    const values = yaml.load(readFileSync(join(FOLDER, name), 'utf8')) as Values;
    const { code, stdout, stderr } = await apply(values);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject(JSON.parse(JSON.stringify(deployment(values))));
  });

  it('would be refused with a field that the server does not know, or a profile without a name', async () => {
    for (const appArmorProfile of [
      { type: 'Localhost', profile: 'x' },
      { type: 'Localhost' },
      { type: 'Localhost', localhostProfile: ' x' },
    ]) {
      expect(
        (await apply({ containerSecurityContext: { appArmorProfile } })).code,
        JSON.stringify(appArmorProfile),
      ).not.toBe(0);
    }
  });
});
