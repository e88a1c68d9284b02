import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonical, HelmJudge, type RenderedText } from '../helm/chart/helm-judge';
import { inParallel } from '../helm/values/helm-chart';
import { MINOR_NAMES } from '../real/cluster/minors';
import { describeWith } from '../tools/describe';
import { schemaLocation, tool } from '../tools/find';
import { CLUSTERS, clusterArguments, clusterOptions, type RenderedFor } from './clusters';
import { CUSTOM_APIS, writeCustomSchemas } from './custom-apis/custom-apis';
import { kubeconform } from './kubeconform';
import { type KubeObject, nameOf, sorted } from './objects';
import { CHART_CASES, constructOf, SHIPPED, type ShippedChart, type ValuesCase, valuesArguments } from './shipped';

const HELMS = ['helm3', 'helm4'] as const;
const RELEASE = { name: 'shop', namespace: 'security' };

interface Job {
  readonly chart: ShippedChart;
  readonly values: ValuesCase;
  readonly title: string;
  readonly cluster: RenderedFor;
}

const JOBS: readonly Job[] = CHART_CASES.flatMap((each) => CLUSTERS.map((cluster) => ({ ...each, cluster })));
const jobTitle = ({ title, cluster }: Job): string => `${title} for ${cluster.name}`;

/** Messages of `helm lint` that are no fault: there is no picture for the charts. */
const HARMLESS = ['[INFO] Chart.yaml: icon is recommended'];

describe('charts/', () => {
  it('holds the charts of lib/charts, each with a file in ci/', () => {
    expect(SHIPPED.length).toBeGreaterThan(0);
    for (const chart of SHIPPED) {
      expect(constructOf(chart).chartName).toBe(chart.name);
      expect(chart.cases.length, `${chart.name} needs ci/*-values.yaml`).toBeGreaterThan(1);
    }
  });
});

describe.each(HELMS)('%s', (name) => {
  describeWith([name], 'on every chart and every values file', () => {
    const judge = new HelmJudge();
    const helm = tool(name) ?? '';
    afterAll(() => judge.remove());

    const template = async ({ chart, values, cluster }: Job): Promise<readonly RenderedText[]> => {
      const rendering = await judge.template(helm, chart.folder, {
        release: RELEASE.name,
        namespace: RELEASE.namespace,
        args: [...valuesArguments(values), ...clusterArguments(cluster)],
      });
      if (!rendering.accepted) throw new Error(`${values.name}: ${rendering.error}`);
      return rendering.documents;
    };

    let rendered: readonly (Job & { readonly documents: readonly RenderedText[] })[] = [];
    beforeAll(async () => {
      rendered = await inParallel(2, JOBS, async (job) => ({ ...job, documents: await template(job) }));
    });

    it('lints them strictly, without a warning', async () => {
      const found = await inParallel(2, JOBS, async ({ chart, values, title, cluster }) => {
        const args = [
          'lint',
          '--strict',
          chart.folder,
          ...valuesArguments(values),
          '--kube-version',
          cluster.kubeVersion,
        ];
        const { failed, stdout, stderr } = await judge.run(helm, args);
        const said = `${stdout}\n${stderr}`
          .split('\n')
          .filter((line) => /^(\[|Error|level=|WARNING)/.test(line) && !HARMLESS.includes(line));
        return failed || said.length > 0 ? [`${title}: ${said.join('; ')}`] : [];
      });
      expect(found.flat()).toEqual([]);
    });

    it('renders them without a word on standard error', async () => {
      const said = await inParallel(2, CHART_CASES, async ({ chart, values }) => {
        const { stderr } = await judge.run(helm, ['template', RELEASE.name, chart.folder, ...valuesArguments(values)]);
        return stderr;
      });
      expect(said.filter((text) => text !== '')).toEqual([]);
    });

    it('renders the same bytes a second time', async () => {
      const [first] = JOBS;
      if (first === undefined) throw new Error('there is no chart');
      expect(await template(first)).toEqual(rendered[0]?.documents);
    });

    it('renders the objects that TypeScript renders', async () => {
      // Helm reads the documents too: both readers must see the same.
      const texts = rendered.flatMap(({ documents }) => documents.map(({ text }) => text));
      const objects = [...(await judge.read(helm, texts))] as unknown as KubeObject[];
      for (const job of rendered) {
        const helms = objects.splice(0, job.documents.length);
        const ours = constructOf(job.chart).render({
          values: job.values.values,
          releaseName: RELEASE.name,
          releaseNamespace: RELEASE.namespace,
          ...clusterOptions(job.cluster),
        }) as KubeObject[];
        expect(sorted(ours).map(nameOf), jobTitle(job)).toEqual(sorted(helms).map(nameOf));
        expect(JSON.parse(canonical(sorted(ours))), jobTitle(job)).toEqual(JSON.parse(canonical(sorted(helms))));
      }
    });

    it('renders something from every template, for some values and some cluster', () => {
      for (const { name: chart, folder } of SHIPPED) {
        const used = new Set(
          rendered.flatMap((job) => (job.chart.name === chart ? job.documents.map(({ source }) => source) : [])),
        );
        const unused = templatesOf(folder).filter((path) => !used.has(path));
        expect(unused, `${chart}: add values to ci/ that render them`).toEqual([]);
      }
    });

    describeWith(['kubeconform', ...MINOR_NAMES.map((minor) => `schemas-${minor}`)], 'with kubeconform', () => {
      it.each(CLUSTERS)('renders objects that are valid in strict mode for $name', async (cluster) => {
        const folder = join(judge.folder, `objects-${cluster.name}`);
        mkdirSync(folder);
        const jobs = rendered.filter((job) => job.cluster === cluster);
        for (const { chart, values, documents } of jobs) {
          const file = join(folder, `${chart.name}-${values.name}.yaml`);
          writeFileSync(file, documents.map(({ text }) => `---\n${text}`).join(''));
        }
        const definitions = [...CUSTOM_APIS, ...SHIPPED.flatMap(({ crds }) => crds as unknown as typeof CUSTOM_APIS)];
        const locations = [
          schemaLocation(cluster.minor),
          writeCustomSchemas(definitions, join(judge.folder, 'schemas')),
        ];
        const { valid, problems } = await kubeconform(tool('kubeconform') ?? '', locations, folder);
        expect(problems).toEqual([]);
        expect(valid).toBe(jobs.flatMap(({ documents }) => documents).length);
        expect(valid).toBeGreaterThan(0);
      });
    });
  });
});

/** Templates that give objects: not helpers, notes and checks. */
function templatesOf(chart: string, folder = 'templates'): readonly string[] {
  if (!existsSync(join(chart, folder))) return [];
  return readdirSync(join(chart, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return templatesOf(chart, path);
    return entry.name.endsWith('.yaml') && readFileSync(join(chart, path), 'utf8').includes('kind:') ? [path] : [];
  });
}
