import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HelmApp, HelmChart } from '../../../lib/helm';
import { integer, object, PROPS, problemsOfChart } from '../chart/problems';

/** What becomes of a number, beside the same value used as it is. */
function problemsWith(change: (token: number) => unknown): readonly string[] {
  return problemsOfChart((chart) => {
    const value = integer(chart);
    object(chart, 'one', { a: change(value.asNumber()), b: value });
  });
}

const CHANGES: Readonly<Record<string, (token: number) => unknown>> = {
  'plus one': (token) => token + 1,
  'minus one': (token) => token - 1,
  'plus a half': (token) => token + 0.5,
  'plus as much as to the next': (token) => token + 1024,
  'plus a thousand': (token) => token + 1000,
  'times two': (token) => token * 2,
  'times two, plus one': (token) => token * 2 + 1,
  'times 1.5, rounded': (token) => Math.round(token * 1.5),
  'times 0.8': (token) => token * 0.8,
  'times 1024': (token) => token * 1024,
  'times 3600': (token) => token * 3600,
  'by two': (token) => token / 2,
  'by two, rounded': (token) => Math.floor(token / 2),
  'by three, rounded': (token) => Math.round(token / 3),
  'by 1024': (token) => token / 1024,
  'by 2^20': (token) => token / 2 ** 20,
  'by 2^30': (token) => token / 2 ** 30,
  negated: (token) => -token,
  'negated, plus one': (token) => 1 - token,
  'with itself': (token) => token + token,
  'cut to 32 bits': (token) => token | 0,
  'cut to 32 bits without sign': (token) => token >>> 0,
  'with separators': (token) => token.toLocaleString('en'),
  'with points between': (token) => token.toLocaleString('de'),
  'three digits': (token) => token.toPrecision(3),
  'plus one, in a text': (token) => `${token + 1}Mi`,
  'times two, in a text': (token) => `-${token * 2}Mi`,
  'by three, in a text': (token) => `${token / 3}`,
  'plus one, with decimals': (token) => (token + 1).toFixed(2),
};

describe('arithmetic on a number token is told, though the value is used elsewhere', () => {
  test.each(Object.entries(CHANGES))('%s', (_, change) => {
    expect(problemsWith(change)).toEqual([
      expect.stringMatching(/^HELM1020 shop\/one#spec.a: a token for the value "integer" was cut or changed: /),
    ]);
  });

  test.each<[string, (a: number, b: number) => number]>([
    ['the sum', (a, b) => a + b],
    ['the difference', (a, b) => a - b],
    ['the quotient', (a, b) => a / b],
  ])('%s of two', (_, change) => {
    const problems = problemsOfChart((chart) => {
      const [a, b] = [integer(chart, 'first'), integer(chart, 'second')];
      object(chart, 'one', { a: change(a.asNumber(), b.asNumber()), b: [a, b] });
    });
    expect(problems).toEqual([expect.stringMatching(/^HELM1020 shop\/one#spec.a: a token .*was cut or changed/)]);
  });

  test('the difference of two that are close to each other, too', () => {
    const problems = problemsOfChart((chart) => {
      const tokens = Array.from({ length: 100 }, (_, i) => integer(chart, `value${i}`).asNumber());
      const sorted = [...tokens].sort((a, b) => a - b);
      const gaps = sorted.slice(1).map((token, i) => token - (sorted[i] ?? 0));
      const smallest = Math.min(...gaps);
      expect(smallest).toBeLessThan(1e12);
      object(chart, 'one', { tokens, difference: smallest });
    });
    expect(problems).toEqual([expect.stringContaining('HELM1020')]);
  });

  test('in what a file holds that Helm does not render, and in a default', () => {
    const problems = problemsOfChart((chart) => {
      const value = integer(chart);
      chart.addCrd('crd', { kind: 'X', a: value.asNumber(), b: value.asNumber() + 1 });
      const other = chart.values.addInteger('other', { description: 'x', defaultValue: value.asNumber() });
      object(chart, 'one', { value, other });
    });
    expect(problems).toContainEqual(expect.stringMatching(/^HELM1034 shop#a: an expression cannot stand in crds/));
    expect(problems).toContainEqual(expect.stringMatching(/^HELM1034 shop#b: /));
    expect(problems).toContainEqual(expect.stringMatching(/^HELM1050 shop#other.defaultValue: .* a fixed number/));
  });
});

test('a number that became text is the value, however it is written', () => {
  const chart = new HelmChart(new HelmApp(), 'shop', PROPS);
  const value = integer(chart);
  const token = value.asNumber();
  object(chart, 'one', {
    template: `${token}Mi`,
    fixed: token.toFixed(0),
    rounded: Math.round(token),
    parsed: Number.parseInt(`${token}`, 10),
    json: JSON.parse(JSON.stringify({ token })),
    exponent: token.toExponential(),
    java: `${token.toExponential().replace('e+', 'E')}Mi`,
    twice: `${token}${token}`,
    digits: `1${token}0`,
    negative: `-${token}`,
  });
  const [{ spec }] = chart.render({ values: { integer: 7 } });
  expect(spec).toEqual({
    template: '7Mi',
    fixed: '7',
    rounded: 7,
    parsed: 7,
    json: { token: 7 },
    exponent: '7',
    java: '7Mi',
    twice: '77',
    digits: '170',
    negative: '-7',
  });
});

test('props of cdk8s-plus take a number for a large whole one', () => {
  const chart = new HelmChart(new HelmApp(), 'shop', PROPS);
  const token = integer(chart).asNumber();
  const web = new kplus.Deployment(chart, 'web', {
    replicas: token,
    minReady: Duration.seconds(0),
    progressDeadline: Duration.seconds(token),
    containers: [
      {
        image: 'nginx',
        portNumber: token,
        liveness: kplus.Probe.fromTcpSocket({
          port: token,
          failureThreshold: token,
          timeoutSeconds: Duration.seconds(token),
        }),
        resources: { cpu: { limit: kplus.Cpu.millis(token) }, memory: { limit: Size.mebibytes(token) } },
        securityContext: { user: token, group: token },
      },
    ],
    strategy: kplus.DeploymentStrategy.rollingUpdate({ maxSurge: kplus.PercentOrAbsolute.absolute(token) }),
  });
  new kplus.HorizontalPodAutoscaler(chart, 'hpa', { target: web, minReplicas: 1, maxReplicas: token });
  const rendered = JSON.stringify(chart.render({ values: { integer: 77 } }));
  expect(rendered).not.toContain('89');
  expect(rendered.match(/"(?:77|77m|77Mi)"|\b77\b/g)?.length).toBeGreaterThanOrEqual(12);
});

test('numbers and texts that nobody made of a token are what they are', () => {
  const chart = new HelmChart(new HelmApp(), 'shop', PROPS);
  integer(chart).asNumber();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.integer({ min: -(2 ** 31), max: 2 ** 32 }),
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(2 ** 63, Number.MAX_SAFE_INTEGER, 1.7e18, 1e289, 1_000_650_000, 0.99, -0),
      ),
      (number) => {
        const app = new HelmApp();
        const other = new HelmChart(app, 'other', PROPS);
        const text = `a${number}-${String(number).replace('.', '')}deadbeef8e42`;
        object(other, 'one', { number, text });
        expect(app.check()).toEqual([]);
        expect(other.render()[0].spec).toEqual({ number, text });
      },
    ),
    { seed: 7, numRuns: 300 },
  );
});
