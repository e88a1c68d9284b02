import { ApiObject } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChartType, Expression, HelmApp, HelmChart, ValueSchema } from '../../../lib/helm';
import { requireTool } from '../../tools/find';
import { HelmJudge } from './helm-judge';
import { description, PROPS } from './problems';

const judge = new HelmJudge();
afterAll(() => judge.remove());

const app = new HelmApp({ outdir: judge.folder });

/** Named templates for other charts, and nothing else. */
const library = new HelmChart(app, 'common', { ...PROPS, chartType: ChartType.LIBRARY });
const banner = library.addTemplate(
  'banner',
  Expression.concat('{{ ', library.release.name, ' of ', library.info.name, ' }}'),
);

/** A chart that others bring with them; it stands alone too. */
const agent = new HelmChart(app, 'agent', PROPS);
const level = agent.values.addChoice('level', { description, choices: ['info', 'debug'], defaultValue: 'info' });
const region = agent.values
  .addGroup('global', 'For all charts.')
  .addString('region', { description, defaultValue: 'eu' });
agent.addLocalSubchart(library);
new ApiObject(agent, 'config', {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  data: { level, region, banner, name: agent.fullname },
});

const shop = new HelmChart(app, 'shop', PROPS);
const ownRegion = shop.values
  .addGroup('global', 'For all charts.')
  .addString('region', { description, defaultValue: 'us' });
const first = shop.values.addGroup('agent', 'The agent.');
first.addBoolean('enabled', { description, defaultValue: true });
const second = shop.values.addGroup('second', 'Another agent.');
second.addBoolean('enabled', { description, defaultValue: false });
second.addString('level', { description, defaultValue: 'debug' });
const exported = shop.values.addMap('labels', { description, entries: ValueSchema.text() });
shop.addLocalSubchart(agent, { condition: 'agent.enabled' });
shop.addLocalSubchart(agent, { alias: 'second', condition: 'second.enabled' });
shop.addLocalSubchart(library);
new ApiObject(shop, 'config', {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { labels: exported.asMap() },
  data: { region: ownRegion, banner },
});

beforeAll(() => app.synth());

describe.each(['helm3', 'helm4'])('%s', (name) => {
  /** The data of each config map, by the chart that it comes from and its name. */
  async function data(helm: string, chart: string, values: unknown = {}): Promise<Record<string, unknown>> {
    const rendering = await judge.template(helm, `${judge.folder}/${chart}`, { release: 'r', values });
    if (!rendering.accepted) throw new Error(rendering.error);
    const objects = (await judge.read(
      helm,
      rendering.documents.map(({ text }) => text),
    )) as unknown as { metadata: { name: string }; data: unknown }[];
    return Object.fromEntries(objects.map((object) => [object.metadata.name, object.data]));
  }

  test('a chart alone uses the named templates of a library', async (context) => {
    const helm = requireTool(context, name);
    expect(await data(helm, 'shop/charts/agent')).toEqual({
      'r-agent-config': { level: 'info', region: 'eu', banner: '{{ r of agent }}', name: 'r-agent' },
    });
    expect(agent.render({ releaseName: 'r' })).toMatchObject([{ data: { banner: '{{ r of agent }}' } }]);
  });

  test('a subchart is there under its condition, with the globals of its parent', async (context) => {
    const helm = requireTool(context, name);
    const own = { 'r-shop-config': { region: 'us', banner: '{{ r of shop }}' } };
    const agents = { level: 'info', region: 'us', banner: '{{ r of agent }}', name: 'r-agent' };
    expect(await data(helm, 'shop')).toEqual({ ...own, 'r-agent-config': agents });
    expect(await data(helm, 'shop', { agent: { enabled: false } })).toEqual(own);
    expect(await data(helm, 'shop', { agent: { level: 'debug' } })).toEqual({
      ...own,
      'r-agent-config': { ...agents, level: 'debug' },
    });
    expect(await data(helm, 'shop', { global: { region: 'ap', other: { nested: [1] } } })).toEqual({
      'r-shop-config': { ...own['r-shop-config'], region: 'ap' },
      'r-agent-config': { ...agents, region: 'ap' },
    });
  });

  test.for<object>([
    {},
    { agent: { enabled: false } },
    { agent: { level: 'debug' }, second: { enabled: true } },
    { second: { enabled: true, global: { region: 'af' } }, global: { region: 'ap', other: 1 } },
  ])('render() has the same objects with %j', async (values, context) => {
    const helm = requireTool(context, name);
    const own = shop.render({ releaseName: 'r', values }) as { metadata: { name: string }; data: unknown }[];
    expect(Object.fromEntries(own.map(({ metadata, data: content }) => [metadata.name, content]))).toEqual(
      await data(helm, 'shop', values),
    );
  });

  test('a subchart under an alias has a name and values of its own', async (context) => {
    const helm = requireTool(context, name);
    const rendered = await data(helm, 'shop', { second: { enabled: true } });
    expect(rendered).toMatchObject({
      'r-agent-config': { level: 'info', name: 'r-agent' },
      'r-second-config': { level: 'debug', name: 'r-second', banner: '{{ r of second }}' },
    });
  });

  test('values of a subchart are judged by its schema', async (context) => {
    const helm = requireTool(context, name);
    const rendering = await judge.template(helm, `${judge.folder}/shop`, { values: { agent: { level: 'loud' } } });
    expect(rendering).toMatchObject({ accepted: false, error: expect.stringContaining("- at '/level'") });
  });

  test('lint --strict has nothing to say', async (context) => {
    const helm = requireTool(context, name);
    for (const chart of ['shop', 'shop/charts/agent', 'shop/charts/common']) {
      const { failed, stdout } = await judge.run(helm, ['lint', '--strict', `${judge.folder}/${chart}`]);
      expect([failed, stdout]).toEqual([false, expect.stringContaining('0 chart(s) failed')]);
    }
  });
});
