import { checkProfiles } from '../../apparmor/language/check-profiles';
import type { ParserVersion } from '../../apparmor/language/versions';
import type { Report } from '../../diagnostics/collector';
import { quote } from '../../diagnostics/describe';
import { nearestHint } from '../../diagnostics/nearest';
import { checkRules } from '../../falco/language/check-rules';
import type { YamlNode } from '../../yaml/node';
import { entriesOf, everyNode, isNothing, nodeAt, textOf } from '../../yaml/walk';
import { movedInto } from './places';
import type { ProjectFile, ProjectFiles } from './project-files';
import type { Release } from './releases';
import { findSecrets } from './secrets';
import { HELM_KEYS, UPSTREAM_KEYS } from './upstream-keys';

/** A text in the values of a chart that has a language of its own. */
interface Embedded {
  readonly chart: string;
  /** Where the map of texts is. */
  readonly path: readonly string[];
  readonly language: 'apparmor' | 'falco';
}

const EMBEDDED: readonly Embedded[] = [
  { chart: 'apparmor', path: ['profiles'], language: 'apparmor' },
  { chart: 'container-security', path: ['apparmor', 'profiles'], language: 'apparmor' },
  { chart: 'falco', path: ['customRules'], language: 'falco' },
  { chart: 'container-security', path: ['falco', 'customRules'], language: 'falco' },
];

/** Where a checked text goes. */
export interface ValuesCheck {
  readonly files: ProjectFiles;
  readonly report: Report;
  /** Version of apparmor_parser that will read the profiles. */
  readonly apparmor?: ParserVersion;
}

/** Checks the values files of a release: unknown keys, texts in a language of their own. */
export function checkReleaseValues(release: Release, check: ValuesCheck): void {
  const { files } = check;
  for (const path of release.valuesFiles) {
    const file = files.yaml(path);
    const root = file?.documents[0];
    if (file === undefined || root === undefined || isNothing(root)) continue;
    if (root.kind !== 'map') {
      files.flaw(file, { code: 'PROJECT1104', message: 'values must be a map' }, root);
      continue;
    }
    unknownKeys(release, file, root, files);
    checkEmbedded(release.chartName, file, root, check);
  }
}

/** Helm passes over keys that a chart does not know: what they were meant to do does not happen. */
function unknownKeys(
  { chartName, localChart, version }: Release,
  file: ProjectFile,
  root: YamlNode,
  files: ProjectFiles,
): void {
  const known = localChart === undefined ? UPSTREAM_KEYS[chartName] : undefined;
  if (known === undefined) return;
  const same = version === known.version;
  for (const { name, key } of entriesOf(root)) {
    if ([...known.keys, ...HELM_KEYS].includes(name)) continue;
    const hint = nearestHint(name, known.keys);
    const message = `the chart "${chartName}" has no value ${quote(name)}${same ? '' : ` in version ${known.version}, which is the one that is known here`}`;
    files.flaw(
      file,
      { code: 'PROJECT1106', severity: same ? 'error' : 'warning', message, ...(hint && { hint }) },
      key,
      [name],
    );
  }
}

/** Checks the texts of a chart's values that have a language of their own. */
export function checkEmbedded(
  chart: string,
  file: ProjectFile,
  root: YamlNode,
  { files, report, apparmor }: ValuesCheck,
): void {
  for (const { path, language } of EMBEDDED.filter((each) => each.chart === chart)) {
    for (const { name, value: node } of entriesOf(nodeAt(root, path))) {
      const at = [...path, name];
      if (node.kind !== 'scalar' || typeof node.value !== 'string') {
        files.flaw(file, { code: 'PROJECT1104', message: `${quote(name)} must be a text` }, node, at);
        continue;
      }
      const { diagnostics } =
        language === 'apparmor' ? checkProfiles(node.value, file.shown, apparmor) : checkRules(node.value, file.shown);
      for (const diagnostic of movedInto(diagnostics, file, node, at)) report(diagnostic);
    }
  }
}

/** Reports secrets and images that are not pinned, in any YAML of the project. */
export function checkTexts(file: ProjectFile, files: ProjectFiles): void {
  for (const root of file.documents) {
    for (const { path, node, noun, sure } of findSecrets(root)) {
      const message = sure ? `this is ${noun}` : `${noun} looks like a secret`;
      const hint =
        'put it into a Secret or a masked CI variable, and name that here; what was pushed once must be replaced';
      files.flaw(file, { code: 'PROJECT1107', severity: sure ? 'error' : 'warning', message, hint }, node, path);
    }
    for (const { path, node } of everyNode(root)) {
      if (!isUnpinnedImage(path, textOf(node))) continue;
      const hint = 'write a version, or better a digest';
      files.flaw(
        file,
        { code: 'PROJECT1105', severity: 'warning', message: 'the tag "latest" names another image every day', hint },
        node,
        path,
      );
    }
  }
}

function isUnpinnedImage(path: readonly string[], value: string | undefined): boolean {
  const [key = ''] = path.slice(-1);
  if (value === undefined) return false;
  return (
    (/^(image)?tag$/i.test(key) && value === 'latest') ||
    (/image/i.test(path.join('.')) && /^[^\s{}$]+:latest$/.test(value))
  );
}
