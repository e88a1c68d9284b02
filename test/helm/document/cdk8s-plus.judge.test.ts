import { Cron, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Expression, HelmApp, HelmChart, If, Overlay, ValueSchema } from '../../../lib/helm';
import type { Json } from '../../../lib/helm/expression/node';
import { requireTool } from '../../tools/find';
import { HelmJudge } from '../chart/helm-judge';
import { INNER_TEXTS, TEXTS } from './differential/texts';

const description = 'A value.';
const judge = new HelmJudge();
const app = new HelmApp({ outdir: judge.folder });
const chart = new HelmChart(app, 'plus', {
  version: '1.0.0',
  description: 'Constructs of cdk8s-plus with values in their props.',
});
const { values } = chart;

const text = (key: string, defaultValue: string): Expression => values.addString(key, { description, defaultValue });
const integer = (key: string, defaultValue: number): Expression =>
  values.addInteger(key, { description, defaultValue });
const texts = (key: string, defaultValue: string[]): Expression =>
  values.addList(key, { description, items: ValueSchema.text(), defaultValue });

const args = texts('args', ['-v']);
const repository = text('repository', 'nginx');
const tag = text('tag', '1.27');
const replicas = integer('replicas', 2);
const port = integer('port', 8080);
const servicePort = integer('servicePort', 9090);
const uid = integer('uid', 1000);
const delay = integer('delay', 5);
const memory = integer('memory', 64);
const cpu = integer('cpu', 100);
const labels = values.addMap('podLabels', { description, entries: ValueSchema.text() });
const data = values.addMap('data', { description, entries: ValueSchema.text() });
const privileged = values.addBoolean('privileged', { description, defaultValue: false });
const policy = values.addChoice('pullPolicy', {
  description,
  choices: ['Always', 'IfNotPresent'],
  defaultValue: 'IfNotPresent',
});
const resources = values.addAny('resources', { description });
const maxUnavailable = values.addIntegerOrString('maxUnavailable', { description, defaultValue: '25%' });
const enabled = values.addBoolean('service', { description, defaultValue: true });
const host = text('host', 'a.example.com');
const nasty = TEXTS.map((defaultValue, index) => text(`nasty${index}`, defaultValue));

const deployment = new kplus.Deployment(chart, 'web', {
  replicas: replicas.asNumber(),
  podMetadata: { labels: { ...labels.asMap(), fixed: 'yes' }, annotations: { image: `${repository}:${tag}` } },
  containers: [
    {
      image: `${repository}:${tag}`,
      portNumber: port.asNumber(),
      args: ['--first', ...args.asList(), `--tag=${tag}`],
      command: args.asList(),
      envVariables: {
        PORT: kplus.EnvValue.fromValue(port.asString()),
        ...Object.fromEntries(nasty.map((value, index) => [`N${index}`, kplus.EnvValue.fromValue(value.asString())])),
        ...Object.fromEntries(nasty.map((value, index) => [`A${index}`, kplus.EnvValue.fromValue(`{{"${value}"}}`)])),
      },
      readiness: kplus.Probe.fromHttpGet('/', {
        port: port.asNumber(),
        initialDelaySeconds: Duration.seconds(delay.asNumber()),
      }),
      resources: {
        cpu: { request: kplus.Cpu.millis(cpu.asNumber()) },
        memory: { limit: Size.mebibytes(memory.asNumber()) },
      },
      securityContext: { user: uid.asNumber(), group: uid.asNumber(), ensureNonRoot: true },
    },
  ],
});
Overlay.on(deployment)
  .put('/spec/template/spec/containers/0/securityContext/privileged', privileged)
  .put('/spec/template/spec/containers/0/imagePullPolicy', policy)
  .put('/spec/template/spec/containers/0/resources/claims', resources)
  .put('/spec/strategy/rollingUpdate/maxUnavailable', maxUnavailable)
  .add('/spec/template/spec/containers/0/args', 'last');
deployment.exposeViaService({ ports: [{ port: servicePort.asNumber(), targetPort: port.asNumber(), name: 'http' }] });
new kplus.Service(new If(chart, 'when', { when: enabled }), 'extra', {
  ports: [{ port: servicePort.asNumber() }],
  externalName: host.asString(),
  type: kplus.ServiceType.EXTERNAL_NAME,
});
new kplus.ConfigMap(chart, 'config', {
  data: { ...data.asMap(), port: port.asString(), conf: `listen ${port};\nhost "${host}" {{ x }};\n` },
});
new kplus.Secret(chart, 'secret', { stringData: { token: tag.asString(), ...data.asMap() } });
new kplus.CronJob(chart, 'job', { schedule: Cron.daily(), containers: [{ image: 'x', args: args.asList() }] });

beforeAll(() => app.synth());
afterAll(() => judge.remove());

const at = (object: Json | undefined, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], object);

const CONTAINER = ['spec', 'template', 'spec', 'containers', 0] as const;

/** Values of the user, and what must come out, by kind and name of the object. */
const GIVEN = {
  args: INNER_TEXTS.slice(0, 60),
  repository: 'reg.example.com:5000/a/b',
  tag: '"1": {{ x }}',
  replicas: 1_000_000,
  port: 65_535,
  servicePort: 1,
  uid: 123_456_789,
  delay: 0,
  memory: 1_048_576,
  cpu: 1_500_000,
  podLabels: { yes: 'no', '0123': '0x1f', fixed: 'overridden' },
  data: { n: 'y', 'a.b': 'l1\nl2\n', conf: 'lost' },
  privileged: true,
  pullPolicy: 'Always',
  resources: { nested: [{ a: 1.5, b: [] }] },
  maxUnavailable: 3,
  service: false,
  host: 'b"; {{ y }}',
};

describe.each(['helm3', 'helm4'])('%s', (name) => {
  test('renders what cdk8s-plus makes of the values', async (context) => {
    const helm = requireTool(context, name);
    const rendering = await judge.template(helm, `${judge.folder}/plus`, { values: GIVEN });
    if (!rendering.accepted) throw new Error(rendering.error);
    const objects = await judge.read(
      helm,
      rendering.documents.map(({ text: document }) => document),
    );
    const find = (kind: string, suffix: string): Json =>
      objects.find(
        (object) => at(object, 'kind') === kind && String(at(object, 'metadata', 'name')).endsWith(suffix),
      ) ?? null;
    const web = find('Deployment', 'web');
    const env = Object.fromEntries(
      (at(web, ...CONTAINER, 'env') as { name: string; value: string }[]).map((each) => [each.name, each.value]),
    );
    const image = `${GIVEN.repository}:${GIVEN.tag}`;
    expect({
      replicas: at(web, 'spec', 'replicas'),
      labels: at(web, 'spec', 'template', 'metadata', 'labels'),
      annotations: at(web, 'spec', 'template', 'metadata', 'annotations'),
      image: at(web, ...CONTAINER, 'image'),
      ports: at(web, ...CONTAINER, 'ports'),
      args: at(web, ...CONTAINER, 'args'),
      command: at(web, ...CONTAINER, 'command'),
      probe: at(web, ...CONTAINER, 'readinessProbe'),
      resources: at(web, ...CONTAINER, 'resources'),
      security: at(web, ...CONTAINER, 'securityContext'),
      pullPolicy: at(web, ...CONTAINER, 'imagePullPolicy'),
      strategy: at(web, 'spec', 'strategy'),
    }).toEqual({
      replicas: 1_000_000,
      labels: {
        yes: 'no',
        '0123': '0x1f',
        fixed: 'yes',
        'app.kubernetes.io/instance': 'release',
        'app.kubernetes.io/name': 'plus',
        'cdk8s.io/metadata.addr': expect.stringMatching(/^release-[0-9a-z]{8}$/),
      },
      annotations: { image },
      image,
      ports: [{ containerPort: 65_535 }],
      args: ['--first', ...GIVEN.args, `--tag=${GIVEN.tag}`, 'last'],
      command: GIVEN.args,
      probe: { failureThreshold: 3, httpGet: { path: '/', port: 65_535, scheme: 'HTTP' }, initialDelaySeconds: 0 },
      resources: { claims: GIVEN.resources, limits: { memory: '1048576Mi' }, requests: { cpu: '1500000m' } },
      security: {
        allowPrivilegeEscalation: false,
        privileged: true,
        readOnlyRootFilesystem: true,
        runAsGroup: 123_456_789,
        runAsNonRoot: true,
        runAsUser: 123_456_789,
      },
      pullPolicy: 'Always',
      strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 3 }, type: 'RollingUpdate' },
    });
    expect(env).toMatchObject({ PORT: '65535' });
    expect(TEXTS.filter((value, index) => env[`N${index}`] !== value)).toEqual([]);
    expect(TEXTS.filter((value, index) => env[`A${index}`] !== `{{"${value}"}}`)).toEqual([]);
    const service = find('Service', 'web-service');
    expect(at(service, 'spec', 'ports')).toEqual([{ name: 'http', port: 1, targetPort: 65_535 }]);
    expect(at(service, 'spec', 'selector')).toEqual({
      'cdk8s.io/metadata.addr': at(web, 'spec', 'selector', 'matchLabels', 'cdk8s.io/metadata.addr'),
    });
    expect(find('Service', 'extra')).toBeNull();
    expect(at(find('ConfigMap', 'config'), 'data')).toEqual({
      ...GIVEN.data,
      port: '65535',
      conf: `listen 65535;\nhost "${GIVEN.host}" {{ x }};\n`,
    });
    expect(at(find('Secret', 'secret'), 'stringData')).toEqual({ ...GIVEN.data, token: GIVEN.tag });
  });

  test('renders the same as TypeScript', async (context) => {
    const helm = requireTool(context, name);
    for (const given of [GIVEN, {}]) {
      const rendering = await judge.template(helm, `${judge.folder}/plus`, { values: given });
      if (!rendering.accepted) throw new Error(rendering.error);
      const objects = await judge.read(
        helm,
        rendering.documents.map(({ text: document }) => document),
      );
      const byName = (list: readonly unknown[]) =>
        Object.fromEntries(
          list.map((each) => [`${at(each as Json, 'kind')}/${at(each as Json, 'metadata', 'name')}`, each]),
        );
      expect(byName(objects)).toEqual(byName(chart.render({ values: given })));
    }
  });
});
