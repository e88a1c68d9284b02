import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { isObject } from '../../diagnostics/predicates';
import { isOurs } from '../../helm/write';
import { isMarked } from './marker';
import type { RemovedApplication } from './model';
import { LEVEL_LABEL } from './namespaces';

/** Folders that hold files of ours, and how deep below them those lie: every other place is none of our business. */
const PLACES: readonly (readonly [folder: string, depth: number])[] = [
  ['', 1],
  ['applications', 2],
  ['ci-templates', 1],
  ['rbac', 1],
  ['.gitlab/agents', 2],
];

/** Paths of the files below a folder that an earlier run wrote, with forward slashes. */
export function ownFiles(root: string): readonly string[] {
  const below = (folder: string, depth: number): readonly string[] =>
    entriesOf(join(root, folder)).flatMap(({ name, isFolder }) => {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (isFolder) return depth > 1 ? below(path, depth - 1) : [];
      return isOwnFile(root, path) ? [path] : [];
    });
  return PLACES.flatMap(([folder, depth]) => below(folder, depth));
}

/** Whether a file is there and was written by an earlier run. */
export function isOwnFile(root: string, path: string): boolean {
  const file = join(root, path);
  return /\.(ya?ml|md)$/.test(path) && statSync(file).isFile() && isMarked(path, readFileSync(file, 'utf8'));
}

/** Names of the charts that an earlier run wrote. */
export function ownCharts(root: string): readonly string[] {
  return entriesOf(join(root, 'charts')).flatMap(({ name, isFolder }) =>
    isFolder && isOurs(join(root, 'charts', name)) ? [name] : [],
  );
}

/** Applications that an earlier run wrote and that are not among the names: they must be uninstalled. */
export function removedApplications(
  root: string,
  names: ReadonlySet<string>,
): { readonly removed: readonly RemovedApplication[]; readonly problems: readonly Diagnostic[] } {
  const removed: RemovedApplication[] = [];
  const levels = previousLevels(root);
  const problems: Diagnostic[] = [];
  for (const { name, isFolder } of entriesOf(join(root, 'applications'))) {
    const path = `applications/${name}/helmfile.yaml`;
    if (!isFolder || names.has(name) || !existsSync(join(root, path)) || !isOwnFile(root, path)) continue;
    const application = readHelmfile(readFileSync(join(root, path), 'utf8'));
    if (application) removed.push({ ...application, podSecurityLevel: levels.get(application.namespace) });
    else problems.push(unreadable(path));
  }
  return { removed, problems };
}

function readHelmfile(text: string): Omit<RemovedApplication, 'podSecurityLevel'> | undefined {
  const release = documentsOf(text)
    .flatMap((document) => (isObject(document) && Array.isArray(document.releases) ? document.releases : []))
    .find(isObject);
  const { name, namespace, chart, version } = release ?? {};
  if (typeof name !== 'string' || typeof namespace !== 'string' || typeof chart !== 'string') return undefined;
  const pinned = typeof version === 'string' ? version : undefined;
  return { name, namespace, reference: { chart, version: pinned, repository: undefined } };
}

/** Pod Security levels of the namespaces as the last run wrote them. */
function previousLevels(root: string): ReadonlyMap<string, string> {
  const path = 'namespaces.yaml';
  if (!existsSync(join(root, path)) || !isOwnFile(root, path)) return new Map();
  const found = documentsOf(readFileSync(join(root, path), 'utf8')).flatMap((document) => {
    const { metadata } = isObject(document) ? document : {};
    if (!isObject(metadata) || !isObject(metadata.labels) || typeof metadata.name !== 'string') return [];
    const level = metadata.labels[LEVEL_LABEL];
    return typeof level === 'string' ? [[metadata.name, level] as const] : [];
  });
  return new Map(found);
}

function documentsOf(text: string): readonly unknown[] {
  try {
    return loadAll(text);
  } catch {
    return [];
  }
}

function unreadable(path: string): Diagnostic {
  return {
    code: 'GITLAB2009',
    severity: 'error',
    message: `the application of ${path} is no longer in the program, and what to uninstall cannot be read from there`,
    hint: 'mend the file, or delete it when no cluster has the application any more',
    place: { file: path },
  };
}

/** Sorted; none when there is no such folder. */
function entriesOf(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
