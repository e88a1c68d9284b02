import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, describe, expect, it } from 'vitest';
import { Falco, FalcoArtifacts, FalcoDriver, FalcoRules, Falcosidekick } from '../../lib/falco';
import { FALCO_VALUES } from '../../lib/falco/charts';
import type { UpstreamChart } from '../../lib/helm';
import { HelmJudge } from '../helm/chart/helm-judge';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';
import { UPSTREAM_CHARTS } from '../tools/upstream';
import { ALL_FALCO, ALL_FALCOSIDEKICK, RULES } from './all-props';
import { scope } from './scope';

const HELMS = ['helm3', 'helm4'] as const;
/** Of the whole node, Falco needs these (driver.modernEbpf.leastPrivileged). */
const CAPABILITIES = ['BPF', 'PERFMON', 'SYS_PTRACE', 'SYS_RESOURCE'];

interface Container {
  readonly name: string;
  readonly securityContext?: {
    readonly privileged?: boolean;
    readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
    readonly [key: string]: unknown;
  };
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly envFrom?: readonly unknown[];
  readonly volumeMounts?: readonly { readonly mountPath: string }[];
}

interface KubeObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly ports?: readonly { readonly port: number }[];
    readonly template?: { readonly spec: PodSpec };
  };
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[] | null;
  readonly securityContext?: unknown;
  readonly hostPID?: boolean;
  readonly hostNetwork?: boolean;
}

const podOf = (objects: readonly KubeObject[], kind: string): PodSpec => {
  const spec = objects.find((each) => each.kind === kind)?.spec?.template?.spec;
  if (spec === undefined) throw new Error(`no ${kind} with a pod`);
  return spec;
};
const dataOf = (objects: readonly KubeObject[], name: string): Readonly<Record<string, string>> =>
  objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)?.data ?? {};
const configOf = (objects: readonly KubeObject[]): Readonly<Record<string, unknown>> =>
  load(dataOf(objects, 'falco')['falco.yaml'] ?? '') as Readonly<Record<string, unknown>>;

/** Texts that a template tears apart when nobody takes care. */
const HOSTILE: Readonly<Record<string, string>> = {
  plain: RULES,
  indented: RULES.replace(/^(?=.)/gm, '    '),
  'with-blank-lines-first': `\n   \n\n${RULES}`,
  'of-windows': RULES.replaceAll('\n', '\r\n'),
  'without-an-end': RULES.trimEnd(),
  'with-many-ends': `${RULES}\n\n   \n`,
  'of-several-documents': `---\n${RULES}---\n${RULES}...\n`,
  'with-trailing-blanks': `# a   \n#\t\n${RULES}`,
  'with-a-long-line': `# ${'x '.repeat(5000)}\n${RULES}`,
  'with-other-letters': `# ä ö ü € 😀 \u00a0 \u200b\n${RULES}`,
};

describe.skipIf(UPSTREAM_CHARTS === undefined)(
  'in the charts of the Falco project (set UPSTREAM_CHARTS to a folder of unpacked charts, with their subcharts)',
  () => {
    const folder = UPSTREAM_CHARTS ?? '';

    it('there are both, Falco with its subcharts', () => {
      expect(['falcosidekick', 'falco/charts/falcosidekick'].filter((path) => !existsSync(join(folder, path)))).toEqual(
        [],
      );
    });

    describe.each(HELMS)('%s', (helm) => {
      describeWith([helm], 'renders our values', () => {
        const judge = new HelmJudge();
        afterAll(() => judge.remove());

        const tryToRender = (chart: UpstreamChart, values: unknown = chart.toValues()) =>
          judge.template(tool(helm) ?? '', join(folder, chart.source.chartName), {
            release: chart.source.chartName,
            namespace: chart.source.defaultNamespace,
            values,
            args: ['--api-versions', 'monitoring.coreos.com/v1', '--skip-tests'],
          });

        async function render(chart: UpstreamChart): Promise<readonly KubeObject[]> {
          const rendering = await tryToRender(chart);
          if (!rendering.accepted) throw new Error(rendering.error);
          return rendering.documents.map(({ text }) => load(text) as KubeObject).filter(Boolean);
        }

        it('of Falco alone: it watches with four capabilities, and nothing else runs', async () => {
          const objects = await render(new Falco(scope(), 'falco'));
          expect(objects.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'DaemonSet', 'ServiceAccount']);
          const pod = podOf(objects, 'DaemonSet');
          expect(pod.initContainers ?? []).toEqual([]);
          expect(pod.containers.map(({ name }) => name)).toEqual(['falco']);
          expect([...(pod.containers[0]?.securityContext?.capabilities?.add ?? [])].sort()).toEqual(CAPABILITIES);
          expect(JSON.stringify(pod)).not.toMatch(/"privileged":true|"hostPID":true|"hostNetwork":true/);
          expect(configOf(objects)).toMatchObject({
            json_output: true,
            engine: { kind: 'modern_ebpf' },
            load_plugins: ['container'],
            http_output: { enabled: false },
          });
        });

        // falcosecurity/charts#1057: in the image /etc/falco/config.d loads the container plugin, as falco.yaml does.
        it.each([
          ['nothing is downloaded', {}],
          ['rules are downloaded', { artifacts: FalcoArtifacts.INSTALL }],
          ['the driver is a kernel module', { driver: FalcoDriver.KMOD }],
          ['the driver is chosen on the node', { driver: FalcoDriver.AUTO }],
        ])('of Falco, which loads the container plugin once when %s', async (_when, props) => {
          const objects = await render(new Falco(scope(), 'falco', props));
          const [container] = podOf(objects, 'DaemonSet').containers;
          const hidden = container?.volumeMounts?.some(({ mountPath }) =>
            /^\/etc\/falco(\/config\.d)?$/.test(mountPath),
          );
          const read = (configOf(objects).config_files as readonly string[]).length > 0;
          expect(read).toBe(hidden);
          expect(configOf(objects).load_plugins).toEqual(['container']);
        });

        it('of Falco with downloads: falcoctl stands beside it', async () => {
          const objects = await render(new Falco(scope(), 'falco', { artifacts: FalcoArtifacts.FOLLOW }));
          const pod = podOf(objects, 'DaemonSet');
          expect(pod.initContainers?.map(({ name }) => name)).toEqual(['falcoctl-artifact-install']);
          expect(pod.containers.map(({ name }) => name)).toEqual(['falco', 'falcoctl-artifact-follow']);
        });

        it.each(Object.keys(HOSTILE))('of rules, which arrive as they are: a text %s', async (name) => {
          const text = HOSTILE[name] ?? '';
          const rules = FalcoRules.fromText(scope(), name, text);
          const objects = await render(new Falco(scope(), 'falco', { rules: [rules] }));
          const arrived = dataOf(objects, 'falco-rules')[`${name}.yaml`] ?? '';
          expect(arrived.replace(/^#\n/, '')).toBe(text.replaceAll('\r\n', '\n').trimEnd());
        });

        it('of every prop: Falcosidekick as a subchart is where Falco sends events', async () => {
          const objects = await render(ALL_FALCO());
          const { url } = configOf(objects).http_output as { readonly url: string };
          const service = objects.find(
            ({ kind, metadata }) => kind === 'Service' && metadata.name === new URL(url).hostname,
          );
          expect(service?.spec?.ports?.map(({ port }) => `${port}`)).toContain(new URL(url).port);
          expect(configOf(objects)).toMatchObject({
            json_output: true,
            priority: 'notice',
            metrics: { enabled: true },
          });
          expect(objects.filter(({ kind }) => kind === 'ServiceMonitor')).toHaveLength(2);
        });

        it('of Falcosidekick beside Falco, where Falco sends events', async () => {
          const sidekick = new Falcosidekick(scope(), 'sidekick', {
            serviceName: 'events',
            namespaceName: 'falcosidekick',
          });
          const services = (await render(sidekick)).filter(({ kind }) => kind === 'Service');
          const addresses = services.map(
            ({ metadata, spec }) => `http://${metadata.name}.${metadata.namespace}.svc:${spec?.ports?.[0]?.port}`,
          );
          const falco = configOf(await render(new Falco(scope(), 'falco', { falcosidekick: sidekick })));
          expect(falco.http_output).toMatchObject({ enabled: true, url: sidekick.url });
          expect(addresses).toEqual([sidekick.url]);
        });

        it('of Falcosidekick: nothing of its pod is more than the level "restricted" allows', async () => {
          const pod = podOf(await render(new Falcosidekick(scope(), 'sidekick')), 'Deployment');
          expect(pod.securityContext).toMatchObject({
            runAsNonRoot: true,
            runAsUser: 1234,
            seccompProfile: { type: 'RuntimeDefault' },
          });
          expect(pod.containers.map(({ securityContext }) => securityContext)).toEqual([
            { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          ]);
        });

        it('of Falcosidekick with every prop: settings arrive as variables, secrets as references', async () => {
          const objects = await render(ALL_FALCOSIDEKICK());
          const secret = objects.find(({ kind }) => kind === 'Secret');
          const variables = Object.fromEntries(
            Object.entries(secret?.data ?? {}).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]),
          );
          expect(variables).toMatchObject({
            SLACK_WEBHOOKURL: '',
            SLACK_CHANNEL: '#security',
            SLACK_OUTPUTFORMAT: 'fields',
            SLACK_MINIMUMPRIORITY: 'warning',
            WEBHOOK_ADDRESS: 'https://hooks.example.com/falco',
            WEBHOOK_CUSTOMHEADERS: 'X-Cluster:one',
            ALERTMANAGER_HOSTPORT: 'http://alertmanager.monitoring.svc:9093',
            ALERTMANAGER_ENDPOINT: '/api/v2/alerts',
            ALERTMANAGER_EXPIRESAFTER: '3600',
            ALERTMANAGER_EXTRALABELS: 'gitlab_environment_name:production,cluster:one',
            ALERTMANAGER_CUSTOMSEVERITYMAP: expect.stringContaining('error:high,warning:medium'),
          });
          const [container] = podOf(objects, 'Deployment').containers;
          expect(container?.env).toContainEqual({
            name: 'SLACK_WEBHOOKURL',
            valueFrom: { secretKeyRef: { name: 'slack', key: 'url' } },
          });
          expect(container?.envFrom).toEqual([{ secretRef: { name: 'events' } }, { secretRef: { name: 'outputs' } }]);
        });

        // The chart itself refuses some of what our table calls removed: those we must refuse too.
        it.each(Object.keys(FALCO_VALUES.removed).filter((path) => /^(?:driver|falco)\./.test(path)))(
          'and refuses, as we do, %s',
          async (path) => {
            const [top = '', below = ''] = path.split('.');
            const falco = new Falco(scope(), 'falco');
            const values = falco.toValues();
            const rendering = await tryToRender(falco, { ...values, [top]: { ...values[top], [below]: {} } });
            expect(rendering).toMatchObject({ accepted: false, error: expect.stringContaining(path) });
          },
        );
      });
    });
  },
);
