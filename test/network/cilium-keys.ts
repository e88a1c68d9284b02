/**
 * Writes lib/network/cilium-keys.ts: which keys the values of Cilium's chart have, from its values.schema.json.
 * `CHART_VALUES=<folder> npx tsx test/network/cilium-keys.ts` writes the file, a test compares it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { CHART_VALUES } from '../tools/upstream';

export const FILE = join(__dirname, '../../lib/network/cilium-keys.ts');
const FOLDER = join(CHART_VALUES ?? '', 'cilium');

/** Parts of Kubernetes objects, whose keys the chart only shows as defaults. */
const OPEN =
  /(^|\.)(affinity|nodeSelector|podSecurityContext|securityContext|updateStrategy|resources|hard|annotations|labels)$/;

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

const text = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

/** Is the folder there? */
export const hasCilium = (): boolean => CHART_VALUES !== undefined && existsSync(join(FOLDER, 'values.schema.json'));

/** The chart's values.yaml. */
export const ciliumValues = (): Readonly<Record<string, unknown>> =>
  load(text('values.yaml')) as Readonly<Record<string, unknown>>;

/** Whether the chart's values.yaml has this line or the beginning of one. */
export const ciliumSays = (line: string): boolean => `\n${text('values.yaml')}`.includes(`\n${line}`);

/** The chart's version. */
export const ciliumVersion = (): string => (load(text('Chart.yaml')) as { readonly version: string }).version;

function rows({ properties = {} }: Schema, path: string): readonly string[] {
  const keys = Object.keys(properties).sort();
  if (keys.length === 0 || OPEN.test(path)) return [];
  const below = keys.flatMap((key) => rows(properties[key] ?? {}, path === '' ? key : `${path}.${key}`));
  return [...row(path, keys.join(' ')), ...below];
}

function row(path: string, keys: string): readonly string[] {
  const name = /^[A-Za-z_][A-Za-z0-9_]*$/.test(path) ? path : `'${path}'`;
  const line = `  ${name}: '${keys}',`;
  // As the formatter does it: after a short key there is nothing to win.
  return line.length > 120 && name.length > 3 ? [`  ${name}:`, `    '${keys}',`] : [line];
}

/** The whole file. */
export function ciliumKeysFile(): string {
  return `${[
    "// Written by test/network/cilium-keys.ts from the chart's values.schema.json; never edited.",
    '',
    `/** Each map among the values of the chart cilium ${ciliumVersion()}, and its keys; what has no row may hold anything. */`,
    'export const CILIUM_KEYS: Readonly<Record<string, string>> = {',
    ...rows(JSON.parse(text('values.schema.json')) as Schema, ''),
    '};',
  ].join('\n')}\n`;
}

if (require.main === module) writeFileSync(FILE, ciliumKeysFile());
