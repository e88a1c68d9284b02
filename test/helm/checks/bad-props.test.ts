import { describe, expect, test } from 'vitest';
import { Expression, HelmApp, HelmChart, If, Overlay } from '../../../lib/helm';
import {
  description,
  judgeApp,
  judgeChart,
  named,
  object,
  PROPS,
  problemsOfChart,
  type Row,
  text,
  untyped,
} from '../chart/problems';

/** A chart named `shop` with these props. */
const chartWith = (title: string, props: unknown, ...problems: readonly (string | RegExp)[]): Row<HelmApp> => [
  title,
  (app) => void new HelmChart(app, 'shop', untyped(props)),
  ...problems,
];

describe('props of a chart', () => {
  judgeApp([
    chartWith(
      'a misspelt key',
      { ...PROPS, appversion: '1' },
      'HELM1050 shop#appversion: "appversion" is not known here (did you mean "appVersion"?)',
    ),
    chartWith(
      'no version',
      { description },
      'HELM1050 shop#version: "version" is missing: it must be a string that is not empty',
    ),
    chartWith(
      'a version that is a number',
      { ...PROPS, version: 1 },
      'HELM1050 shop#version: "version" must be a string that is not empty, not the number 1',
    ),
    chartWith(
      'a version that is none',
      { ...PROPS, version: 'v1' },
      /^HELM1003 shop#version: "v1" is not a SemVer 2 version \(three numbers/,
    ),
    chartWith('no description', { version: '1.0.0' }, /^HELM1050 shop#description: "description" is missing/),
    chartWith('a name that Helm refuses', { ...PROPS, chartName: 'My_Shop' }, /^HELM1002 shop#chartName: .*"My_Shop"/),
    chartWith('a name that is too long', { ...PROPS, chartName: 'x'.repeat(54) }, /^HELM1002 shop#chartName/),
    chartWith(
      'a kind that is none',
      { ...PROPS, chartType: 'lib' },
      'HELM1050 shop#chartType: "chartType" must be "application" or "library", not the string "lib"',
    ),
    chartWith(
      'a kubeVersion that is no range',
      { ...PROPS, kubeVersion: 'newest' },
      /^HELM1004 shop#kubeVersion: "newest"/,
    ),
    chartWith(
      'a maintainer without name',
      { ...PROPS, maintainers: [{ email: 'a@b.c' }] },
      /^HELM1050 shop#maintainers\[0\].name: .* is missing/,
    ),
    chartWith(
      'an e-mail address that is none',
      { ...PROPS, maintainers: [{ name: 'a', email: 'a' }] },
      /^HELM1006 shop#maintainers.0.email/,
    ),
    chartWith('an address that is none', { ...PROPS, home: 'shop' }, /^HELM1005 shop#home: "shop" is not an address/),
    chartWith(
      'an annotation that is no text',
      { ...PROPS, annotations: { a: 1 } },
      'HELM1050 shop#annotations.a: "annotations.a" must be a string, not the number 1',
    ),
    chartWith('nothing at all', undefined, /^HELM1050 shop#description/, /^HELM1050 shop#version/),
    chartWith('null', null, 'HELM1050 shop: the value must be an object, not null'),
    chartWith(
      'a namespace that is no text',
      { ...PROPS, namespace: 5 },
      'HELM1050 shop#namespace: "namespace" must be a string, not the number 5',
    ),
  ]);

  test('a misspelt prop of the app is refused: the output would go elsewhere', () => {
    const app = new HelmApp(untyped({ outDir: '/tmp/x' }));
    expect(app.check()).toMatchObject([
      { code: 'HELM1000', message: '"outDir" is not known here (did you mean "outdir"?)' },
    ]);
  });

  test('a misspelt option of render is refused', () => {
    const chart = new HelmChart(new HelmApp(), 'shop', PROPS);
    expect(() => chart.render(untyped({ value: {} }))).toThrow('"value" is not known here');
  });

  test('render refuses the values that Helm would refuse', () => {
    const chart = new HelmChart(new HelmApp(), 'shop', PROPS);
    object(chart, 'one', { v: chart.values.addString('v', { description, required: true }) });
    expect(() => chart.render()).toThrow('"v" is missing: it must be a string');
    expect(() => chart.render({ values: { v: 1 } })).toThrow('"v" must be a string, not the number 1');
    expect(() => chart.render({ values: { v: 'x', w: 1 } })).toThrow('"w" is not known here');
  });
});

describe('names and files', () => {
  judgeChart([
    [
      'two objects of one name',
      (chart) => void [named(chart, 'a', 'same'), named(chart, 'b', 'same')],
      /^HELM1031 shop\/b#metadata.name: this ConfigMap has the same name as shop\/a/,
    ],
    [
      'two objects of one name in one scope',
      (chart) => {
        const scope = new If(chart, 'if', { when: chart.release.isInstall });
        named(scope, 'a', 'same');
        named(scope, 'b', 'same');
      },
      /^HELM1031 shop\/if\/b#metadata.name/,
    ],
    [
      'two objects of one name, one of them under a condition',
      (chart) => {
        named(new If(chart, 'if', { when: chart.release.isInstall }), 'b', 'same');
        named(chart, 'a', 'same');
      },
      /^HELM1031 shop\/a#metadata.name: .* shop\/if\/b/,
    ],
    [
      'two objects of one name under two scopes with one condition',
      (chart) => {
        for (const id of ['a', 'b']) named(new If(chart, `if-${id}`, { when: chart.release.isInstall }), id, 'same');
      },
      /^HELM1031 shop\/if-b\/b#metadata.name: .* shop\/if-a\/a/,
    ],
    [
      'a named template of a name that the chart has',
      (chart) => void chart.addTemplate('fullname', Expression.literal('x')),
      /^HELM1051 shop#templates.fullname: the named template "shop.fullname" is there twice/,
    ],
    [
      'a named template with a quote in its name',
      (chart) => void chart.addTemplate('a"b', Expression.literal('x')),
      /^HELM1051 shop#templates.a"b: "a\\"b" is no name for a template/,
    ],
    [
      'a file outside of the chart',
      (chart) => void chart.addFile('../x', ''),
      /^HELM1052 shop#files.\.\.\/x: the string "\.\.\/x" is no path below the chart's folder/,
    ],
    ['a file at the root of the machine', (chart) => void chart.addFile('/x', ''), /^HELM1052 shop#files.\/x/],
    [
      'a file that the chart writes itself',
      (chart) => void chart.addFile('templates/x.yaml', ''),
      /^HELM1052 shop#files.templates\/x.yaml/,
    ],
    [
      'a file twice',
      (chart) => void [chart.addFile('x', ''), chart.addFile('x', '')],
      /^HELM1052 shop#files.x: the file "x" is added twice/,
    ],
    [
      'a file without text',
      (chart) => void chart.addFile('x', untyped(undefined)),
      /^HELM1052 shop#files.x: the text of "x" must be a string, not undefined/,
    ],
    [
      'values for a test outside of the chart',
      (chart) => chart.addCiValues('../x', {}),
      /^HELM1052 shop#ci\.\.\.\/x: the string "..\/x" is no name for a file in ci\//,
    ],
    [
      'values for a test that do not fit',
      (chart) => chart.addCiValues('bad', { nameOverride: 1 }),
      /^HELM2001 shop#nameOverride: "nameOverride" must be a string, not the number 1/,
    ],
    [
      'a definition that is no object',
      (chart) => chart.addCrd('a', 'x'),
      /^HELM1052 shop#crds.a: the content of "a" must be an object, not the string "x"/,
    ],
  ]);

  test('objects of one name under conditions that exclude each other', () => {
    const chart = new HelmChart(new HelmApp(), 'shop', PROPS);
    const flag = chart.values.addBoolean('flag', { description, defaultValue: true });
    named(new If(chart, 'yes', { when: flag }), 'a', 'same');
    named(new If(chart, 'no', { when: Expression.negate(flag) }), 'b', 'same');
    expect((chart.node.root as HelmApp).check()).toEqual([]);
  });

  test('a library chart with objects', () => {
    const props = { ...PROPS, chartType: untyped<undefined>('library') };
    expect(problemsOfChart((chart) => void object(chart, 'one'), props)).toEqual([
      expect.stringMatching(/^HELM1030 shop\/one: a library chart cannot have objects/),
    ]);
  });
});

describe('overlays', () => {
  const one = (chart: HelmChart): Overlay => Overlay.on(object(chart, 'one', { replicas: 1, text: 'x', list: [1] }));
  judgeChart([
    [
      'removing what is not there',
      (chart) => void one(chart).remove('/spec/replica'),
      /^HELM1012 shop\/one#spec.replica: .*there is no "replica" \(did you mean "replicas"\?\)$/,
    ],
    [
      'going into a text',
      (chart) => void one(chart).put('/spec/text/b', 1),
      /^HELM1012 shop\/one#spec.text.b: .*"spec.text" is neither a map nor a list/,
    ],
    [
      'going past the end of a list',
      (chart) => void one(chart).put('/spec/list/1', 1),
      /^HELM1012 shop\/one#spec.list.1: .*is a list of 1 items, "1" is none of them \(use add for a further item\)$/,
    ],
    [
      'adding to a text',
      (chart) => void one(chart).add('/spec/text', 1),
      /^HELM1012 shop\/one#spec.text: .*"spec.text" is not a list/,
    ],
    [
      'a path without a slash',
      (chart) => void one(chart).put('spec.a', 1),
      'HELM1012 shop/one#spec.a: the string "spec.a" is no path (a JSON Pointer, such as "/spec/replicas")',
    ],
    [
      'a path that is a number',
      (chart) => void one(chart).put(untyped(1), 1),
      /^HELM1012 shop\/one#1: the number 1 is no path/,
    ],
    [
      'no condition',
      (chart) => void one(chart).when('/spec', untyped(true)),
      /^HELM1012 shop\/one#\/spec: the condition must be an expression, not the boolean true/,
    ],
    [
      'a value of another chart',
      (chart) => void one(chart).put('/spec/a', text(new HelmChart(chart.node.root as HelmApp, 'other', PROPS))),
      /^HELM1026 other#text/,
      /^HELM1024 shop\/one#spec.a: the value "text" belongs to the chart other/,
    ],
  ]);
});
