import { expect, test } from 'vitest';
import { HelmApp, HelmChart, type HelmChartProps, type ImageValue, type ImageValueProps } from '../../../lib/helm';
import { description, object, PROPS, problemsOfChart } from '../chart/problems';

/** A chart with an image, and what of it is used. */
function chartWith(
  image: Partial<ImageValueProps>,
  use: (image: ImageValue) => unknown,
  props: Partial<HelmChartProps> = {},
): HelmChart {
  const chart = new HelmChart(new HelmApp({ outdir: '/nowhere/at/all' }), 'shop', { ...PROPS, ...props });
  object(chart, 'one', { v: use(chart.values.addImage('image', { description, repository: 'nginx', ...image })) });
  return chart;
}

const rendered = (chart: HelmChart, image: object = {}): unknown =>
  (chart.render({ values: { image } })[0] as { spec: { v: unknown } }).spec.v;

const keys = (chart: HelmChart): readonly string[] =>
  chart.values._declarations.flatMap(({ shape }) =>
    shape.type === 'object' ? shape.properties.map(({ path }) => path.join('.')) : [],
  );

const digest = `sha256:${'0'.repeat(64)}`;
const reference = (image: ImageValue): unknown => image.reference;

test.each<[Partial<ImageValueProps>, Partial<HelmChartProps>, object, string]>([
  [{}, { appVersion: '2' }, {}, 'nginx:2'],
  [{ tag: '1' }, { appVersion: '2' }, { tag: '' }, 'nginx:2'],
  [{ tag: '1' }, {}, {}, 'nginx:1'],
  [{ tag: '1' }, {}, { digest }, `nginx@${digest}`],
  [{ digest }, {}, {}, `nginx@${digest}`],
  [{ digest }, {}, { tag: '3' }, `nginx@${digest}`],
])('the image %j of a chart %j is, given %j, %s', (image, props, given, expected) => {
  expect(rendered(chartWith(image, reference, props), given)).toBe(expected);
});

test('without an appVersion nobody can take away what the reference needs', () => {
  expect(() => rendered(chartWith({ tag: '1' }, reference), { tag: '' })).toThrow('HELM2003');
  expect(() => rendered(chartWith({ digest }, reference), { digest: '' })).toThrow('HELM2003');
});

test('a pull policy is a value where the chart uses it', () => {
  const parts = ['image.repository', 'image.tag', 'image.digest'];
  expect(keys(chartWith({ tag: '1' }, reference))).toEqual(parts);
  expect(keys(chartWith({ tag: '1' }, (image) => [image.reference, image.pullPolicy, image.pullPolicy]))).toEqual([
    ...parts,
    'image.pullPolicy',
  ]);
});

test('the parts of an image are used when one of them is', () => {
  const uses: readonly ((image: ImageValue) => unknown)[] = [
    reference,
    ({ repository, tag }) => `${repository}:${tag}`,
    ({ repository }) => repository,
  ];
  for (const use of uses) {
    const problems = problemsOfChart((chart) => {
      object(chart, 'one', { v: use(chart.values.addImage('image', { description, repository: 'nginx', tag: '1' })) });
      object(chart, 'two', { v: Number.NaN });
    });
    expect(problems).toEqual([expect.stringMatching(/^HELM1027/)]);
  }
});

test('the reference is one named template, however often it is used', () => {
  const chart = chartWith({ tag: '1' }, (image) => [image.reference, image.reference]);
  expect(chart._owner.templates.map(({ name }) => name)).toEqual([
    'shop.name',
    'shop.fullname',
    'shop.chart',
    'shop.image',
  ]);
});
