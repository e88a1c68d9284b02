/**
 * Writes lib/falco/known-keys.ts: which keys the values.yaml of Falco's charts have, two levels deep.
 * `CHART_VALUES=<folder> npx tsx test/falco/known-keys.ts` writes the file, a test compares it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { CHART_VALUES } from '../tools/upstream';

export const FILE = join(__dirname, '../../lib/falco/known-keys.ts');

const CHARTS = ['falco', 'falcosidekick'] as const;

type Values = Readonly<Record<string, unknown>>;
const isMap = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

function readYaml(chart: string, file: string): Values {
  return load(readFileSync(join(CHART_VALUES ?? '', chart, file), 'utf8')) as Values;
}

/** The values.yaml of a chart. */
export function valuesOf(chart: string): Values {
  return readYaml(chart, 'values.yaml');
}

/** The version of a chart. */
export function versionOf(chart: string): unknown {
  return readYaml(chart, 'Chart.yaml').version;
}

/** Is the folder there with all of them? */
export function hasCharts(): boolean {
  return CHART_VALUES !== undefined && CHARTS.every((chart) => existsSync(join(CHART_VALUES ?? '', chart)));
}

const keyText = (key: string): string => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : `'${key}'`);

function row([key, value]: readonly [string, unknown]): string {
  // An empty map is one that the user fills as he likes.
  const below = isMap(value) && Object.keys(value).length > 0 ? `'${Object.keys(value).sort().join(' ')}'` : 'null';
  return below.length > 100 ? `  ${keyText(key)}:\n    ${below},` : `  ${keyText(key)}: ${below},`;
}

function table(chart: string): string {
  const rows = Object.entries(valuesOf(chart))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(row);
  return [
    `/** Of the chart ${chart} ${versionOf(chart)}. */`,
    `export const ${chart.toUpperCase()}_KEYS: KnownKeys = {`,
    ...rows,
    '};',
  ].join('\n');
}

/** The whole file. */
export function knownKeysFile(): string {
  return `${[
    '// Written by test/falco/known-keys.ts from the values.yaml of the charts; never edited.',
    '',
    '/** Each top-level key of a values.yaml, with the keys below it in one text; null where anything may stand below. */',
    'export type KnownKeys = Readonly<Record<string, string | null>>;',
    '',
    CHARTS.map(table).join('\n\n'),
  ].join('\n')}\n`;
}

if (require.main === module) {
  writeFileSync(FILE, knownKeysFile());
}
