import { posix } from 'node:path';
import { nearestHint } from '../../diagnostics/nearest';
import type { YamlNode } from '../../yaml/node';
import { entriesOf, entryOf, isNothing, itemsOf, nodeAt, textOf, wordOf } from '../../yaml/walk';
import type { ProjectFile, ProjectFiles } from './project-files';
import { RELEASE_KEYS } from './release-keys';

/** A release of a helmfile, with what its chart and values are. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  /** As it is written: `falcosecurity/falco`, `../../charts/apparmor`, `oci://…`. */
  readonly chart: string;
  /** Folder of a local chart below the project. Undefined for a chart of a repository. */
  readonly localChart?: string;
  /** Last word of the chart's name, such as `falco`. */
  readonly chartName: string;
  readonly version?: string;
  /** False for a release that is being taken away. */
  readonly installed: boolean;
  readonly helmfile: ProjectFile;
  readonly node: YamlNode;
  /** Paths of its values files that are there, below the project. */
  readonly valuesFiles: readonly string[];
}

const HELMFILES = ['helmfile.yaml', 'helmfile.yaml.gotmpl', 'helmfile.yml'] as const;

/** Keys of a helmfile that we know: a mistyped one is passed over by nobody, but helmfile's words for it are long. */
const HELMFILE_KEYS = [
  'apiVersions',
  'bases',
  'chart',
  'commonLabels',
  'environments',
  'filepath',
  'helmBinary',
  'helmDefaults',
  'helmfiles',
  'hooks',
  'kubeContext',
  'kubeVersion',
  'kustomizeBinary',
  'lockFilePath',
  'missingFileHandler',
  'missingFileHandlerConfig',
  'namespace',
  'releases',
  'repositories',
  'templates',
  'values',
] as const;

/** The helmfile at the top of a project. */
export function topHelmfile(files: ProjectFiles): string | undefined {
  return HELMFILES.find((name) => files.isFile(name));
}

/** All releases of a project: those of its helmfile and of all helmfiles that it names. Reports what cannot be read. */
export function readReleases(files: ProjectFiles): readonly Release[] {
  const top = topHelmfile(files);
  const releases = top === undefined ? [] : releasesOf(files, top, new Set());
  const seen = new Map<string, Release>();
  for (const release of releases) {
    const id = `${release.namespace}/${release.name}`;
    const before = seen.get(id);
    if (before !== undefined) {
      const message = `the release "${release.name}" in the namespace "${release.namespace}" stands in ${before.helmfile.shown} too`;
      files.flaw(
        release.helmfile,
        { code: 'PROJECT1111', message, hint: 'give it another name or namespace' },
        release.node,
      );
    }
    seen.set(id, release);
  }
  return releases;
}

function releasesOf(files: ProjectFiles, path: string, visited: Set<string>): readonly Release[] {
  if (visited.has(path)) return [];
  visited.add(path);
  const file = files.yaml(path);
  if (file === undefined) return [];
  if (path.endsWith('.gotmpl')) {
    const message = 'this helmfile is a template: what it becomes is not checked here';
    files.flaw(file, { code: 'PROJECT1109', severity: 'warning', message, hint: 'container-security diff renders it' });
    return [];
  }
  return file.documents.flatMap((document) => {
    if (isNothing(document)) return [];
    if (document.kind !== 'map') {
      files.flaw(file, { code: 'PROJECT1104', message: 'a helmfile must be a map' }, document);
      return [];
    }
    checkKeys(files, file, document, 'a helmfile', HELMFILE_KEYS);
    checkBases(files, file, document);
    const below = listAt(files, file, document, 'helmfiles').flatMap((node) => {
      const pattern = textOf(node.kind === 'map' ? nodeAt(node, ['path']) : node);
      if (pattern === undefined) {
        files.flaw(
          file,
          { code: 'PROJECT1104', message: 'an entry of "helmfiles" must be a path, or a map with "path"' },
          node,
        );
        return [];
      }
      return nestedHelmfiles(files, file, node, pattern).flatMap((nested) => releasesOf(files, nested, visited));
    });
    const own = listAt(files, file, document, 'releases').flatMap((node) => releaseOf(files, file, node));
    return [...below, ...own];
  });
}

/** Keys that helmfile does not know. Without a near one it may be a key that only newer helmfiles have. */
function checkKeys(
  files: ProjectFiles,
  file: ProjectFile,
  map: YamlNode,
  what: string,
  known: readonly string[],
): void {
  for (const { name, key } of entriesOf(map)) {
    if (known.includes(name)) continue;
    const hint = nearestHint(name, known);
    const sure = hint === undefined ? ({ severity: 'warning' } as const) : { hint };
    files.flaw(file, { code: 'PROJECT1104', message: `${what} has no key "${name}"`, ...sure }, key);
  }
}

function checkBases(files: ProjectFiles, file: ProjectFile, document: YamlNode): void {
  for (const base of listAt(files, file, document, 'bases')) {
    const name = wordOf(base) ?? '';
    const path = posix.join(posix.dirname(file.path), name);
    if (/::|:\/\/|\{\{/.test(name) || files.isFile(path)) continue;
    files.flaw(file, { code: 'PROJECT1103', message: `the base "${name}" is not there` }, base);
  }
}

/** Paths of helmfiles on the machine; those from elsewhere (`git::…`) and templates are left out. */
function nestedHelmfiles(files: ProjectFiles, file: ProjectFile, node: YamlNode, pattern: string): readonly string[] {
  if (/::|:\/\/|\{\{/.test(pattern)) return [];
  const found = files.matching(posix.join(posix.dirname(file.path), pattern)).flatMap((path) => {
    if (files.isFile(path)) return [path];
    const inside = HELMFILES.map((name) => posix.join(path, name)).find((each) => files.isFile(each));
    return inside === undefined ? [] : [inside];
  });
  if (found.length === 0) {
    files.flaw(file, { code: 'PROJECT1103', message: `"${pattern}" names no helmfile: there is no such file` }, node);
  }
  return found;
}

function releaseOf(files: ProjectFiles, file: ProjectFile, node: YamlNode): readonly Release[] {
  const at = (key: string): YamlNode | undefined => nodeAt(node, [key]);
  const [name, chart] = [textOf(at('name')), textOf(at('chart'))];
  if (name === undefined || chart === undefined) {
    files.flaw(file, { code: 'PROJECT1104', message: 'a release must be a map with "name" and "chart"' }, node);
    return [];
  }
  checkKeys(files, file, node, 'a release', RELEASE_KEYS);
  const installed = at('installed');
  const version = wordOf(at('version'));
  const local = /^\.{1,2}(\/|$)/.test(chart) ? posix.join(posix.dirname(file.path), chart) : undefined;
  if (local !== undefined && !files.isFile(posix.join(local, 'Chart.yaml'))) {
    files.flaw(
      file,
      { code: 'PROJECT1103', message: `"${chart}" is no chart: ${files.shown(local)}/Chart.yaml is not there` },
      at('chart'),
    );
  }
  return [
    {
      name,
      namespace: textOf(at('namespace')) ?? 'default',
      chart,
      ...(local !== undefined && { localChart: local }),
      chartName: posix.basename(chart),
      ...(version !== undefined && { version }),
      installed: !(installed?.kind === 'scalar' && installed.value === false),
      helmfile: file,
      node,
      valuesFiles: valuesOf(files, file, node),
    },
  ];
}

/** Values files that are named, and those beside them that a template may name (`values.{{ .Environment.Name }}.yaml`). */
function valuesOf(files: ProjectFiles, file: ProjectFile, release: YamlNode): readonly string[] {
  const folder = posix.dirname(file.path);
  const lenient = /^(Warn|Info|Debug)$/.test(textOf(nodeAt(release, ['missingFileHandler'])) ?? '');
  return listAt(files, file, release, 'values').flatMap((node) => {
    const name = textOf(node);
    if (name === undefined) return [];
    const pattern = name.replace(/\{\{[^}]*\}\}/g, '*');
    const found = files.matching(posix.join(folder, pattern)).filter((path) => files.isFile(path));
    if (found.length === 0 && pattern === name && !lenient && !/:\/\//.test(pattern)) {
      files.flaw(file, { code: 'PROJECT1103', message: `the values file "${name}" is not there` }, node);
    }
    return found;
  });
}

/** The items of a list. Reports what is no list. */
function listAt(files: ProjectFiles, file: ProjectFile, node: YamlNode, key: string): readonly YamlNode[] {
  const entry = entryOf(node, key);
  if (entry === undefined || isNothing(entry.value)) return [];
  if (entry.value.kind !== 'list') {
    files.flaw(file, { code: 'PROJECT1104', message: `"${key}" must be a list` }, entry.value);
  }
  return itemsOf(entry.value);
}
