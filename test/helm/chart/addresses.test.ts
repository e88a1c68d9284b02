import type { IResolver } from 'cdk8s';
import * as plus from 'cdk8s-plus-27';
import { describe, expect, test } from 'vitest';
import { HelmApp, HelmChart, Overlay } from '../../../lib/helm';

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
