import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

test('a local subchart is written on its own too where that is said', () => {
  const app = new HelmApp({ outdir: folder });
  const [whole, part] = ['whole', 'part'].map((id) => new HelmChart(app, id, PROPS));
  if (!whole || !part) throw new Error('no charts');
  object(part, 'thing');
  whole.addLocalSubchart(part, { standalone: true });
  app.synth();
  expect(fs.readdirSync(folder).sort()).toEqual(['part', 'whole']);
  expect(listed('whole/charts/part')).toEqual(listed('part'));
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

describe('a folder that is there already', () => {
  const put = (file: string, content = 'x'): void => {
    fs.mkdirSync(dirname(join(folder, file)), { recursive: true });
    fs.writeFileSync(join(folder, file), content);
  };

  /** Writes the chart `shop`. @returns what is said on standard error. */
  function synth(): string {
    const app = new HelmApp({ outdir: folder });
    const chart = new HelmChart(app, 'shop', PROPS);
    object(chart, 'thing');
    chart.addFile('.rules', 'x');
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      app.synth();
      return said.mock.calls.join('\n');
    } finally {
      said.mockRestore();
    }
  }

  test('is refused with a chart that somebody else has written, and left as it is', () => {
    put('shop/Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 0.1.0\n');
    put('shop/templates/web.yaml', '# by hand');
    expect(synth).toThrow('somebody else wrote it: nothing was written; choose another outdir, or move it away');
    expect(listed('shop')).toEqual(['Chart.yaml', 'templates', 'templates/web.yaml']);
    expect(fs.readdirSync(folder)).toEqual(['shop']);
  });

  test('is refused with something that is no chart, and taken when it is empty', () => {
    put('shop/notes.txt');
    expect(synth).toThrow('holds something and is no chart');
    fs.rmSync(join(folder, 'shop/notes.txt'));
    expect(synth()).toBe('');
    expect(listed('shop')).toContain('Chart.yaml');
  });

  test('is refused with a hidden file, such as a repository, in our own chart', () => {
    synth();
    put('shop/.git/HEAD');
    expect(synth).toThrow('holds .git, which is no part of the chart');
    expect(listed('shop')).toContain('.git/HEAD');
  });

  test('loses files that the chart does not write, and synth names them', () => {
    expect(synth()).toBe('');
    expect(synth()).toBe('');
    put('shop/templates/extra/mine.yaml');
    put('shop/OWNERS');
    put('shop/Chart.lock');
    put('shop/charts/redis-19.0.0.tgz');
    expect(synth()).toMatch(/^shop: warning: these files are gone: OWNERS, templates\/extra\/mine\.yaml \[HELM1042\]/);
    expect(listed('shop')).toEqual(expect.arrayContaining(['Chart.lock', 'charts/redis-19.0.0.tgz']));
    expect(listed('shop')).not.toContain('OWNERS');
    expect(synth()).toBe('');
    for (let i = 0; i < 12; i++) put(`shop/files/${i}`);
    expect(synth()).toMatch(/files\/\d+ and 2 more \[HELM1042\]/);
  });
});
