import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DiagnosticError } from '../../../lib/diagnostics';
import { HelmApp, HelmChart, If } from '../../../lib/helm';
import { description, object, PROPS, problemsOf, text, untyped } from './problems';

let outdir: string;
beforeEach(() => {
  outdir = fs.mkdtempSync(join(tmpdir(), 'no-harm-'));
});
afterEach(() => fs.rmSync(outdir, { recursive: true, force: true }));

/** Every file below the output folder with its bytes, hidden ones too. */
function tree(): Readonly<Record<string, string>> {
  const names = fs.readdirSync(outdir, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => [
        join(entry.parentPath, entry.name),
        fs.readFileSync(join(entry.parentPath, entry.name), 'base64'),
      ]),
  );
}

/** An app of three charts; the word says what is new in this version of it. */
function appOf(word: string, change: (charts: readonly HelmChart[]) => void = () => undefined): HelmApp {
  const app = new HelmApp({ outdir });
  const charts = ['a', 'b', 'c'].map((id) => {
    const chart = new HelmChart(app, id, PROPS);
    object(chart, 'one', { word, v: text(chart) });
    object(chart, word, {});
    return chart;
  });
  change(charts);
  return app;
}

/** Replaces a function of the file system: it fails from the call on whose number is given. */
function failing(name: 'renameSync' | 'writeFileSync', call: number, run: () => void): void {
  const original = fs[name] as (...args: unknown[]) => unknown;
  let calls = 0;
  const broken = (...args: unknown[]): unknown => {
    calls += 1;
    if (calls === call) throw new Error('the disk is broken');
    return original(...args);
  };
  Object.assign(fs, { [name]: broken });
  syncBuiltinESMExports();
  try {
    run();
  } finally {
    Object.assign(fs, { [name]: original });
    syncBuiltinESMExports();
  }
}

test('a mistake in one chart leaves the files of all charts as they were', () => {
  appOf('first').synth();
  const before = tree();
  expect(Object.keys(before).length).toBeGreaterThan(20);
  const app = appOf('second', ([, , c]) => void object(untyped(c), 'bad', { v: Number.NaN }));
  expect(() => app.synth()).toThrow(DiagnosticError);
  expect(tree()).toEqual(before);
});

test('mistakes of every kind leave the files as they were', () => {
  appOf('first').synth();
  const before = tree();
  const mistakes: readonly ((chart: HelmChart) => void)[] = [
    (chart) => void text(chart, 'unused'),
    (chart) => void chart.values.addInteger('v', untyped({ description, defaultValue: 'x' })),
    (chart) => void object(new If(chart, 'if', untyped({})), 'x'),
    (chart) => chart.addFile('../outside', 'x'),
    (chart) => void object(chart, 'cut', { v: text(chart, 'cut').asString().slice(0, 9) }),
    (chart) => void chart.addTemplate('name', chart.release.name),
    (chart) => chart.addLocalSubchart(chart),
  ];
  for (const mistake of mistakes)
    expect(() => appOf('second', (charts) => mistake(untyped(charts[1]))).synth()).toThrow(DiagnosticError);
  expect(tree()).toEqual(before);
  expect(fs.existsSync(join(outdir, '..', 'outside'))).toBe(false);
});

test.each([1, 2, 3, 4, 5, 6])('moving that fails at step %i puts back what was there', (call) => {
  appOf('first').synth();
  const before = tree();
  failing('renameSync', call, () => expect(() => appOf('second').synth()).toThrow('the disk is broken'));
  expect(tree()).toEqual(before);
  appOf('second').synth();
  expect(Object.keys(tree()).filter((name) => name.includes('second'))).toHaveLength(3);
});

test.each([1, 7, 20])('writing that fails at file %i leaves what was there', (call) => {
  appOf('first').synth();
  const before = tree();
  failing('writeFileSync', call, () => expect(() => appOf('second').synth()).toThrow('the disk is broken'));
  expect(tree()).toEqual(before);
});

test('a folder that holds something else is left alone', () => {
  fs.mkdirSync(join(outdir, 'b'));
  fs.writeFileSync(join(outdir, 'b', 'thesis.txt'), 'mine');
  expect(() => appOf('first').synth()).toThrow('holds something and is no chart');
  expect(tree()).toEqual({ [join(outdir, 'b', 'thesis.txt')]: Buffer.from('mine').toString('base64') });
});

test('what Helm put into a chart stays: its lock file and downloaded charts; what synth wrote before goes', () => {
  appOf('first').synth();
  fs.mkdirSync(join(outdir, 'a', 'charts'));
  fs.writeFileSync(join(outdir, 'a', 'charts', 'falco-1.0.0.tgz'), 'x');
  fs.writeFileSync(join(outdir, 'a', 'Chart.lock'), 'x');
  appOf('second').synth();
  const names = Object.keys(tree()).map((name) => name.slice(outdir.length + 1));
  expect(names).toContain('a/charts/falco-1.0.0.tgz');
  expect(names).toContain('a/Chart.lock');
  expect(names.filter((name) => name.includes('first'))).toEqual([]);
});

test('a chart with mistakes of ten kinds has them all told, each with the construct and the key', () => {
  const problems = problemsOf((app) => {
    const chart = new HelmChart(app, 'shop', untyped({ version: 'one', description, appversion: '2' }));
    chart.values.addInteger('port', untyped({ description, defaultValue: 'x' }));
    chart.values.addString('port', { description, defaultValue: '' });
    chart.addSubchart({ chartName: 'falco', repository: 'https://a.example' });
    chart.addFile('/etc/passwd', '');
    object(chart, 'web', { a: text(chart, 'image').asString().slice(0, 20), b: Number.NaN });
    object(new If(chart, 'if', untyped({})), 'inner', { v: text(new HelmChart(app, 'other', PROPS), 'x') });
    object(chart, 'list', { items: [{ name: Symbol('x') }] });
  });
  expect(problems.map((problem) => problem.split(': ')[0]).sort()).toEqual(
    [
      'HELM1000 shop/if',
      'HELM1001 shop#port',
      'HELM1003 shop#version',
      'HELM1007 shop#dependencies.0.version',
      'HELM1020 shop/web#spec.a',
      'HELM1024 shop/if/inner#spec.v',
      'HELM1027 shop/list#spec.items.0.name',
      'HELM1027 shop/web#spec.b',
      'HELM1050 shop#appversion',
      'HELM1052 shop#files./etc/passwd',
      'HELM2001 shop#port',
      // What follows from them: these values are used nowhere now.
      'HELM1026 shop#port',
      'HELM1026 other#x',
    ].sort(),
  );
});
