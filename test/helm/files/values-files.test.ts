import { expect, test } from 'vitest';
import { HelmApp, HelmChart, type HelmChartProps } from '../../../lib/helm';
import { valuesFiles } from '../../../lib/helm/files/values-files';
import { description, PROPS } from '../chart/problems';

const declarationsOf = (declare: (chart: HelmChart) => void, props: HelmChartProps = PROPS) => {
  const chart = new HelmChart(new HelmApp({ outdir: '/nowhere' }), 'shop', props);
  declare(chart);
  return chart.values._declarations;
};

const port = (defaultValue: number) =>
  declarationsOf(({ values }) => void values.addInteger('port', { description, defaultValue }));

test('equal declarations give the same files, in whatever chart', () => {
  const first = valuesFiles(port(80), ['falco']);
  expect(first.yaml).toContain('\nport: 80\n');
  expect(JSON.parse(first.schema).properties.port.default).toBe(80);
  expect(first.rows.map(({ key }) => key)).toEqual(['`nameOverride`', '`fullnameOverride`', '`port`']);
  expect(valuesFiles(port(80), ['falco'])).toBe(first);
});

test('another default or another dependency gives other files', () => {
  const before = valuesFiles(port(80), []);
  expect(valuesFiles(port(81), []).yaml).toContain('\nport: 81\n');
  expect(valuesFiles(port(80), []).yaml).toBe(before.yaml);
  expect(JSON.parse(valuesFiles(port(80), ['falco']).schema).properties).toHaveProperty('falco');
});

test('a mistake is told each time in its own words: what JSON takes for the same may not be', () => {
  const least = (minimum: number) =>
    valuesFiles([{ path: ['n'], shape: { type: 'number', minimum }, description, default: 1 }], []).problems;
  expect(JSON.stringify(least(Number.NaN))).toContain('minimum NaN');
  expect(JSON.stringify(least(Number.NEGATIVE_INFINITY))).toContain('minimum -Infinity');
});
