import * as yaml from 'js-yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CUSTOM_APIS } from '../charts/custom-apis/custom-apis';
import { Release } from '../charts/installation';
import { changes, inventory } from '../charts/inventory';
import { ABSENT, claims, meetings, NEIGHBOURS, type Neighbour, OURS } from '../charts/neighbours';
import type { KubeObject } from '../charts/objects';
import { describeWith } from '../tools/describe';
import { against, kubectl } from './cluster/cluster';
import { type RunningCluster, startCluster } from './cluster/control-plane';
import { clusterTools } from './cluster/minors';

const MINOR = '1.36';
const HELM = 'helm4';
const MINUTE = 60_000;

/** Orders of installation, and of what goes again. */
const ORDERS: Readonly<Record<string, (all: readonly Neighbour[]) => readonly Neighbour[]>> = {
  'as they are listed': (all) => all,
  'the other way round': (all) => [...all].reverse(),
  'every second one first': (all) => [...all.filter((_, at) => at % 2 === 1), ...all.filter((_, at) => at % 2 === 0)],
};

it.skipIf(ABSENT.length > 0)(
  `${ABSENT.join(', ') || 'charts of other projects'} beside ours (set UPSTREAM_CHARTS)`,
  () => {
    expect(ABSENT).toEqual([]);
  },
);

describeWith([...clusterTools(MINOR), 'kubectl', HELM], 'all charts in one cluster', () => {
  let cluster: RunningCluster;
  const namespaces = [...new Set(NEIGHBOURS.map(({ namespace }) => namespace))].filter(
    (name) => name !== 'kube-system',
  );

  beforeAll(async () => {
    cluster = await startCluster(MINOR);
    const apis = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: CUSTOM_APIS });
    await kubectl(cluster, ['apply', '-f', '-'], apis);
    for (const namespace of namespaces) await kubectl(cluster, ['create', 'namespace', namespace]);
    await kubectl(cluster, ['wait', '--for=condition=Established', '--timeout=30s', 'crd', '--all']);
  });
  afterAll(() => cluster?.stop());

  const values = ({ values: given }: Neighbour): readonly string[] =>
    Object.entries(given).map(([key, value]) => `--set-json=${key.replace(/[.,]/g, '\\$&')}=${JSON.stringify(value)}`);
  const release = ({ name, namespace }: Neighbour): Release => new Release(cluster, HELM, name, namespace);

  it('claim nothing twice: no name, no port or folder of the node, no webhook', async () => {
    const claimed = new Map<string, ReadonlySet<string>>();
    for (const neighbour of NEIGHBOURS) {
      const { name, namespace, chart } = neighbour;
      const args = ['template', name, chart, '-n', namespace, '--dry-run=server', ...values(neighbour)];
      const { code, stdout, stderr } = await against(cluster, HELM, args);
      expect({ name, code, stderr: code === 0 ? '' : stderr }).toEqual({ name, code: 0, stderr: '' });
      const objects = (yaml.loadAll(stdout) as (KubeObject | null)[]).filter((object) => object !== null);
      claimed.set(name, claims(neighbour, objects));
    }
    const all = [...claimed];
    const twice = all.flatMap(([name, one], at) =>
      all.slice(at + 1).flatMap(([other, its]) => meetings(one, its).map((claim) => `${name} and ${other}: ${claim}`)),
    );
    expect(all.some(([, its]) => its.size > 5)).toBe(true);
    expect(twice).toEqual([]);
  });

  it.each(Object.keys(ORDERS))('are installed and removed %s, and nothing is left', async (order) => {
    const before = await inventory(cluster);
    const neighbours = ORDERS[order]?.(NEIGHBOURS) ?? [];
    for (const neighbour of neighbours) await release(neighbour).install(neighbour.chart, ...values(neighbour));
    const drifts = await Promise.all(OURS.map(async (each) => [each.name, await release(each).drift()]));
    expect(drifts.filter(([, drift]) => drift !== '')).toEqual([]);
    for (const neighbour of neighbours) await release(neighbour).uninstall();
    await expect
      .poll(async () => changes(before, await inventory(cluster)), { timeout: MINUTE, interval: 500 })
      .toEqual([]);
  });
});
