import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { expect, test } from 'vitest';
import { DiagnosticError } from '../../../lib/diagnostics';
import { type Expression, HelmApp, HelmChart, type HelmChartProps, ValueSchema } from '../../../lib/helm';

export const description = 'A value.';
export const PROPS: HelmChartProps = { version: '1.0.0', description: 'A shop.' };

/** What synth says about an app: code, place, message and hint of each problem. Nothing must have been written. */
export function problemsOf(build: (app: HelmApp) => void): readonly string[] {
  const app = new HelmApp({ outdir: '/nowhere/at/all' });
  build(app);
  try {
    app.synth();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code, place, message, hint }) => {
      const key = place?.key ? `#${place.key}` : '';
      return `${code} ${place?.path ?? ''}${key}: ${message}${hint ? ` (${hint})` : ''}`;
    });
  }
  throw new Error('synth found nothing wrong');
}

/** The same for one chart named `shop`. */
export function problemsOfChart(build: (chart: HelmChart) => void, props: HelmChartProps = PROPS): readonly string[] {
  return problemsOf((app) => build(new HelmChart(app, 'shop', props)));
}

/** What is done, and how the problems that it makes read: all of them, in order. */
export type Row<T = HelmChart> = readonly [
  title: string,
  build: (of: T) => void,
  ...problems: readonly (string | RegExp)[],
];

const pattern = (problem: string | RegExp): unknown =>
  typeof problem === 'string' ? problem : expect.stringMatching(problem);

/** One test for each row about the chart `shop`. */
export function judgeChart(rows: readonly Row[]): void {
  test.each(rows)('%s', (_, build, ...problems) => {
    expect(problemsOfChart(build as Row[1])).toEqual((problems as Row[2][]).map(pattern));
  });
}

/** One test for each row about an app. */
export function judgeApp(rows: readonly Row<HelmApp>[]): void {
  test.each(rows)('%s', (_, build, ...problems) => {
    expect(problemsOf(build as Row<HelmApp>[1])).toEqual((problems as Row[2][]).map(pattern));
  });
}

/** A value of a type that TypeScript would refuse: what callers without types can give. */
export const untyped = <T>(value: unknown): T => value as T;

export const object = (scope: Construct, id: string, spec: unknown = {}): ApiObject =>
  new ApiObject(scope, id, { apiVersion: 'test/v1', kind: 'Thing', spec });

export const named = (scope: Construct, id: string, name: string): ApiObject =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

export const text = ({ values }: HelmChart, key = 'text'): Expression =>
  values.addString(key, { description, defaultValue: 'x' });

export const integer = ({ values }: HelmChart, key = 'integer'): Expression =>
  values.addInteger(key, { description, defaultValue: 1 });

export const texts = ({ values }: HelmChart, key = 'texts'): Expression =>
  values.addList(key, { description, items: ValueSchema.text() });
