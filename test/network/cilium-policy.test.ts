import { describe, expect, it } from 'vitest';
import { HelmApp, HelmChart, ValueSchema } from '../../lib/helm';
import {
  CiliumClusterwideNetworkPolicy,
  type CiliumClusterwideNetworkPolicyProps,
  CiliumNetworkPolicy,
  type CiliumNetworkPolicyProps,
  Peer,
  Port,
  Protocol,
} from '../../lib/network';

const makeChart = (): HelmChart => new HelmChart(new HelmApp(), 'shop', { version: '1.0.0', description: 'A shop.' });

const policy = (props: CiliumNetworkPolicyProps = { pods: { app: 'web' } }, chart = makeChart()): CiliumNetworkPolicy =>
  new CiliumNetworkPolicy(chart, 'web', props);

const clusterwide = (props: CiliumClusterwideNetworkPolicyProps): CiliumClusterwideNetworkPolicy =>
  new CiliumClusterwideNetworkPolicy(makeChart(), 'all', props);

type Checked = Pick<CiliumNetworkPolicy, 'check' | 'node'>;

const codesOf = (checked: Checked): readonly string[] => checked.check().map(({ code }) => code);

const specOf = ({ node }: Checked) => (HelmChart.ofConstruct(node.scope ?? node.root) as HelmChart).render()[0].spec;

describe('a CiliumNetworkPolicy', () => {
  it('says in YAML what was said in words', () => {
    const chart = makeChart();
    policy({ pods: { app: 'web' }, description: 'The shop.' }, chart)
      .allowFrom(
        Peer.pods({ app: 'ingress' }).inNamespace({ team: 'edge' }),
        Port.tcp(8080).http({ method: 'GET', path: '/.*' }),
      )
      .allowFrom(Peer.namespaceNamed('monitoring'), Port.named('metrics'), Port.icmp(8))
      .allowTo(Peer.fqdns('api.example.com', '*.example.org'), Port.tcp(443))
      .allowTo(Peer.cidr('10.0.0.0/8', '10.1.0.0/16'), Port.numbers(30000, 32767, Protocol.UDP))
      .allowTo(Peer.service('db', 'data'))
      .allowTo(Peer.pods({ app: 'cache' }).inAnyNamespace(), Port.every(Protocol.TCP))
      .allowDns()
      .denyTo(Peer.cidr('169.254.169.254/32'))
      .denyFrom(Peer.entities('world'));
    expect((chart.node.root as HelmApp).check()).toEqual([]);
    const [object] = chart.render();
    expect(object).toMatchObject({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'release-shop-web' },
    });
    const dns = { rules: { dns: [{ matchPattern: '*' }] } };
    expect(object.spec).toEqual({
      endpointSelector: { matchLabels: { app: 'web' } },
      description: 'The shop.',
      ingress: [
        {
          fromEndpoints: [{ matchLabels: { app: 'ingress', 'k8s:io.cilium.k8s.namespace.labels.team': 'edge' } }],
          toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }], rules: { http: [{ method: 'GET', path: '/.*' }] } }],
        },
        {
          fromEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'monitoring' } }],
          toPorts: [{ ports: [{ port: 'metrics', protocol: 'TCP' }] }],
        },
        {
          fromEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'monitoring' } }],
          icmps: [{ fields: [{ family: 'IPv4', type: 8 }] }],
        },
      ],
      egress: [
        {
          toFQDNs: [{ matchName: 'api.example.com' }, { matchPattern: '*.example.org' }],
          toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }],
        },
        {
          toCIDRSet: [{ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] }],
          toPorts: [{ ports: [{ port: '30000', endPort: 32767, protocol: 'UDP' }] }],
        },
        { toServices: [{ k8sService: { serviceName: 'db', namespace: 'data' } }] },
        {
          toEndpoints: [
            {
              matchLabels: { app: 'cache' },
              matchExpressions: [{ key: 'k8s:io.kubernetes.pod.namespace', operator: 'Exists' }],
            },
          ],
          toPorts: [{ ports: [{ port: '0', protocol: 'TCP' }] }],
        },
        {
          toEndpoints: [{ matchLabels: { 'k8s-app': 'kube-dns', 'k8s:io.kubernetes.pod.namespace': 'kube-system' } }],
          toPorts: [
            {
              ports: [
                { port: '53', protocol: 'UDP' },
                { port: '53', protocol: 'TCP' },
              ],
              ...dns,
            },
          ],
        },
      ],
      egressDeny: [{ toCIDR: ['169.254.169.254/32'] }],
      ingressDeny: [{ fromEntities: ['world'] }],
    });
  });

  it('reads the answers of the DNS server only where names are allowed', () => {
    expect(specOf(policy().allowDns()).egress[0].toPorts[0]).not.toHaveProperty('rules');
  });

  it('closes pods by naming nobody, in a list that stays empty', () => {
    const closed = policy({ everyPod: true, isolateIngress: true, isolateEgress: true, withoutDns: true });
    expect(codesOf(closed)).toEqual([]);
    expect(specOf(closed)).toEqual({
      endpointSelector: {},
      enableDefaultDeny: { ingress: true, egress: true },
      ingress: [{ fromEndpoints: [] }],
      egress: [{ toEndpoints: [] }],
    });
  });

  it('closes nothing when it only records', () => {
    const spec = specOf(policy({ pods: { app: 'web' }, recordOnly: true }).allowFrom(Peer.any(), Port.tcp(80)));
    expect(spec).toMatchObject({
      enableDefaultDeny: { ingress: false, egress: false },
      ingress: [{ fromEntities: ['all'] }],
    });
    const denying = policy({ pods: { app: 'web' }, recordOnly: true }).denyFrom(Peer.entities('world'));
    expect(codesOf(denying)).toEqual(['NETWORK1036']);
  });

  it('can be for nodes when it is cluster-wide, and only then', () => {
    const nodes = { nodes: { role: 'worker' } };
    const hosts = clusterwide(nodes).allowFrom(Peer.entities('cluster'));
    expect(codesOf(hosts)).toEqual([]);
    expect(specOf(hosts)).toMatchObject({ nodeSelector: { matchLabels: { role: 'worker' } } });
    expect(codesOf(policy(nodes as CiliumNetworkPolicyProps).allowFrom(Peer.any()))).toEqual(['NETWORK1030']);
    expect(codesOf(clusterwide({ ...nodes, pods: { a: 'b' } }).allowFrom(Peer.any()))).toEqual(['NETWORK1030']);
  });

  it.each<readonly [string, Checked, readonly string[]]>([
    ['no rule', policy(), ['NETWORK1031']],
    ['no subject', policy({}).allowFrom(Peer.any()), ['NETWORK1030', 'NETWORK1020']],
    ['names that call', policy().allowFrom(Peer.fqdns('example.com')).allowFrom(Peer.any()), ['NETWORK1003']],
    [
      'services that are kept from calling',
      policy().denyFrom(Peer.service('a')).allowFrom(Peer.any()),
      ['NETWORK1003'],
    ],
    ['an entity that the API server does not know', policy().allowFrom(Peer.entities('world-ipv4')), ['NETWORK1010']],
    ['a block that is none', policy().allowFrom(Peer.cidr('10.0.0.0')), ['NETWORK1012']],
    ['an exception outside of the block', policy().allowFrom(Peer.cidr('10.0.0.0/8', '11.0.0.0/16')), ['NETWORK1012']],
    ['a name that is none', policy().allowTo(Peer.fqdns('a b')).allowDns(), ['NETWORK1035']],
    ['a port that is none', policy().allowFrom(Peer.any(), Port.tcp(70000)), ['NETWORK1033']],
    ['a port that stands for all of them', policy().allowFrom(Peer.any(), Port.tcp(0)), ['NETWORK1033']],
    ['a message that is none', policy().allowFrom(Peer.any(), Port.icmp(256)), ['NETWORK1033']],
    ['HTTP in UDP', policy().allowFrom(Peer.any(), Port.udp(80).http({})), ['NETWORK1034']],
    ['HTTP on every port', policy().allowFrom(Peer.any(), Port.every(Protocol.TCP).http({})), ['NETWORK1034']],
    [
      'HTTP that looks ahead',
      policy().allowFrom(Peer.any(), Port.tcp(80).http({ path: '/(?!admin)' })),
      ['NETWORK1034'],
    ],
    ['DNS questions from outside', policy().allowFrom(Peer.any(), Port.udp(53).dns('*')), ['NETWORK1034']],
    ['rules for HTTP denied', policy().denyFrom(Peer.any(), Port.tcp(80).http({})), ['NETWORK1036']],
    ['a label that is none', policy({ pods: { 'a b': 'c' } }).allowFrom(Peer.any()), ['NETWORK1010']],
    [
      'a name of a label that the agent makes too long',
      policy({ pods: { ['x'.repeat(61)]: 'c' } }).allowFrom(Peer.any()),
      ['NETWORK1010'],
    ],
  ])('refuses %s', (_what, checked, codes) => {
    expect(codesOf(checked)).toEqual(codes);
  });

  it.each<readonly [string, Checked, readonly string[]]>([
    ['every pod that is not said to be meant', policy({ pods: {} }).allowFrom(Peer.any()), ['NETWORK1020']],
    ['egress without a DNS server', policy().allowTo(Peer.cidr('10.0.0.0/8'), Port.tcp(443)), ['NETWORK1021']],
    [
      'names whose addresses nobody learns',
      policy({ pods: { a: 'b' }, withoutDns: true }).allowTo(Peer.fqdns('a.b')),
      ['NETWORK1040'],
    ],
    ['a denial meant as a default', policy().denyFrom(Peer.any()), ['NETWORK1041']],
    ['a range that holds no port', policy().allowFrom(Peer.any(), Port.numbers(9, 8)), ['NETWORK1042']],
  ])('warns of %s', (_what, checked, codes) => {
    expect(checked.check().map(({ code, severity }) => [code, severity])).toEqual(
      codes.map((code) => [code, 'warning']),
    );
  });

  it('takes values of the chart, and does not look into them', () => {
    const chart = makeChart();
    const port = chart.values.addInteger('port', { description: 'Port.', defaultValue: 8080 });
    const host = chart.values.addString('host', { description: 'Host.', defaultValue: 'example.com' });
    new CiliumNetworkPolicy(chart, 'web', { pods: { app: `${chart.release.name}` } })
      .allowFrom(Peer.any(), Port.tcp(port.asNumber()))
      .allowTo(Peer.fqdns(`${host}`), Port.tcp(443))
      .allowDns();
    expect((chart.node.root as HelmApp).check()).toEqual([]);
    const [object] = chart.render({ values: { port: 1234 }, releaseName: 'r' });
    expect(object.spec.ingress[0].toPorts).toEqual([{ ports: [{ port: '1234', protocol: 'TCP' }] }]);
    // A pattern without "*" is the name, and the value may have one.
    expect(object.spec.egress[0].toFQDNs).toEqual([{ matchPattern: 'example.com' }]);
  });

  it('says nothing of a range that begins with a value of the chart', () => {
    const chart = makeChart();
    const port = chart.values.addInteger('port', { description: 'Port.', defaultValue: 8080 });
    const web = new CiliumNetworkPolicy(chart, 'web', { pods: { app: 'web' } });
    web.allowFrom(Peer.any(), Port.numbers(port.asNumber(), 9000), Port.numbers(9, port.asNumber()));
    expect(codesOf(web)).toEqual([]);
  });

  it('takes no list of the chart where each text becomes an object', () => {
    const list = makeChart().values.addList('hosts', { description: 'Hosts.', items: ValueSchema.text() });
    expect(() => Peer.fqdns(...list.asList())).toThrow(/cannot be a list of the chart.*NETWORK1001/);
    expect(() => Port.udp(53).dns('a.b', ...list.asList())).toThrow(/argument\[1\].*NETWORK1001/);
  });

  it.each<readonly [string, () => unknown]>([
    ['names', () => Peer.fqdns()],
    ['entities', () => Peer.entities()],
    ['questions', () => Port.udp(53).dns()],
    ['requests', () => Port.tcp(80).http()],
  ])('refuses %s of which there is none', (_what, call) => {
    expect(call).toThrow(/at least one.*NETWORK1001/);
  });

  it('tells callers without types what is wrong', () => {
    expect(codesOf(policy({ pods: { a: 1 }, isolateEgres: true } as object))).toEqual(['NETWORK1001', 'NETWORK1001']);
  });
});
