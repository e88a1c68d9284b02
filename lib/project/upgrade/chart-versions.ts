import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../diagnostics/predicates';
import { problem } from '../problem';
import { ONE_VERSION } from './pins';

/** What a program that writes a project takes its versions from: application to version. */
export const CHART_VERSIONS = 'chart-versions.json';

/** Application to version. */
export type ChartVersions = Readonly<Record<string, string>>;

/** The versions that a project's program is given, with the text that they come from. Throws a DiagnosticError when they are none. */
export function readChartVersions(root: string): {
  readonly text: string | undefined;
  readonly versions: ChartVersions;
} {
  const file = join(root, CHART_VERSIONS);
  if (!existsSync(file)) return { text: undefined, versions: {} };
  const text = readFileSync(file, 'utf8');
  const content = parsed(text);
  const isRight =
    isObject(content) && Object.values(content).every((each) => typeof each === 'string' && ONE_VERSION.test(each));
  if (isRight) return { text, versions: content as ChartVersions };
  const message = `${CHART_VERSIONS} is no map of applications to versions`;
  throw problem('PROJECT1205', message, 'such as { "falco": "9.1.0" }; delete it to take those that the program knows');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same with other versions on top, as text: one line each, in the order of the names. */
export function chartVersionsText(versions: ChartVersions): string {
  const sorted = Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}
