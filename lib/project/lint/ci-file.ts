import { posix } from 'node:path';
import { quote } from '../../diagnostics/describe';
import { nearestHint } from '../../diagnostics/nearest';
import type { YamlNode } from '../../yaml/node';
import { entriesOf, entryOf, itemsOf, nodeAt, textOf } from '../../yaml/walk';
import type { ProjectFile, ProjectFiles } from './project-files';

/** The file that GitLab reads. */
export const CI_FILE = '.gitlab-ci.yml';

/** What one entry of `include` can be. */
const KINDS = ['local', 'project', 'remote', 'template', 'component'] as const;

/** GitLab's own templates that we know to be installed from elsewhere than the project. */
export interface Included {
  /** Path of a local file that is there. */
  readonly local?: string;
  /** Name of one of GitLab's templates. */
  readonly template?: string;
}

/** Checks the includes of the CI file: local files must be there, and have the inputs that they are given. */
export function checkCiFile(files: ProjectFiles): readonly Included[] {
  const file = files.yaml(CI_FILE);
  return file === undefined
    ? []
    : file.documents.flatMap((document) => includesOf(file, document, files, new Set([CI_FILE])));
}

function includesOf(
  file: ProjectFile,
  document: YamlNode,
  files: ProjectFiles,
  seen: Set<string>,
): readonly Included[] {
  const include = nodeAt(document, ['include']);
  if (include === undefined) return [];
  const entries = include.kind === 'list' ? itemsOf(include) : [include];
  return entries.flatMap((entry): readonly Included[] => {
    const flaw = (message: string, hint: string | undefined, node: YamlNode = entry): readonly Included[] => {
      files.flaw(file, { code: 'PROJECT1110', message, ...(hint !== undefined && { hint }) }, node);
      return [];
    };
    const localNode = entry.kind === 'map' ? entryOf(entry, 'local')?.value : entry;
    if (localNode === undefined) {
      if (KINDS.every((kind) => entryOf(entry, kind) === undefined)) {
        return flaw('an include needs one of local, project, remote, template, component', undefined);
      }
      const template = textOf(nodeAt(entry, ['template']));
      return [template === undefined ? {} : { template }];
    }
    const local = textOf(localNode);
    if (local === undefined) return flaw('an include must be a path, or a map with one', undefined);
    if (/:\/\/|\$|\*/.test(local)) return [{}];
    const path = posix.normalize(local.replace(/^\/+/, ''));
    const included = files.yaml(path);
    if (included === undefined) {
      const near = nearestHint(path, files.matching(posix.join(posix.dirname(path), '*')));
      return flaw(
        `the included file ${quote(local)} is not there`,
        near ?? 'container-security init writes it',
        localNode,
      );
    }
    checkInputs(file, entry, included, files);
    if (seen.has(path)) return [{ local: path }];
    seen.add(path);
    return [{ local: path }, ...included.documents.flatMap((each) => includesOf(included, each, files, seen))];
  });
}

/** Inputs that a file does not declare, and those without a default that it is not given. */
function checkInputs(file: ProjectFile, entry: YamlNode, included: ProjectFile, files: ProjectFiles): void {
  if (included.documents.length === 0) return;
  const declared = nodeAt(included.documents[0], ['spec', 'inputs']);
  const names = entriesOf(declared).map(({ name }) => name);
  const given = entriesOf(nodeAt(entry, ['inputs']));
  for (const { name, key } of given) {
    if (names.includes(name)) continue;
    const hint = nearestHint(name, names);
    files.flaw(
      file,
      { code: 'PROJECT1110', message: `${included.shown} has no input ${quote(name)}`, ...(hint && { hint }) },
      key,
    );
  }
  for (const { name, value } of entriesOf(declared)) {
    const optional = entryOf(value, 'default') !== undefined;
    if (optional || given.some((each) => each.name === name)) continue;
    files.flaw(file, { code: 'PROJECT1110', message: `${included.shown} needs the input ${quote(name)}` }, entry);
  }
}
