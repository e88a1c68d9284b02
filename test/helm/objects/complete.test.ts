import { ApiObject, Cron } from 'cdk8s';
import * as plus from 'cdk8s-plus-27';
import { describe, expect, test } from 'vitest';
import { HelmApp, HelmChart, Overlay, ValueSchema } from '../../../lib/helm';
import { description, PROPS } from '../chart/problems';

const newChart = (): HelmChart => new HelmChart(new HelmApp({ outdir: '/nowhere' }), 'shop', PROPS);

/** The rendered objects of one kind. */
const rendered = (chart: HelmChart, kind: string): readonly Readonly<Record<string, unknown>>[] =>
  chart.render({ releaseName: 'one', releaseNamespace: 'here' }).filter((each) => each.kind === kind);

describe('a service account to which rights are given', () => {
  const API = 'rbac.authorization.k8s.io/v1';
  const account = { kind: 'ServiceAccount', name: 'robot' };
  const binding = (chart: HelmChart, kind: string, subjects: unknown, metadata = {}, apiVersion = API): ApiObject =>
    new ApiObject(chart, 'binding', { apiVersion, kind, metadata, subjects });

  test.each(['ClusterRoleBinding', 'RoleBinding'])('is that of the release in a %s of cdk8s-plus', (kind) => {
    const chart = newChart();
    const robot = new plus.ServiceAccount(chart, 'robot');
    if (kind === 'RoleBinding') new plus.Role(chart, 'role').bind(robot, plus.User.fromName(chart, 'eva', 'eva'));
    else new plus.ClusterRole(chart, 'role').bind(robot, plus.User.fromName(chart, 'eva', 'eva'));
    expect(rendered(chart, kind)).toMatchObject([
      {
        subjects: [
          { kind: 'ServiceAccount', name: 'one-shop-robot', namespace: 'here' },
          expect.not.objectContaining({ namespace: 'here' }),
        ],
      },
    ]);
  });

  test.each<[title: string, subject: object, metadata?: object, apiVersion?: string]>([
    ['keeps the namespace that it has', { ...account, namespace: 'there' }],
    ['of a binding elsewhere is left alone', account, { namespace: 'there' }],
    ['in a kind of somebody else is left alone', account, {}, 'example.com/v1'],
    ['is not a group', { kind: 'Group', name: 'robots' }],
  ])('%s', (_, subject, metadata, apiVersion) => {
    const chart = newChart();
    binding(chart, 'RoleBinding', [subject], metadata, apiVersion);
    expect(rendered(chart, 'RoleBinding')).toMatchObject([{ subjects: [subject] }]);
    expect(rendered(chart, 'RoleBinding')[0]?.subjects).toEqual([subject]);
  });

  test('is what an overlay says, and what the user gives as a whole', () => {
    const chart = newChart();
    const entries = ValueSchema.text();
    const given = chart.values.addMap('robot', { description, entries, defaultValue: { namespace: 'there' } });
    Overlay.on(binding(chart, 'ClusterRoleBinding', [])).put('/subjects', [account, { ...account, ...given.asMap() }]);
    expect(rendered(chart, 'ClusterRoleBinding')).toMatchObject([
      {
        subjects: [
          { ...account, namespace: 'here' },
          { ...account, namespace: 'there' },
        ],
      },
    ]);
  });
});

describe('pods of cdk8s-plus', () => {
  const containers = [{ image: 'web:1' }];
  const labels = { 'app.kubernetes.io/instance': 'one', 'app.kubernetes.io/name': 'shop' };
  type Templated = { spec: { template?: { metadata: unknown }; jobTemplate?: { spec: { template: unknown } } } };
  const templateOf = (chart: HelmChart, kind: string): unknown => {
    const [{ spec } = { spec: {} }] = rendered(chart, kind) as unknown as Templated[];
    return spec.jobTemplate?.spec.template ?? spec.template;
  };

  test.each<[kind: string, make: (chart: HelmChart) => unknown]>([
    ['CronJob', (chart) => new plus.CronJob(chart, 'web', { containers, schedule: Cron.daily() })],
    ['DaemonSet', (chart) => new plus.DaemonSet(chart, 'web', { containers })],
    ['Deployment', (chart) => new plus.Deployment(chart, 'web', { containers })],
    ['Job', (chart) => new plus.Job(chart, 'web', { containers })],
    [
      'StatefulSet',
      (chart) =>
        new plus.StatefulSet(chart, 'web', {
          containers,
          service: new plus.Service(chart, 'service', { ports: [{ port: 80 }] }),
        }),
    ],
  ])('of a %s are found by release and chart, and selected as before', (kind, make) => {
    const chart = newChart();
    make(chart);
    const found = (templateOf(chart, kind) as { metadata: { labels: object } }).metadata.labels;
    expect(found).toMatchObject(labels);
    expect(Object.keys(found)).toHaveLength(3);
    const [{ spec } = { spec: {} }] = rendered(chart, kind) as { spec: { selector?: { matchLabels: object } } }[];
    if (spec.selector) expect(Object.keys(spec.selector.matchLabels)).toEqual(['cdk8s.io/metadata.addr']);
  });

  test('keep what the author says', () => {
    const chart = newChart();
    const podMetadata = { labels: { 'app.kubernetes.io/name': 'mine', tier: 'front' } };
    new plus.Deployment(chart, 'web', { containers, podMetadata });
    const expected = { ...labels, 'app.kubernetes.io/name': 'mine', tier: 'front' };
    expect(templateOf(chart, 'Deployment')).toMatchObject({ metadata: { labels: expected } });
  });

  test('that are made by hand keep their labels', () => {
    const chart = newChart();
    const template = { metadata: { labels: { tier: 'front' } }, spec: {} };
    new ApiObject(chart, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } });
    expect(templateOf(chart, 'Deployment')).toEqual(template);
  });
});

describe('a selector by hand that asks for chart and release alone', () => {
  type Make = (chart: HelmChart) => unknown;
  const web: Make = (chart) => new plus.Deployment(chart, 'web', { containers: [{ image: 'web:1' }] });
  const nightly: Make = (chart) =>
    new plus.CronJob(chart, 'nightly', { containers: [{ image: 'web:1' }], schedule: Cron.daily() });
  const service =
    (labels: object): Make =>
    (chart) =>
      new ApiObject(chart, 'service', {
        apiVersion: 'v1',
        kind: 'Service',
        spec: { selector: { 'app.kubernetes.io/instance': `${chart.release.name}`, ...labels }, ports: [{ port: 80 }] },
      });
  const byHand: Make = (chart) =>
    new ApiObject(chart, 'by-hand', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec: {} } } });
  const wide = service({ 'app.kubernetes.io/name': 'shop' });
  const HELM1039 = 'HELM1039 shop/service#spec.selector';

  test.each<[title: string, ...makes: Make[]]>([
    ['before two workloads', wide, web, nightly],
    ['after them', web, nightly, wide],
    ['between one of cdk8s-plus and one by hand', web, service({}), byHand],
  ])('is told %s', (_, ...makes) => {
    expect(problems(makes)).toEqual([HELM1039]);
  });

  test.each<[title: string, ...makes: Make[]]>([
    ['one workload', wide, web],
    ['workloads that are all made by hand', wide, byHand],
    ['a third label', service({ 'app.kubernetes.io/component': 'web' }), web, nightly],
    ['the name of something else', service({ 'app.kubernetes.io/name': 'db' }), web, nightly],
  ])('is fine with %s', (_, ...makes) => {
    expect(problems(makes)).toEqual([]);
  });

  function problems(makes: readonly Make[]): readonly string[] {
    const chart = newChart();
    for (const make of makes) make(chart);
    return (chart.node.root as HelmApp).check().map(({ code, place }) => `${code} ${place?.path}#${place?.key}`);
  }
});
