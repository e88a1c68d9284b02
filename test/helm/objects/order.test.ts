import { type ApiObject, App, Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../lib/diagnostics';
import { inOrder } from '../../../lib/helm/objects/order';
import { named } from '../chart/problems';

/** A chart with objects at these paths; `group/a` lies in a construct of its own. */
function chartOf(...paths: readonly string[]): { readonly chart: Chart; readonly at: (path: string) => IConstruct } {
  const chart = new Chart(new App({ outdir: '/nowhere' }), 'chart');
  const at = (path: string): IConstruct =>
    path.split('/').reduce<IConstruct>((scope, id) => scope.node.findChild(id), chart);
  for (const path of paths) {
    const ids = path.split('/');
    const scope = ids
      .slice(0, -1)
      .reduce<Construct>(
        (above, id) => (above.node.tryFindChild(id) as Construct | undefined) ?? new Construct(above, id),
        chart,
      );
    named(scope, ids.at(-1) ?? '', path);
  }
  return { chart, at };
}

const isObject = (construct: IConstruct): construct is ApiObject => 'apiVersion' in construct;

function ordered(chart: Chart): { readonly names: readonly string[]; readonly problems: readonly Diagnostic[] } {
  const problems: Diagnostic[] = [];
  const objects = inOrder(chart, new Set(chart.node.findAll().filter(isObject)), problems);
  return { names: objects.map(({ name }) => name), problems };
}

describe('objects stand in the order', () => {
  test('of the tree, where nothing depends on anything', () => {
    expect(ordered(chartOf('c', 'b/x', 'b/a', 'a').chart).names).toEqual(['c', 'b/x', 'b/a', 'a']);
  });

  test('of their dependencies, each once', () => {
    const { chart, at } = chartOf('a', 'b', 'c', 'd');
    at('a').node.addDependency(at('d'), at('c'));
    at('c').node.addDependency(at('d'));
    expect(ordered(chart)).toEqual({ names: ['d', 'c', 'a', 'b'], problems: [] });
  });

  test('that a dependency on a group means: all of it comes before', () => {
    const { chart, at } = chartOf('a', 'group/x', 'group/y');
    at('a').node.addDependency(at('group'));
    expect(ordered(chart).names).toEqual(['group/x', 'group/y', 'a']);
  });

  test('that a dependency of a group means, even for a part of it that is needed early', () => {
    const { chart, at } = chartOf('early', 'group/x', 'group/y', 'base');
    at('group').node.addDependency(at('base'));
    at('early').node.addDependency(at('group/y'));
    expect(ordered(chart)).toEqual({ names: ['base', 'group/y', 'early', 'group/x'], problems: [] });
  });

  test('that leaves other charts alone', () => {
    const { chart, at } = chartOf('a', 'b');
    const other = new Chart(chart.node.root as App, 'other');
    at('a').node.addDependency(named(other, 'x', 'x'));
    named(new Chart(chart, 'inner'), 'y', 'y');
    expect(ordered(chart).names.filter((name) => name !== 'y')).toEqual(['a', 'b']);
  });
});

describe('a dependency that goes round', () => {
  const message = 'the dependencies go round in a circle:';

  test('is told with the constructs on it, and every object is there all the same', () => {
    const { chart, at } = chartOf('a', 'b', 'c');
    at('a').node.addDependency(at('b'));
    at('b').node.addDependency(at('c'));
    at('c').node.addDependency(at('a'));
    const { names, problems } = ordered(chart);
    expect(names).toHaveLength(3);
    expect(problems.map((problem) => problem.message)).toEqual([`${message} chart/a -> chart/b -> chart/c -> chart/a`]);
  });

  test('through a group is told too', () => {
    const { chart, at } = chartOf('group/x', 'base');
    at('group').node.addDependency(at('base'));
    at('base').node.addDependency(at('group/x'));
    expect(ordered(chart).problems.map((problem) => problem.message)).toEqual([
      `${message} chart/group -> chart/base -> chart/group/x -> chart/group`,
    ]);
  });

  test.each([
    ['an object on itself', 'group/x', 'group/x'],
    ['an object on its group', 'group/x', 'group'],
    ['a group on its object', 'group', 'group/x'],
  ])('is none for %s', (_, from, to) => {
    const { chart, at } = chartOf('group/x', 'group/y', 'z');
    at(from).node.addDependency(at(to));
    const { names, problems } = ordered(chart);
    expect([[...names].sort(), problems]).toEqual([['group/x', 'group/y', 'z'], []]);
  });
});

describe('many dependencies', () => {
  test('may be a chain of 20,000', () => {
    const chart = new Chart(new App({ outdir: '/nowhere' }), 'chart');
    const objects = Array.from({ length: 20_000 }, (_, i) => named(chart, `o${i}`, `o${i}`));
    objects.forEach((object, i) => {
      const next = objects[i + 1];
      if (next) object.addDependency(next);
    });
    const { names } = ordered(chart);
    expect([names.length, names[0], names.at(-1)]).toEqual([20_000, 'o19999', 'o0']);
  });

  test('may be layers, where cdk8s looks at every way through them', () => {
    const chart = new Chart(new App({ outdir: '/nowhere' }), 'chart');
    const layers = Array.from({ length: 100 }, (_, i) =>
      Array.from({ length: 10 }, (__, j) => named(chart, `o${i}-${j}`, `${i}`)),
    );
    layers.forEach((layer, i) => {
      for (const object of layer) object.addDependency(...(layers[i + 1] ?? []));
    });
    expect(ordered(chart).names.map(Number)).toEqual(layers.flatMap((layer, i) => layer.map(() => 99 - i)));
  });
});
