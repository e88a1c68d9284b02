import type { IResolver } from 'cdk8s';
import * as plus from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Expression, HelmApp, HelmChart, If, Overlay, Range, ValueSchema, With } from '../../../lib/helm';

/** A resolver of a user that does nothing: with one, cdk8s itself makes the objects. */
const idle: IResolver = { resolve: () => undefined };

const ADDRESS = 'cdk8s.io/metadata.addr';

/** The objects of a chart in which pods are selected in all the ways that cdk8s-plus has, by kind and name. */
function objectsOf(resolvers: IResolver[]): readonly unknown[] {
  const chart = new HelmChart(new HelmApp({ outdir: '/nowhere', resolvers }), 'shop', {
    version: '1.0.0',
    description: 'A shop.',
  });
  const web = new plus.Deployment(chart, 'web', { replicas: 2, containers: [{ image: 'web:1', portNumber: 80 }] });
  const db = new plus.StatefulSet(chart, 'db', {
    service: new plus.Service(chart, 'db-service', { ports: [{ port: 5432 }] }),
    containers: [{ image: 'db:1' }],
  });
  web.exposeViaService();
  web.scheduling.separate(db);
  web.scheduling.colocate(db, { weight: 5 });
  web.connections.allowTo(db, { isolation: plus.PodConnectionsIsolation.POD });
  new plus.k8s.KubePodDisruptionBudget(chart, 'budget', {
    spec: {
      selector: { matchExpressions: [{ key: ADDRESS, operator: 'In', values: [web.matchLabels[ADDRESS] ?? ''] }] },
    },
  });
  const budget = new plus.k8s.KubePodDisruptionBudget(chart, 'late', { spec: {} });
  Overlay.on(budget).put('/spec/selector', { matchLabels: { [ADDRESS]: web.matchLabels[ADDRESS] } });
  return chart.render({ releaseName: 'one' });
}

describe('the address by which cdk8s-plus selects pods', () => {
  const addresses =
    JSON.stringify(objectsOf([])).match(/"cdk8s\.io\/metadata\.addr":"[^"]*"|"values":\[[^\]]*\]/g) ?? [];

  test('starts with the release wherever it stands', () => {
    expect(addresses.length).toBeGreaterThanOrEqual(10);
    for (const address of addresses) expect(address).toMatch(/"one-c8[0-9a-f]{6}"/);
  });

  test('is the same when cdk8s itself makes the objects', () => {
    expect(objectsOf([idle])).toEqual(objectsOf([]));
  });
});

describe('the address of a workload below scopes', () => {
  /** Where a workload of a chart is put. */
  type Place = (chart: HelmChart) => Construct;
  const at: Place = (chart) => chart;
  const when = (id: string): Expression => Expression.literal(id);
  const below: Place = (chart) => new If(new With(chart, 'with', { value: when('x') }), 'if', { when: when('y') });

  const chartIn = (app: HelmApp, id = 'shop'): HelmChart =>
    new HelmChart(app, id, { version: '1.0.0', description: 'A shop.' });
  const newApp = (): HelmApp => new HelmApp({ outdir: '/nowhere' });
  const containers = [{ image: 'web:1', portNumber: 80 }];

  /** Everything that carries or mentions an address, wherever it stands. */
  const mentionsIn = (objects: readonly unknown[]): readonly string[] =>
    JSON.stringify(objects).match(/(?<="cdk8s\.io\/metadata\.addr":")[^"]*(?=")/g) ?? [];

  afterEach(() => vi.unstubAllEnvs());

  /** Without names of policies: cdk8s-plus writes a hash of the path of whom they let through into their ids. */
  function shopIn(place: Place, { around = true } = {}): readonly unknown[] {
    const chart = chartIn(newApp());
    const scope = place(chart);
    const web = new plus.Deployment(scope, 'web', { replicas: 2, containers });
    const db = new plus.StatefulSet(around ? scope : chart, 'db', {
      service: new plus.Service(scope, 'db-service', { ports: [{ port: 5432 }] }),
      containers: [{ image: 'db:1' }],
    });
    web.exposeViaService();
    web.scheduling.separate(db);
    web.connections.allowTo(db, { isolation: plus.PodConnectionsIsolation.POD });
    db.scheduling.separate(web);
    const objects = chart.render({ releaseName: 'one' }) as { kind: string; metadata: object }[];
    return objects.map((each) => (each.kind === 'NetworkPolicy' ? { ...each, metadata: {} } : each));
  }

  test('is what it was before they were put around it, in everything that mentions it', () => {
    const plain = shopIn(at);
    expect(new Set(mentionsIn(plain)).size).toBe(2);
    expect(mentionsIn(plain).length).toBeGreaterThanOrEqual(10);
    expect(shopIn(below)).toEqual(plain);
    expect(shopIn(below, { around: false })).toEqual(expect.arrayContaining([...plain]));
  });

  test('is what it was with the old hashes of cdk8s too', () => {
    vi.stubEnv('CDK8S_LEGACY_HASH', '1');
    expect(shopIn(below)).toEqual(shopIn(at));
  });

  test('is that of the workload in a chart that mentions it from outside', () => {
    const app = newApp();
    const [shop, part] = [chartIn(app), chartIn(app, 'part')];
    const hidden = new plus.Deployment(below(part), 'web', { containers });
    new plus.Service(shop, 'service', { ports: [{ port: 80 }], selector: hidden });
    const label = (chart: HelmChart): unknown => mentionsIn(chart.render({ releaseName: 'one' }))[0];
    expect(label(shop)).toBe(label(part));
    expect(label(shop)).toMatch(/^one-c8/);
  });

  test('is the same on both sides of an alternative, and different for two objects of two names', () => {
    const chart = chartIn(newApp());
    const [is, isNot] = ['is', 'is-not'].map((id) => new If(chart, id, { when: when(id) }));
    const named = (name: string): { metadata: { name: string } } => ({ metadata: { name } });
    for (const side of [is, isNot]) if (side) new plus.Deployment(side, 'web', { containers });
    const others = [chart, is, isNot].flatMap((scope, index) =>
      scope ? [new plus.Deployment(scope, 'same-id', { containers, ...named(`other-${index}`) })] : [],
    );
    expect(others).toHaveLength(3);
    const objects = chart.render({ releaseName: 'one' }) as { metadata: { name: string } }[];
    const addressOf = (wanted: string): readonly string[] => [
      ...new Set(mentionsIn(objects.filter(({ metadata }) => metadata.name === wanted))),
    ];
    expect(addressOf('one-shop-web')).toHaveLength(1);
    const addresses = [0, 1, 2].map((index) => addressOf(`other-${index}`));
    expect(addresses.map((own) => own.length)).toEqual([1, 1, 1]);
    expect(new Set(addresses.flat()).size).toBe(3);
  });

  test('differs in each round of a loop, and what is outside of the loop keeps its own inside', () => {
    const chart = chartIn(newApp());
    const shops = chart.values.addMap('shops', { description: 'Shops.', entries: ValueSchema.text() });
    const db = new plus.Deployment(chart, 'db', { containers });
    const web = new plus.Deployment(new Range(chart, 'each', { over: shops }), 'web', { containers });
    web.exposeViaService();
    web.connections.allowTo(db, { isolation: plus.PodConnectionsIsolation.POD });
    const objects = chart.render({ releaseName: 'one', values: { shops: { a: '', b: '' } } }) as { kind: string }[];
    const podsOf = (kind: string): readonly string[] => [
      ...new Set(mentionsIn(objects.filter((each) => each.kind === kind))),
    ];
    expect(podsOf('Deployment')).toHaveLength(3);
    expect([...podsOf('NetworkPolicy')].sort()).toEqual([...podsOf('Deployment')].sort());
    expect(podsOf('Service')).toHaveLength(2);
  });

  test('that is in a loop cannot be mentioned outside of it', () => {
    const app = newApp();
    const chart = chartIn(app);
    const shops = chart.values.addMap('shops', { description: 'Shops.', entries: ValueSchema.text() });
    const web = new plus.Deployment(new Range(chart, 'each', { over: shops }), 'web', { containers });
    new plus.Service(chart, 'service', { ports: [{ port: 80 }], selector: web });
    expect(app.check().map(({ code, place }) => `${code} ${place?.path}`)).toEqual(['HELM1023 shop/service/Resource']);
  });
});
