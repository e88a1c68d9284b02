import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Yaml } from 'cdk8s';
import { falco, gitlab, helm, network, podSecurity } from '../../lib';

const { CiliumClusterwideNetworkPolicy, CiliumNetworkPolicy, LabelCondition, NetworkPolicy, Peer, Port, Protocol } =
  network;
const { PodSecurityPolicy, PolicySubject } = podSecurity;

const RULES = `- list: shells
  items: [sh, bash, ash]
- rule: Shell in a pod
  desc: A shell was started in a container.
  condition: evt.type in (execve, execveat) and container.id != host and proc.name in (shells)
  output: Shell in a pod (pod=%k8s.pod.name command=%proc.cmdline)
  priority: NOTICE
  tags: [process]
`;

/** The files of security.py, written into a folder. */
export function writeSecurity(outdir: string): void {
  const app = new helm.HelmApp({ outdir });
  const chart = new helm.HelmChart(app, 'security', { version: '1.0.0', description: 'Locks down the shop.' });
  writePolicies(chart);
  writeNetwork(chart);
  app.synth();

  const scope = new Chart(new App(), 'watch');
  for (const [name, values] of Object.entries({ ...falcoValues(scope), ...ciliumValues(scope) }))
    writeFileSync(join(outdir, name), Yaml.stringify(values));
  writeFileSync(join(outdir, 'auto-deploy-values.yaml'), autoDeployValues().toYaml());
}

function writePolicies(chart: helm.HelmChart): void {
  const { values } = chart;
  const uid = values.addInteger('uid', { description: 'User of the shop.', defaultValue: 101 });
  const readOnly = values.addBoolean('readOnly', { description: 'A read-only root.', defaultValue: true });
  const profiles = values.addList('profiles', { description: 'AppArmor profiles.', items: helm.ValueSchema.text() });
  const web = PodSecurityPolicy.restricted(chart, 'web-pods', {
    runAsUser: { rule: 'MustRunAs', ranges: [{ min: uid.asNumber(), max: uid.asNumber() }] },
    appArmorDefaultProfile: 'localhost/deny-write',
    appArmorAllowedProfiles: profiles.asList(),
    hostPID: false,
    metadata: { labels: { team: 'shop' } },
  });
  helm.Overlay.on(web.policy).put('/spec/readOnlyRootFilesystem', readOnly);
  web.allowIn('shop', PolicySubject.serviceAccount('web'));
  const agents = PodSecurityPolicy.baseline(chart, 'agents', {
    volumes: ['hostPath', 'secret', 'projected'],
    allowedHostPaths: [{ pathPrefix: '/var/log', readOnly: true }],
    allowedCSIDrivers: [{ name: 'secrets-store.csi.k8s.io' }],
    hostPorts: [{ min: 8080, max: 8080 }],
    seLinux: { rule: 'MustRunAs', seLinuxOptions: { type: 'container_t' } },
    subjects: [PolicySubject.serviceAccountsOf('logging')],
  });
  agents.allow(PolicySubject.serviceAccount('probe', 'monitoring'));
  const any = { rule: 'RunAsAny' };
  new PodSecurityPolicy(chart, 'least', {
    seLinux: any,
    runAsUser: any,
    supplementalGroups: { rule: 'MayRunAs', ranges: [{ min: 1, max: 65535 }] },
    fsGroup: any,
    runtimeClass: { allowedRuntimeClassNames: ['gvisor'], defaultRuntimeClassName: 'gvisor' },
  });
}

function writeNetwork(chart: helm.HelmChart): void {
  const port = chart.values.addInteger('port', { description: 'Port of the shop.', defaultValue: 8080 });
  const tenants = chart.values.addMap('tenants', {
    description: 'Namespaces that may call, and their labels.',
    entries: helm.ValueSchema.text(),
  });
  const closed = chart.values.addBoolean('closed', { description: 'Close the namespace.', defaultValue: false });
  NetworkPolicy.denyAllIngress(new helm.If(chart, 'closed-wanted', { when: closed }), 'closed');
  new NetworkPolicy(chart, 'web', {
    pods: { app: 'web' },
    podConditions: [LabelCondition.isOneOf('tier', 'front', 'edge'), LabelCondition.isMissing('debug')],
  })
    .allowFrom(Peer.pods({ app: 'ingress' }).inNamespace({ team: 'edge' }), Port.tcp(port.asNumber()))
    .allowFrom(Peer.namespaceNamed('monitoring'), Port.named('metrics'))
    .allowFrom(Peer.pods(tenants.asMap()).inAnyNamespace())
    .allowTo(Peer.pods({ app: 'db' }).where(LabelCondition.exists('primary')), Port.tcp(5432))
    .allowTo(Peer.cidr('10.0.0.0/8', '10.1.0.0/16'), Port.tcp(443), Port.numbers(30000, 32767, Protocol.UDP))
    .allowDns();
  new CiliumNetworkPolicy(chart, 'web-cilium', { pods: { app: 'web' }, description: 'The shop.' })
    .allowFrom(
      Peer.pods({ app: 'ingress' }).inNamespaceNamed('edge'),
      Port.tcp(8080).http({ method: 'GET', path: '/api/.*' }, { headers: ['X-Key'] }),
    )
    .allowTo(Peer.fqdns('api.example.com', '*.example.org'), Port.tcp(443))
    .allowTo(Peer.service('db', 'data'))
    .allowTo(Peer.entities('kube-apiserver'), Port.icmp(8))
    .allowDns()
    .denyTo(Peer.cidr('169.254.169.254/32'));
  new CiliumClusterwideNetworkPolicy(chart, 'nodes', { nodes: {}, recordOnly: true }).allowFrom(
    Peer.entities('cluster'),
  );
}

function falcoValues(scope: Chart): Readonly<Record<string, unknown>> {
  const shells = falco.FalcoRules.fromText(scope, 'shells', RULES);
  const quieter = new falco.FalcoRules(scope, 'quieter', {
    text: '- rule: Terminal shell in container\n  enabled: false\n  override: { enabled: replace }\n',
    fileName: '90-quieter.yaml',
  });
  const falcosidekick = new falco.Falcosidekick(scope, 'falcosidekick', {
    slack: {
      webhookUrl: { secretName: 'slack', key: 'webhook-url' },
      minimumPriority: falco.FalcoPriority.WARNING,
      outputFormat: falco.SlackOutputFormat.TEXT,
    },
    webhook: {
      address: 'https://events.example.com/falco',
      headersFrom: { secretName: 'events', key: 'headers' },
      headers: undefined,
    },
    alertmanager: {
      addresses: ['http://alertmanager.monitoring.svc:9093'],
      severities: { warning: 'low' },
      extraAnnotations: { runbook: 'https://gitlab.example.com/GROUP/PROJECT/-/wikis/falco' },
      expiresAfterSeconds: 3600,
    },
    values: { config: { loki: { hostport: 'http://loki.monitoring.svc:3100', minimumpriority: 'notice' } } },
  });
  const watch = new falco.Falco(scope, 'falco', {
    falcosidekick,
    rules: [quieter, shells],
    priority: falco.FalcoPriority.NOTICE,
    resources: { limits: { cpu: '2', memory: '2Gi' } },
    tolerations: [{ operator: 'Exists' }],
    values: { falco: { buffered_outputs: true } },
  });
  return {
    'falco-values.yaml': watch.toValues(),
    'falcosidekick-values.yaml': falcosidekick.toValues(),
    'falco-source.yaml': { ...watch.source, rules: shells.ruleNames, url: falcosidekick.url },
  };
}

function ciliumValues(scope: Chart): Readonly<Record<string, unknown>> {
  const cilium = new network.Cilium(scope, 'on-gke', {
    platform: network.CiliumPlatform.GKE,
    nativeRoutingCidr: '10.4.0.0/14',
    mode: network.CiliumMode.AUDIT,
    ui: true,
    serviceMonitor: true,
    values: { hubble: { relay: { replicas: 2 } } },
  });
  return { 'cilium-values.yaml': cilium.toValues() };
}

function autoDeployValues(): gitlab.AutoDeployValues {
  const scope = new Chart(new App(), 'shop');
  const policy = new NetworkPolicy(scope, 'web', { pods: { release: gitlab.AutoDeployValues.RELEASE_NAME } });
  policy.allowFrom(Peer.namespaceNamed('ingress-nginx'), Port.tcp(5000)).allowDns();
  // Values are written in the order in which they are given: from Python the fields of a struct come by alphabet.
  const own = new gitlab.AutoDeployValues({
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      appArmorProfile: { type: 'Localhost', localhostProfile: 'shop' },
    },
    customResources: [policy],
    workers: {
      mail: {
        command: ['/bin/mail'],
        livenessProbe: {
          command: ['/bin/mail', 'ping'],
          initialDelaySeconds: 5,
          probeType: 'exec',
          timeoutSeconds: 3,
        },
        readinessProbe: { command: ['true'], initialDelaySeconds: 1, probeType: 'exec', timeoutSeconds: 1 },
      },
    },
  });
  return gitlab.AutoDeployValues.restricted({ readOnlyRootFilesystem: true, runAsUser: 1000 }).merge(own);
}
