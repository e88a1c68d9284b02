import { join, posix } from 'node:path';
import { load, YAMLException } from 'js-yaml';
import type { Report } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { nodeAt } from '../../yaml/walk';
import type { OneProgram } from './one-program';
import { placeOf } from './places';
import type { RenderedUse } from './pods';
import type { ProjectFile, ProjectFiles } from './project-files';

/** A chart of the project with the values that it is installed with. */
export interface ChartUse {
  /** Folder of the chart below the project. */
  readonly chart: string;
  readonly name: string;
  readonly namespace: string;
  /** Values files below the project, in the order in which Helm takes them. */
  readonly valuesFiles: readonly string[];
}

/** What helm says about values that the schema refuses: `- at '/a/b': got …` (helm 4, 3.18), `- a.b: Invalid type …`. */
const SCHEMA_LINE = /^\s*-\s+(?:at '([^']*)': (.+)|([\w.[\]-]+): (.+))$/gm;

/**
 * Lints and renders the charts with their values. Without helm one loud warning says that it was not done.
 * @returns what was rendered
 */
export async function checkCharts(
  uses: readonly ChartUse[],
  files: ProjectFiles,
  helm: OneProgram,
  report: Report,
): Promise<readonly RenderedUse[]> {
  if (uses.length === 0) return [];
  if (helm.missing !== undefined) {
    const message = `${helm.missing.message}: the charts were not rendered, so a value that they refuse shows first in the cluster`;
    report({ code: 'PROJECT1109', severity: 'warning', message, hint: helm.missing.hint ?? 'install helm' });
    return [];
  }
  const done: RenderedUse[] = [];
  // A chart that is not there has been reported where it is named.
  for (const use of uses.filter(({ chart }) => files.isFile(posix.join(chart, 'Chart.yaml')))) {
    const values = use.valuesFiles.flatMap((path) => ['--values', join(files.root, path)]);
    const chart = join(files.root, use.chart);
    const rendered = await helm.run(['template', use.name, chart, '--namespace', use.namespace, ...values]);
    if (rendered.code !== 0) {
      for (const problem of refusals(use, rendered.stderr, files)) report(problem);
      continue;
    }
    const broken = brokenYaml(rendered.stdout);
    if (broken !== undefined) report(refusal(use, `the rendered objects are no YAML: ${broken}`, files));
    else done.push({ use, text: rendered.stdout });
    const linted = await helm.run(['lint', '--strict', chart, '--namespace', use.namespace, ...values]);
    if (linted.code !== 0) for (const problem of lintProblems(use, linted, files)) report(problem);
  }
  return done;
}

function brokenYaml(text: string): string | undefined {
  for (const document of text.split(/^---$/m)) {
    try {
      load(document);
    } catch (error) {
      if (error instanceof YAMLException) return error.reason;
      throw error;
    }
  }
  return undefined;
}

/** One problem for each value that the schema refuses, at that value; otherwise helm's own words. */
function refusals(use: ChartUse, stderr: string, files: ProjectFiles): readonly Diagnostic[] {
  const refused = [...stderr.matchAll(SCHEMA_LINE)].map(([, pointer, says, dotted, saysOld]) => {
    const path = pointer === undefined ? (dotted ?? '').split('.') : pointer.split('/').slice(1).map(unescaped);
    return refusal(use, `helm refuses the value "${path.join('.')}": ${says ?? saysOld}`, files, path);
  });
  // Lines that only lead to others say nothing by themselves.
  const telling = refused.filter(({ message }) => !/: (?:'\w+' failed|validation failed)$/.test(message));
  if (telling.length > 0) return telling;
  return refused.length > 0 ? refused : [refusal(use, `helm cannot render the chart: ${shortened(stderr)}`, files)];
}

function lintProblems(
  use: ChartUse,
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
  files: ProjectFiles,
): readonly Diagnostic[] {
  const said = [...stdout.matchAll(/^\[(?:ERROR|WARNING)\] (.+)$/gm)].map(([, text = '']) => text);
  return (said.length > 0 ? said : [shortened(stderr)]).map((text) => refusal(use, `helm lint: ${text}`, files));
}

/** A problem of a chart: in the values file that has the value, else in the first one, else in the chart. */
function refusal(use: ChartUse, message: string, files: ProjectFiles, path: readonly string[] = []): Diagnostic {
  const given = use.valuesFiles
    .map((each) => files.yaml(each))
    .filter((each): each is ProjectFile => each !== undefined);
  const base = { code: 'PROJECT1108', severity: 'error', message } as const;
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length);
    for (const file of [...given].reverse()) {
      const node = nodeAt(file.documents[0], part);
      if (node !== undefined) return { ...base, place: placeOf(file, node, path) };
    }
  }
  return { ...base, place: { file: given[0]?.shown ?? files.shown(posix.join(use.chart, 'Chart.yaml')) } };
}

function unescaped(part: string): string {
  return part.replace(/~1/g, '/').replace(/~0/g, '~');
}

/** The first lines of what a program says; the rest is the text of a template. */
function shortened(text: string): string {
  return text
    .replace(/^Error: /, '')
    .replace(/\n+Use --debug flag[^\n]*/, '')
    .trim()
    .split('\n')
    .slice(0, 3)
    .join(' ');
}
