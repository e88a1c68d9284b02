import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { expect, test } from 'vitest';
import { Expression, HelmApp, HelmChart, type SubchartProps } from '../../../lib/helm';
import { judgeApp, judgeChart, object, PROPS, text, untyped } from '../chart/problems';

const FALCO: SubchartProps = { chartName: 'falco', version: '1.0.0', repository: 'https://a.example' };

const charts = (app: HelmApp, ...ids: readonly string[]): readonly HelmChart[] =>
  ids.map((id) => new HelmChart(app, id, PROPS));

judgeApp([
  [
    'a value of another chart',
    (app) => {
      const [other, shop] = charts(app, 'other', 'shop') as [HelmChart, HelmChart];
      object(shop, 'one', { a: [text(other, 'v')] });
    },
    /^HELM1026 other#v: nothing in the chart uses the value "v"/,
    'HELM1024 shop/one#spec.a.0: the value "v" belongs to the chart other (declare the value in shop)',
  ],
  [
    'a value of a subchart: for the chart around it is elsewhere',
    (app) => {
      const [sub, shop] = charts(app, 'sub', 'shop') as [HelmChart, HelmChart];
      const value = text(sub, 'v');
      object(sub, 'own', { value });
      shop.addLocalSubchart(sub);
      object(shop, 'one', { a: value, b: sub.fullname });
    },
    'HELM1024 shop/one#spec.a: the value "v" belongs to the chart sub (declare the value in shop)',
  ],
  [
    'a named template of a chart that does not come with it',
    (app) => {
      const [other, shop] = charts(app, 'other', 'shop') as [HelmChart, HelmChart];
      object(shop, 'one', { a: other.fullname });
    },
    /^HELM1024 shop\/one#spec.a: .*include "other.fullname".* \(make other a subchart, so that its named templates are there\)$/,
  ],
  [
    'two charts of one name',
    (app) => {
      new HelmChart(app, 'one', { ...PROPS, chartName: 'shop' });
      new HelmChart(app, 'two', { ...PROPS, chartName: 'shop' });
    },
    'HELM1041 two: the chart name "shop" is taken by one: both would be written into one folder (give another chartName)',
  ],
  ['a plain cdk8s chart', (app) => void new Chart(app, 'plain'), /^HELM1040 plain: a plain cdk8s Chart in a HelmApp/],
  [
    'subcharts that go round in a circle',
    (app) => {
      const [a, b, c] = charts(app, 'a', 'b', 'c') as [HelmChart, HelmChart, HelmChart];
      a.addLocalSubchart(b);
      b.addLocalSubchart(c);
      c.addLocalSubchart(a);
    },
    /^HELM1009 a#dependencies: the subcharts go round in a circle: a -> b -> c -> a/,
    /^HELM1009 b#dependencies: .*: b -> c -> a -> b/,
    /^HELM1009 c#dependencies: .*: c -> a -> b -> c/,
  ],
  [
    'a chart that is its own subchart',
    (app) => {
      const [a] = charts(app, 'a') as [HelmChart];
      a.addLocalSubchart(a);
    },
    /^HELM1009 a#dependencies: .*: a -> a/,
  ],
]);

judgeChart([
  [
    'a dependency without version',
    (chart) => chart.addSubchart({ ...FALCO, version: undefined }),
    'HELM1007 shop#dependencies.0.version: the subchart "falco" has no version (pin it: "4.2.0")',
  ],
  [
    'a dependency with a version that is none',
    (chart) => chart.addSubchart({ ...FALCO, version: 'latest' }),
    /^HELM1007 shop#dependencies.0.version: .*"latest"/,
  ],
  [
    'a dependency without name',
    (chart) => chart.addSubchart({ ...FALCO, chartName: undefined }),
    /^HELM1007 shop#dependencies.0.name/,
  ],
  [
    'a dependency without repository',
    (chart) => chart.addSubchart({ ...FALCO, repository: undefined }),
    /^HELM1007 shop#dependencies.0.repository/,
  ],
  [
    'a dependency with a misspelt prop',
    (chart) => chart.addSubchart(untyped({ ...FALCO, aliases: 'x' })),
    'HELM1050 shop#dependencies.0.aliases: "dependencies.0.aliases" is not known here (did you mean "alias"?)',
  ],
  [
    'a condition that names no value',
    (chart) => chart.addSubchart({ ...FALCO, condition: 'falko.enabled' }),
    /^HELM1008 shop#dependencies.0.condition: the condition "falko.enabled"/,
  ],
  [
    'two dependencies of one name',
    (chart) => void [chart.addSubchart(FALCO), chart.addSubchart(FALCO)],
    /^HELM1007 shop#dependencies.1.alias: the name "falco" is that of dependencies.0 too/,
  ],
  [
    'a local subchart that is none',
    (chart) => chart.addLocalSubchart(untyped(new Construct(chart, 'x'))),
    /^HELM1050 shop#dependencies.0: a local subchart must be a HelmChart, not an object/,
  ],
]);

test('one dependency under two names is fine', () => {
  const app = new HelmApp();
  const chart = new HelmChart(app, 'shop', PROPS);
  chart.addSubchart(FALCO);
  chart.addSubchart({ ...FALCO, alias: 'second' });
  expect(app.check()).toEqual([]);
});

test('a named template cannot include itself: there is no expression of it before it is there', () => {
  const chart = new HelmChart(new HelmApp(), 'shop', PROPS);
  expect(() => chart.template('b')).toThrow('the chart shop has no template "b"');
  expect(() => Expression.call('include', 'shop.a', '.')).toThrow('Helm has no function "include"');
});
