import { App, Chart, Testing } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { HelmApp, HelmChart, ValueSchema } from '../../lib/helm';
import { LabelCondition, NetworkPolicy, Peer, Port, Protocol } from '../../lib/network';

function makeChart(): HelmChart {
  return new HelmChart(new HelmApp(), 'shop', { version: '1.0.0', description: 'A shop.' });
}

const codesOf = (policy: NetworkPolicy): readonly string[] => policy.check().map(({ code }) => code);
const keysOf = (policy: NetworkPolicy): readonly unknown[] => policy.check().map(({ place }) => place?.key);

const web = (chart: HelmChart): NetworkPolicy => new NetworkPolicy(chart, 'web', { pods: { app: 'web' } });

describe('a NetworkPolicy', () => {
  it('says in YAML what was said in words', () => {
    const chart = makeChart();
    web(chart)
      .allowFrom(Peer.pods({ app: 'ingress' }).inNamespace({ team: 'edge' }), Port.tcp(8080), Port.named('metrics'))
      .allowFrom(Peer.namespaceNamed('monitoring'))
      .allowTo(Peer.cidr('10.0.0.0/8', '10.1.0.0/16'), Port.numbers(30000, 32767, Protocol.UDP))
      .allowTo(Peer.any(), Port.every(Protocol.SCTP))
      .allowTo(
        Peer.pods({ app: 'db' }).where(LabelCondition.isOneOf('tier', 'a', 'b'), LabelCondition.exists('x')),
        Port.tcp(5432),
      )
      .allowDns();
    const [object] = chart.render();
    expect(object).toMatchObject({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'release-shop-web' },
    });
    expect(object.spec).toEqual({
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [
            { podSelector: { matchLabels: { app: 'ingress' } }, namespaceSelector: { matchLabels: { team: 'edge' } } },
          ],
          ports: [
            { protocol: 'TCP', port: 8080 },
            { protocol: 'TCP', port: 'metrics' },
          ],
        },
        { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }] },
      ],
      egress: [
        {
          to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
          ports: [{ protocol: 'UDP', port: 30000, endPort: 32767 }],
        },
        { ports: [{ protocol: 'SCTP' }] },
        {
          to: [
            {
              podSelector: {
                matchLabels: { app: 'db' },
                matchExpressions: [
                  { key: 'tier', operator: 'In', values: ['a', 'b'] },
                  { key: 'x', operator: 'Exists' },
                ],
              },
            },
          ],
          ports: [{ protocol: 'TCP', port: 5432 }],
        },
        {
          to: [
            {
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            },
          ],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
      ],
    });
  });

  it('isolates only the directions for which something is said', () => {
    const chart = makeChart();
    web(chart).allowFrom(Peer.any(), Port.tcp(80));
    new NetworkPolicy(chart, 'both', { pods: { app: 'b' }, isolateIngress: true, isolateEgress: true }).allowDns();
    expect(chart.render().map(({ spec }) => spec.policyTypes)).toEqual([['Ingress'], ['Ingress', 'Egress']]);
  });

  it('denies everything to every pod in one word, without an empty list of rules', () => {
    const chart = makeChart();
    const policies = [NetworkPolicy.denyAllIngress(chart, 'in'), NetworkPolicy.denyAllEgress(chart, 'out')];
    expect(policies.flatMap(codesOf)).toEqual([]);
    expect(chart.render().map(({ spec }) => spec)).toEqual([
      { podSelector: {}, policyTypes: ['Ingress'] },
      { podSelector: {}, policyTypes: ['Egress'] },
    ]);
  });

  it('tells all mistakes of a chart in one run, each with construct and key', () => {
    const chart = makeChart();
    web(chart)
      .allowFrom(Peer.pods({ 'a b': 'x' }), Port.tcp(0), Port.numbers(90, 80))
      .allowTo(Peer.cidr('10.0.0.0/33'), Port.named('Web'))
      .allowTo(Peer.cidr('10.0.0.0/8', '10.0.0.0/8'))
      .allowDns();
    new NetworkPolicy(chart, 'empty', { pods: { app: 'x' } });
    const problems = (chart.node.root as HelmApp).check().filter(({ code }) => code.startsWith('NETWORK'));
    expect(problems.map(({ code, place }) => [code, place?.path, place?.key])).toEqual([
      ['NETWORK1010', 'shop/web', "spec.ingress[0].from[0].podSelector.matchLabels['a b']"],
      ['NETWORK1013', 'shop/web', 'spec.ingress[0].ports[0].port'],
      ['NETWORK1013', 'shop/web', 'spec.ingress[0].ports[1].endPort'],
      ['NETWORK1012', 'shop/web', 'spec.egress[0].to[0].ipBlock.cidr'],
      ['NETWORK1013', 'shop/web', 'spec.egress[0].ports[0].port'],
      ['NETWORK1012', 'shop/web', 'spec.egress[1].to[0].ipBlock.except[0]'],
      ['NETWORK1004', 'shop/empty', undefined],
    ]);
  });

  it('tells the same a second time, and what was mended no more', () => {
    const chart = makeChart();
    const policy = new NetworkPolicy(chart, 'web', { pods: { app: 'web' } });
    const told = () => (chart.node.root as HelmApp).check().map(({ code }) => code);
    expect([told(), told()]).toEqual([['NETWORK1004'], ['NETWORK1004']]);
    policy.allowFrom(Peer.any());
    expect(told()).toEqual([]);
  });

  it('warns of a policy for every pod that does not say so', () => {
    const chart = makeChart();
    const allow = (id: string, props: object) => new NetworkPolicy(chart, id, props).allowFrom(Peer.any());
    expect(codesOf(allow('a', { pods: {} }))).toEqual(['NETWORK1020']);
    expect(codesOf(allow('b', { everyPod: true }))).toEqual([]);
    expect(codesOf(allow('c', {}))).toEqual(['NETWORK1030', 'NETWORK1020']);
    expect(codesOf(allow('d', { everyPod: true, pods: { app: 'x' } }))).toEqual(['NETWORK1030']);
    expect(codesOf(allow('e', { podConditions: [LabelCondition.isMissing('x')] }))).toEqual([]);
  });

  it('warns of egress without a way to a DNS server', () => {
    const chart = makeChart();
    const db = Peer.pods({ app: 'db' });
    const policy = (id: string, ...ports: Port[]) =>
      new NetworkPolicy(chart, id, { pods: { app: id } }).allowTo(db, ...ports);
    expect(codesOf(policy('a', Port.tcp(5432)))).toEqual(['NETWORK1021']);
    expect(codesOf(policy('b', Port.tcp(53)))).toEqual(['NETWORK1021']);
    expect(codesOf(policy('c', Port.udp(53)))).toEqual([]);
    expect(codesOf(policy('d', Port.numbers(1, 100, Protocol.UDP)))).toEqual([]);
    expect(codesOf(policy('e'))).toEqual([]);
    expect(codesOf(policy('f', Port.tcp(5432)).allowDns())).toEqual([]);
    const known = new NetworkPolicy(chart, 'g', { pods: { app: 'g' }, withoutDns: true });
    expect(codesOf(known.allowTo(db, Port.tcp(5432)))).toEqual([]);
  });

  it('refuses peers and ports that only Cilium knows', () => {
    const policy = web(makeChart())
      .allowFrom(Peer.entities('world'), Port.tcp(80).http({ method: 'GET' }))
      .allowTo(Peer.fqdns('example.com'), Port.icmp(8))
      .allowTo(Peer.service('db'))
      .allowTo(Peer.nodes({ a: 'b' }))
      .allowDns();
    expect([...codesOf(policy)]).toEqual(Array(6).fill('NETWORK1002'));
    expect(keysOf(policy)).toEqual([
      'spec.ingress[0]',
      'spec.ingress[0]',
      'spec.egress[0]',
      'spec.egress[0]',
      'spec.egress[1]',
      'spec.egress[2]',
    ]);
  });

  it('refuses rules for a direction that is said to stay open', () => {
    const policy = new NetworkPolicy(makeChart(), 'web', { pods: { app: 'web' }, isolateIngress: false });
    expect(codesOf(policy.allowFrom(Peer.any()))).toEqual(['NETWORK1005']);
  });

  it('takes values of the chart, and does not look into them', () => {
    const chart = makeChart();
    const port = chart.values.addInteger('port', {
      description: 'Port.',
      defaultValue: 8080,
      minimum: 1,
      maximum: 65535,
    });
    const block = chart.values.addString('block', { description: 'Addresses.', defaultValue: '10.0.0.0/8' });
    const labels = chart.values.addMap('labels', {
      description: 'Labels.',
      entries: ValueSchema.text(),
      example: { app: 'x' },
    });
    new NetworkPolicy(chart, 'web', { pods: { app: `${chart.release.name}`, ...labels.asMap() } })
      .allowFrom(Peer.cidr(`${block}`), Port.tcp(port.asNumber()))
      .allowFrom(Peer.any(), Port.numbers(port.asNumber(), 9000));
    expect((chart.node.root as HelmApp).check()).toEqual([]);
    const [object] = chart.render({ values: { port: 9, labels: { tier: 'a' } }, releaseName: 'r' });
    expect(object.spec).toEqual({
      podSelector: { matchLabels: { app: 'r', tier: 'a' } },
      policyTypes: ['Ingress'],
      ingress: [
        { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ protocol: 'TCP', port: 9 }] },
        { ports: [{ protocol: 'TCP', port: 9, endPort: 9000 }] },
      ],
    });
  });

  it('tells callers without types what is wrong', () => {
    const policy = new NetworkPolicy(makeChart(), 'web', { pods: { app: 1 }, isolateIngres: true } as object);
    expect(codesOf(policy)).toEqual(['NETWORK1001', 'NETWORK1001']);
    expect(() => Peer.pods({ a: 1 } as unknown as { [key: string]: string })).toThrow(/NETWORK1001/);
    expect(() => Port.tcp('80' as unknown as number)).toThrow(/NETWORK1001/);
    expect(() => Port.icmp(8).http({})).toThrow(/NETWORK1001/);
    expect(() => Peer.any().inAnyNamespace()).toThrow(/NETWORK1001/);
    expect(codesOf(web(makeChart()).allowFrom('x' as unknown as Peer))).toEqual(['NETWORK1001']);
  });

  it('says what to write where the expression of a map stands for it', () => {
    const chart = makeChart();
    const labels = chart.values.addMap('labels', { description: 'Labels.', entries: ValueSchema.text() });
    const pods = labels as unknown as { [key: string]: string };
    expect(new NetworkPolicy(chart, 'web', { pods }).check()).toMatchObject([
      { code: 'NETWORK1001', hint: 'value.asMap()', place: { key: 'pods' } },
    ]);
    expect(() => Peer.pods(pods)).toThrow(/value\.asMap\(\)/);
  });

  it.each<readonly [string, () => unknown]>([
    ['of nobody', () => Peer.namespaceNamed('')],
    ['with capitals', () => Peer.pods({}).inNamespaceNamed('Kube-System')],
    ['of a service', () => Peer.service('my_db')],
    ['of the namespace of a service', () => Peer.service('db', 3 as unknown as string)],
  ])('refuses a name that nothing can have: %s', (_what, call) => {
    expect(call).toThrow(/a name of up to 63 small letters.*NETWORK1001/);
  });

  it('takes a value of the chart as the name of a namespace', () => {
    const chart = makeChart();
    web(chart).allowFrom(Peer.namespaceNamed(`${chart.release.namespaceName}-edge`));
    expect((chart.node.root as HelmApp).check()).toEqual([]);
  });

  it('works in a plain cdk8s chart too, whose synth ends with an error', () => {
    const app = new App({ outdir: Testing.app().outdir });
    const chart = new Chart(app, 'plain');
    new NetworkPolicy(chart, 'web', { pods: { app: 'web' } }).allowFrom(Peer.any(), Port.tcp(80));
    expect(Testing.synth(chart)[0].spec.policyTypes).toEqual(['Ingress']);
    new NetworkPolicy(chart, 'bad', { pods: { app: 'web' } });
    expect(() => app.synth()).toThrow(/NETWORK1004/);
    expect(() => app.synth()).not.toThrow(/1 error/);
  });
});
