import { helm } from 'cdk8s-container-security';
import { ConfigMap, Cpu, Deployment, EnvValue } from 'cdk8s-plus-27';

const app = new helm.HelmApp({ outdir: process.argv[2] ?? 'dist' });
const chart = new helm.HelmChart(app, 'shop', { version: '1.0.0', appVersion: '1.27', description: 'A small shop.' });

// Declared once: the default, the schema, the README and the expression that templates use.
const { values } = chart;
const image = values.addImage('image', {
  description: 'Image of the shop.',
  repository: 'registry.example.com/shop/web',
});
const replicas = values.addInteger('replicas', { description: 'How many pods.', defaultValue: 2, minimum: 1 });
const port = values.addInteger('port', { description: 'Port of the shop.', defaultValue: 8080, minimum: 1024 });
const greeting = values.addString('greeting', { description: 'What the shop says.', defaultValue: 'Hello, "you"!' });
const extraArgs = values.addList('extraArgs', {
  description: 'Further arguments of the shop.',
  items: helm.ValueSchema.text(),
  defaultValue: ['--verbose'],
});
const podLabels = values.addMap('podLabels', {
  description: 'Labels of the pods.',
  entries: helm.ValueSchema.text({ maxLength: 63 }),
});
const hostNetwork = values.addBoolean('hostNetwork', {
  description: 'Use the network of the node.',
  defaultValue: false,
});
const debug = values.addBoolean('debug', { description: 'Make a ConfigMap for debugging.', defaultValue: false });
const tenants = values.addMap('tenants', {
  description: 'Shops of other people: name and quota.',
  entries: helm.ValueSchema.record({
    pods: { schema: helm.ValueSchema.integer({ minimum: 1 }), description: 'How many pods.', required: true },
  }),
});

// A token goes where a text, a number, a list or a map is wanted.
const web = new Deployment(chart, 'web', {
  replicas: replicas.asNumber(),
  podMetadata: { labels: podLabels.asMap() },
  containers: [
    {
      image: image.reference.asString(),
      args: ['serve', ...extraArgs.asList()],
      portNumber: port.asNumber(),
      resources: { cpu: { request: Cpu.millis(100) } },
      envVariables: { GREETING: EnvValue.fromValue(`${greeting} from ${chart.release.name}`) },
    },
  ],
});

// No token stands for a boolean: the overlay puts the expression into the finished object.
helm.Overlay.on(web)
  .put('/spec/template/spec/hostNetwork', hostNetwork)
  .put('/spec/template/spec/containers/0/imagePullPolicy', image.pullPolicy);

// There when the condition is true.
const debugging = new helm.If(chart, 'debugging', { when: debug });
new ConfigMap(debugging, 'notes', {
  data: { 'braces.txt': 'No template: {{ .Values.debug }}', replicas: replicas.asString() },
});

// There once for each tenant. A manifest takes any kind.
const tenant = new helm.Range(chart, 'each-tenant', { over: tenants, keyName: 'name', itemName: 'tenant' });
new helm.Manifest(tenant, 'quota', {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { labels: { tenant: tenant.key.asString() } },
  content: {
    spec: {
      hard: { pods: tenant.item.field('pods').asString() },
      scopes: helm.Block.choose(debug, ['BestEffort'], ['NotBestEffort']),
    },
  },
});

app.synth();
