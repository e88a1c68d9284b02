import { ApiObject } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Block, HelmApp, HelmChart, Overlay, ValueSchema } from '../../../lib/helm';
import type { Json } from '../../../lib/helm/expression/node';
import { requireTool } from '../../tools/find';
import { HelmJudge } from './helm-judge';
import { description, object, PROPS } from './problems';

const judge = new HelmJudge();
afterAll(() => judge.remove());

const app = new HelmApp({ outdir: judge.folder });
const chart = new HelmChart(app, 'shop', PROPS);
const labels = chart.values.addMap('labels', { description, entries: ValueSchema.text(), defaultValue: { tier: 'a' } });
const free = chart.values.addAny('free', { description, defaultValue: { note: 'b' } });
const on = chart.values.addBoolean('on', { description, defaultValue: true });
chart.addAnnotations({ common: 'yes' });
chart.addLabels({ team: 'shop' });

Overlay.on(object(chart, 'expression')).put('/metadata/labels', labels).put('/metadata/annotations', free);
Overlay.on(object(chart, 'block'))
  .put('/metadata/labels', Block.choose(on, labels, { off: 'x' }))
  .put('/metadata/annotations', Block.when(on, { only: 'on' }));
const plain = (id: string): ApiObject =>
  new ApiObject(chart, id, { apiVersion: 'test/v1', kind: 'Thing', metadata: { labels: { own: 'x' } }, spec: {} });
Overlay.on(plain('when')).when('/metadata/labels', on);
Overlay.on(plain('map')).put('/metadata', { name: 'fixed', labels: { own: 'y' } });
Overlay.on(plain('token')).put('/metadata/labels', labels.asAny()).put('/metadata/annotations', free.asAny());

beforeAll(() => app.synth());

interface Labelled {
  readonly metadata: { readonly name: string; readonly labels: Json; readonly annotations: Json };
}

const RECOMMENDED = {
  'helm.sh/chart': 'shop-1.0.0',
  'app.kubernetes.io/name': 'shop',
  'app.kubernetes.io/instance': 'release',
  'app.kubernetes.io/managed-by': 'Helm',
  team: 'shop',
};

describe.each(['helm3', 'helm4'])('%s', (name) => {
  test.for<[Record<string, Json>, Record<string, readonly [labels: object, annotations: object]>]>([
    [
      {},
      {
        'release-shop-expression': [{ tier: 'a' }, { note: 'b' }],
        'release-shop-block': [{ tier: 'a' }, { only: 'on' }],
        'release-shop-when': [{ own: 'x' }, {}],
        'release-shop-token': [{ tier: 'a' }, { note: 'b' }],
        fixed: [{ own: 'y' }, {}],
      },
    ],
    [
      { on: false, labels: { tier: 'c', more: 'd' }, free: { note: 'e' } },
      {
        'release-shop-expression': [{ tier: 'c', more: 'd' }, { note: 'e' }],
        'release-shop-block': [{ off: 'x' }, {}],
        'release-shop-when': [{}, {}],
        'release-shop-token': [{ tier: 'c', more: 'd' }, { note: 'e' }],
        fixed: [{ own: 'y' }, {}],
      },
    ],
  ])(
    'labels and annotations given as expressions and blocks stand beside those of the chart, with %j',
    async ([given, expected], context) => {
      const helm = requireTool(context, name);
      const rendering = await judge.template(helm, `${judge.folder}/shop`, { values: given });
      if (!rendering.accepted) throw new Error(rendering.error);
      const rendered = (await judge.read(
        helm,
        rendering.documents.map(({ text }) => text),
      )) as unknown as readonly Labelled[];
      const wanted = Object.entries(expected).map(([object, [own, notes]]) => [
        object,
        { ...RECOMMENDED, ...own },
        { common: 'yes', ...notes },
      ]);
      for (const all of [rendered, chart.render({ values: given }) as readonly Labelled[]])
        expect(all.map(({ metadata }) => [metadata.name, metadata.labels, metadata.annotations]).sort()).toEqual(
          wanted.sort(),
        );
    },
  );
});
