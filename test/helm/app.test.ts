import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HelmApp, HelmChart } from '../../lib/helm';
import { object, PROPS, text } from './chart/problems';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'app-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const listed = (below: string): readonly string[] =>
  fs.readdirSync(join(folder, below), { recursive: true, encoding: 'utf8' }).sort();

test('a local subchart is written below each chart that it is a part of, and nowhere else', () => {
  const app = new HelmApp({ outdir: folder });
  const [one, two, inner, innermost] = ['one', 'two', 'inner', 'innermost'].map((id) => new HelmChart(app, id, PROPS));
  if (!one || !two || !inner || !innermost) throw new Error('no charts');
  object(innermost, 'thing');
  inner.addLocalSubchart(innermost);
  one.addLocalSubchart(inner);
  two.addLocalSubchart(inner);
  app.synth();
  expect(fs.readdirSync(folder).sort()).toEqual(['one', 'two']);
  expect(listed('two/charts')).toEqual(listed('one/charts'));
  expect(listed('one/charts')).toContain('inner/charts/innermost/templates/thing-thing.yaml');
  expect(listed('one/charts/inner')).toEqual(expect.arrayContaining(['Chart.yaml', 'charts/innermost/values.yaml']));
});

test('a synth that fails leaves no folder that it made itself, and none that somebody else uses', () => {
  const wrong = (outdir: string): HelmApp => {
    const app = new HelmApp({ outdir: join(folder, outdir) });
    object(new HelmChart(app, 'fine', PROPS), 'thing');
    text(new HelmChart(app, 'wrong', PROPS));
    return app;
  };
  expect(() => wrong('new/deep').synth()).toThrow('HELM1026');
  expect(fs.readdirSync(folder)).toEqual([]);

  const app = wrong('shared/mine');
  const chart = new HelmChart(app, 'last', PROPS);
  // As another program would, while this one runs.
  object(chart, 'late', { resolve: () => void fs.mkdirSync(join(folder, 'shared/theirs')) });
  expect(() => app.synth()).toThrow('HELM1026');
  expect(listed('shared')).toEqual(['theirs']);
});

test('what is wrong with the charts is told before what is wrong with the disk', () => {
  fs.writeFileSync(join(folder, 'file'), '');
  const app = new HelmApp({ outdir: join(folder, 'file', 'below') });
  const chart = new HelmChart(app, 'shop', PROPS);
  object(chart, 'thing');
  expect(() => app.synth()).toThrow('ENOTDIR');
  text(chart);
  expect(() => app.synth()).toThrow('HELM1026');
});

test('synth can run again: it writes the same, and what has gone from the chart goes from the folder', () => {
  const app = new HelmApp({ outdir: folder });
  const chart = new HelmChart(app, 'shop', PROPS);
  object(chart, 'first');
  object(chart, 'second');
  app.synth();
  const before = listed('shop');
  app.synth();
  expect(listed('shop')).toEqual(before);
  chart.node.tryRemoveChild('second');
  app.synth();
  expect(listed('shop')).toEqual(before.filter((name) => !name.includes('second')));
});
