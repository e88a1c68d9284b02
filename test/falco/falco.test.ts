import { Yaml } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  Falco,
  FalcoArtifacts,
  FalcoDriver,
  FalcoPriority,
  type FalcoProps,
  FalcoRules,
  Falcosidekick,
} from '../../lib/falco';
import { ClusterManagementProject } from '../../lib/gitlab';
import { UpstreamChart } from '../../lib/helm';
import { faultsOf, messageOf, scope } from './scope';

const TEXT = '- rule: Shell\n  condition: proc.name = sh\n  output: a shell\n  desc: A shell.\n  priority: NOTICE\n';

const make = (props?: FalcoProps): Falco => new Falco(scope(), 'falco', props);
const faults = (props: unknown): readonly string[] => faultsOf(() => make(props as FalcoProps));
const rules = (id: string, text = TEXT): FalcoRules => FalcoRules.fromText(scope(), id, text);

describe('Falco', () => {
  it('is a pinned chart of its maintainers', () => {
    const falco = make();
    expect(UpstreamChart.isUpstreamChart(falco)).toBe(true);
    expect(falco.source).toMatchObject({
      chartName: 'falco',
      chartVersion: '9.1.0',
      defaultNamespace: 'falco',
      podSecurityLevel: 'privileged',
    });
  });

  it('has what is doubtful about its rules told by a project that writes its values, once', () => {
    const clusters = [{ name: 'production', agent: 'production' }];
    const project = new ClusterManagementProject({ projectPath: 'group/project', projectId: 1, clusters });
    const shells = FalcoRules.fromText(project, 'shells', `${TEXT}  tag: [process]\n`);
    const one = new Falco(project, 'one', { rules: [shells] });
    const other = new Falco(project, 'other', { rules: [shells] });
    project.configure(one, { name: 'one' });
    project.configure(other, { name: 'other' });
    const told = project.check().filter(({ code }) => code.startsWith('FALCO'));
    expect(told.map(({ code, place }) => [code, place?.path])).toEqual([['FALCO1004', 'shells']]);
  });

  it('is a part of one release only, and gives its names to the chart of Falco', () => {
    const falcosidekickAsSubchart = true;
    const shared = new Falcosidekick(scope(), 'falcosidekick');
    make({ falcosidekick: shared, falcosidekickAsSubchart });
    expect(faults({ falcosidekick: shared, falcosidekickAsSubchart })).toEqual([
      'FALCO1036 "falcosidekickAsSubchart" cannot be: it is a part of project/falco already',
    ]);
    for (const props of [{ serviceName: 'events' }, { namespaceName: 'events' }]) {
      const falcosidekick = new Falcosidekick(scope(), 'falcosidekick', props);
      expect(faults({ falcosidekick, falcosidekickAsSubchart })).toEqual([
        'FALCO1036 "falcosidekickAsSubchart" leaves the names to the chart of Falco: "serviceName", "namespaceName"',
      ]);
    }
  });

  it('takes resources and tolerations as Kubernetes has them', () => {
    const wrong = { resources: { limit: { cpu: '2' } }, tolerations: [{ operator: 'Exist' }, null] };
    expect(faults(wrong)).toEqual([
      'HELM1050 "resources.limit" is not known here',
      expect.stringContaining('HELM1050 "tolerations[0].operator" must be'),
      'HELM1050 "tolerations[1]" must be an object, not null',
    ]);
  });

  it('gives values in which nothing stands twice: YAML would write an alias', () => {
    const tolerations = [{ operator: 'Exists' }];
    const values = make({ tolerations, values: { falco: { plugins: tolerations } } }).toValues();
    expect(values.tolerations).toEqual(tolerations);
    expect(Yaml.stringify(values)).not.toMatch(/[&*]a1/);
  });

  it('only watches: the smallest privileges, no downloads, no responses, no rules of ours', () => {
    expect(make().toValues()).toEqual({
      driver: { kind: 'modern_ebpf', modernEbpf: { leastPrivileged: true } },
      falco: { json_output: true, config_files: [] },
      falcoctl: { artifact: { install: { enabled: false }, follow: { enabled: false } } },
      responseActions: { enabled: false },
    });
  });

  it('takes files of rules in the order in which Falco reads them', () => {
    const { customRules } = make({ rules: [rules('b'), rules('a'), rules('B')] }).toValues();
    expect(Object.keys(customRules)).toEqual(['B.yaml', 'a.yaml', 'b.yaml']);
    expect(customRules['a.yaml']).toBe(TEXT);
  });

  it('writes rules so that the template of the chart carries them', () => {
    const { customRules } = make({
      rules: [rules('indented', TEXT.replace(/^/gm, '  ')), rules('windows', TEXT.replaceAll('\n', '\r\n'))],
    }).toValues();
    expect(customRules['indented.yaml']).toBe(`#\n${TEXT.trimEnd().replace(/^/gm, '  ')}\n`);
    expect(customRules['windows.yaml']).toBe(TEXT);
  });

  it('sends events to a Falcosidekick of another release', () => {
    const falcosidekick = new Falcosidekick(scope(), 'sidekick', { namespaceName: 'events' });
    const values = make({ falcosidekick }).toValues();
    expect(values.falco.http_output).toEqual({ enabled: true, url: 'http://falcosidekick.events.svc:2801' });
    expect(values.falcosidekick).toBeUndefined();
    expect(falcosidekick._partOf).toBeUndefined();
  });

  it('brings Falcosidekick along as a subchart, which names its objects itself', () => {
    const falcosidekick = new Falcosidekick(scope(), 'sidekick', { replicas: 1 });
    const values = make({ falcosidekick, falcosidekickAsSubchart: true }).toValues();
    expect(values.falco.http_output).toBeUndefined();
    expect(values.falcosidekick).toMatchObject({ enabled: true, replicaCount: 1 });
    expect(values.falcosidekick.fullnameOverride).toBeUndefined();
    // Whoever installs the charts of a project leaves it out.
    expect(falcosidekick._partOf?.source.chartName).toBe('falco');
  });

  it('can be told how to run', () => {
    expect(
      make({
        driver: FalcoDriver.KMOD,
        artifacts: FalcoArtifacts.FOLLOW,
        priority: FalcoPriority.WARNING,
        serviceMonitor: true,
        resources: { limits: { memory: '2Gi' } },
        tolerations: [{ operator: 'Exists' }],
        values: { falco: { rule_matching: 'all' }, responseActions: { enabled: true } },
      }).toValues(),
    ).toEqual({
      driver: { kind: 'kmod', modernEbpf: { leastPrivileged: false } },
      falco: { json_output: true, priority: 'warning', rule_matching: 'all' },
      falcoctl: { artifact: { install: { enabled: true }, follow: { enabled: true } } },
      responseActions: { enabled: true },
      metrics: { enabled: true },
      serviceMonitor: { create: true },
      resources: { limits: { memory: '2Gi' } },
      tolerations: [{ operator: 'Exists' }],
    });
    expect(make({ artifacts: FalcoArtifacts.INSTALL }).toValues().falcoctl.artifact).toEqual({
      install: { enabled: true },
      follow: { enabled: false },
    });
  });
});

describe('wrong props of Falco', () => {
  it.each([
    [
      { values: { drivr: {} } },
      'FALCO1033 "drivr" is not among the values of the chart falco 9.1.0',
      'did you mean "driver"?',
    ],
    [
      { values: { driver: { knd: 'kmod' } } },
      'FALCO1033 "driver.knd" is not among the values of the chart falco 9.1.0',
      'did you mean "kind"?',
    ],
    [
      { values: { 'driver.kind': 'kmod' } },
      'FALCO1033 "driver.kind" is not among the values of the chart falco 9.1.0',
      'known there',
    ],
    [
      { values: { driver: { ebpf: {} } } },
      'FALCO1034 "driver.ebpf" is no longer among the values of the chart falco 9.1.0',
      'modern_ebpf',
    ],
    [
      { values: { falco: { grpc: {} } } },
      'FALCO1034 "falco.grpc" is no longer among the values of the chart falco 9.1.0',
      'http_output',
    ],
    [{ values: { customRules: {} } }, 'FALCO1035 "customRules" would replace what was checked', 'FalcoRules'],
    [{ values: { rules: {} } }, 'FALCO1035 "rules" would replace what was checked', 'give "rules" beside "values"'],
    [
      { values: { falcosidekick: { confg: {} } } },
      'FALCO1033 "confg" is not among the values of the chart falcosidekick 0.14.0',
      'config',
    ],
    [
      { values: { certs: { server: { key: 'x' } } } },
      'FALCO1030 "values.certs.server.key" holds a secret, which must not stand here as text',
      'Secret',
    ],
    [
      { driver: 'kmod', leastPrivileged: true },
      'FALCO1036 "leastPrivileged" cannot be: the driver kmod needs all privileges',
      'leave "driver" out',
    ],
    [
      { metrics: false, serviceMonitor: true },
      'FALCO1036 "serviceMonitor" has nothing to read: "metrics" is false',
      'leave "metrics" out',
    ],
    [
      { falcosidekickAsSubchart: true },
      'FALCO1036 "falcosidekickAsSubchart" is given without "falcosidekick"',
      'falcosidekick',
    ],
    [
      { driver: 'ebpf' },
      'HELM1050 "driver" must be "modern_ebpf", "kmod" or "auto", not the string "ebpf"',
      'modern_ebpf',
    ],
    [{ rules: [TEXT] }, /^HELM1050 "rules\[0\]" must be a FalcoRules/, ''],
    [{ priorty: 'x' }, 'HELM1050 "priorty" is not known here', 'priority'],
  ])('%j are refused', (props, message, hint) => {
    expect(faults(props)).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)]);
    expect(messageOf(() => make(props as FalcoProps))).toContain(hint);
  });

  it('are refused when two files of rules have one name', () => {
    expect(faults({ rules: [rules('a'), rules('a')] })).toEqual([expect.stringMatching(/^FALCO1023 .*"a\.yaml"/)]);
  });

  it('are refused when the rules are more than a ConfigMap holds', () => {
    const half = `# ${'ä'.repeat(262_144)}\n${TEXT}`;
    expect(faults({ rules: [rules('a', half)] })).toEqual([]);
    expect(faults({ rules: [rules('a', half), rules('b', half)] })).toEqual([expect.stringMatching(/^FALCO1024/)]);
  });

  it('are all told in one run', () => {
    expect(faults({ rules: [rules('a'), rules('a')], metrics: 1, values: { x: 1, falco: { grpc: 1 } } })).toHaveLength(
      4,
    );
  });

  it('may hold what values.yaml leaves open', () => {
    expect(
      faults({
        values: {
          global: {},
          'falco-talon': { x: 1 },
          'k8s-metacollector': {},
          falco: { engine: {}, metrics: {} },
          podSecurityContext: { runAsUser: 0 },
          nodeSelector: { any: 'thing' },
          falcosidekick: { listenport: 2801, enabled: true, config: { slack: {} } },
          serviceMonitor: { namespace: 'monitoring' },
          extra: { env: [{ name: 'A_KEY', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }] },
        },
      }),
    ).toEqual([]);
  });
});
