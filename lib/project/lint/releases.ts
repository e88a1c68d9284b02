import { posix } from 'node:path';
import { nearestHint } from '../../diagnostics/nearest';
import type { ProjectFile, ProjectFiles } from './project-files';
import { entryOf, isMap, nodeAt, type YamlNode } from './yaml-nodes';

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
    if (document.value === null) return [];
    if (!isMap(document.value)) {
      files.flaw(file, { code: 'PROJECT1104', message: 'a helmfile must be a map' }, document);
      return [];
    }
    checkKeys(files, file, document);
    checkBases(files, file, document);
    const below = itemsAt(files, file, document, 'helmfiles').flatMap((node) => {
      const pattern = isMap(node.value) ? node.value.path : node.value;
      if (typeof pattern !== 'string') {
        files.flaw(
          file,
          { code: 'PROJECT1104', message: 'an entry of "helmfiles" must be a path, or a map with "path"' },
          node,
        );
        return [];
      }
      return nestedHelmfiles(files, file, node, pattern).flatMap((nested) => releasesOf(files, nested, visited));
    });
    const own = itemsAt(files, file, document, 'releases').flatMap((node) => releaseOf(files, file, node));
    return [...below, ...own];
  });
}

/** Keys that helmfile does not know. Without a near one it may be a key that only newer helmfiles have. */
function checkKeys(files: ProjectFiles, file: ProjectFile, document: YamlNode): void {
  for (const { key, keyNode } of document.entries) {
    if ((HELMFILE_KEYS as readonly string[]).includes(key)) continue;
    const hint = nearestHint(key, HELMFILE_KEYS);
    const sure = hint === undefined ? ({ severity: 'warning' } as const) : { hint };
    files.flaw(file, { code: 'PROJECT1104', message: `a helmfile has no key "${key}"`, ...sure }, keyNode);
  }
}

function checkBases(files: ProjectFiles, file: ProjectFile, document: YamlNode): void {
  for (const base of itemsAt(files, file, document, 'bases')) {
    const path = posix.join(posix.dirname(file.path), String(base.value));
    if (/::|:\/\/|\{\{/.test(String(base.value)) || files.isFile(path)) continue;
    files.flaw(file, { code: 'PROJECT1103', message: `the base "${base.value}" is not there` }, base);
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
  const { value } = node;
  if (!isMap(value) || typeof value.name !== 'string' || typeof value.chart !== 'string') {
    files.flaw(file, { code: 'PROJECT1104', message: 'a release must be a map with "name" and "chart"' }, node);
    return [];
  }
  const { name, namespace, chart, version, installed } = value;
  const local = /^\.{1,2}(\/|$)/.test(chart) ? posix.join(posix.dirname(file.path), chart) : undefined;
  if (local !== undefined && !files.isFile(posix.join(local, 'Chart.yaml'))) {
    const chartNode = nodeAt(node, ['chart']);
    files.flaw(
      file,
      { code: 'PROJECT1103', message: `"${chart}" is no chart: ${files.shown(local)}/Chart.yaml is not there` },
      chartNode,
    );
  }
  return [
    {
      name,
      namespace: typeof namespace === 'string' ? namespace : 'default',
      chart,
      ...(local !== undefined && { localChart: local }),
      chartName: posix.basename(chart),
      ...(version !== undefined && version !== null && { version: String(version) }),
      installed: installed !== false,
      helmfile: file,
      node,
      valuesFiles: valuesOf(files, file, node),
    },
  ];
}

/** Values files that are named, and those beside them that a template may name (`values.{{ .Environment.Name }}.yaml`). */
function valuesOf(files: ProjectFiles, file: ProjectFile, release: YamlNode): readonly string[] {
  const folder = posix.dirname(file.path);
  const lenient = isMap(release.value) && /^(Warn|Info|Debug)$/.test(String(release.value.missingFileHandler ?? ''));
  return itemsAt(files, file, release, 'values').flatMap((node) => {
    if (typeof node.value !== 'string') return [];
    const pattern = node.value.replace(/\{\{[^}]*\}\}/g, '*');
    const found = files.matching(posix.join(folder, pattern)).filter((path) => files.isFile(path));
    if (found.length === 0 && pattern === node.value && !lenient && !/:\/\//.test(pattern)) {
      files.flaw(file, { code: 'PROJECT1103', message: `the values file "${node.value}" is not there` }, node);
    }
    return found;
  });
}

/** The items of a list. Reports what is no list. */
function itemsAt(files: ProjectFiles, file: ProjectFile, node: YamlNode, key: string): readonly YamlNode[] {
  const entry = entryOf(node, key);
  if (entry === undefined || entry.node.value === null) return [];
  if (!Array.isArray(entry.node.value)) {
    files.flaw(file, { code: 'PROJECT1104', message: `"${key}" must be a list` }, entry.node);
  }
  return entry.node.items;
}
