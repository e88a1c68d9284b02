import { valid } from 'semver';
import { quote } from '../../diagnostics/describe';
import { itemsOf, nodeAt, wordOf } from '../../yaml/walk';
import type { ProjectFiles } from './project-files';
import type { Release } from './releases';

const PINNED = 'write one version, such as 1.2.3: what was tested is what is installed';

/** Charts of a repository must have one version: a range gives another chart tomorrow. */
export function checkVersion(release: Release, files: ProjectFiles): void {
  const { chart, localChart, version, helmfile, node, name, installed } = release;
  if (localChart !== undefined || !installed) return;
  if (version === undefined) {
    const message = `the release "${name}" does not say which version of ${quote(chart)} it wants`;
    files.flaw(helmfile, { code: 'PROJECT1105', message, hint: PINNED }, nodeAt(node, ['chart']) ?? node);
  } else if (valid(version) === null && !version.includes('{{')) {
    const message = `${quote(version)} is no pinned version of ${quote(chart)}`;
    files.flaw(helmfile, { code: 'PROJECT1105', message, hint: PINNED }, nodeAt(node, ['version']));
  }
}

/** Dependencies of a chart may have ranges where a Chart.lock pins them. */
export function checkDependencies(folder: string, files: ProjectFiles): void {
  const join = (name: string): string => (folder === '.' ? name : `${folder}/${name}`);
  const file = files.yaml(join('Chart.yaml'));
  if (file === undefined || files.isFile(join('Chart.lock'))) return;
  for (const item of itemsOf(nodeAt(file.documents[0], ['dependencies']))) {
    const [name, repository, version] = ['name', 'repository', 'version'].map(
      (key) => wordOf(nodeAt(item, [key])) ?? '',
    );
    if (!repository || valid(version) !== null) continue;
    const message = `${quote(version ?? '')} is no pinned version of the dependency ${quote(name ?? '')}`;
    files.flaw(
      file,
      { code: 'PROJECT1105', severity: 'warning', message, hint: PINNED },
      nodeAt(item, ['version']) ?? item,
    );
  }
}
