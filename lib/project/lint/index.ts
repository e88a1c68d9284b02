import { basename, posix, resolve } from 'node:path';
import type { ParserVersion } from '../../apparmor/language/versions';
import { DiagnosticCollector } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { hasErrors } from '../../diagnostics/place';
import type { CheckedInput } from '../../diagnostics/printers';
import { DEFAULT_KUBERNETES, type KubernetesVersion } from '../../kubernetes/versions';
import { problem } from '../problem';
import type { Environment } from '../programs';
import { checkAutoDeployValues } from './auto-deploy';
import { type ChartUse, checkCharts } from './charts';
import { checkCiFile } from './ci-file';
import { AUTO_DEPLOY_VALUES, chartFolders, type FoundKind, kindsOf } from './kinds';
import { oneProgram } from './one-program';
import { checkPods } from './pods';
import { type ProjectFile, ProjectFiles } from './project-files';
import { type Release, readReleases } from './releases';
import { findSecrets, masked } from './secrets';
import { checkEmbedded, checkReleaseValues, checkTexts, type ValuesCheck } from './values';
import { checkDependencies, checkVersion } from './versions';

export { LINT_CODES } from './codes';

/** What lint must know. */
export interface LintOptions {
  /** Folder of the project as the user names it. */
  readonly folder: string;
  /** Where relative paths begin. */
  readonly cwd: string;
  /** Programs are looked up here, and get it. */
  readonly env: Environment;
  /** Version of apparmor_parser that will read the profiles. */
  readonly apparmor?: ParserVersion;
  /** Version of the cluster that will judge the pods. */
  readonly kubernetes?: KubernetesVersion;
}

/** What was looked at, and what was found. */
export interface LintReport {
  readonly kinds: readonly FoundKind[];
  /** Each file that was read, with its problems; secrets are masked in the texts. */
  readonly inputs: readonly CheckedInput[];
}

/** More YAML of a project in which secrets and images are looked for. */
const FURTHER_FILES = [
  // A values file that no release names is pushed all the same.
  'applications/*/*.yaml',
  'namespaces.yaml',
  'rbac/*.yaml',
  '.gitlab/agents/*/config.yaml',
  '.gitlab/agents/*/config.yml',
] as const;

/**
 * Checks a project without a cluster and without the network. Throws a DiagnosticError when the folder is none, or no
 * project that is known.
 */
export async function lintProject({
  folder,
  cwd,
  env,
  apparmor,
  kubernetes = DEFAULT_KUBERNETES,
}: LintOptions): Promise<LintReport> {
  const problems = new DiagnosticCollector();
  const files = new ProjectFiles(resolve(cwd, folder), folder, problems.report);
  const kinds = kindsOf(files);
  const [first] = kinds;
  if (first === undefined) throw unknownFolder(files, folder);
  const releases = readReleases(files);
  const check: ValuesCheck = { files, report: problems.report, ...(apparmor !== undefined && { apparmor }) };
  for (const release of releases) {
    checkVersion(release, files);
    checkReleaseValues(release, check);
  }
  const charts = chartFolders(files);
  for (const chart of charts) checkChart(chart, check);
  checkCiFile(files);
  checkAutoDeployValues(AUTO_DEPLOY_VALUES, files, problems.report);
  for (const path of FURTHER_FILES.flatMap((pattern) => files.matching(pattern))) files.yaml(path);
  for (const file of files.read) checkTexts(file, files);
  const uses = [...releases.flatMap(useOf), ...charts.flatMap((chart) => usesOfChart(chart, files))];
  const rendered = await checkCharts(uses, files, oneProgram('helm', env, cwd), problems.report);
  checkPods(rendered, releases.length > 0, kubernetes, files, problems.report);
  return { kinds, inputs: inputsOf(files.shown(first.because), files.read, problems.diagnostics) };
}

function unknownFolder(files: ProjectFiles, folder: string): Error {
  const message = files.isFolder('.') ? `"${folder}" is no project that is known` : `there is no folder "${folder}"`;
  const hint =
    'a project has a helmfile.yaml (cluster management), a .gitlab/auto-deploy-values.yaml or Auto DevOps (application), or a Chart.yaml, also in charts/* or dist/* after synth (chart); container-security init writes one';
  return problem('PROJECT1102', message, hint);
}

function checkChart(chart: string, check: ValuesCheck): void {
  const { files } = check;
  checkDependencies(chart, files);
  for (const path of valuesOfChart(chart, files)) {
    const file = files.yaml(path);
    const root = file?.documents[0];
    if (file !== undefined && root !== undefined) checkEmbedded(nameOf(chart, files), file, root, check);
  }
}

const nameOf = (chart: string, files: ProjectFiles): string => basename(resolve(files.root, chart));

function valuesOfChart(chart: string, files: ProjectFiles): readonly string[] {
  return files.matching(posix.join(chart, 'values.yaml')).concat(files.matching(posix.join(chart, 'ci/*-values.yaml')));
}

function useOf({ localChart, name, namespace, valuesFiles, installed }: Release): readonly ChartUse[] {
  return localChart === undefined || !installed ? [] : [{ chart: localChart, name, namespace, valuesFiles }];
}

/** A chart alone: with its defaults, and with each of its ci values. */
function usesOfChart(chart: string, files: ProjectFiles): readonly ChartUse[] {
  const use = { chart, name: nameOf(chart, files).toLowerCase(), namespace: 'default' };
  const ci = files.matching(posix.join(chart, 'ci/*-values.yaml')).map((path) => ({ ...use, valuesFiles: [path] }));
  return [{ ...use, valuesFiles: [] }, ...ci];
}

/** What has no file of its own stands at the one that says what the project is. */
function inputsOf(
  main: string,
  read: readonly ProjectFile[],
  diagnostics: readonly Diagnostic[],
): readonly CheckedInput[] {
  const texts = new Map(read.map((file) => [file.shown, safeText(file)]));
  const names = [...new Set([...texts.keys(), ...diagnostics.map(({ place }) => place?.file ?? main)])].sort();
  return names.map((file) => {
    const own = diagnostics.filter(({ place }) => (place?.file ?? main) === file);
    const text = texts.get(file);
    return { file, accepted: !hasErrors(own), diagnostics: own, ...(text !== undefined && { text }) };
  });
}

function safeText({ text, documents }: ProjectFile): string {
  return masked(text, documents.flatMap(findSecrets));
}
