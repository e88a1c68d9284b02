import { expect, test } from 'vitest';
import { Block, Hook, HookEvent, If, Loop, Range, With } from '../../../lib/helm';
import { judgeChart, named, object, problemsOfChart, texts, untyped } from '../chart/problems';

judgeChart([
  [
    'a variable outside of its Range',
    (chart) => {
      const range = new Range(chart, 'range', { over: texts(chart) });
      object(range, 'in');
      object(chart, 'one', { a: { b: range.item } });
    },
    /^HELM1023 shop\/one#spec.a.b: \$item is used outside of shop\/range \(use it only in objects below that construct/,
  ],
  [
    'a variable of a Range in the condition of another scope',
    (chart) => {
      const range = new Range(chart, 'range', { over: texts(chart) });
      object(range, 'in');
      object(new If(chart, 'if', { when: range.item }), 'one');
    },
    /^HELM1023 shop\/if\/one: \$item is used outside of shop\/range/,
  ],
  [
    'two variables outside of their Loop, in one object',
    (chart) => {
      const loop = Loop.over(texts(chart));
      object(chart, 'one', { a: loop.each(1), b: [loop.item], c: Block.when(loop.key, 1) });
    },
    /^HELM1023 shop\/one#spec.b.0: \$item is used outside of loop/,
    /^HELM1023 shop\/one#spec.c: \$key is used outside of loop/,
  ],
  [
    'a condition that is missing',
    (chart) => void object(new If(chart, 'if', untyped({})), 'one'),
    'HELM1000 shop/if: "when" is missing: it must be an expression',
  ],
  [
    'a condition that is no expression',
    (chart) => void object(new If(chart, 'if', untyped({ when: true })), 'one'),
    'HELM1000 shop/if: "when" must be an expression, not the boolean true',
  ],
  [
    'a misspelt prop of a scope',
    (chart) => void object(new With(chart, 'with', untyped({ value: chart.release.name, variable: 'x' })), 'one'),
    /^HELM1000 shop\/with: "variable" is not known here/,
  ],
  [
    'a Range over nothing',
    (chart) => void named(new Range(chart, 'range', untyped(undefined)), 'one', 'x'),
    'HELM1000 shop/range: "over" is missing: it must be an expression',
    /^HELM1033 shop\/range\/one/,
  ],
  [
    'a block under no condition',
    (chart) => void object(chart, 'one', { a: Block.when(untyped(undefined), 1) }),
    /^HELM1027 shop\/one#spec.a: YAML has no form for this: "undefined"/,
  ],
  [
    'one name for all rounds of a loop',
    (chart) => void named(new Range(chart, 'range', { over: texts(chart) }), 'one', 'same'),
    /^HELM1033 shop\/range\/one#metadata.name: every round of the loop around this ConfigMap gives the same name/,
  ],
  [
    'a hook without an event',
    (chart) => Hook.on(object(chart, 'one'), { events: [] }),
    'HELM1000 shop/one: "events" must be an array with at least one item, not an empty array',
  ],
  [
    'a hook at an event that is none',
    (chart) => Hook.on(object(chart, 'one'), untyped({ events: ['preinstall'] })),
    /^HELM1000 shop\/one: "events\[0\]" must be .*\(did you mean "pre-install"\?\)$/,
  ],
  [
    'a weight that is no number',
    (chart) => Hook.on(object(chart, 'one'), untyped({ events: [HookEvent.TEST], weight: '5' })),
    'HELM1000 shop/one: "weight" must be an integer, not the string "5"',
  ],
  [
    'objects that depend on each other in a circle',
    (chart) => {
      const [a, b] = [object(chart, 'a'), object(chart, 'b')];
      a.addDependency(b);
      b.addDependency(a);
    },
    /^HELM1011 shop\/a: the dependencies go round in a circle: shop\/a -> shop\/b -> shop\/a/,
  ],
]);

test('names of variables that Go does not take are made into such', () => {
  const problems = problemsOfChart((chart) => {
    const loop = Loop.over(texts(chart), { keyName: 'my-item', itemName: 'my item' });
    object(chart, 'one', { a: loop.each([loop.key, loop.item]), nan: Number.NaN });
  });
  expect(problems).toEqual([expect.stringMatching(/^HELM1027 shop\/one#spec.nan/)]);
});
