import { randomBytes } from 'node:crypto';
import * as yaml from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLUSTERS, clusterArguments, clusterOptions } from '../charts/clusters';
import { CUSTOM_APIS } from '../charts/custom-apis/custom-apis';
import { examplesOf } from '../charts/examples';
import { Release, settledNamespace } from '../charts/installation';
import { changes, inventory } from '../charts/inventory';
import { isHook, type KubeObject, nameOf, podTemplate, selectorsOf, selects } from '../charts/objects';
import { holdsFree, readSchema } from '../charts/schema';
import { CHART_CASES, constructOf, SHIPPED, valuesArguments } from '../charts/shipped';
import { describeWith } from '../tools/describe';
import { against, kubectl } from './cluster/cluster';
import { type RunningCluster, startCluster } from './cluster/control-plane';
import { clusterTools, EDGES, MINOR_NAMES } from './cluster/minors';

const HELMS = ['helm3', 'helm4'] as const;
/** The server that has custom resources of other projects: the newest. */
const CUSTOM_ON = MINOR_NAMES[MINOR_NAMES.length - 1];
const MINUTE = 60_000;
/** Values of `ci/` name this namespace: what is enforced there meets nobody. */
const NAMED = 'ci-shop';

/** An object without what the server gives to each that it creates. */
function withoutBirth({ metadata, ...rest }: KubeObject): unknown {
  const { uid, creationTimestamp, ...kept } = metadata as KubeObject['metadata'] & Readonly<Record<string, unknown>>;
  return { ...rest, metadata: kept };
}

/** A server compiles each of these for a second or two, and here they differ by data alone: a few stand for all. */
const DEAR_KINDS: readonly string[] = ['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy'];
const FEW = 6;

function withoutMostOf(kinds: readonly string[], objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.filter((object) => {
    if (!kinds.includes(object.kind)) return true;
    const alike = objects.filter(({ kind }) => kind === object.kind);
    return alike.indexOf(object) % Math.ceil(alike.length / FEW) === 0;
  });
}

const listOf = (items: readonly unknown[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

/** Kinds that only one of the servers has: there they must have been live. */
const LIVE_KINDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  '1.24': {
    apparmor: ['PodSecurityPolicy'],
    'pod-security': ['PodSecurityPolicy', 'ClusterRole', 'ClusterRoleBinding', 'RoleBinding'],
  },
  '1.34': { 'pod-security': ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'] },
  '1.36': {
    apparmor: ['PodMonitor', 'MutatingAdmissionPolicy'],
    'pod-security': ['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
    'network-policies': ['NetworkPolicy', 'CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'],
  },
};

/** What servers say of kinds that are on their way out; the charts make them only where they still are. */
const EXPECTED_WARNING = /^Warning: policy\/v1beta1 PodSecurityPolicy is deprecated/;

describe.each(MINOR_NAMES)('Kubernetes %s', (minor) => {
  // Both helms do the same with a server, and two releases differ by their names on each: on the others one is enough.
  const isEdge = EDGES.some((edge) => edge === minor);
  describeWith([...clusterTools(minor), 'kubectl', ...HELMS], 'takes our charts', () => {
    // Not the shared one: what other tests do meanwhile would look like something that a chart left behind.
    let cluster: RunningCluster;
    const [rendered] = CLUSTERS.filter(
      (each) => each.minor === minor && each.name.includes('custom') === (minor === CUSTOM_ON),
    );
    if (rendered === undefined) throw new Error(`charts are not rendered for ${minor}`);

    beforeAll(async () => {
      cluster = await startCluster(minor);
      await kubectl(cluster, ['create', 'namespace', NAMED]);
      if (minor === CUSTOM_ON) {
        await kubectl(cluster, ['apply', '-f', '-'], listOf(CUSTOM_APIS));
        await kubectl(cluster, [
          'wait',
          '--for=condition=Established',
          '--timeout=30s',
          ...CUSTOM_APIS.map(({ metadata }) => `crd/${metadata.name}`),
        ]);
      }
    });
    afterAll(() => cluster?.stop());

    /** `kubectl apply` as far as the server would go, with every field known to it. */
    async function dryRun(namespace: string, objects: readonly KubeObject[] | string): Promise<void> {
      const given = typeof objects === 'string' ? (yaml.loadAll(objects) as (KubeObject | null)[]) : objects;
      // A pod is taken where its service account is there already, and a dry run makes none: tests of a chart are tried live.
      const tried = given.filter((object) => object && !(object.kind === 'Pod' && isHook(object)));
      // kubectl takes objects of one namespace at a time when it is told which.
      const placeOf = (object: KubeObject | null): string => object?.metadata.namespace ?? namespace;
      for (const place of new Set(tried.map(placeOf))) {
        const some = tried.filter((object) => placeOf(object) === place);
        // Values may name a namespace of their own; it may be there from the test before.
        if (place !== namespace) await against(cluster, 'kubectl', ['create', 'namespace', place]);
        const args = ['-n', place, 'apply', '--dry-run=server', '--validate=strict', '-f', '-'];
        const { code, stdout, stderr } = await against(cluster, 'kubectl', args, listOf(some));
        const warnings = stderr.split('\n').filter((line) => line !== '' && !EXPECTED_WARNING.test(line));
        expect({ code, warnings }).toEqual({ code: 0, warnings: [] });
        expect(stdout).toContain('(server dry run)');
      }
    }

    const render = (
      chart: { readonly name: string },
      values: Readonly<Record<string, unknown>>,
      releaseName: string,
      releaseNamespace = 'default',
    ): readonly KubeObject[] =>
      constructOf(chart).render({
        values,
        releaseName,
        releaseNamespace,
        ...clusterOptions(rendered),
      }) as KubeObject[];

    it.each(CHART_CASES)('a strict dry run takes $title, rendered by both helms', async ({ chart, values }) => {
      const namespace = await settledNamespace(cluster, 'dry');
      for (const helm of HELMS) {
        const args = [
          'template',
          'shop',
          chart.folder,
          '-n',
          namespace,
          ...valuesArguments(values),
          ...clusterArguments(rendered),
        ];
        const { code, stdout, stderr } = await against(cluster, helm, args);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        await dryRun(namespace, stdout);
      }
    });

    it.each(CHART_CASES)(
      'a strict dry run takes $title with a release name of 53 characters',
      async ({ chart, values }) => {
        await dryRun(await settledNamespace(cluster, 'dry'), render(chart, values.values, 'r'.repeat(53)));
      },
    );

    it.each(SHIPPED)('what the schema of $name accepts, the server takes', async (chart) => {
      const namespace = await settledNamespace(cluster, 'dry');
      const schema = readSchema(chart);
      const examples = examplesOf(chart).filter(({ good }) => !holdsFree(schema, good));
      expect(examples.length).toBeGreaterThan(3);
      const different = new Map<string, KubeObject>();
      for (const [index, { good }] of examples.entries()) {
        for (const object of render(chart, good, `r${index}`)) {
          different.set(JSON.stringify(object).replaceAll(`r${index}`, 'r'), object);
        }
      }
      await dryRun(namespace, withoutMostOf(DEAR_KINDS, [...different.values()]));
    });

    describe.each(isEdge ? HELMS : (['helm4'] as const))('by %s', (helm) => {
      const release = (name: string, namespace: string): Release =>
        new Release(cluster, helm, `${name}-${randomBytes(2).toString('hex')}`, namespace);

      it.each(SHIPPED)(
        '$name is installed, changed, rolled back, tested and uninstalled, and nothing is left',
        async (chart) => {
          const namespace = await settledNamespace(cluster, 'life');
          const before = await inventory(cluster);
          const shop = release('shop', namespace);
          await shop.install(chart.folder);
          const first = await shop.live();
          const kinds = new Set<string>();

          for (const values of chart.cases) {
            await shop.upgrade(chart.folder, '--reset-values', ...valuesArguments(values));
            const expected = render(chart, values.values, shop.name, namespace).filter((object) => !isHook(object));
            const live = await shop.live();
            expect(live.map(nameOf).sort(), values.name).toEqual(expected.map(nameOf).sort());
            for (const { kind } of live) kinds.add(kind);
            expect(await shop.drift(), values.name).toBe('');
            const gone = changes(before, await inventory(cluster)).filter(
              (change) => !change.startsWith('left behind'),
            );
            expect(gone, values.name).toEqual([]);
          }

          expect([...kinds]).toEqual(expect.arrayContaining([...(LIVE_KINDS[minor]?.[chart.name] ?? [])]));

          await shop.rollback(1);
          // An object that was away meanwhile was born a second time.
          expect((await shop.live()).map(withoutBirth)).toEqual(first.map(withoutBirth));
          await shop.test();
          await shop.uninstall();
          await expect
            .poll(async () => changes(before, await inventory(cluster)), { timeout: MINUTE, interval: 500 })
            .toEqual([]);
        },
      );

      it.each(isEdge ? SHIPPED : [])('two releases of $name live side by side in one namespace', async (chart) => {
        const namespace = await settledNamespace(cluster, 'pair');
        const before = await inventory(cluster);
        const [one, two] = [release('one', namespace), release('two', namespace)];
        const [, ...files] = chart.cases;
        const last = files[files.length - 1];
        await Promise.all([one.install(chart.folder), two.install(chart.folder)]);
        const alone = await two.live();

        const { items: pods } = JSON.parse(await kubectl(cluster, ['-n', namespace, 'get', 'pods', '-o', 'json'])) as {
          items: KubeObject[];
        };
        const objects = [await one.live(), alone];
        for (const own of objects) {
          const names = own.map(({ metadata }) => metadata.name);
          const meant = selectorsOf(own).flatMap((selector) =>
            pods.filter(({ metadata }) => selects(selector, metadata.labels ?? {})),
          );
          expect(meant.filter(({ metadata }) => !names.some((name) => metadata.name.startsWith(name)))).toEqual([]);
          expect(meant.length > 0).toBe(own.some((object) => podTemplate(object) !== undefined));
        }

        await one.upgrade(chart.folder, ...(last === undefined ? [] : valuesArguments(last)));
        expect(await two.live()).toEqual(alone);
        await one.uninstall();
        expect(await two.live()).toEqual(alone);
        expect(await two.drift()).toBe('');
        await two.uninstall();
        await expect
          .poll(async () => changes(before, await inventory(cluster)), { timeout: MINUTE, interval: 500 })
          .toEqual([]);
      });
    });

    it.each(SHIPPED)('$name with its default values changes nothing for other pods, old and new', async (chart) => {
      const namespace = await settledNamespace(cluster, 'other');
      const pod = (name: string) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace, labels: { app: 'other' } },
        spec: { containers: [{ name: 'main', image: 'example.com/main:1' }] },
      });
      const specOf = async (name: string): Promise<string> => {
        const { metadata, spec } = JSON.parse(
          await kubectl(cluster, ['-n', namespace, 'get', 'pod', name, '-o', 'json']),
        );
        const text = JSON.stringify({ annotations: metadata.annotations, labels: metadata.labels, spec });
        return text.replace(/kube-api-access-[a-z0-9]+/g, 'kube-api-access');
      };
      await kubectl(cluster, ['create', '-f', '-'], listOf([pod('old')]));
      await kubectl(cluster, ['-n', namespace, 'wait', '--for=condition=Ready', 'pod/old', '--timeout=30s']);
      const before = await inventory(cluster);
      const shop = new Release(cluster, 'helm4', 'shop', namespace);
      await shop.install(chart.folder);
      expect(changes(before, await inventory(cluster)).filter((change) => !change.startsWith('left behind'))).toEqual(
        [],
      );
      await kubectl(cluster, ['create', '-f', '-'], listOf([pod('new')]));
      await kubectl(cluster, ['-n', namespace, 'wait', '--for=condition=Ready', 'pod/new', '--timeout=30s']);
      expect((await specOf('new')).replaceAll('"new"', '"old"')).toBe(await specOf('old'));
      await shop.uninstall();
    });
  });
});
