import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../lib/helm/expression/node';
import { HelmJudge } from '../helm/chart/helm-judge';
import { inParallel } from '../helm/values/helm-chart';
import { describeWith } from '../tools/describe';
import { tool } from '../tools/find';
import { CLUSTERS, clusterArguments } from './clusters';
import { type KubeObject, nameOf, podTemplate, selectorsOf, selects, sorted, writtenOnNode } from './objects';
import { CHART_CASES, SHIPPED, type ShippedChart, type ValuesCase } from './shipped';

/** Helm's limit, and with the chart's name in it or not. */
const LONGEST = 53;
const longName = (start: string, end: string): string =>
  `${start}${'x'.repeat(LONGEST - start.length - end.length)}${end}`;

/** Pairs of releases that live in one namespace. */
const PAIRS = (chart: string): readonly (readonly [string, string])[] => [
  ['one', 'two'],
  ['shop', 'shop-two'],
  [chart, `${chart}-two`],
  [longName('a', '1'), longName('a', '2')],
  [longName(chart, '1'), longName(chart, '2')],
];

/** What a node has once and all releases have to share, and why that does no harm. */
const ONE_PER_NODE: Readonly<Record<string, string>> = {
  '/sys/kernel/security': "the kernel's own list; a loader touches only what it wrote down as its own",
};

/** A name that every kind takes: a DNS label. */
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

// Where most is rendered.
const [CLUSTER] = CLUSTERS.filter(({ apiVersions }) => apiVersions.length > 0).sort(
  (a, b) => b.apiVersions.length - a.apiVersions.length,
);

describe.each(['helm3', 'helm4'])('%s', (name) => {
  describeWith([name], 'with several releases', () => {
    const judge = new HelmJudge();
    afterAll(() => judge.remove());

    async function render(
      chart: string,
      release: string,
      values: Json,
      namespace = 'default',
    ): Promise<readonly KubeObject[]> {
      const args = CLUSTER === undefined ? [] : clusterArguments(CLUSTER);
      const rendering = await judge.template(tool(name) ?? '', chart, { release, namespace, values, args });
      if (!rendering.accepted) throw new Error(`${release}: ${rendering.error}`);
      return rendering.documents.map(({ text }) => yaml.load(text) as KubeObject);
    }

    const podLabels = (objects: readonly KubeObject[]) =>
      objects.flatMap((object) => {
        const pod = podTemplate(object);
        return pod === undefined ? [] : [{ of: nameOf(object), labels: pod.metadata?.labels ?? {} }];
      });

    /** Folders of a node that both write into; nodes know nothing of namespaces. */
    const sharedFolders = (one: readonly KubeObject[], other: readonly KubeObject[]): readonly string[] => {
      const folders = writtenOnNode(other).filter((folder) => ONE_PER_NODE[folder] === undefined);
      return writtenOnNode(one).filter((folder) => folders.includes(folder));
    };

    /** What the two have in common: names, folders of a node, and pods of the other that the one selects. */
    const meetings = (one: readonly KubeObject[], other: readonly KubeObject[]): readonly string[] => {
      const names = new Set(other.map(nameOf));
      return [
        ...one.map(nameOf).filter((each) => names.has(each)),
        ...sharedFolders(one, other),
        ...selectorsOf(one).flatMap((selector) =>
          podLabels(other).flatMap((pod) =>
            selects(selector, pod.labels) ? [`${selector.of} selects ${pod.of}`] : [],
          ),
        ),
      ];
    };

    it.each(CHART_CASES)('two of $title have no name and no selector in common', async ({ chart, values }) => {
      await inParallel(2, PAIRS(chart.name), async (pair) => {
        const [one = [], other = []] = await Promise.all(
          pair.map((release) => render(chart.folder, release, values.values)),
        );
        expect([...meetings(one, other), ...meetings(other, one)], pair.join(' and ')).toEqual([]);
      });
    });

    it('some chart has objects to look at', async () => {
      const all = await inParallel(2, SHIPPED, ({ folder }) => render(folder, 'one', {}));
      expect(all.flat()).not.toEqual([]);
    });

    it.each(CHART_CASES)('$title writes into no folder of another namespace on a node', async ({ chart, values }) => {
      const [one = [], other = []] = await Promise.all(
        ['here', 'there'].map((namespace) => render(chart.folder, 'same', values.values, namespace)),
      );
      expect(sharedFolders(one, other)).toEqual([]);
    });

    it.each(SHIPPED)('the selectors of $name mean pods of their own release', async ({ folder }) => {
      const objects = await render(folder, 'one', {});
      const lost = selectorsOf(objects).filter(
        (selector) => !podLabels(objects).some(({ labels }) => selects(selector, labels)),
      );
      expect(lost).toEqual([]);
    });

    it.each(CHART_CASES)(`$title takes a release name of ${LONGEST} characters`, async ({ chart, values }) => {
      for (const release of [longName('r', 'z'), longName(chart.name, 'z'), longName('r', `-${chart.name}`)]) {
        const objects = await render(chart.folder, release, values.values);
        expect(objects.map(({ metadata }) => metadata.name).filter((each) => !DNS_LABEL.test(each))).toEqual([]);
        const labels = [
          ...objects.map(({ metadata }) => metadata.labels ?? {}),
          ...podLabels(objects).map((pod) => pod.labels),
        ];
        expect(labels.flatMap((each) => Object.values(each)).filter((value) => !LABEL_VALUE.test(value))).toEqual([]);
        expect(new Set(objects.map(nameOf)).size).toBe(objects.length);
      }
    });

    describe.each(SHIPPED)('$name as a subchart', (chart) => {
      const parent = parentOf(chart, judge.folder);

      it.each(chart.cases)('is left out under a false condition, with $name', async ({ values }) => {
        expect(await render(parent, 'one', { [chart.name]: { ...values, enabled: false } })).toEqual([]);
      });

      it.each(chart.cases)(
        'gives the same objects under a true one as alone, with $name',
        async ({ values }: ValuesCase) => {
          const [alone, below] = await Promise.all([
            render(chart.folder, 'one', values),
            render(parent, 'one', { [chart.name]: { ...values, enabled: true }, global: { anything: { at: 'all' } } }),
          ]);
          expect(sorted(below)).toEqual(sorted(alone));
        },
      );

      // Parts of a part know nothing of the name under which that one is there: Helm gives them the same names in both.
      it.each(hasParts(chart) ? [] : [chart.name])('%s can be there twice under two names', async () => {
        const on = { [chart.name]: { enabled: true }, second: { enabled: true } };
        const one = await render(parent, 'one', { ...on, second: { enabled: false } });
        const other = await render(parent, 'one', { ...on, [chart.name]: { enabled: false } });
        expect(other.length).toBe(one.length);
        expect([...meetings(one, other), ...meetings(other, one)]).toEqual([]);
      });
    });
  });
});

function hasParts({ folder }: ShippedChart): boolean {
  return existsSync(join(folder, 'charts'));
}

/** A chart that brings another one twice, the second time under the name `second`; neither is there by default. */
function parentOf({ name, folder }: ShippedChart, below: string): string {
  const parent = join(below, `parent-of-${name}`);
  mkdirSync(join(parent, 'charts'), { recursive: true });
  cpSync(folder, join(parent, 'charts', name), { recursive: true });
  const dependency = (as: string) => ({
    name,
    version: '>=0.0.0-0',
    condition: `${as}.enabled`,
    ...(as === name ? {} : { alias: as }),
  });
  const chart = {
    apiVersion: 'v2',
    name: `parent-of-${name}`,
    version: '1.0.0',
    dependencies: [dependency(name), dependency('second')],
  };
  writeFileSync(join(parent, 'Chart.yaml'), JSON.stringify(chart));
  writeFileSync(
    join(parent, 'values.yaml'),
    JSON.stringify({ [name]: { enabled: false }, second: { enabled: false } }),
  );
  return parent;
}
