import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { afterAll, describe, expect, it } from 'vitest';
import { OVERRIDDEN } from '../../../lib/gitlab/auto-deploy/keys';
import { podsOf } from '../../../lib/gitlab/auto-deploy/pods';
import { selects } from '../../../lib/gitlab/auto-deploy/selects';
import { AutoDeployValues } from '../../../lib/gitlab/auto-deploy-values';
import { HelmJudge } from '../../helm/chart/helm-judge';
import { requireTool, tool } from '../../tools/find';
import { CHART, deploy, JOBS, NEEDS_CHART, type Rendered, SETTINGS, templateOf } from './deployment';
import { EVERY_KEY } from './every-key';

const FOLDER = join(__dirname, '../../../auto-deploy-values');
const FILES = readdirSync(FOLDER);
const text = (values: unknown): string => yaml.dump(values);
const only = (objects: readonly Rendered[], kind: string): Rendered => {
  const [found, second] = objects.filter((each) => each.kind === kind);
  if (!found || second) throw new Error(`not one ${kind} among ${objects.map((each) => each.kind).join(', ')}`);
  return found;
};

describe.each(['helm3', 'helm4'])('the chart of Auto DevOps, rendered by %s', (name) => {
  describe.skipIf(CHART === undefined || tool(name) === undefined)(`(${NEEDS_CHART})`, () => {
    const judge = new HelmJudge();
    afterAll(() => judge.remove());
    const render = (values: readonly string[], options = {}) => deploy(judge, tool(name) ?? '', values, options);

    it.each(FILES)('takes %s, and has the same objects as without it', async (file) => {
      const given = readFileSync(join(FOLDER, file), 'utf8');
      const [before, after] = await Promise.all([render([text(JOBS)]), render([text(JOBS), given])]);
      const kinds = (objects: readonly Rendered[]) =>
        objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort();
      const more = given.includes('networkPolicy:') ? ['NetworkPolicy/production-auto-deploy'] : [];
      expect(kinds(after)).toEqual([...kinds(before), ...more].sort());
    });

    it('monitor-only.yaml changes nothing but labels and annotations', async () => {
      const bare = (objects: readonly Rendered[]) =>
        JSON.parse(
          JSON.stringify(objects, (key, value) => (key === 'labels' || key === 'annotations' ? undefined : value)),
        );
      const file = readFileSync(join(FOLDER, 'monitor-only.yaml'), 'utf8');
      expect(bare(await render([text(JOBS), file]))).toEqual(bare(await render([text(JOBS)])));
      const marked = JSON.stringify(await render([text(JOBS), file])).split('container-security/mode').length - 1;
      expect(marked).toBeGreaterThan(3);
    });

    it.each(['apparmor.yaml', 'all.yaml'])(
      'with %s every container of application, worker and cron job is under the profile',
      async (file) => {
        const objects = await render([text(JOBS), readFileSync(join(FOLDER, file), 'utf8')]);
        const containers = objects
          .filter(({ kind }) => kind === 'Deployment' || kind === 'CronJob')
          .flatMap((each) => templateOf(each)?.spec.containers ?? []);
        expect(containers.map((each) => each.name).sort()).toEqual([
          'auto-deploy-app',
          'auto-deploy-app',
          'auto-deploy-app-mail',
        ]);
        for (const { securityContext } of containers) {
          expect(securityContext?.appArmorProfile).toEqual({ type: 'Localhost', localhostProfile: 'deny-write' });
        }
      },
    );

    it('labels its pods as the checks of selectors believe', async () => {
      const values = { ...JOBS, extraLabels: { team: 'a' } };
      const objects = await render([text(values)]);
      const groups = podsOf(values);
      const templates = objects.flatMap((each) => templateOf(each) ?? []);
      expect(templates.length).toBe(4);
      for (const { metadata } of templates) {
        const matching = groups.filter((group) => selects({ matchLabels: metadata.labels }, group));
        expect(matching.length, JSON.stringify(metadata.labels)).toBeGreaterThan(0);
      }
      // And the other way round: a group has no label that its pods lack, but those that the cluster adds.
      const added = /pod-template-hash|job-name|controller-uid/;
      const [application] = groups;
      const labels = Object.keys(application?.labels ?? {}).filter((key) => !added.test(key));
      expect(
        Object.keys(templates.find((each) => each.metadata.labels.tier === 'web')?.metadata.labels ?? {}).sort(),
      ).toEqual(labels.sort());
    });

    it('takes a file with every value, and each has an effect', async () => {
      const values = new AutoDeployValues(EVERY_KEY);
      const objects = await render([values.toYaml()]);
      const budget = only(objects, 'PodDisruptionBudget');
      expect(budget.spec).toMatchObject({ minAvailable: 1 });
      expect(budget.spec).not.toHaveProperty('maxUnavailable');
      const all = JSON.stringify(objects);
      for (const word of [
        'system-node-critical',
        'ClusterFirstWithHostNet',
        'registry.example.com/mail:1',
        'pv-1',
        'shop-tls',
        'deny-write',
        '{{ literal }}',
        'one-production',
        'production-shop-two',
        'SecRule',
        'X-Probe',
        'NET_BIND_SERVICE',
        'startupProbe',
        'registry.example.com/wait:1',
      ]) {
        expect(all).toContain(word);
      }
      const cron = templateOf(only(objects, 'CronJob'));
      expect(cron?.spec.containers[0]).toMatchObject({ command: ['/bin/sh'], args: ['-c', 'echo a: b'] });
    });

    it('takes the spec of a policy whole: none of its own rules stays', async () => {
      const specs = [
        { podSelector: { matchLabels: { tier: 'web' } }, policyTypes: ['Egress'], egress: [{}] },
        { podSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, ingress: [] },
      ];
      for (const spec of specs) {
        const { spec: rendered } = only(
          await render([new AutoDeployValues({ networkPolicy: { enabled: true, spec } }).toYaml()]),
          'NetworkPolicy',
        );
        const { podSelector, ...rest } = rendered ?? {};
        expect(rest).toEqual({ ...spec, podSelector: undefined });
        expect(podSelector).toMatchObject(spec.podSelector);
      }
    });

    it('loses what the table says, and no more', async () => {
      const mark = 'lost-value';
      const nested = (path: string, value: string): object =>
        path.split('.').reduceRight((inner: unknown, key) => ({ [key]: inner }), value) as object;
      for (const [path, { only: condition }] of Object.entries(OVERRIDDEN)) {
        if (path.startsWith('ingress.modSecurity')) continue;
        expect(Object.keys(SETTINGS), path).toContain(path);
        const objects = await render([text(nested(path, mark))]);
        expect(JSON.stringify(objects), path).not.toContain(mark);
        expect(condition === undefined || path === 'service.commonName').toBe(true);
      }
      expect(Object.keys(SETTINGS).filter((path) => !(path in OVERRIDDEN))).toEqual([]);
    });

    it('gives each release its own custom resources', async () => {
      const values = new AutoDeployValues({
        customResources: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a-{{ .Release.Name }}' } }],
      }).toYaml();
      const names = await Promise.all(
        ['production', 'production-canary'].map(
          async (release) => only(await render([values], { release }), 'ConfigMap').metadata.name,
        ),
      );
      expect(names).toEqual(['a-production', 'a-production-canary']);
    });
  });

  it('is rendered by a helm that is there', (context) => {
    expect(requireTool(context, name)).toBeTruthy();
  });
});
