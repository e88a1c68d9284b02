import { expect, test } from 'vitest';
import { HelmApp, HelmChart, Loop, Range } from '../../../lib/helm';
import { description, object, PROPS, texts } from './problems';

/** A chart of the same names and paths as all others here. */
function build(defaultValue: number, long: string): HelmChart {
  const chart = new HelmChart(new HelmApp({ outdir: '/nowhere' }), 'shop', PROPS);
  const list = texts(chart);
  const range = new Range(chart, 'range', { over: list });
  const number = chart.values.addInteger('number', { description, defaultValue });
  const loop = Loop.over(list);
  object(range, 'each', { item: range.item.asString(), number: number.asNumber(), text: `${range.key}/${number}` });
  object(chart, `one-${long}`, { items: loop.each(loop.item.asString()), name: chart.fullname.asString() });
  return chart;
}

test('two apps with charts of the same path do not disturb each other', () => {
  const first = build(1, '');
  const alone = first.render({ values: { texts: ['a', 'b'] }, releaseName: 'r'.repeat(50) });
  const second = build(2, 'name-of-many-characters');
  expect(first.render({ values: { texts: ['a', 'b'] }, releaseName: 'r'.repeat(50) })).toEqual(alone);
  expect(second.render({ values: { texts: ['a'] } })[0]).toMatchObject({ spec: { item: 'a', number: 2, text: '0/2' } });
  for (const chart of [first, second]) expect((chart.node.root as HelmApp).check()).toEqual([]);
});
