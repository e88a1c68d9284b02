import {
  Falco,
  FalcoArtifacts,
  FalcoDriver,
  FalcoPriority,
  FalcoRules,
  Falcosidekick,
  type FalcosidekickProps,
  SlackOutputFormat,
  WebhookMethod,
} from '../../lib/falco';
import { scope } from './scope';

export const RULES = [
  '- list: shells',
  '  items: [sh, bash]',
  '- rule: Shell in a pod',
  '  desc: A shell was started.',
  '  condition: evt.type = execve and proc.name in (shells)',
  '  output: "{{ no template }} %proc.name"',
  '  priority: NOTICE',
  '',
].join('\n');

const minimumPriority = FalcoPriority.WARNING;
const resources = { requests: { cpu: '10m', memory: '32Mi' } };
const tolerations = [{ operator: 'Exists' }];

const SIDEKICK: FalcosidekickProps = {
  existingSecret: 'outputs',
  slack: {
    webhookUrl: { secretName: 'slack', key: 'url' },
    channel: '#security',
    username: 'Falco',
    outputFormat: SlackOutputFormat.FIELDS,
    minimumPriority,
  },
  webhook: {
    address: 'https://hooks.example.com/falco',
    method: WebhookMethod.POST,
    headers: { 'X-Cluster': 'one' },
    checkCertificate: true,
    minimumPriority,
  },
  alertmanager: {
    addresses: ['http://alertmanager.monitoring.svc:9093'],
    path: '/api/v2/alerts',
    expiresAfterSeconds: 3600,
    severities: { debug: 'unknown' },
    gitlabEnvironment: 'production',
    extraLabels: { cluster: 'one' },
    extraAnnotations: { runbook: 'https://wiki.example.com/falco' },
    checkCertificate: true,
    minimumPriority,
  },
  replicas: 1,
  resources,
  tolerations,
  serviceMonitor: true,
};

/** Falcosidekick with every prop. */
export const ALL_FALCOSIDEKICK = (): Falcosidekick =>
  new Falcosidekick(scope(), 'sidekick', { ...SIDEKICK, serviceName: 'events', namespaceName: 'events' });

/** Falco with every prop, Falcosidekick as its subchart or beside it. */
export const ALL_FALCO = (falcosidekickAsSubchart = true): Falco =>
  new Falco(scope(), 'falco', {
    rules: [FalcoRules.fromText(scope(), 'shells', RULES)],
    driver: FalcoDriver.MODERN_EBPF,
    leastPrivileged: true,
    artifacts: FalcoArtifacts.NONE,
    priority: FalcoPriority.NOTICE,
    falcosidekick: new Falcosidekick(scope(), 'sidekick', SIDEKICK),
    falcosidekickAsSubchart,
    metrics: true,
    serviceMonitor: true,
    resources: { ...resources, limits: resources.requests },
    tolerations,
  });
