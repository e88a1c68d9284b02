import type { Report } from '../../diagnostics/collector';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { DiagnosticError } from '../../diagnostics/diagnostic-error';
import { AutoDeployValues } from '../../gitlab/auto-deploy-values';
import type { YamlNode } from '../../yaml/node';
import { entryOf, isNothing, itemsOf, nodeAt, textOf } from '../../yaml/walk';
import { CI_FILE } from './ci-file';
import { placeOf } from './places';
import type { ProjectFiles } from './project-files';

/** A step of a key as the checks of values name it: `a`, `[0]`, `['a b']`. */
const STEP = /\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|([^.[\]]+)/g;

/** Checks the values of an Auto DevOps deployment, for the image that the CI file names. */
export function checkAutoDeployValues(path: string, files: ProjectFiles, report: Report): void {
  const file = files.yaml(path);
  const root = file?.documents[0];
  if (file === undefined || root === undefined || isNothing(root)) return;
  if (root.kind !== 'map') {
    files.flaw(file, { code: 'PROJECT1104', message: 'values must be a map' }, root);
    return;
  }
  for (const diagnostic of problemsOf(file.text, imageOf(files))) {
    const key = diagnostic.place?.key;
    const place = key === undefined ? { file: file.shown } : placeOf(file, deepest(root, key));
    report({ ...diagnostic, place: { ...place, ...(key !== undefined && { key }) } });
  }
}

function problemsOf(text: string, autoDeployImageVersion: string | undefined): readonly Diagnostic[] {
  try {
    const target = autoDeployImageVersion === undefined ? {} : { autoDeployImageVersion };
    // Which image the project uses is not known without the variable: that it is newer than the tables is no news.
    return AutoDeployValues.fromYaml(text, target).warnings.filter(
      ({ place }) => place?.key !== 'autoDeployImageVersion' || autoDeployImageVersion !== undefined,
    );
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

function imageOf(files: ProjectFiles): string | undefined {
  const documents = files.yaml(CI_FILE)?.documents ?? [];
  const found = documents.flatMap((each) => nodeAt(each, ['variables', 'AUTO_DEPLOY_IMAGE_VERSION']) ?? []);
  return textOf(found[0]);
}

/** The node at a key, or the innermost one around it: a missing key has no place. Of a key itself the key is shown. */
function deepest(root: YamlNode, key: string): YamlNode {
  let at = root;
  let shown: YamlNode = root;
  for (const [, index, quoted, name = quoted ?? ''] of key.matchAll(STEP)) {
    const item = index === undefined ? undefined : itemsOf(at)[Number(index)];
    const entry = entryOf(at, name);
    const next = item ?? entry?.value;
    if (next === undefined) break;
    at = next;
    shown = item ?? entry?.key ?? next;
  }
  return shown;
}
