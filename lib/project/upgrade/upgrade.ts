import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DiagnosticCollector } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import { nearestHint } from '../../diagnostics/nearest';
import { isMarked } from '../../gitlab/cluster-management/marker';
import { oneProgram } from '../lint/one-program';
import { ProjectFiles } from '../lint/project-files';
import { type Release, readReleases, topHelmfile } from '../lint/releases';
import { problem } from '../problem';
import type { Environment } from '../programs';
import { CHART_VERSIONS, type ChartVersions, chartVersionsText, readChartVersions } from './chart-versions';
import { type Change, editHelmfiles, type Raise, writeChanges } from './edit';
import { type Newest, newestOf } from './newest';
import { isPinned, type Pin, pinOf } from './pins';

export interface UpgradeOptions {
  /** Folder of the project as the user names it. */
  readonly folder: string;
  /** Where relative paths begin. */
  readonly cwd: string;
  readonly env: Environment;
  /** Names of applications; none: all. */
  readonly applications: readonly string[];
  /** Whether the first number of a version may change. */
  readonly major: boolean;
  /** Only look. */
  readonly check: boolean;
}

/** One application: what is pinned, and what its repository has. */
export interface Row {
  readonly application: string;
  readonly chart: string;
  readonly pinned: string;
  /** That of the pin when there is nothing newer; undefined when nobody knows. */
  readonly newest: string | undefined;
  /** A version with another major that was not asked for. */
  readonly beyond: string | undefined;
  /** File that holds the pin. */
  readonly file: string;
}

export interface Upgrade {
  readonly rows: readonly Row[];
  /** Errors: then nothing was written. Warnings: what was not looked at. */
  readonly problems: readonly Diagnostic[];
  /** Files that were written, below the project. */
  readonly written: readonly string[];
}

/** Is there something newer? */
export const isNewer = ({ pinned, newest }: Row): boolean => newest !== undefined && newest !== pinned;

/**
 * Looks for newer versions of the charts of others with helm, and writes them where they are pinned: at the release, or in
 * `chart-versions.json` for what a program writes. All of them or none. Throws a DiagnosticError when the project cannot be
 * read.
 */
export async function upgradeProject(options: UpgradeOptions): Promise<Upgrade> {
  const { folder, cwd, env } = options;
  const root = resolve(cwd, folder);
  const { releases, warnings } = readProject(root, options);
  const { text, versions } = readChartVersions(root);
  const pins = releases.map((release) => pinOf(release, isWritten(release) ? versions : {}));
  const helm = oneProgram('helm', env, cwd);
  if (helm.missing !== undefined) throw new DiagnosticError([helm.missing]);
  const found = await inCache(env, (environment) => {
    const cached = oneProgram('helm', environment, cwd);
    return Promise.all(pins.map(async (pin) => ('code' in pin ? pin : newestOf(cached, pin, options.major))));
  });
  const rows = releases.map((release, index) => rowOf(release, pins[index], found[index]));
  const raises = pins.flatMap((pin, index) => raiseOf(pin, found[index]));
  const { changes, problems } = changesOf(raises, text, versions);
  const errors = [...found.flatMap((each) => ('code' in each ? [each] : [])), ...problems];
  const writes = !options.check && errors.length === 0;
  if (writes) writeChanges(root, changes);
  return { rows, problems: [...errors, ...warnings], written: writes ? changes.map(({ path }) => path) : [] };
}

/** Whether a program writes the helmfile of a release: a pin that is changed there is lost. */
const isWritten = ({ helmfile }: Release): boolean => isMarked(helmfile.path, helmfile.text);

/** What keeps a project from being read; everything else is for lint to say. */
const UNREADABLE = new Set(['PROJECT1101', 'PROJECT1104']);
const NOT_READ = 'PROJECT1109';

function readProject(
  root: string,
  { folder, applications }: UpgradeOptions,
): { readonly releases: readonly Release[]; readonly warnings: readonly Diagnostic[] } {
  const said = new DiagnosticCollector();
  const files = new ProjectFiles(root, folder, said.report);
  if (topHelmfile(files) === undefined) {
    const message = files.isFolder('.') ? `"${folder}" has no helmfile.yaml` : `there is no folder "${folder}"`;
    throw problem('PROJECT1102', message, 'the folder comes first, then applications: upgrade . falco');
  }
  const all = readReleases(files);
  const unreadable = said.diagnostics.filter(({ code, severity }) => UNREADABLE.has(code) && severity === 'error');
  if (unreadable.length > 0) throw new DiagnosticError(unreadable);
  const pinned = all.filter(isPinned);
  const names = pinned.map(({ name }) => name);
  const unknown = applications.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new DiagnosticError(unknown.map((name) => unknownApplication(name, names)));
  return {
    releases: pinned.filter(({ name }) => applications.length === 0 || applications.includes(name)),
    warnings: said.diagnostics.filter(({ code }) => code === NOT_READ),
  };
}

function unknownApplication(name: string, names: readonly string[]): Diagnostic {
  const have = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  return {
    code: 'PROJECT1202',
    severity: 'error',
    message: `the project installs no chart of somebody else as "${name}"`,
    hint: nearestHint(name, names) ?? have,
  };
}

/** Charts that are only looked at must not fill the cache of the user. */
async function inCache<T>(env: Environment, body: (env: Environment) => Promise<T>): Promise<T> {
  const cache = mkdtempSync(join(tmpdir(), 'container-security-charts-'));
  const remove = (): void => rmSync(cache, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await body({ ...env, HELM_CACHE_HOME: cache, HELM_REPOSITORY_CACHE: join(cache, 'repository') });
  } finally {
    process.off('exit', remove);
    remove();
  }
}

function rowOf(release: Release, pin: Pin | Diagnostic | undefined, found: Newest | Diagnostic | undefined): Row {
  const known = found === undefined || 'code' in found ? undefined : found;
  return {
    application: release.name,
    chart: release.chart,
    pinned: pin === undefined || 'code' in pin ? (release.version ?? '') : pin.version,
    newest: known?.version,
    beyond: known?.beyond,
    file: isWritten(release) ? CHART_VERSIONS : release.helmfile.path,
  };
}

function raiseOf(pin: Pin | Diagnostic, found: Newest | Diagnostic | undefined): readonly Raise[] {
  if ('code' in pin || found === undefined || 'code' in found || found.version === pin.version) return [];
  return [{ pin, version: found.version }];
}

function changesOf(
  raises: readonly Raise[],
  before: string | undefined,
  versions: ChartVersions,
): { readonly changes: readonly Change[]; readonly problems: readonly Diagnostic[] } {
  const written = raises.filter(({ pin }) => isWritten(pin.release));
  const { changes, problems } = editHelmfiles(raises.filter(({ pin }) => !isWritten(pin.release)));
  if (written.length === 0) return { changes, problems };
  const added = Object.fromEntries(written.map(({ pin, version }) => [pin.application, version]));
  const after = chartVersionsText({ ...versions, ...added });
  return { changes: [...changes, { path: CHART_VERSIONS, before, after }], problems };
}
