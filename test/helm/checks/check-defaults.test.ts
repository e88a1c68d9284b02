import { describe, expect, test } from 'vitest';
import { Block, Expression, ExpressionType, HelmApp, HelmChart, If, Loop, Range, ValueSchema } from '../../../lib/helm';
import { description, judgeChart, object, PROPS } from '../chart/problems';

const maybe = ({ values }: HelmChart): Expression => values.addString('maybe', { description, optional: true });

judgeChart([
  [
    'a function that needs a text, of a value that is not there',
    (chart) => void object(chart, 'one', { a: [{ b: maybe(chart).pipe('upper') }] }),
    /^HELM1037 shop\/one#spec.a.0.b: Helm cannot render this with the default values: .*upper.* \(give a default that fits/,
  ],
  [
    'the same in a text, and in a named template',
    (chart) => {
      const value = maybe(chart);
      object(chart, 'one', { a: `<${value.pipe('upper')}>` });
      object(chart, 'two', { a: chart.addTemplate('upper', value.pipe('upper')) });
    },
    /^HELM1037 shop\/one#spec.a: /,
    /^HELM1037 shop\/two#spec.a: /,
  ],
  [
    'a range over a text',
    (chart) => {
      const over = chart.values.addString('text', { description, defaultValue: 'x' });
      object(new Range(chart, 'each', { over }), 'one', {});
    },
    /^HELM1037 shop\/each\/one: .*range can't iterate over "x"/,
  ],
  [
    'a key inside of nothing',
    (chart) => void object(chart, 'one', { a: chart.values.addAny('any', { description }).field('a', 'b') }),
    /^HELM1037 shop\/one#spec.a: .*nil pointer/,
  ],
  [
    'a check of the values that fails to compute',
    (chart) => {
      const value = maybe(chart);
      chart.addCheck(value.pipe('hasPrefix', 'a'), 'It starts with a.');
      object(chart, 'one', { value });
    },
    /^HELM1037 shop#checks.0: /,
  ],
]);

describe('nothing is said', () => {
  test.each<[string, (chart: HelmChart) => unknown]>([
    [
      'of what stands under a condition',
      (chart) => {
        const v = maybe(chart);
        return { a: Block.when(v, v.pipe('upper')) };
      },
    ],
    [
      'of an object under a condition',
      (chart) => {
        const value = maybe(chart);
        return void object(new If(chart, 'if', { when: value }), 'inner', { a: value.pipe('upper') });
      },
    ],
    [
      'of a loop over nothing',
      (chart) => {
        const loop = Loop.over(chart.values.addList('list', { description, items: ValueSchema.text() }));
        return loop.each(loop.item.pipe('upper'));
      },
    ],
    [
      'of what only Helm can compute',
      (chart) => [Expression.raw('lookup "v1" "x" "" ""', ExpressionType.ANY), maybe(chart)],
    ],
    [
      'of a value that the user must give',
      (chart) => chart.values.addString('must', { description, required: true }).pipe('upper'),
    ],
    ['of what ends the rendering on purpose', (chart) => Expression.call('required', 'Give it.', maybe(chart))],
    [
      'of a chart that refuses its defaults',
      (chart) => {
        const value = maybe(chart);
        chart.addCheck(Expression.negate(value), 'Give it.');
        return value.pipe('upper');
      },
    ],
  ])('%s', (_, spec) => {
    const app = new HelmApp();
    const chart = new HelmChart(app, 'shop', PROPS);
    object(chart, 'one', spec(chart));
    expect(app.check()).toEqual([]);
  });
});
